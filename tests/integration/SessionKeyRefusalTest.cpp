// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTest>

#include "archive/sessions/SessionRows.h"
#include "crypto/jose/Base64Url.h"
#include "crypto/jose/KeyRequests.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/SessionKeyPair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Keys that are not given, clocks that are wrong, stanzas that come twice.
class SessionKeyRefusalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRefusedRequestLeavesTheMessageClosed();
    void refusingAndStartingANewKey();
    void aKeyThatTheSenderLost();
    void strangersAndBrokenRequestsAreRefused();
    void anAnswerOfAnotherAddressIsIgnored();
    void aDeviceWithAProofIsChecked();
    void aClockTenMinutesOff();
    void aReplayAfterARestartIsNotShownAgain();
};

namespace {

const auto e2eNs = u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s;

QString keyreq(const QString &sid, const QByteArray &set)
{
    return u"<keyreq xmlns='%1' id='%2'><pkey>%3</pkey></keyreq>"_s.arg(
        e2eNs, sid, QString::fromLatin1(crypto::toBase64Url(set)));
}

} // namespace

void SessionKeyRefusalTest::aRefusedRequestLeavesTheMessageClosed() // E-57, E-27
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"not for this device"_s));
    const auto card = pair.card(*pair.mira);
    QVERIFY(card);
    pair.mira->app().keyRequests().refuse(card->id);
    QTRY_VERIFY_WITH_TIMEOUT(pair.last(*pair.anselm, u"mira"_s)->sealing == archive::Sealing::KeyNotHere, 20000);
    QVERIFY(pair.last(*pair.anselm, u"mira"_s)->body.isEmpty());
    // Asked again for the next message of this key, the answer is the same without asking the person.
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"nor this"_s));
    QTRY_COMPARE_WITH_TIMEOUT(pair.anselm->messagesWith(u"mira"_s).size(), 2, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.anselm, u"mira"_s)->sealing, archive::Sealing::KeyNotHere, 20000);
    QVERIFY(pair.mira->app().keyRequests().cards().isEmpty());
    // It is asked for no more after a restart.
    const auto askedTwice = pair.server.log().count(u"<pkey"_s);
    QVERIFY(askedTwice > 0);
    pair.restart(pair.anselm);
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"nor that"_s));
    QTRY_COMPARE_WITH_TIMEOUT(pair.anselm->messagesWith(u"mira"_s).size(), 3, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.anselm, u"mira"_s)->sealing, archive::Sealing::KeyNotHere, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(pair.server.log().count(u"<pkey"_s), askedTwice / 2 * 3, 20000);
    QCOMPARE(pair.anselm->app().keyAsker().wanted(), 0);
}

void SessionKeyRefusalTest::refusingAndStartingANewKey() // E-65
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"under the first key"_s));
    const auto first = pair.card(*pair.mira);
    QVERIFY(first);
    bool renewed = false;
    connect(&pair.mira->app().keyRequests(), &app::KeyRequestController::newKeyStarted, this, [&] { renewed = true; });
    pair.mira->app().keyRequests().refuseAndRenew(first->id);
    QTRY_VERIFY_WITH_TIMEOUT(renewed, 10000);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"under the second key"_s));
    const auto second = pair.card(*pair.mira);
    QVERIFY(second);
    QVERIFY(second->sid != first->sid);
    QCOMPARE(second->messages, 1);
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"under the second key"_s));
    QVERIFY(!pair.anselm->hasMessage(u"mira"_s, u"under the first key"_s, 200));
}

void SessionKeyRefusalTest::aKeyThatTheSenderLost() // E-58, E-66
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    pair.restart(pair.anselm);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"nobody will read this"_s));
    // A hundred days later nobody may ask for it any more; after ninety it is dropped.
    pair.miraClock->shift(100 * 86400);
    pair.restart(pair.mira);
    QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(pair.last(*pair.anselm, u"mira"_s), 20000);
    QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.anselm, u"mira"_s)->sealing, archive::Sealing::KeyNotHere, 30000);
    QVERIFY(pair.mira->app().keyRequests().cards().isEmpty());
}

