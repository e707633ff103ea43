// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <optional>

#include "archive/store/Database.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/identity/Jid.h"

namespace letterlock::archive {

/// A session key as it is stored (0030_session_keys.sql). Move-only, as it holds the secret.
struct SessionKeyRow {
    bool own = true; ///< made here for `peer`; else given by `peer`
    crypto::BareJid peer;
    QString sid;
    crypto::SecretBytes secret;
    QDateTime created;
    QDateTime lastUse;
    QDateTime lastStamp;
    int stanzas = 0;
    QString thread;
};

/// What the person said about a device that asks for keys.
enum class SessionApproval { None = 0, Approved = 1, Refused = 2 };

/// A message that went out under a session key.
struct SentUnderKey {
    QString outerId;
    crypto::BareJid peer;
    QString originId;
    QString sid;
    QDateTime sent;
};

/// What a session key opens.
struct SessionKeyReach {
    int messages = 0;
    QDateTime since;
};

/// That a device was given an own session key.
struct SessionHandout {
    QString sid;
    QByteArray thumbprint; ///< SHA-256 of the key it asked with
    crypto::Jid device;
    QDateTime handed;
    bool byPerson = false; ///< somebody decided then; else an earlier word counted
};

/// The tables of session keys. Every function is one step inside a transaction of the store.
namespace SessionRows {

/// False: this own identifier belongs to another peer.
[[nodiscard]] ArchiveResult<bool> put(Database &database, const SessionKeyRow &key);
[[nodiscard]] ArchiveResult<std::optional<SessionKeyRow>> newestOwn(
    Database &database, const crypto::BareJid &peer, const QString &thread);
[[nodiscard]] ArchiveResult<std::optional<SessionKeyRow>> own(Database &database, const QString &sid);
[[nodiscard]] ArchiveResult<std::optional<SessionKeyRow>> ofSender(
    Database &database, const crypto::BareJid &sender, const QString &sid);
/// Keys of both directions, their stamps, and what is noted of messages. The number of keys.
[[nodiscard]] ArchiveResult<int> removeUnusedSince(Database &database, const QDateTime &time);
/// No stanza is sealed with the own keys for this peer any more; those they sealed are still answered for.
[[nodiscard]] ArchiveResult<void> retireOwn(Database &database, const crypto::BareJid &peer);

[[nodiscard]] ArchiveResult<QByteArray> stamps(Database &database, const crypto::BareJid &sender, const QString &sid);
[[nodiscard]] ArchiveResult<void> setStamps(
    Database &database, const crypto::BareJid &sender, const QString &sid, const QByteArray &saved);

[[nodiscard]] ArchiveResult<crypto::SecretBytes> requestKey(Database &database); ///< empty = none yet
[[nodiscard]] ArchiveResult<void> setRequestKey(
    Database &database, const crypto::SecretBytes &pkcs8, const QDateTime &now);

/// For this key, or else for every key of this device.
[[nodiscard]] ArchiveResult<SessionApproval> approval(
    Database &database, const crypto::BareJid &peer, const QByteArray &thumbprint, const QString &sid);
/// `sid` empty = for every key from now on.
[[nodiscard]] ArchiveResult<void> setApproval(Database &database, const crypto::BareJid &peer,
    const QByteArray &thumbprint, const QString &sid, SessionApproval verdict, const QDateTime &now);
/// Whether any device of this peer was approved before.
[[nodiscard]] ArchiveResult<bool> knowsDevices(Database &database, const crypto::BareJid &peer);

/// The last time counts, but that a person decided stays.
[[nodiscard]] ArchiveResult<void> noteHandout(Database &database, const SessionHandout &handout);
/// Who was given the key that stanzas to this peer go under now; the oldest first.
[[nodiscard]] ArchiveResult<QList<SessionHandout>> handouts(Database &database, const crypto::BareJid &peer);

[[nodiscard]] ArchiveResult<void> noteSent(Database &database, const SentUnderKey &sent);
[[nodiscard]] ArchiveResult<std::optional<SentUnderKey>> sentAs(Database &database, const QString &outerId);
[[nodiscard]] ArchiveResult<SessionKeyReach> reach(Database &database, const QString &sid);

} // namespace SessionRows

} // namespace letterlock::archive
