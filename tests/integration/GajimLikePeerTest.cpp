// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/EjabberdServer.h"
#include "tests/support/OxPeer.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

const auto client = u"jabber:client"_s;
const auto receipts = u"urn:xmpp:receipts"_s;
const auto markers = u"urn:xmpp:chat-markers:0"_s;
const auto replies = u"urn:xmpp:reply:0"_s;

} // namespace

/// Letterlock and a scripted peer that does what Gajim 2.1.1 with its OpenPGP plug-in was seen to do.
class GajimLikePeerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();
    void textsAndReceiptsTravelInThePayload();
    void statesAndMarkersWithoutTextAreNoMessages();
    void correctionsCountInsideTheSealOnly();
    void repliesReadingAndTyping();
    void whatWasReadOfflineIsToldLater();
    void allKeysOfThePeerAreSealedFor();
    void anotherOwnDeviceIsAskedAboutAndThenReads();

private:
    [[nodiscard]] bool becomeContacts();
    [[nodiscard]] QByteArray fromAnselm(const QString &payload);

    std::unique_ptr<ProsodyServer> m_prosody;
    std::unique_ptr<EjabberdServer> m_ejabberd;
    TestServer *m_server = nullptr;
    std::unique_ptr<OxPeer> m_anselm;
    std::unique_ptr<TestClient> m_mira;
    crypto::KeyFingerprint m_key; ///< Anselm's
    QString m_to; ///< Mira's address
    crypto::BareJid m_peer;
};

void GajimLikePeerTest::initTestCase_data()
{
    QTest::addColumn<bool>("ejabberd");
    QTest::newRow("Prosody") << false;
    QTest::newRow("ejabberd") << true;
}