void SessionKeyRefusalTest::strangersAndBrokenRequestsAreRefused() // E-57, E-58
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"only for Anselm"_s));
    const auto card = pair.card(*pair.mira);
    QVERIFY(card);
    RawXmppStream eve;
    QVERIFY(eve.open({pair.server.port(), u"eve"_s, u"secret-eve"_s, pair.server.caFile()}));
    const QString mira = pair.anselm->app().roster().resources(pair.anselm->jid(u"mira"_s)).value(0).toString();
    const auto key = crypto::RequestKey::make(2048);
    QVERIFY(key.has_value());
    const auto set = crypto::JwkSet::write({key->publicKey()});
    const auto ask = [&](const QString &type, const QString &payload) {
        const auto answer = askClient(eve, type, payload, mira);
        return answer.attribute(u"type"_s) == "error"_L1 ? errorCondition(answer) : answer.attribute(u"type"_s);
    };
    QCOMPARE(ask(u"get"_s, keyreq(card->sid, set)), u"forbidden"_s);
    QCOMPARE(ask(u"get"_s, keyreq(u"no-such-key"_s, set)), u"item-not-found"_s);
    QCOMPARE(ask(u"get"_s, keyreq(card->sid, "no JSON")), u"bad-request"_s);
    QCOMPARE(ask(u"set"_s, keyreq(card->sid, set)), u"bad-request"_s);
    auto weak = key->publicKey();
    weak.modulus = weak.modulus.left(128);
    weak.modulus.back() = char(weak.modulus.back() | 1);
    QCOMPARE(ask(u"get"_s, keyreq(card->sid, crypto::JwkSet::write({weak}))), u"not-acceptable"_s);
    QCOMPARE(pair.mira->app().keyRequests().cards().size(), 1);
    // Who asks without end is told to wait, and nobody else is.
    QString last;
    for (int i = 0; i < app::KeyRequestController::mostPerMinute; ++i) {
        last = ask(u"get"_s, keyreq(u"no-such-key"_s, set));
    }
    QCOMPARE(last, u"resource-constraint"_s);
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"only for Anselm"_s));
}

void SessionKeyRefusalTest::anAnswerOfAnotherAddressIsIgnored() // E-54
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"the true words"_s));
    const auto card = pair.card(*pair.mira);
    QVERIFY(card);
    // Eve knows everything that was asked, and seals a key of her own to the key that asks.
    static const QRegularExpression asking(u"<iq ([^>]*)><keyreq [^>]*><pkey>([^<]+)</pkey>"_s);
    static const QRegularExpression named(u"(?:^| )id=['\"]([^'\"]+)"_s);
    const auto found = asking.match(pair.server.log());
    QVERIFY(found.hasMatch());
    const QString id = named.match(found.captured(1)).captured(1);
    crypto::XmlElement payload(u"keyreq"_s, e2eNs);
    payload.setAttribute(u"id"_s, card->sid).appendTextElement(u"pkey"_s, found.captured(2));
    const auto request = crypto::KeyRequests::read(payload);
    QVERIFY(request && !id.isEmpty());
    auto key = crypto::SessionKey::make(pair.mira->jid(u"anselm"_s), {}, 32, QDateTime::currentDateTimeUtc());
    key.sid = card->sid;
    const auto forged = crypto::KeyRequests::answer(key, request->keys.first());
    QVERIFY(forged.has_value());
    RawXmppStream eve;
    QVERIFY(eve.open({pair.server.port(), u"eve"_s, u"secret-eve"_s, pair.server.caFile()}));
    eve.send(u"<iq type='result' id='%1' to='%2'>%3</iq>"_s.arg(
        id, card->asker.toString(), QString::fromUtf8(forged->toXml())));
    // An answered request behind it says that the forged answer has been there.
    QVERIFY(!askClient(eve, u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, card->asker.toString()).isNull());
    QCOMPARE(pair.anselm->app().keyAsker().wanted(), 1);
    QCOMPARE(pair.last(*pair.anselm, u"mira"_s)->sealing, archive::Sealing::WaitsForKey);
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"the true words"_s));
}

