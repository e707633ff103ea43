// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/HostileServer.h"

#include <QTcpSocket>

namespace letterlock::test {

HostileServer::HostileServer(QList<QByteArray> greetings)
    : m_greetings(std::move(greetings))
{
    if (!listen(QHostAddress::LocalHost)) {
        qFatal("cannot listen");
    }
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (auto *socket = nextPendingConnection()) {
            ++m_clients;
            auto left = std::make_shared<QList<QByteArray>>(m_greetings);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket, left] {
                m_received += socket->readAll();
                if (!left->isEmpty()) {
                    socket->write(left->takeFirst());
                }
            });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
}

} // namespace letterlock::test
