// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpServer>

namespace letterlock::test {

/// Listens on loopback and says what a test wants as soon as a client has said something; keeps what clients said.
class HostileServer : public QTcpServer {
public:
    /// `greetings` are sent one after the other, one per piece of data that arrives; empty = silence.
    explicit HostileServer(QList<QByteArray> greetings);

    [[nodiscard]] QByteArray received() const { return m_received; }
    [[nodiscard]] int clients() const { return m_clients; }

private:
    QList<QByteArray> m_greetings;
    QByteArray m_received;
    int m_clients = 0;
};

} // namespace letterlock::test
