// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTest>

#include "tests/support/RawXmppStream.h"
#include "tests/support/SessionKeyPair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Messages under session keys (draft-miller-xmpp-e2e) between whole clients through a real server.
class SessionKeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageOpensOnceTheKeyIsApproved();
    void theServerSeesNothingReadable();
    void manyMessagesAskOnceAndOpenInOrder();
    void anOfflineMessageOpensWhenItsSenderIsThere();
    void anOfflineMessageWaitsForItsSender();
    void aRestartBetweenAskingAndOpening();
    void aRestartBeforeTheDecision();
    void everyResourceOfTheRecipientAsks();
    void theChoiceIsKept();
    void theChoiceHoldsFromTheFirstMoment();
    void aSealedCorrectionReplacesInPlace();
};

void SessionKeyTest::aMessageOpensOnceTheKeyIsApproved() // E-12, E-20, E-21, E-52, E-56, E-59, E-31
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"The loupe is in the drawer"_s));
    // Closed first: nothing is shown, and the person with the key is asked.
    QTRY_VERIFY_WITH_TIMEOUT(pair.last(*pair.anselm, u"mira"_s), 20000);
    QCOMPARE(pair.last(*pair.anselm, u"mira"_s)->sealing, archive::Sealing::WaitsForKey);
    QCOMPARE(pair.last(*pair.anselm, u"mira"_s)->body, QString());
    const auto card = pair.card(*pair.mira);
    QVERIFY(card);
    QCOMPARE(card->asker.bare(), pair.mira->jid(u"anselm"_s));
    QCOMPARE(card->messages, 1);
    QVERIFY(card->since.isValid());
    QVERIFY(!card->isChecked());
    QCOMPARE(card->thumbprint, await(pair.anselm->app().keyAsker().thumbprint()));
    pair.mira->app().keyRequests().approve(card->id, false);

    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"The loupe is in the drawer"_s));
    const auto opened = *pair.last(*pair.anselm, u"mira"_s);
    QCOMPARE(opened.sealing, archive::Sealing::Sealed);
    QCOMPARE(opened.scheme, crypto::SchemeId::Jose);
    QCOMPARE(opened.timeMark, crypto::TimeMark::Good);
    QVERIFY(opened.signer.isEmpty());
    // Both sides mean the same message by its id, which the server never saw.
    QCOMPARE(opened.originId, pair.last(*pair.mira, u"anselm"_s)->originId);
    QVERIFY(!pair.server.log().contains(opened.originId));
    static const QRegularExpression messageError(u"<message [^>]*type=['\"]error"_s);
    QVERIFY(!pair.server.log().contains(messageError));
    // The next one opens at once.
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"And the tweezers"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"And the tweezers"_s));
    QVERIFY(pair.mira->app().keyRequests().cards().isEmpty());
}

void SessionKeyTest::theServerSeesNothingReadable() // E-13, E-14, E-01
{
    SessionKeyPair pair;
    QVERIFY(pair.server.start());
    RawXmppStream anselm;
    QVERIFY2(anselm.open({pair.server.port(), u"anselm"_s, u"secret-anselm"_s, pair.server.caFile()}),
        qPrintable(anselm.errorText()));
    anselm.sendPresence();
    QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->choose(u"anselm"_s, app::SealingChoice::SessionKey));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"The loupe is in the drawer"_s));
    const auto message = anselm.next(u"message"_s);
    QCOMPARE(message.attribute(u"type"_s), u"chat"_s);
    QStringList children;
    for (auto child = message.firstChildElement(); !child.isNull(); child = child.nextSiblingElement()) {
        children << child.localName() + u' ' + child.namespaceURI();
    }
    children.removeIf(
        [](const QString &child) { return child.endsWith(u"urn:xmpp:sid:0"_s) && child.startsWith(u"stanza-id"_s); });
    children.sort();
    QCOMPARE(children,
        (QStringList{
            u"e2e urn:ietf:params:xml:ns:xmpp-e2e:5"_s, u"encryption urn:xmpp:eme:0"_s, u"store urn:xmpp:hints"_s}));
    QVERIFY(message.attribute(u"id"_s) != pair.last(*pair.mira, u"anselm"_s)->originId);
    // What the client says of itself.
    const auto info = askClient(
        anselm, u"get"_s, u"<query xmlns='http://jabber.org/protocol/disco#info'/>"_s, message.attribute(u"from"_s));
    QVERIFY(xmlText(info).contains(u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s));
}

