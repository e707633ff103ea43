// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>

#include "app/keys/Gate.h"
#include "app/keys/KeyController.h"
#include "app/keys/PublishedKeyStore.h"
#include "app/keys/SeenKeys.h"
#include "crypto/base/Clock.h"

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
    [[nodiscard]] QFuture<void> whenLoaded() { return m_gate.passed(); }
    void setOwn(const QList<crypto::RsaKey> &keys); ///< the archive keys of this profile; published when connected
    void refresh(); ///< after sign-in: compares what is published with what is known here
    /// Looks until nothing has to be changed any more, or something fails.
    Done settle();

    [[nodiscard]] QList<Record> records() const { return m_store.records().values(); }
    [[nodiscard]] QSet<QByteArray> revokedModuli() const; ///< of own keys: not to be sealed for any more
    /// Keys of other programs that may be sealed for: confirmed, published, in their time, not revoked.
    [[nodiscard]] QList<crypto::PublishedKey> confirmed() const;
    [[nodiscard]] QList<crypto::PublishedKey> withdrawn() const; ///< others known, which may not
    void confirm(const QString &print); ///< "It is mine"
    /// "It is not mine": revoked and taken out of the list, so that a server seals for it no longer.
    Done reject(const QString &print);
    /// The own keys with these numbers end here at once, and on the server as soon as another is there in their place.
    void endOwn(const QSet<QByteArray> &moduli);
    /// All own keys end, and a new one is wanted.
    void replaceOwn();

Q_SIGNALS:
    void changed();
    void confirmedChanged(); ///< what `confirmed` tells
    void unknownKey(const QString &print); ///< nobody's until the person says so; with each look
    void dropped(const QString &print); ///< a confirmed key is not published any more, and was not revoked
    void ownRevoked(); ///< by another device: the person needs a new one
    void revokedChanged();
    void newKeyWanted();
    void problem(const QString &detail); ///< for the log and "Details"

private:
    void look();
    void take(const SeenKeys &seen);
    void takeMissing(const SeenKeys &seen);
    bool change(const SeenKeys &seen); ///< at most one thing, and then another look; false: nothing is left to do
    bool publishMissing(const SeenKeys &seen);
    [[nodiscard]] const Record *toWithdraw(const SeenKeys &seen) const;
    [[nodiscard]] crypto::CryptoResult<Record> recordOf(const crypto::RsaKey &own) const;
    Done publishOwn(const SeenKeys &seen, const crypto::RsaKey &own);
    Done withdraw(const Record &record, bool isRevokedThere);
    Done move(const QString &from, const QString &to, const crypto::PublishedKey &key);
    void after(const std::function<Done()> &act);
    void ended(const TransportResult<void> &outcome);
    void set(const Record &record);
    void announceConfirmed();
    [[nodiscard]] bool mayChange();

    Ports m_ports;
    PublishedKeyStore m_store;
    crypto::BareJid m_account;
    QList<crypto::RsaKey> m_own;
    QList<crypto::PublishedKey> m_confirmed; ///< as last announced
    QList<QDateTime> m_changes;
    crypto::KeyFingerprint m_signer; ///< at the last look
    Gate m_gate;
    std::vector<std::shared_ptr<QPromise<TransportResult<void>>>> m_settling;
    bool m_loaded = false;
    bool m_busy = false; ///< looking or changing something
    bool m_again = false;
};

} // namespace letterlock::app
