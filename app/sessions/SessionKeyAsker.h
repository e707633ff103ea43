// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

#include "app/transport/Transport.h"
#include "archive/store/Store.h"
#include "crypto/base/Clock.h"
#include "crypto/base/Worker.h"
#include "crypto/jose/RequestKey.h"
#include "crypto/jose/SessionKeyStore.h"

namespace letterlock::app {

/// Asks senders for the session keys of what they sent (draft section 6.1): one request per key at a time, a few at
/// once, tried again with growing pauses, at sign-in and when the sender comes online (E-21, E-50 to E-54).
class SessionKeyAsker : public QObject {
    Q_OBJECT
public:
    struct Ports {
        Transport &transport;
        archive::Store &store; ///< the own request key
        crypto::SessionKeyStore &keys;
        crypto::Worker &worker;
        const crypto::Clock &clock;
    };
    /// What is laid into a request, so that the other side can tell whose device asks; null element = nothing.
    using Proof = std::function<QFuture<crypto::XmlElement>(const QByteArray &thumbprint)>;

    explicit SessionKeyAsker(Ports ports, QObject *parent = nullptr);

    void setProof(Proof proof) { m_proof = std::move(proof); }
    /// Asking tells a stranger that we are online: only those are asked of whom this says yes.
    void setMayAsk(std::function<bool(const crypto::BareJid &)> mayAsk) { m_mayAsk = std::move(mayAsk); }
    [[nodiscard]] bool mayAsk(const crypto::BareJid &sender) const { return !m_mayAsk || m_mayAsk(sender); }
    /// `sender` is the full address that sent the stanza. Asking twice is asking once.
    void want(const crypto::Jid &sender, const QString &sid);
    void resume(); ///< after a sign-in
    void askNext(); ///< when somebody more may be asked
    void stop(); ///< forgets what is wanted
    [[nodiscard]] int wanted() const { return int(m_wanted.size()); }
    /// Of the key with which this device asks; made when it is not there yet.
    QFuture<QByteArray> thumbprint();

    static constexpr int mostWanted = 500;
    static constexpr int mostWantedOfOne = 100; ///< sender, so that nobody takes the place of others
    static constexpr int mostWantedOfStrangers = 50; ///< who are not asked anyway
    static constexpr int mostAtOnce = 4;
    static constexpr int mostAttempts = 8; ///< between two signs of life of the sender

Q_SIGNALS:
    void keyArrived(const crypto::BareJid &sender, const QString &sid);
    /// Keys of this sender were turned away before, and may be asked for now: want() them again.
    void mayBeWantedNow(const crypto::BareJid &sender);
    /// The sender will not give it. `condition`: forbidden, item-not-found, not-acceptable, bad-request …
    void keyRefused(const crypto::BareJid &sender, const QString &sid, const QString &condition);

private:
    using Key = std::pair<crypto::BareJid, QString>;
    struct Wanted {
        crypto::Jid asked;
        int attempts = 0;
        int round = 0; ///< failures of a request to somebody who has left since count no more
        bool inFlight = false;
        QDateTime notBefore;
    };
    using OwnKey = std::shared_ptr<const crypto::RequestKey>;

    [[nodiscard]] bool hasRoomFor(const crypto::BareJid &sender) const;
    void ask(const Key &key);
    void send(const Key &key, const OwnKey &own, const crypto::XmlElement &proof);
    void take(const Key &key, const OwnKey &own, const crypto::Jid &asked, const crypto::XmlElement &answer);
    void answered(const Key &key, const crypto::CryptoResult<void> &stored);
    void failed(const Key &key, const TransportError &error);
    void later(const Key &key);
    QFuture<OwnKey> ownKey();

    Ports m_ports;
    Proof m_proof;
    std::function<bool(const crypto::BareJid &)> m_mayAsk;
    QHash<Key, Wanted> m_wanted;
    QList<Key> m_order;
    QSet<crypto::BareJid> m_turnedAway; ///< senders
    OwnKey m_own;
    QList<std::shared_ptr<QPromise<OwnKey>>> m_waitingForOwn;
    bool m_makingOwn = false;
    QTimer m_again;
};

} // namespace letterlock::app