void GajimLikePeerTest::init()
{
    QFETCH_GLOBAL(const bool, ejabberd);
    const QMap<QString, QString> accounts{{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    if (ejabberd) {
        m_ejabberd = std::make_unique<EjabberdServer>(EjabberdServer::Options{.accounts = accounts});
        m_server = m_ejabberd.get();
        QVERIFY2(m_ejabberd->start(), qPrintable(m_server->log()));
    } else {
        m_prosody = std::make_unique<ProsodyServer>(ProsodyServer::Options{.accounts = accounts});
        m_server = m_prosody.get();
        QVERIFY2(m_prosody->start(), qPrintable(m_server->log()));
    }
    m_to = m_server->jid(u"mira"_s);
    m_anselm = std::make_unique<OxPeer>(*m_server, u"anselm"_s);
    m_key = m_anselm->gnupg.makeKey(m_server->jid(u"anselm"_s)).fingerprint;
    QVERIFY(m_anselm->signIn());
    QVERIFY(m_anselm->announce(m_key));
    m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s);
    QVERIFY2(m_mira->signIn() && m_mira->makeKey(), qPrintable(m_mira->problem()));
    m_peer = m_mira->jid(u"anselm"_s);
    QVERIFY(becomeContacts());
    QVERIFY(m_mira->knowsKeyOf(u"anselm"_s));
    QVERIFY(m_anselm->importKeyOf(m_mira->jid(u"mira"_s), m_mira->app().keys().currentKey()));
}

void GajimLikePeerTest::cleanup()
{
    m_mira.reset();
    m_anselm->xmpp.signOut();
    m_anselm.reset();
    // ejabberd logs an error of its own when two clients make a node at the same moment; both are answered and go on.
    if (m_prosody) {
        QCOMPARE(m_prosody->logProblems(), QStringList());
    }
    m_prosody.reset();
    m_ejabberd.reset();
}

/// Both ways: receipts go only to those who may see our presence.
bool GajimLikePeerTest::becomeContacts()
{
    const auto mira = m_mira->jid(u"mira"_s);
    QObject::connect(&m_anselm->xmpp.transport, &app::Transport::subscriptionRequested, &m_anselm->xmpp,
        [this, mira] { m_anselm->xmpp.transport.answerSubscription(mira, true); });
    m_mira->app().roster().add(m_peer, u"Anselm"_s);
    m_anselm->xmpp.transport.subscribeTo(mira);
    return QTest::qWaitFor(
        [&] {
            m_mira->app().roster().answerRequest(m_peer, true);
            return m_mira->app().roster().contact(m_peer).subscription == u"both"_s;
        },
        20000);
}

QByteArray GajimLikePeerTest::fromAnselm(const QString &payload)
{
    return m_anselm->sealed(m_to, payload, m_key, {m_mira->app().keys().currentKey(), m_key});
}

/// O-03, O-11, O-54, O-55, O-58: what each side would show of the other's message.
void GajimLikePeerTest::textsAndReceiptsTravelInThePayload()
{
    m_anselm->send(m_to,
        fromAnselm(
            u"<body xmlns=\"jabber:client\">der Setzkasten ist leer</body><request xmlns=\"urn:xmpp:receipts\" /><markable xmlns=\"urn:xmpp:chat-markers:0\" />"_s),
        u"g-1"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"der Setzkasten ist leer"_s));
    const auto received = m_mira->messagesWith(u"anselm"_s).last();
    QCOMPARE(received.sealing, archive::Sealing::Sealed);
    QCOMPARE(received.signer, m_key);
    QVERIFY(!received.timeIsOdd);
    const auto ours = m_mira->app().keys().currentKey();
    const auto receipt = m_anselm->await(u"received"_s, receipts, ours);
    QCOMPARE(receipt.refusal, QString());
    QCOMPARE(receipt.payload.child(u"received", receipts)->attribute(u"id"), u"g-1"_s);

    QVERIFY2(m_mira->sendTo(u"anselm"_s, u"I cast new type tonight"_s), qPrintable(m_mira->problem()));
    const auto text = m_anselm->await(u"body"_s, client, ours);
    QCOMPARE(text.refusal, QString());
    QCOMPARE(text.payload.childText(u"body", client), u"I cast new type tonight"_s);
    QVERIFY(text.payload.child(u"request", receipts));
    QVERIFY(text.time.endsWith(u'Z'));
    QCOMPARE(text.recipients, 2);
    const auto stanza = m_anselm->xmpp.messages.last().stanza;
    // Outside there is nothing that tells of the inside.
    QVERIFY(!stanza.child(u"request", receipts));
    QVERIFY(stanza.child(u"store", u"urn:xmpp:hints"));
    QCOMPARE(stanza.child(u"encryption", u"urn:xmpp:eme:0")->attribute(u"namespace"), u"urn:xmpp:openpgp:0"_s);

    const auto sent = m_mira->messagesWith(u"anselm"_s).last();
    const auto stateOf = [&] { return m_mira->messagesWith(u"anselm"_s).last().delivery; };
    m_anselm->send(
        m_to, fromAnselm(u"<received xmlns=\"urn:xmpp:receipts\" id=\"%1\" />"_s.arg(sent.originId)), u"g-2"_s);
    QTRY_COMPARE(stateOf(), archive::Delivery::Arrived);
    m_anselm->send(
        m_to, fromAnselm(u"<displayed xmlns=\"urn:xmpp:chat-markers:0\" id=\"%1\" />"_s.arg(sent.originId)), u"g-3"_s);
    QTRY_COMPARE(stateOf(), archive::Delivery::Displayed);
}

/// O-54: chat states come as messages of their own, with the fallback text outside.
void GajimLikePeerTest::statesAndMarkersWithoutTextAreNoMessages()
{
    m_mira->app().conversation().openWith(m_peer);
    QTRY_COMPARE(m_mira->app().conversation().peer(), m_peer);
    m_anselm->send(m_to, fromAnselm(u"<composing xmlns=\"http://jabber.org/protocol/chatstates\" />"_s), u"s-1"_s);
    QTRY_VERIFY(m_mira->app().conversation().peerIsTyping());
    m_anselm->send(m_to, fromAnselm(u"<paused xmlns=\"http://jabber.org/protocol/chatstates\" />"_s), u"s-2"_s);
    QTRY_VERIFY(!m_mira->app().conversation().peerIsTyping());
    m_anselm->send(m_to, fromAnselm(u"<body xmlns=\"jabber:client\">now</body>"_s), u"s-3"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"now"_s));
    QCOMPARE(m_mira->messagesWith(u"anselm"_s).size(), 1);
}