void SessionKeyTest::manyMessagesAskOnceAndOpenInOrder() // E-21, E-53
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    int asked = 0;
    connect(&pair.mira->app().keyRequests(), &app::KeyRequestController::cardsChanged, this, [&] { ++asked; });
    for (int i = 0; i < 12; ++i) {
        pair.mira->app().conversation().send(u"line %1"_s.arg(i));
    }
    QTRY_COMPARE_WITH_TIMEOUT(pair.anselm->messagesWith(u"mira"_s).size(), 12, 20000);
    QVERIFY(pair.card(*pair.mira));
    QCOMPARE(pair.card(*pair.mira)->times, 1);
    QCOMPARE(asked, 1);
    QCOMPARE(pair.anselm->app().keyAsker().wanted(), 1);
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"line 11"_s));
    const auto all = pair.anselm->messagesWith(u"mira"_s);
    QCOMPARE(all.size(), 12);
    for (int i = 0; i < 12; ++i) {
        QCOMPARE(all[i].body, u"line %1"_s.arg(i));
        QCOMPARE(all[i].timeMark, crypto::TimeMark::Good);
    }
}

void SessionKeyTest::anOfflineMessageOpensWhenItsSenderIsThere() // E-43
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    pair.restart(pair.anselm);
    QTRY_VERIFY_WITH_TIMEOUT(pair.mira->app().roster().resources(pair.mira->jid(u"anselm"_s)).isEmpty(), 20000);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"written while you slept"_s));
    // By Anselm's clock it is three days later; the server's stamp says when the message came.
    pair.anselmClock->shift(3 * 86400);
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"written while you slept"_s));
    QCOMPARE(pair.last(*pair.anselm, u"mira"_s)->timeMark, crypto::TimeMark::Good);
    QCOMPARE(pair.anselm->messagesWith(u"mira"_s).size(), 1);
}

void SessionKeyTest::anOfflineMessageWaitsForItsSender() // E-21: the sender must be reachable once
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    pair.restart(pair.anselm);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"I am off as well"_s));
    pair.restart(pair.mira);
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(pair.last(*pair.anselm, u"mira"_s), 20000);
    QCOMPARE(pair.last(*pair.anselm, u"mira"_s)->sealing, archive::Sealing::WaitsForKey);
    QCOMPARE(pair.anselm->app().keyAsker().wanted(), 1);
    // Mira comes back under the same full address and is asked at once.
    QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"I am off as well"_s));
    QCOMPARE(pair.last(*pair.anselm, u"mira"_s)->timeMark, crypto::TimeMark::Good);
}

void SessionKeyTest::aRestartBetweenAskingAndOpening() // E-21, E-46, E-66
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"first"_s));
    QVERIFY(pair.card(*pair.mira));
    pair.restart(pair.anselm);
    // The person says yes while nobody is there to take the key; that is remembered for the next time.
    QVERIFY(pair.approve(*pair.mira, false));
    pair.restart(pair.mira);
    QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"first"_s));
    QVERIFY(pair.mira->app().keyRequests().cards().isEmpty());
}

/// The program with the key ends while its person has not decided yet: the request comes again.
void SessionKeyTest::aRestartBeforeTheDecision() // E-53, E-57
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"decide tomorrow"_s));
    const auto before = pair.card(*pair.mira);
    QVERIFY(before);
    pair.restart(pair.mira);
    QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
    const auto after = pair.card(*pair.mira);
    QVERIFY(after);
    QCOMPARE(after->sid, before->sid);
    QCOMPARE(after->thumbprint, before->thumbprint);
    QCOMPARE(after->messages, 1);
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"decide tomorrow"_s));
}

