// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/transport/Replies.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

class TransportMessageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // A message is delivered again to whoever left without acknowledging it, so each test has a server of its own.
    void init()
    {
        m_server = std::make_unique<ProsodyServer>(
            ProsodyServer::Options{.accounts = {{u"alice"_s, u"secret-a"_s}, {u"bob"_s, u"secret-b"_s}},
                .archiveModule = false,
                .globalConfig = u"c2s_stanza_size_limit = 200000"_s});
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    }

    void cleanup() { QVERIFY2(m_server->logProblems().isEmpty(), qPrintable(m_server->logProblems().join(u'\n'))); }

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

        // Ids are random, not a counter that begins anew with each start.
        QVERIFY(await(alice.say(bob.transport.ownJid(), u"one"_s, {})).has_value());
        QVERIFY(await(alice.say(bob.transport.ownJid(), u"two"_s, {})).has_value());
        QTRY_COMPARE(bob.messages.size(), 3);
        QVERIFY(bob.messages[1].id.size() >= 32);
        QVERIFY(bob.messages[1].id != bob.messages[2].id);
        QVERIFY(!bob.messages[1].stanza.child(u"origin-id", u"urn:xmpp:sid:0"));
        alice.signOut();
        bob.signOut();
    }

    void requestsAreAnswered()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        QVERIFY(alice.signIn());
        const auto pong = await(alice.transport.sendIq(
            false, *crypto::Jid::parse(u"localhost"_s), crypto::XmlElement(u"ping"_s, u"urn:xmpp:ping"_s)));
        QVERIFY(pong.has_value());
        QVERIFY(pong->isNull());
        const auto info = await(alice.transport.sendIq(
            false, {}, crypto::XmlElement(u"query"_s, u"http://jabber.org/protocol/disco#info"_s)));
        QVERIFY(info.has_value());
        QVERIFY(!info->elements(u"feature", u"http://jabber.org/protocol/disco#info").empty());
        const auto refused
            = await(alice.transport.sendIq(false, {}, crypto::XmlElement(u"query"_s, u"urn:example:unknown"_s)));
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, app::TransportError::Code::StanzaError);
        QCOMPARE(refused.error().condition, u"service-unavailable"_s);
        QVERIFY(!refused.error().error.isNull());
        alice.signOut();
    }

    /// Chunk borders inside characters, and long stanzas (notes on QXmpp before 1.11).
    void aLongCyrillicMessageIsIntact()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        const QString text = u"Съешь же ещё этих мягких французских булок, да выпей чаю. 🙂 "_s.repeated(700);
        QVERIFY(text.toUtf8().size() > 60'000);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(await(alice.say(bob.transport.ownJid(), QString(i, u'x') + text, u"long"_s)).has_value());
        }
        QTRY_COMPARE(bob.messages.size(), 3);
        for (int i = 0; i < 3; ++i) {
            // QVERIFY, not QCOMPARE: nobody wants to read 60 KB of difference.
            QVERIFY(bob.bodies()[i] == QString(i, u'x') + text);
        }
        // White space alone is content too.
        QVERIFY(await(alice.say(bob.transport.ownJid(), u"   "_s, u"blank"_s)).has_value());
        QTRY_COMPARE(bob.messages.size(), 4);
        QCOMPARE(bob.bodies().last(), u"   "_s);
        alice.signOut();
        bob.signOut();
    }

    void tooLargeIsRefusedHere()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        QVERIFY(alice.signIn());
        QCOMPARE(alice.transport.stanzaLimit(), 200'000);
        const auto sent = await(alice.say(alice.transport.ownJid(), QString(200'000, u'x'), u"large"_s));
        QVERIFY(!sent.has_value());
        QCOMPARE(sent.error().condition, u"policy-violation"_s);
        QVERIFY(await(alice.say(alice.transport.ownJid(), u"small"_s, u"small"_s)).has_value());
        QTRY_COMPARE(alice.bodies(), QStringList{u"small"_s});
        QCOMPARE(alice.failures.size(), 0);
        alice.signOut();
    }

    void carbonsReachTheSecondResource()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer phone(*m_server, u"alice"_s);
        phone.settings.resource = u"phone"_s;
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(phone.signIn());
        QVERIFY(bob.signIn());
        QVERIFY(await(alice.say(bob.transport.ownJid(), u"out"_s, u"c-1"_s)).has_value());
        QTRY_COMPARE(phone.bodies(), QStringList{u"out"_s});
        QCOMPARE(phone.messages.last().origin, app::IncomingMessage::Origin::Carbon);
        QVERIFY(phone.messages.last().sentByUs);
        QCOMPARE(phone.messages.last().to, bob.transport.ownJid());
        QCOMPARE(phone.messages.last().originId, u"c-1"_s);

        QVERIFY(await(bob.say(alice.transport.ownJid(), u"in"_s, u"c-2"_s)).has_value());
        QTRY_COMPARE(phone.bodies(), (QStringList{u"out"_s, u"in"_s}));
        QCOMPARE(phone.messages.last().origin, app::IncomingMessage::Origin::Carbon);
        QCOMPARE(phone.messages.last().from, bob.transport.ownJid());
        QVERIFY(!phone.messages.last().sentByUs);
        QTRY_COMPARE(alice.bodies(), QStringList{u"in"_s});
        QCOMPARE(alice.messages.last().origin, app::IncomingMessage::Origin::Live);
        alice.signOut();
        phone.signOut();
        bob.signOut();
    }

    void whatOthersForgeIsDropped()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        QVERIFY(alice.signIn());
        RawXmppStream mallory;
        QVERIFY2(
            mallory.open(
                {.port = m_server->port(), .user = u"bob"_s, .password = u"secret-b"_s, .caFile = m_server->caFile()}),
            qPrintable(mallory.errorText()));
        const QString frame = u"<message type='chat' to='alice@localhost/test-alice'>%1</message>"_s;
        const QString inner = u"<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' "
                              "from='carol@localhost/x' to='alice@localhost'><body>forged</body></message>"
                              "</forwarded>"_s;
        mallory.send(frame.arg(u"<received xmlns='urn:xmpp:carbons:2'>"_s + inner + u"</received>"_s));
        mallory.send(frame.arg(u"<sent xmlns='urn:xmpp:carbons:2'>"_s + inner + u"</sent>"_s));
        mallory.send(frame.arg(u"<result xmlns='urn:xmpp:mam:2' id='1' queryid='q'>"_s + inner + u"</result>"_s));
        int events = 0;
        connect(&alice.transport, &app::Transport::pepEvent, &alice, [&events] { ++events; });
        mallory.send(frame.arg(u"<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='n'/></event>"_s));
        mallory.send(frame.arg(u"<body>marked</body>"
                               "<stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='alice@localhost'/>"
                               "<delay xmlns='urn:xmpp:delay' from='evil.example' stamp='2001-01-01T00:00:00Z'/>"_s));
        // So deep that a recursive reader would fall over; it counts, but has no content.
        mallory.send(frame.arg(u"<a>"_s.repeated(1'000) + u"</a>"_s.repeated(1'000)));
        mallory.send(frame.arg(u"<body>end</body>"_s));
        QTRY_COMPARE(alice.bodies(), (QStringList{u"marked"_s, QString(), u"end"_s}));
        QVERIFY(alice.messages[0].stanzaId != u"forged"_s);
        QVERIFY(!alice.messages[0].delayedAt.isValid());
        QVERIFY(alice.messages[1].stanza.nodes().empty());
        QCOMPARE(events, 0);
        QCOMPARE(alice.failures.size(), 0);
        mallory.close();
        alice.signOut();
    }

    void requestsToUsAreAnswered()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        alice.settings.discoFeatures = {u"urn:example:feature"_s};
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        const auto to = alice.transport.ownJid();
        // A ping got feature-not-implemented from QXmpp.
        QVERIFY(await(bob.transport.sendIq(false, to, crypto::XmlElement(u"ping"_s, u"urn:xmpp:ping"_s))).has_value());
        const auto version
            = await(bob.transport.sendIq(false, to, crypto::XmlElement(u"query"_s, u"jabber:iq:version"_s)));
        QVERIFY(version.has_value());
        QCOMPARE(version->childText(u"name", u"jabber:iq:version"), u"Letterlock"_s);
        QVERIFY(!version->child(u"os", u"jabber:iq:version"));
        const QString infoNs = u"http://jabber.org/protocol/disco#info"_s;
        const auto info = await(bob.transport.sendIq(false, to, crypto::XmlElement(u"query"_s, infoNs)));
        QVERIFY(info.has_value());
        QStringList features;
        for (const auto *feature : info->elements(u"feature", infoNs)) {
            features << feature->attribute(u"var");
        }
        QVERIFY(features.contains(u"urn:example:feature"_s));
        QVERIFY(features.contains(u"urn:xmpp:ping"_s));
        // What we do not know is refused, and a roster push from a stranger changes nothing.
        crypto::XmlElement push(u"query"_s, u"jabber:iq:roster"_s);
        crypto::XmlElement item(u"item"_s, u"jabber:iq:roster"_s);
        push.append(item.setAttribute(u"jid"_s, u"mallory@localhost"_s).setAttribute(u"subscription"_s, u"both"_s));
        int changes = 0;
        connect(&alice.transport, &app::Transport::rosterItemChanged, &alice, [&changes] { ++changes; });
        const auto pushed = await(bob.transport.sendIq(true, to, push));
        QVERIFY(!pushed.has_value());
        QCOMPARE(pushed.error().condition, u"service-unavailable"_s);
        QCOMPARE(changes, 0);
        alice.signOut();
        bob.signOut();
    }

    void whatIsServedReachesItsHandler() // E-15
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        const auto to = alice.transport.ownJid();
        const crypto::XmlElement question(u"question"_s, u"urn:example:served"_s);
        const auto refused = await(bob.transport.sendIq(true, to, question));
        QCOMPARE(refused.error().condition, u"service-unavailable"_s);
        QList<app::IncomingRequest> asked;
        alice.transport.serve(u"urn:example:served"_s, [&](const app::IncomingRequest &request) {
            asked << request;
            alice.transport.sendStanza(request.isSet
                    ? app::replies::result(request.stanza, crypto::XmlElement(u"answer"_s, u"urn:example:served"_s))
                    : app::replies::error(request.stanza, u"auth"_s, u"forbidden"_s));
        });
        const auto answer = await(bob.transport.sendIq(true, to, question));
        QVERIFY(answer.has_value());
        QVERIFY(answer->is(u"answer", u"urn:example:served"));
        QCOMPARE(asked.first().from, bob.transport.ownJid());
        QCOMPARE(await(bob.transport.sendIq(false, to, question)).error().condition, u"forbidden"_s);
        alice.transport.serve(u"urn:example:served"_s, {});
        QCOMPARE(await(bob.transport.sendIq(true, to, question)).error().condition, u"service-unavailable"_s);
        alice.signOut();
        bob.signOut();
    }

    void directedPresenceArrivesWhole()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        crypto::XmlElement presence(u"presence"_s, u"jabber:client"_s);
        presence.setAttribute(u"to"_s, alice.transport.ownJid().toString());
        presence.append(crypto::XmlElement(u"e2e"_s, u"urn:example"_s).setAttribute(u"id"_s, u"sid"_s));
        QVERIFY(await(bob.transport.sendStanza(presence)).has_value());
        const auto arrived
            = [&] { return std::ranges::find(alice.presences, bob.transport.ownJid(), &app::PresenceChange::jid); };
        QTRY_VERIFY(arrived() != alice.presences.end());
        QCOMPARE(arrived()->availability, app::Availability::Online);
        const auto *seal = arrived()->stanza.child(u"e2e", u"urn:example");
        QVERIFY(seal);
        QCOMPARE(seal->attribute(u"id"), u"sid"_s);
        alice.signOut();
        bob.signOut();
    }

    void silenceTimesOut()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        QVERIFY(alice.signIn());
        RawXmppStream mute;
        QVERIFY(mute.open(
            {.port = m_server->port(), .user = u"bob"_s, .password = u"secret-b"_s, .caFile = m_server->caFile()}));
        alice.transport.setTimeouts(std::chrono::milliseconds(300), std::chrono::seconds(30), std::chrono::seconds(60));
        const auto answer = await(alice.transport.sendIq(
            false, *crypto::Jid::parse(mute.jid()), crypto::XmlElement(u"ping"_s, u"urn:xmpp:ping"_s)));
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().code, app::TransportError::Code::TimedOut);
        QVERIFY(alice.transport.isConnected());
        mute.close();
        alice.signOut();
    }

    void withoutStreamManagementAnAnswerCounts()
    {
        ProsodyServer server(
            {.accounts = {{u"alice"_s, u"secret-a"_s}}, .archiveModule = false, .withoutModules = {u"smacks"_s}});
        QVERIFY2(server.start(), qPrintable(server.log()));
        XmppPeer alice(server, u"alice"_s);
        QVERIFY(alice.signIn());
        QVERIFY(await(alice.say(alice.transport.ownJid(), u"to me"_s, u"1"_s)).has_value());
        // The server has it, so the copy that comes back was on its way before the answer.
        QCOMPARE(alice.bodies(), QStringList{u"to me"_s});
        alice.signOut();
    }

    void offlineMessagesCarryTheirTime()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        QVERIFY(alice.signIn());
        const auto before = QDateTime::currentDateTimeUtc().addSecs(-2);
        QVERIFY(await(alice.say(*crypto::Jid::parse(u"bob@localhost"_s), u"later"_s, u"o-1"_s)).has_value());
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(bob.signIn());
        QTRY_COMPARE(bob.bodies(), QStringList{u"later"_s});
        QVERIFY(bob.messages.first().delayedAt >= before);
        QVERIFY(!bob.messages.first().stanzaId.isEmpty());
        alice.signOut();
        bob.signOut();
    }

private:
    std::unique_ptr<ProsodyServer> m_server;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::TransportMessageTest)
#include "TransportMessageTest.moc"