/// O-54: beside a valid payload the same elements outside are nothing.
void GajimLikePeerTest::correctionsCountInsideTheSealOnly()
{
    m_anselm->send(m_to, fromAnselm(u"<body xmlns=\"jabber:client\">at four</body>"_s), u"c-1"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"at four"_s));
    m_anselm->send(m_to,
        fromAnselm(
            u"<body xmlns=\"jabber:client\">at five</body><replace xmlns=\"urn:xmpp:message-correct:0\" id=\"c-1\" />"_s),
        u"c-2"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"at five"_s));
    QCOMPARE(m_mira->messagesWith(u"anselm"_s).size(), 1);

    app::OutgoingMessage message;
    message.to = *crypto::Jid::parse(m_to);
    message.id = u"c-3"_s;
    crypto::XmlElement openpgp(u"openpgp"_s, u"urn:xmpp:openpgp:0"_s);
    message.children.push_back(openpgp.setText(
        QString::fromLatin1(fromAnselm(u"<body xmlns=\"jabber:client\">another one</body>"_s).toBase64())));
    message.children.push_back(
        crypto::XmlElement(u"replace"_s, u"urn:xmpp:message-correct:0"_s).setAttribute(u"id"_s, u"c-1"_s));
    message.children.push_back(bodyElement(u"at nine"_s));
    m_anselm->xmpp.transport.sendMessage(std::move(message));
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"another one"_s));
    const auto all = m_mira->messagesWith(u"anselm"_s);
    QCOMPARE(all.size(), 2);
    QCOMPARE(all[0].body, u"at five"_s);
}

/// O-54: as it was seen with the real one. It needs the author of what is answered, and does not open every end of
/// typing.
void GajimLikePeerTest::repliesReadingAndTyping()
{
    auto &conversation = m_mira->app().conversation();
    conversation.openWith(m_peer);
    QTRY_COMPARE(conversation.peer(), m_peer);
    m_anselm->send(m_to,
        fromAnselm(
            u"<body xmlns=\"jabber:client\">the proofs are here</body><request xmlns=\"urn:xmpp:receipts\" /><markable xmlns=\"urn:xmpp:chat-markers:0\" />"_s),
        u"r-1"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"the proofs are here"_s));
    QTRY_COMPARE(conversation.timeline().newestOfPeer(), m_mira->messagesWith(u"anselm"_s).last().id);
    conversation.markRead();
    const auto ours = m_mira->app().keys().currentKey();
    const auto seen = m_anselm->await(u"displayed"_s, markers, ours);
    QCOMPARE(seen.refusal, QString());
    QVERIFY(seen.payload.child(u"displayed", markers));
    QCOMPARE(seen.payload.child(u"displayed", markers)->attribute(u"id"), u"r-1"_s);

    conversation.typed();
    conversation.send(u"Then print them"_s, u"r-1"_s);
    const auto reply = m_anselm->await(u"reply"_s, replies, ours);
    QCOMPARE(reply.refusal, QString());
    QVERIFY(reply.payload.child(u"reply", replies));
    QCOMPARE(reply.payload.child(u"reply", replies)->attribute(u"id"), u"r-1"_s);
    QCOMPARE(reply.payload.child(u"reply", replies)->attribute(u"to"), m_peer.toString());
    QTRY_VERIFY(std::ranges::any_of(m_anselm->xmpp.messages, [](const app::IncomingMessage &message) {
        return message.stanza.child(u"active", u"http://jabber.org/protocol/chatstates")
            && !message.stanza.child(u"openpgp", u"urn:xmpp:openpgp:0");
    }));

    m_anselm->send(m_to,
        fromAnselm(
            u"<body xmlns=\"jabber:client\">&gt; Then print them\nAt once</body><reply xmlns=\"urn:xmpp:reply:0\" id=\"%1\" to=\"%2\" /><fallback xmlns=\"urn:xmpp:fallback:0\" for=\"urn:xmpp:reply:0\"><body start=\"0\" end=\"18\" /></fallback>"_s
                .arg(m_mira->messagesWith(u"anselm"_s).last().originId, m_to)),
        u"r-2"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"At once"_s));
}

/// O-38, O-56, O-24: a second key appears while we are connected.
/// XEP-0333, also beyond the end of the program.
void GajimLikePeerTest::whatWasReadOfflineIsToldLater()
{
    m_anselm->send(m_to,
        fromAnselm(
            u"<body xmlns=\"jabber:client\">read me</body><markable xmlns=\"urn:xmpp:chat-markers:0\" /><request xmlns=\"urn:xmpp:receipts\" />"_s),
        u"r-5"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"read me"_s));
    const auto ours = m_mira->app().keys().currentKey();
    m_mira->app().account().signOut();
    QTRY_COMPARE(m_mira->app().account().state(), app::ConnectionState::SignedOut);
    auto &conversation = m_mira->app().conversation();
    conversation.openWith(m_peer);
    QTRY_COMPARE(conversation.timeline().newestOfPeer(), m_mira->messagesWith(u"anselm"_s).last().id);
    conversation.markRead();
    m_mira->quit();
    QVERIFY2(m_mira->signIn(), qPrintable(m_mira->problem()));
    const auto seen = m_anselm->await(u"displayed"_s, markers, ours);
    QCOMPARE(seen.refusal, QString());
    QVERIFY(seen.payload.child(u"displayed", markers));
    QCOMPARE(seen.payload.child(u"displayed", markers)->attribute(u"id"), u"r-5"_s);
}

