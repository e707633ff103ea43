// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transport/PubSub.h"

namespace letterlock::app {

/// The items of the own account's nodes for XEP-0189 keys and revocations. The nodes are for the account alone: these
/// keys are for its archive, and a contact must not take them for chat keys.
class PepKeyItems final : public QObject {
    Q_OBJECT
public:
    struct Item {
        QString id;
        crypto::XmlElement payload;
    };

    explicit PepKeyItems(Transport &transport, QObject *parent = nullptr);

    /// Empty where the node is not there.
    QFuture<TransportResult<QList<Item>>> items(const QString &node);
    /// Other items stay.
    QFuture<TransportResult<void>> publish(const QString &node, const QString &id, const crypto::XmlElement &payload);
    /// What is not there need not be taken away.
    QFuture<TransportResult<void>> retract(const QString &node, const QString &id);

Q_SIGNALS:
    void changed(); ///< by any device, this one included

private:
    using Answer = TransportResult<crypto::XmlElement>;

    Transport &m_transport;
};

} // namespace letterlock::app
