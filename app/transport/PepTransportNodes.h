// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/transport/PubSub.h"
#include "archive/remote/PepNodes.h"

namespace letterlock::app {

/// The archive's private nodes on the own server. Every write repeats the wish for privacy together with the fence, so
/// that the server itself refuses it if somebody opened the node meanwhile.
class PepTransportNodes final : public QObject, public archive::PepNodes {
    Q_OBJECT
public:
    explicit PepTransportNodes(Transport &transport, QObject *parent = nullptr);

    archive::Pending<bool> isOffered() override;
    archive::Pending<void> fence(QString node, QString token) override;
    archive::Pending<void> publish(QString node, QString id, crypto::XmlElement payload, QString token) override;
    archive::Pending<QHash<QString, crypto::XmlElement>> fetch(QString node, QStringList ids) override;
    archive::Pending<QStringList> ids(QString node) override;
    [[nodiscard]] qsizetype largestItem() const override;
    archive::Pending<void> retract(QString node, QString id) override;
    archive::Pending<void> remove(QString node) override;

private:
    using Answer = TransportResult<crypto::XmlElement>;

    archive::Pending<void> setFence(QString node, QString token, int attempt);
    archive::Pending<void> readBack(QString node, pubsub::Options wanted);
    archive::Pending<void> confirm(QString node, QString token);

    Transport &m_transport;
};

} // namespace letterlock::app