void SessionKeyTest::everyResourceOfTheRecipientAsks() // E-57
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    TestClient tablet(pair.server, u"anselm"_s);
    QVERIFY2(tablet.signIn(), qPrintable(tablet.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(tablet.app().roster().isSubscribedToUs(tablet.jid(u"mira"_s)), 20000);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"for all your devices"_s));
    auto &requests = pair.mira->app().keyRequests();
    QTRY_COMPARE_WITH_TIMEOUT(requests.cards().size(), 2, 20000);
    const auto cards = requests.cards(pair.mira->jid(u"anselm"_s));
    QCOMPARE(cards.size(), 2);
    QVERIFY(cards[0].thumbprint != cards[1].thumbprint);
    QVERIFY(cards[0].asker != cards[1].asker);
    for (const auto &card : cards) {
        requests.approve(card.id, false);
    }
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"for all your devices"_s));
    QVERIFY(tablet.hasMessage(u"mira"_s, u"for all your devices"_s));
    // A message of the tablet reaches the other device of Anselm as a copy: it asks the tablet, its own account.
    QVERIFY(tablet.choose(u"mira"_s, app::SealingChoice::SessionKey));
    QVERIFY(tablet.sendTo(u"mira"_s, u"sent from the tablet"_s));
    QVERIFY(pair.approve(*pair.mira) || !tablet.app().keyRequests().cards().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(!tablet.app().keyRequests().cards(tablet.jid(u"anselm"_s)).isEmpty(), 20000);
    for (const auto &card : tablet.app().keyRequests().cards()) {
        tablet.app().keyRequests().approve(card.id, false);
    }
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"sent from the tablet"_s));
}

void SessionKeyTest::theChoiceIsKept()
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    pair.server.kill();
    pair.mira->app().conversation().send(u"waits in the outbox"_s);
    QTRY_COMPARE_WITH_TIMEOUT(await(pair.mira->app().history().outbox())->size(), 1, 10000);
    pair.restart(pair.mira);
    QVERIFY(pair.mira->open());
    const auto outbox = await(pair.mira->app().history().outbox());
    QCOMPARE(outbox->first().scheme, crypto::SchemeId::Jose);
    QVERIFY(outbox->first().sealed);
    pair.mira->app().conversation().openWith(pair.mira->jid(u"anselm"_s));
    QTRY_COMPARE_WITH_TIMEOUT(pair.mira->app().conversation().sealing(), app::SealingChoice::SessionKey, 10000);
    // Switched off, it is no reason to travel any other way.
    pair.mira->app().settings().setSessionKeys(false);
    QCOMPARE(pair.mira->app().conversation().sendBlock(), app::SendBlock::SessionKeysOff);
    QVERIFY(pair.server.restart());
    QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(!pair.mira->app().roster().resources(pair.mira->jid(u"anselm"_s)).isEmpty(), 20000);
    QCOMPARE(await(pair.mira->app().history().outbox())->size(), 1);
    pair.mira->app().settings().setSessionKeys(true);
    QTRY_VERIFY_WITH_TIMEOUT(await(pair.mira->app().history().outbox())->isEmpty(), 20000);
    QCOMPARE(pair.last(*pair.mira, u"anselm"_s)->scheme, crypto::SchemeId::Jose);
}

/// Written before the choice was read again, or changed a moment ago: it travels as chosen all the same.
void SessionKeyTest::theChoiceHoldsFromTheFirstMoment()
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const auto peer = pair.mira->jid(u"anselm"_s);
    pair.restart(pair.mira);
    QVERIFY(pair.mira->open());
    const auto id = await(pair.mira->app().history().conversationWith(peer)).value();
    auto &conversation = pair.mira->app().conversation();
    conversation.open(id, peer);
    conversation.send(u"at once"_s);
    QTRY_COMPARE_WITH_TIMEOUT(await(pair.mira->app().history().outbox())->size(), 1, 10000);
    QCOMPARE(await(pair.mira->app().history().outbox())->first().scheme, crypto::SchemeId::Jose);
    conversation.setSealing(app::SealingChoice::NotSealed);
    conversation.setSealing(app::SealingChoice::SessionKey);
    conversation.close();
    conversation.open(id, peer);
    QCOMPARE(conversation.sealing(), app::SealingChoice::SessionKey);
}

void SessionKeyTest::aSealedCorrectionReplacesInPlace()
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"the wrong word"_s));
    pair.mira->app().conversation().correctLast(u"the right word"_s);
    QTRY_COMPARE_WITH_TIMEOUT(pair.anselm->messagesWith(u"mira"_s).size(), 2, 20000); // both closed
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"the right word"_s));
    QTRY_COMPARE_WITH_TIMEOUT(pair.anselm->messagesWith(u"mira"_s).size(), 1, 10000);
    QVERIFY(pair.anselm->messagesWith(u"mira"_s).first().edited);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyTest)
#include "SessionKeyTest.moc"
