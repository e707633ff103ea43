// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/RawXmppStream.h"
#include "tests/support/SessionKeyPair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::FeatureSupport;
using app::SendBlock;

/// What the other side announces, and what is done about it: told, held, never sent in another way.
class SessionKeyDiscoveryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoClientsKnowOfEachOther();
    void aPeerWithoutThemHoldsTheMessage_data();
    void aPeerWithoutThemHoldsTheMessage();
    void groupsAreRefused();
    void theReasonForOpenPgpIsToldAsWell();
};

namespace {

const auto infoNs = u"http://jabber.org/protocol/disco#info"_s;
const auto withFeature = u"<feature var='urn:ietf:params:xml:ns:xmpp-e2e:5'/>"_s;

/// Eve's program, a contact of Mira's, answers what it is asked about itself.
class Scripted {
public:
    Scripted(SessionKeyPair &pair, const QString &resource)
        : m_pair(pair)
        , m_resource(resource)
    {
    }
    [[nodiscard]] bool start(const QString &features)
    {
        m_features = features;
        if (!raw.open({m_pair.server.port(), u"eve"_s, u"secret-eve"_s, m_pair.server.caFile(), m_resource})) {
            return false;
        }
        raw.sendPresence();
        return true;
    }
    [[nodiscard]] bool befriend()
    {
        const QString mira = m_pair.server.jid(u"mira"_s);
        const auto eve = m_pair.mira->jid(u"eve"_s);
        m_pair.mira->app().roster().add(eve, {});
        raw.send(u"<presence type='subscribe' to='%1'/>"_s.arg(mira));
        return waitUntil(
            [&] {
                raw.send(u"<presence type='subscribed' to='%1'/>"_s.arg(mira));
                raw.next(u"presence"_s, 50);
                return m_pair.mira->app().roster().isSubscribedToUs(eve)
                    && !m_pair.mira->app().roster().resources(eve).isEmpty();
            },
            20000);
    }
    /// Answers questions about itself until `done`.
    template <class Done> bool answerUntil(const Done &done)
    {
        return waitUntil(
            [&] {
                const auto iq = raw.next(u"iq"_s, 5);
                if (iq.firstChildElement(u"query"_s).namespaceURI() == infoNs) {
                    ++asked;
                    raw.send(u"<iq type='result' id='%1' to='%2'><query xmlns='%3'>%4</query></iq>"_s.arg(
                        iq.attribute(u"id"_s), iq.attribute(u"from"_s), infoNs, m_features));
                }
                return done();
            },
            20000);
    }

    RawXmppStream raw;
    int asked = 0;

private:
    SessionKeyPair &m_pair;
    QString m_resource;
    QString m_features;
};

} // namespace

void SessionKeyDiscoveryTest::twoClientsKnowOfEachOther() // E-01
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    auto &conversation = pair.mira->app().conversation();
    QTRY_COMPARE_WITH_TIMEOUT(conversation.sessionKeySupport(), FeatureSupport::All, 20000);
    QCOMPARE(conversation.sendBlock(), SendBlock::None);
    QVERIFY(!conversation.isGroup());
    // Off line nothing is known, and it is sealed all the same.
    pair.restart(pair.anselm);
    QTRY_COMPARE_WITH_TIMEOUT(conversation.sessionKeySupport(), FeatureSupport::Unknown, 20000);
    QCOMPARE(conversation.sendBlock(), SendBlock::None);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"while you were away"_s));
    // Switched off there, the feature is not announced, and the person here is told.
    QVERIFY(pair.anselm->open());
    pair.anselm->app().settings().setSessionKeys(false);
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    QTRY_COMPARE_WITH_TIMEOUT(conversation.sessionKeySupport(), FeatureSupport::None, 20000);
    QCOMPARE(conversation.sendBlock(), SendBlock::NoSessionKeysThere);
    std::optional<SendBlock> refused;
    connect(&conversation, &app::ConversationController::sendRefused, this, [&](SendBlock block) { refused = block; });
    conversation.send(u"stays in the composer"_s);
    QCOMPARE(refused, SendBlock::NoSessionKeysThere);
    QCOMPARE(conversation.sealing(), app::SealingChoice::SessionKey);
}

void SessionKeyDiscoveryTest::aPeerWithoutThemHoldsTheMessage_data() // R32
{
    QTest::addColumn<QString>("later");
    QTest::newRow("as it should be") << withFeature;
    QTest::newRow("as the draft prints it") << u"<feature xmlns='urn:ietf:params:xml:ns:xmpp-e2e:5'/>"_s;
}

