// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSignalSpy>
#include <QSslSocket>

#include "app/transport/XmppTransport.h"
#include "tests/support/TestServer.h"

namespace letterlock::test {

/// The real transport of one user of a throwaway server, and everything it reported.
class XmppPeer : public QObject {
public:
    XmppPeer(const TestServer &server, const QString &user);

    /// Connects and waits for the session. False: see `failures`.
    [[nodiscard]] bool signIn();
    void start(); ///< connects without waiting
    [[nodiscard]] bool waitForFailure(int milliseconds = 20000); ///< until the next disconnected()
    void signOut();
    /// Cuts the TCP connection without a word.
    void cutLink();

    QFuture<app::TransportResult<void>> say(const crypto::Jid &to, const QString &text, const QString &id);
    [[nodiscard]] QStringList bodies() const; ///< of all messages that arrived

    app::XmppTransport transport;
    app::ConnectionSettings settings;
    QString password;
    QList<bool> connections; ///< one per connected(): was it resumed?
    QList<app::TransportError> failures;
    QList<app::CertificateProblem> certificates;
    QList<app::IncomingMessage> messages;
    QList<app::PresenceChange> presences;

private:
    qsizetype m_failuresAtStart = 0;
};

/// `<body/>` in jabber:client.
crypto::XmlElement bodyElement(const QString &text);
QString bodyOf(const app::IncomingMessage &message);

} // namespace letterlock::test