void GajimLikePeerTest::allKeysOfThePeerAreSealedFor()
{
    const auto second = m_anselm->gnupg.makeKey(m_server->jid(u"anselm"_s)).fingerprint;
    QVERIFY(m_anselm->announce(second));
    QTRY_COMPARE_WITH_TIMEOUT(m_mira->app().keys().recipientsFor(m_peer).size(), 2, 20000);
    QVERIFY2(m_mira->sendTo(u"anselm"_s, u"for both of your computers"_s), qPrintable(m_mira->problem()));
    const auto text = m_anselm->await(u"body"_s, client, m_mira->app().keys().currentKey());
    QCOMPARE(text.refusal, QString());
    QCOMPARE(text.recipients, 3);
    // Signed by the second one: known, shown, and named.
    m_anselm->send(m_to,
        m_anselm->sealed(m_to, u"<body xmlns=\"jabber:client\">from the laptop</body>"_s, second,
            {m_mira->app().keys().currentKey()}),
        u"k-1"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"from the laptop"_s));
    QCOMPARE(m_mira->messagesWith(u"anselm"_s).last().signer, second);
}

/// O-04, O-11: a key per device. Nothing is sealed for it before it is confirmed.
void GajimLikePeerTest::anotherOwnDeviceIsAskedAboutAndThenReads()
{
    QList<crypto::KeyFingerprint> asked;
    connect(&m_mira->app().keys(), &app::KeyController::unknownOwnKey, this,
        [&](const crypto::KeyFingerprint &key) { asked << key; });
    OxPeer phone(*m_server, u"mira"_s, u"phone"_s);
    const auto key = phone.gnupg.makeKey(m_to).fingerprint;
    QVERIFY(phone.signIn());
    const crypto::XmlElement enable(u"enable"_s, u"urn:xmpp:carbons:2"_s);
    QVERIFY(test::await(phone.xmpp.transport.sendIq(true, {}, enable)).has_value());
    QVERIFY(phone.announce(key));
    QTRY_VERIFY_WITH_TIMEOUT(asked.contains(key), 20000);
    const auto ours = m_mira->app().keys().currentKey();
    QCOMPARE(m_mira->app().keys().sealingRecipients(), QList{ours});
    QVERIFY(phone.importKeyOf(m_mira->jid(u"mira"_s), ours));
    QVERIFY(phone.importKeyOf(m_peer, m_key));
    QVERIFY2(m_mira->sendTo(u"anselm"_s, u"not yet for the phone"_s), qPrintable(m_mira->problem()));
    QCOMPARE(m_anselm->await(u"body"_s, client, ours).recipients, 2);

    m_mira->app().keys().confirmOwn(key);
    QVERIFY2(m_mira->sendTo(u"anselm"_s, u"for the phone as well"_s), qPrintable(m_mira->problem()));
    QCOMPARE(m_anselm->await(u"body"_s, client, ours).recipients, 3);
    const auto copy = phone.await(u"body"_s, client, ours);
    QCOMPARE(copy.refusal, QString());
    QCOMPARE(copy.payload.childText(u"body", client), u"for the phone as well"_s);

    // And what the phone sends is shown here as ours.
    phone.send(m_peer.toString(),
        phone.sealed(
            m_peer.toString(), u"<body xmlns=\"jabber:client\">sent from the phone</body>"_s, key, {m_key, ours, key}),
        u"p-1"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"sent from the phone"_s));
    const auto own = m_mira->messagesWith(u"anselm"_s).last();
    QVERIFY(own.outgoing);
    QCOMPARE(own.sealing, archive::Sealing::Sealed);
    QCOMPARE(own.signer, key);
    phone.xmpp.signOut();
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::GajimLikePeerTest)
#include "GajimLikePeerTest.moc"
