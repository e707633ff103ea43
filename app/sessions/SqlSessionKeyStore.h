// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/store/Store.h"
#include "crypto/jose/SessionKeyStore.h"

namespace letterlock::app {

/// Session keys in the profile's encrypted database. Blocks its caller until the writer has committed.
class SqlSessionKeyStore final : public crypto::SessionKeyStore {
public:
    explicit SqlSessionKeyStore(archive::Store &store)
        : m_store(store)
    {
    }

    crypto::CryptoResult<void> put(const crypto::SessionKey &key) override;
    crypto::CryptoResult<std::optional<crypto::SessionKey>> newestOwn(
        const crypto::BareJid &peer, const QString &thread) override;
    crypto::CryptoResult<std::optional<crypto::SessionKey>> own(const QString &sid) override;
    crypto::CryptoResult<std::optional<crypto::SessionKey>> ofSender(
        const crypto::BareJid &sender, const QString &sid) override;
    crypto::CryptoResult<int> removeUnusedSince(const QDateTime &time) override;
    crypto::CryptoResult<QByteArray> stamps(const crypto::BareJid &sender, const QString &sid) override;
    crypto::CryptoResult<void> setStamps(
        const crypto::BareJid &sender, const QString &sid, const QByteArray &saved) override;

private:
    template <class F> auto write(F job);
    /// Reads go through the writer as well: what was put by another thread a moment ago must be seen.
    template <class F> crypto::CryptoResult<std::optional<crypto::SessionKey>> find(F job);

    archive::Store &m_store;
};

} // namespace letterlock::app