void SessionKeyDiscoveryTest::aPeerWithoutThemHoldsTheMessage()
{
    QFETCH(const QString, later);
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const auto eve = pair.mira->jid(u"eve"_s);
    auto &mira = pair.mira->app();
    Scripted old(pair, u"old"_s);
    QVERIFY(old.start(u"<feature var='urn:xmpp:ping'/>"_s));
    QVERIFY(old.befriend());
    // Written before anything is known: it waits for the answer, and then for a program that knows.
    QVERIFY(pair.mira->choose(u"eve"_s, app::SealingChoice::SessionKey));
    mira.conversation().send(u"for a program that can"_s);
    QVERIFY(old.answerUntil([&] { return mira.conversation().waitingFor() == SendBlock::NoSessionKeysThere; }));
    QCOMPARE(mira.conversation().sessionKeySupport(), FeatureSupport::None);
    QCOMPARE(await(mira.history().outbox())->size(), 1);
    // Another conversation goes on meanwhile.
    QVERIFY(pair.mira->choose(u"anselm"_s, app::SealingChoice::SessionKey));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"this one goes"_s));
    QVERIFY(old.raw.next(u"message"_s, 300).isNull());
    Scripted fresh(pair, u"fresh"_s);
    QVERIFY(fresh.start(later));
    QVERIFY(fresh.answerUntil([&] { return await(mira.history().outbox())->isEmpty(); }));
    mira.conversation().openWith(eve);
    QTRY_COMPARE(mira.conversation().peer(), eve);
    QCOMPARE(mira.conversation().sessionKeySupport(), FeatureSupport::Some);
    QTRY_COMPARE(mira.conversation().waitingFor(), SendBlock::None); // told after the outbox was walked through
    const auto sent = *pair.last(*pair.mira, u"eve"_s);
    QCOMPARE(sent.scheme, crypto::SchemeId::Jose);
    QCOMPARE(sent.sealing, archive::Sealing::Sealed);
    QVERIFY(!pair.server.log().contains(u"for a program that can"_s));
    QCOMPARE(old.asked, 1);
}

void SessionKeyDiscoveryTest::groupsAreRefused() // E-62
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    auto &mira = pair.mira->app();
    const auto room = *crypto::BareJid::parse(u"harbour@rooms.localhost"_s);
    // Somebody else sits in the room, so that it exists.
    RawXmppStream eve;
    QVERIFY(eve.open({pair.server.port(), u"eve"_s, u"secret-eve"_s, pair.server.caFile()}));
    eve.send(u"<presence to='harbour@rooms.localhost/eve'><x xmlns='http://jabber.org/protocol/muc'/></presence>"_s);
    QVERIFY(!eve.next(u"presence"_s).isNull());
    eve.iq(u"set"_s,
        u"<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>"_s,
        room.toString());
    mira.conversation().openWith(room);
    QTRY_COMPARE(mira.conversation().peer(), room);
    mira.conversation().setSealing(app::SealingChoice::SessionKey);
    QTRY_VERIFY_WITH_TIMEOUT(mira.conversation().isGroup(), 20000);
    QCOMPARE(mira.conversation().sendBlock(), SendBlock::IsGroup);
    mira.conversation().send(u"not for a group"_s);
    QVERIFY(await(mira.history().outbox())->isEmpty());
    // What comes as a message of a group is not opened, not asked about, not answered and not shown.
    const QString miraJid = pair.anselm->app().roster().resources(pair.anselm->jid(u"mira"_s)).value(0).toString();
    const auto asked = pair.server.log().count(u"<keyreq"_s);
    RawXmppStream anselm;
    QVERIFY(anselm.open({pair.server.port(), u"anselm"_s, u"secret-anselm"_s, pair.server.caFile()}));
    const QString part = u"AAAAAAAAAAAAAAAAAAAAAA"_s;
    const QString header = QString::fromLatin1(QByteArray(R"({"alg":"A256KW","enc":"A256CBC+HS512"})")
            .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    anselm.send(u"<message to='%1' id='g1' type='groupchat'><e2e xmlns='urn:ietf:params:xml:ns:xmpp-e2e:5' id='gsid'>"
                "<header>%2</header><cmk>%3</cmk><iv>%3</iv><data>%3</data><mac>%3</mac></e2e></message>"_s.arg(
                    miraJid, header, part));
    QVERIFY(!askClient(anselm, u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, miraJid).isNull());
    QVERIFY(pair.mira->messagesWith(u"anselm"_s).isEmpty());
    QCOMPARE(pair.server.log().count(u"<keyreq"_s), asked);
    QCOMPARE(mira.keyAsker().wanted(), 0);
    QVERIFY(anselm.next(u"message"_s, 200).isNull());
}

void SessionKeyDiscoveryTest::theReasonForOpenPgpIsToldAsWell()
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.mira->makeKey(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->choose(u"anselm"_s, app::SealingChoice::Sealed));
    // Written offline, when it is not known yet that there is no key to seal for.
    pair.restart(pair.mira);
    QVERIFY(pair.mira->open());
    auto &mira = pair.mira->app();
    QTRY_VERIFY_WITH_TIMEOUT(!mira.keys().currentKey().isEmpty(), 20000);
    mira.conversation().openWith(pair.mira->jid(u"anselm"_s));
    QTRY_COMPARE(mira.conversation().peer(), pair.mira->jid(u"anselm"_s));
    mira.conversation().send(u"for a key to come"_s);
    QTRY_COMPARE_WITH_TIMEOUT(await(mira.history().outbox())->size(), 1, 10000);
    QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
    QTRY_COMPARE_WITH_TIMEOUT(mira.conversation().waitingFor(), SendBlock::NoKeyYet, 20000);
    QVERIFY2(pair.anselm->makeKey(), qPrintable(pair.problem()));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"for a key to come"_s));
    QTRY_COMPARE(mira.conversation().waitingFor(), SendBlock::None);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyDiscoveryTest)
#include "SessionKeyDiscoveryTest.moc"
