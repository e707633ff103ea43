// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transport/KeyDirectory.h"
#include "crypto/base/Worker.h"

namespace letterlock::test {

/// Announced keys of several accounts, as a server would hold them. The account `own` publishes.
class MemoryKeyDirectory final : public app::KeyDirectory {
public:
    struct Account {
        QList<crypto::KeyFingerprint> list;
        QHash<crypto::KeyFingerprint, QByteArray> data;
        QList<app::KeyStatement> statements;
        QString refusal; ///< condition of the error that every request gets
    };
    crypto::BareJid own;
    QHash<crypto::BareJid, Account> accounts;
    int announcements = 0;
    int lookUps = 0;
    QHash<crypto::KeyFingerprint, int> fetched; ///< how often

    QFuture<app::TransportResult<QList<app::AnnouncedKey>>> announced(const crypto::BareJid &owner) override
    {
        using Result = app::TransportResult<QList<app::AnnouncedKey>>;
        ++lookUps;
        const auto account = accounts.value(owner);
        if (!account.refusal.isEmpty()) {
            return crypto::ready(Result(std::unexpected(refused(account))));
        }
        QList<app::AnnouncedKey> keys;
        for (const auto &key : account.list) {
            keys.append({key, {}});
        }
        return crypto::ready(Result(keys));
    }
    QFuture<app::TransportResult<QByteArray>> fetch(
        const crypto::BareJid &owner, const crypto::KeyFingerprint &key) override
    {
        using Result = app::TransportResult<QByteArray>;
        ++fetched[key];
        const auto account = accounts.value(owner);
        return crypto::ready(account.data.contains(key)
                ? Result(account.data.value(key))
                : Result(std::unexpected(app::TransportError{
                      app::TransportError::Code::StanzaError, QStringLiteral("item-not-found"), {}, {}})));
    }
    QFuture<app::TransportResult<void>> announce(
        const crypto::KeyFingerprint &key, const QByteArray &publicKey, const QDateTime &) override
    {
        ++announcements;
        accounts[own].data.insert(key, publicKey);
        if (!accounts[own].list.contains(key)) {
            accounts[own].list.append(key);
        }
        return crypto::ready(app::TransportResult<void>());
    }
    QFuture<app::TransportResult<void>> withdraw(
        const crypto::KeyFingerprint &key, const QByteArray &revokedPublicKey) override
    {
        accounts[own].data.insert(key, revokedPublicKey);
        accounts[own].list.removeAll(key);
        return crypto::ready(app::TransportResult<void>());
    }
    QFuture<app::TransportResult<QList<app::KeyStatement>>> statements(const crypto::BareJid &owner) override
    {
        return crypto::ready(app::TransportResult<QList<app::KeyStatement>>(accounts.value(owner).statements));
    }
    QFuture<app::TransportResult<void>> publishStatement(const app::KeyStatement &statement) override
    {
        accounts[own].statements.append(statement);
        return crypto::ready(app::TransportResult<void>());
    }
    /// As the server would tell it.
    void tell(const crypto::BareJid &owner)
    {
        QList<app::AnnouncedKey> keys;
        for (const auto &key : accounts.value(owner).list) {
            keys.append({key, {}});
        }
        Q_EMIT announcementChanged(owner, keys);
    }

private:
    static app::TransportError refused(const Account &account)
    {
        return {app::TransportError::Code::StanzaError, account.refusal, {}, {}};
    }
};

} // namespace letterlock::test
