// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>

#include "app/keys/KeyController.h"
#include "app/keys/PublishedKeyStore.h"
#include "app/transport/PepKeyItems.h"
#include "crypto/base/Clock.h"
#include "crypto/wrapping/KeyRevocation.h"

namespace letterlock::app {

/// The RSA archive keys as XEP-0189 publishes them on the own account, for a server that seals. Own keys are published
/// and put back when they vanish; what others publish is asked about and never used by itself.
class PublishedKeys : public QObject {
    Q_OBJECT
public:
    struct Ports {
        PepKeyItems &items;
        KeyController &chatKeys; ///< sign revocations
        crypto::OpenPgpEngine &engine;
        archive::HistoryStore &history;
        crypto::Worker &worker;
        const crypto::Clock &clock;
    };
    using Record = PublishedKeyStore::Record;
    using Done = QFuture<TransportResult<void>>;

    explicit PublishedKeys(Ports ports, QObject *parent = nullptr);

    void setAccount(const crypto::BareJid &account); ///< loads what is known
    void setOwn(const QList<crypto::RsaKey> &keys); ///< the archive keys of this profile; published when connected
    void refresh(); ///< after sign-in: compares what is published with what is known here

    [[nodiscard]] QList<Record> records() const { return m_store.records().values(); }
    [[nodiscard]] QSet<QByteArray> revokedModuli() const; ///< of own keys: not to be sealed for any more
    void confirm(const QString &print); ///< "It is mine"
    /// "It is not mine": revoked and taken out of the list, so that a server seals for it no longer.
    Done reject(const QString &print);
    /// After a loss: the own keys end here at once, and on the server as soon as it can be told. Then a new one is
    /// wanted.
    void replaceOwn();

Q_SIGNALS:
    void changed();
    void unknownKey(const QString &print); ///< nobody's until the person says so; with each look
    void dropped(const QString &print); ///< a confirmed key is not published any more, and was not revoked
    void ownRevoked(); ///< by another device: the person needs a new one
    void revokedChanged();
    void newKeyWanted();
    void problem(const QString &detail); ///< for the log and "Details"

private:
    struct Seen;
    void look();
    void take(const Seen &seen);
    void takeMissing(const Seen &seen);
    void change(const Seen &seen); ///< at most one thing; another look follows
    [[nodiscard]] crypto::CryptoResult<Record> recordOf(const crypto::RsaKey &own) const;
    Done publishOwn(const Seen &seen, const crypto::RsaKey &own);
    Done withdraw(const Record &record, bool isRevokedThere);
    Done move(const QString &from, const QString &to, const crypto::PublishedKey &key);
    void after(const std::function<Done()> &act);
    void set(const Record &record);
    [[nodiscard]] bool mayChange();

    Ports m_ports;
    PublishedKeyStore m_store;
    crypto::BareJid m_account;
    QList<crypto::RsaKey> m_own;
    QList<QDateTime> m_changes;
    bool m_loaded = false;
    bool m_looking = false;
    bool m_again = false;
};

} // namespace letterlock::app
