// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

class TransportMessageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<ProsodyServer>(ProsodyServer::Options{
            .accounts = {{u"alice"_s, u"secret-a"_s}, {u"bob"_s, u"secret-b"_s}}, .archiveModule = false});
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    }

    void cleanupTestCase() { QCOMPARE(m_server->logProblems(), QStringList()); }

    void messagesGoBothWays()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        QCOMPARE(alice.transport.ownJid().toString(), u"alice@localhost/test-alice"_s);
        QCOMPARE(alice.connections, QList<bool>{false});

        // Finished means that the server has it, not that it was written (XEP-0198).
        QVERIFY(await(alice.say(bob.transport.ownJid(), u"hello"_s, u"id-1"_s)).has_value());
        QTRY_COMPARE(bob.bodies(), QStringList{u"hello"_s});
        const auto &received = bob.messages.first();
        QCOMPARE(received.from, alice.transport.ownJid());
        QCOMPARE(received.to, bob.transport.ownJid());
        QCOMPARE(received.id, u"id-1"_s);
        QCOMPARE(received.originId, u"id-1"_s);
        QCOMPARE(received.origin, app::IncomingMessage::Origin::Live);
        QVERIFY(!received.sentByUs);
        QVERIFY(!received.delayedAt.isValid());

        QVERIFY(await(bob.say(received.from, u"hello back"_s, u"id-2"_s)).has_value());
        QTRY_COMPARE(alice.bodies(), QStringList{u"hello back"_s});
        alice.signOut();
        bob.signOut();
    }

    void requestsAreAnswered()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        QVERIFY(alice.signIn());
        const auto pong
            = await(alice.transport.sendIq(false, *crypto::Jid::parse(u"localhost"_s), crypto::XmlElement(u"ping"_s, u"urn:xmpp:ping"_s)));
        QVERIFY(pong.has_value());
        QVERIFY(pong->isNull());
        const auto info = await(
            alice.transport.sendIq(false, {}, crypto::XmlElement(u"query"_s, u"http://jabber.org/protocol/disco#info"_s)));
        QVERIFY(info.has_value());
        QVERIFY(!info->elements(u"feature", u"http://jabber.org/protocol/disco#info").empty());
        const auto refused = await(alice.transport.sendIq(false, {}, crypto::XmlElement(u"query"_s, u"urn:example:unknown"_s)));
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, app::TransportError::Code::StanzaError);
        QCOMPARE(refused.error().condition, u"service-unavailable"_s);
        QVERIFY(!refused.error().error.isNull());
        alice.signOut();
    }

private:
    std::unique_ptr<ProsodyServer> m_server;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::TransportMessageTest)
#include "TransportMessageTest.moc"