void SessionKeyRefusalTest::aDeviceWithAProofIsChecked() // E-59
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.anselm->makeKey(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->knowsKeyOf(u"anselm"_s));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"whose device is it"_s));
    const auto card = pair.card(*pair.mira);
    QVERIFY(card);
    const auto anselmsKey = pair.anselm->app().keys().currentKey();
    QCOMPARE(card->openPgpKey, anselmsKey);
    QVERIFY(!card->isChecked());
    // Compared meanwhile: the card says so, and permission can be given for all checked keys.
    pair.mira->app().keys().setChecked(pair.mira->jid(u"anselm"_s), anselmsKey);
    QTRY_VERIFY(pair.card(*pair.mira)->isChecked());
    pair.mira->app().keyRequests().approve(card->id, true);
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"whose device is it"_s));
    // A new device of Anselm without that key is asked about, and it is said that there was another one.
    TestClient tablet(pair.server, u"anselm"_s);
    QVERIFY2(tablet.signIn(), qPrintable(tablet.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(tablet.app().roster().isSubscribedToUs(tablet.jid(u"mira"_s)), 20000);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"and this one"_s));
    const auto again = pair.card(*pair.mira);
    QVERIFY(again);
    QVERIFY(again->openPgpKey.isEmpty());
    QVERIFY(again->otherDeviceKnown);
    QVERIFY(again->thumbprint != card->thumbprint);
}

void SessionKeyRefusalTest::aClockTenMinutesOff() // E-40, E-42
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"in time"_s));
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"in time"_s));
    QCOMPARE(pair.last(*pair.anselm, u"mira"_s)->timeMark, crypto::TimeMark::Good);

    pair.miraClock->shift(600);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"from tomorrow"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"from tomorrow"_s));
    QCOMPARE(pair.last(*pair.anselm, u"mira"_s)->timeMark, crypto::TimeMark::Future);
    QVERIFY(pair.last(*pair.anselm, u"mira"_s)->timeIsOdd);

    pair.anselmClock->shift(1200);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"from yesterday"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"from yesterday"_s));
    const auto all = pair.anselm->messagesWith(u"mira"_s);
    const auto old = std::ranges::find(all, u"from yesterday"_s, &archive::Message::body);
    QCOMPARE(old->timeMark, crypto::TimeMark::Old);
    // The mark is kept.
    pair.restart(pair.anselm);
    QVERIFY(pair.anselm->open());
    const auto kept = pair.anselm->messagesWith(u"mira"_s);
    QCOMPARE(std::ranges::find(kept, u"from yesterday"_s, &archive::Message::body)->timeMark, crypto::TimeMark::Old);
}

void SessionKeyRefusalTest::aReplayAfterARestartIsNotShownAgain() // E-46, E-41
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    RawXmppStream listener;
    QVERIFY(listener.open({pair.server.port(), u"anselm"_s, u"secret-anselm"_s, pair.server.caFile()}));
    listener.sendPresence();
    QVERIFY(!listener.next(u"presence"_s).isNull()); // from here on it gets what comes for the account
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"pay ten"_s));
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"pay ten"_s));
    QString seal;
    QVERIFY(waitUntil(
        [&] {
            seal = xmlText(listener.next(u"message"_s, 5).firstChildElement(u"e2e"_s));
            return seal.contains(e2eNs);
        },
        20000));
    pair.restart(pair.anselm);
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    RawXmppStream raw;
    QVERIFY(raw.open({pair.server.port(), u"mira"_s, u"secret-mira"_s, pair.server.caFile()}));
    raw.send(u"<message to='%1' type='chat' id='again'>%2</message>"_s.arg(pair.server.jid(u"anselm"_s), seal));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"after it"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"after it"_s));
    QCOMPARE(pair.anselm->messagesWith(u"mira"_s).size(), 2);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyRefusalTest)
#include "SessionKeyRefusalTest.moc"
