// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>

#include "app/transport/PubSub.h"
#include "archive/remote/PrivateStore.h"

namespace letterlock::app {

/// Private nodes of the own account (XEP-0223). Before the first write to a node in a session its configuration is
/// read back from the server; every write repeats the wish for privacy, so that the server itself refuses it if
/// somebody opened the node meanwhile.
class PepPrivateStore final : public QObject, public archive::PrivateStore {
    Q_OBJECT
public:
    explicit PepPrivateStore(Transport &transport, QObject *parent = nullptr);

    QFuture<archive::ArchiveResult<QHash<QString, crypto::XmlElement>>> items(QString node) override;
    QFuture<archive::ArchiveResult<void>> put(QString node, QString id, crypto::XmlElement payload) override;
    QFuture<archive::ArchiveResult<void>> retract(QString node, QString id) override;
    QFuture<archive::ArchiveResult<void>> createLease(QString node, QString token) override;
    QFuture<archive::ArchiveResult<QString>> leaseToken(QString node) override;
    QFuture<archive::ArchiveResult<void>> dropLease(QString node) override;

private:
    using Done = archive::ArchiveResult<void>;
    using Answer = TransportResult<crypto::XmlElement>;

    QFuture<Done> checkServer();
    QFuture<Done> makePrivate(const QString &node);
    QFuture<Done> create(const QString &node);
    QFuture<Done> checkNode(const QString &node, bool mayConfigure);

    Transport &m_transport;
    QSet<QString> m_privateNodes; // found private in this session
    bool m_serverChecked = false;
};

} // namespace letterlock::app
