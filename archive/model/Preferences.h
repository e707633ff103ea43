// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

#include "crypto/identity/Jid.h"

namespace letterlock::archive {

/// What of a conversation is kept on the server (XEP-0136 section 2.2).
enum class SaveMode { Body, Nothing, Message, Stream };
/// What the person thinks of off-the-record conversations; kept for other programs, ours has none.
enum class OffTheRecord { Approve, Concede, Forbid, Oppose, Prefer, Require };
enum class MethodUse { Concede, Forbid, Prefer };

struct SaveRule {
    SaveMode save = SaveMode::Body;
    OffTheRecord otr = OffTheRecord::Concede;
    std::optional<qint64> expire; ///< seconds after which the server forgets

    bool operator==(const SaveRule &) const = default;
};

/// For one contact, or everybody at one server.
struct ContactRule {
    QString address; ///< full, bare, or only a domain
    SaveRule rule;
    bool exact = false; ///< for this very address only

    bool operator==(const ContactRule &) const = default;
};

struct ThreadRule {
    QString thread;
    SaveMode save = SaveMode::Body;
    qint64 timeout = 0; ///< seconds, by the server

    bool operator==(const ThreadRule &) const = default;
};

struct MethodUses {
    MethodUse automatic = MethodUse::Concede;
    MethodUse local = MethodUse::Concede;
    MethodUse manual = MethodUse::Concede;

    bool operator==(const MethodUses &) const = default;
};

/// The account's archiving preferences, as all its programs share them.
struct Preferences {
    bool records = false; ///< the server records by itself
    bool recordsLastingly = false; ///< and will with the next stream
    SaveRule rule; ///< where no other fits
    bool isUnset = true; ///< nobody has chosen `rule`
    QList<ContactRule> contacts;
    QList<ThreadRule> threads;
    MethodUses methods;

    /// Thread before contact before default; the closest contact rule counts (P-18, P-53).
    [[nodiscard]] SaveMode saveFor(const crypto::Jid &peer, const QString &thread = {}) const;
    [[nodiscard]] const SaveRule &ruleFor(const crypto::Jid &peer) const;
    [[nodiscard]] const ContactRule *exactRule(const QString &address) const;
    /// Whether this program may upload what was said with them.
    [[nodiscard]] bool keeps(const crypto::BareJid &peer) const
    {
        return methods.manual != MethodUse::Forbid && saveFor(crypto::Jid(peer, {})) != SaveMode::Nothing;
    }
    bool operator==(const Preferences &) const = default;
};

/// A switch for the server's own recording (XEP-0136 section 6, XEP-0241 section 3).
struct Recording {
    struct PublicKey {
        QString name;
        QByteArray modulus; ///< big-endian
        QByteArray exponent;
    };
    bool on = false;
    bool sealed = false;
    bool lasting = true;
    QList<PublicKey> keys; ///< confirmed as the owner's (A-22)
};

} // namespace letterlock::archive
