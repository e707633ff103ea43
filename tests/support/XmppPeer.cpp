// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/XmppPeer.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace letterlock::test {

XmppPeer::XmppPeer(const TestServer &server, const QString &user)
    : password(server.password(user))
{
    settings.account = *crypto::BareJid::parse(server.jid(user));
    settings.host = server.host();
    settings.port = server.port();
    settings.resource = u"test-"_s + user;
    settings.extraCaFile = server.caFile();
    connect(&transport, &app::Transport::connected, this, [this](bool resumed) { connections << resumed; });
    connect(&transport, &app::Transport::disconnected, this,
        [this](const app::TransportError &error) { failures << error; });
    connect(&transport, &app::Transport::certificateProblem, this,
        [this](const app::CertificateProblem &problem) { certificates << problem; });
    connect(&transport, &app::Transport::messageReceived, this,
        [this](const app::IncomingMessage &message) { messages << message; });
    connect(&transport, &app::Transport::presenceChanged, this,
        [this](const app::PresenceChange &presence) { presences << presence; });
}

void XmppPeer::start()
{
    m_failuresAtStart = failures.size();
    transport.connectToServer(settings, crypto::SecretBytes(password.toUtf8()));
}

bool XmppPeer::signIn()
{
    const auto before = connections.size();
    start();
    const bool ended
        = QTest::qWaitFor([&] { return connections.size() > before || failures.size() > m_failuresAtStart; }, 20000);
    if (!ended || connections.size() == before) {
        qWarning() << "sign-in failed:" << (failures.isEmpty() ? u"no answer"_s : failures.last().detail);
        return false;
    }
    return true;
}

bool XmppPeer::waitForFailure(int milliseconds)
{
    return QTest::qWaitFor([&] { return failures.size() > m_failuresAtStart; }, milliseconds);
}

void XmppPeer::signOut()
{
    if (transport.isConnected()) {
        transport.disconnectFromServer();
        if (!QTest::qWaitFor([&] { return !transport.isConnected(); }, 5000)) {
            qWarning("sign-out did not finish");
        }
    }
}

void XmppPeer::cutLink()
{
    const auto sockets = transport.findChildren<QSslSocket *>();
    for (auto *socket : sockets) {
        socket->abort();
    }
}

QFuture<app::TransportResult<void>> XmppPeer::say(const crypto::Jid &to, const QString &text, const QString &id)
{
    app::OutgoingMessage message;
    message.to = to;
    message.id = id;
    message.children.push_back(bodyElement(text));
    return transport.sendMessage(std::move(message));
}

QStringList XmppPeer::bodies() const
{
    QStringList texts;
    for (const auto &message : messages) {
        texts << bodyOf(message);
    }
    return texts;
}

crypto::XmlElement bodyElement(const QString &text)
{
    crypto::XmlElement body(u"body"_s, u"jabber:client"_s);
    return body.setText(text);
}

QString bodyOf(const app::IncomingMessage &message)
{
    return message.stanza.childText(u"body", u"jabber:client");
}

} // namespace letterlock::test
