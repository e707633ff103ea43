// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMutex>

#include <vector>

#include "crypto/jose/SessionKeyStore.h"

namespace letterlock::crypto {

/// Keeps session keys for the life of the process: for profiles without a store, and for tests.
class MemorySessionKeyStore final : public SessionKeyStore {
public:
    CryptoResult<void> put(const SessionKey &key) override;
    CryptoResult<std::optional<SessionKey>> newestOwn(const BareJid &peer, const QString &thread) override;
    CryptoResult<std::optional<SessionKey>> own(const QString &sid) override;
    CryptoResult<std::optional<SessionKey>> ofSender(const BareJid &sender, const QString &sid) override;
    CryptoResult<int> removeUnusedSince(const QDateTime &time) override;
    CryptoResult<QByteArray> stamps(const BareJid &sender, const QString &sid) override;
    CryptoResult<void> setStamps(const BareJid &sender, const QString &sid, const QByteArray &saved) override;

private:
    QMutex m_mutex;
    std::vector<SessionKey> m_keys;
    QHash<std::pair<BareJid, QString>, QByteArray> m_stamps;
};

} // namespace letterlock::crypto
