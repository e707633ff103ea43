// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transport/KeyDirectory.h"
#include "app/transport/PubSub.h"

namespace letterlock::app {

/// Keys announced in PEP nodes. Changes of the own list are done one after the other, each on a list read afresh, and
/// checked afterwards, since another device may write at the same moment.
class PepKeyDirectory final : public KeyDirectory {
    Q_OBJECT
public:
    explicit PepKeyDirectory(Transport &transport, QObject *parent = nullptr);

    static QString statementNode() { return QStringLiteral("urn:letterlock:key-continuity:1"); }
    static QString listNode(); ///< its "+notify" belongs into ConnectionSettings::discoFeatures

    QFuture<TransportResult<QList<AnnouncedKey>>> announced(const crypto::BareJid &owner) override;
    QFuture<TransportResult<QByteArray>> fetch(
        const crypto::BareJid &owner, const crypto::KeyFingerprint &key) override;
    QFuture<TransportResult<void>> announce(
        const crypto::KeyFingerprint &key, const QByteArray &publicKey, const QDateTime &created) override;
    QFuture<TransportResult<void>> withdraw(
        const crypto::KeyFingerprint &key, const QByteArray &revokedPublicKey) override;
    QFuture<TransportResult<QList<KeyStatement>>> statements(const crypto::BareJid &owner) override;
    QFuture<TransportResult<void>> publishStatement(const KeyStatement &statement) override;

private:
    using Answer = TransportResult<crypto::XmlElement>;

    QFuture<TransportResult<void>> publish(
        const QString &node, const QString &itemId, const crypto::XmlElement &payload, const pubsub::Options &options);
    QFuture<TransportResult<void>> publishData(
        const crypto::KeyFingerprint &key, const QByteArray &publicKey, const QString &itemId);
    QFuture<TransportResult<crypto::XmlElement>> ownList();
    QFuture<TransportResult<void>> changeList(
        const crypto::KeyFingerprint &key, const QDateTime &date, bool listed, int attempts);
    QFuture<TransportResult<void>> inTurn(std::function<QFuture<TransportResult<void>>()> change);
    void onEvent(const crypto::BareJid &from, const QString &node, const crypto::XmlElement &items);

    Transport &m_transport;
    QFuture<TransportResult<void>> m_last; // change of the own list
};

} // namespace letterlock::app
