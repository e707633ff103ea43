// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "crypto/base/CryptoError.h"
#include "crypto/jose/SessionKey.h"

namespace letterlock::crypto {

/// Where session keys live, encrypted at rest. All calls are blocking, come from the worker of the scheme or from
/// whoever answers key requests, and must be safe from several threads. What was put is on disk when put() returns: a
/// stanza sealed under a key that is lost can never be opened. A failed store answers EngineFailure.
class SessionKeyStore {
public:
    virtual ~SessionKeyStore() = default;

    /// Adds, or replaces the one of the same direction, peer and SID. An own SID belongs to one peer for ever: refuses
    /// with MalformedInput to put it for another (E-64).
    virtual CryptoResult<void> put(const SessionKey &key) = 0;
    /// The own key for this peer with the latest `created`, for this thread; an empty thread means whatever thread
    /// (E-65).
    virtual CryptoResult<std::optional<SessionKey>> newestOwn(const BareJid &peer, const QString &thread) = 0;
    /// For late requests, and for copies of what we sent (E-66).
    virtual CryptoResult<std::optional<SessionKey>> own(const QString &sid) = 0;
    /// The key with this SID that this sender gave us; a SID of somebody else is none (E-20).
    virtual CryptoResult<std::optional<SessionKey>> ofSender(const BareJid &sender, const QString &sid) = 0;
    /// Removes keys of both directions not used since, with their stamps (E-66). How many.
    virtual CryptoResult<int> removeUnusedSince(const QDateTime &time) = 0;

    /// The saved StampWindow of a sender and SID; empty if there is none (E-46).
    virtual CryptoResult<QByteArray> stamps(const BareJid &sender, const QString &sid) = 0;
    virtual CryptoResult<void> setStamps(const BareJid &sender, const QString &sid, const QByteArray &saved) = 0;
};

} // namespace letterlock::crypto
