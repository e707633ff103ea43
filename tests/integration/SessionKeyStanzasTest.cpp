// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTest>

#include "tests/support/RawXmppStream.h"
#include "tests/support/SessionKeyPair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Requests and directed presence under session keys, and the errors that answer what does not open.
class SessionKeyStanzasTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRequestAndItsAnswerAreSealed();
    void anInnerErrorTravelsInsideAResult();
    void switchedOffItIsNotUnderstood();
    void directedPresenceIsSealedAndBroadcastIsNot();
    void whatDoesNotOpenIsToldOnce();
    void aRequestUnderALostKeyIsAnswered();
};

namespace {

const auto e2eNs = u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s;

crypto::XmlElement query(const QString &ns)
{
    return crypto::XmlElement(u"query"_s, ns);
}

crypto::Jid fullJid(TestClient &seenBy, const QString &user)
{
    return seenBy.app().roster().resources(seenBy.jid(user)).value(0);
}

/// Whoever asks gets the key, in both directions: that of the request and that of the answer.
void approveAll(TestClient &client)
{
    auto &requests = client.app().keyRequests();
    QObject::connect(
        &requests, &app::KeyRequestController::cardsChanged, &requests,
        [&requests] {
            const auto cards = requests.cards();
            for (const auto &card : cards) {
                requests.approve(card.id, true);
            }
        },
        Qt::QueuedConnection);
}

} // namespace

void SessionKeyStanzasTest::aRequestAndItsAnswerAreSealed() // E-32, E-52
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    approveAll(*pair.mira);
    approveAll(*pair.anselm);
    const auto anselm = fullJid(*pair.mira, u"anselm"_s);
    const auto answer
        = await(pair.mira->app().sealedStanzas().sendIq(false, anselm, query(u"jabber:iq:version"_s)), 60000);
    QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().detail));
    QCOMPARE(answer->childText(u"name", u"jabber:iq:version"), u"Letterlock"_s);
    // Neither question nor answer stood in the open.
    QVERIFY(pair.server.log().contains(u"<e2e"_s));
    static const QRegularExpression inTheOpen(u"<query [^>]*jabber:iq:version"_s);
    QVERIFY(!pair.server.log().contains(inTheOpen));
}

void SessionKeyStanzasTest::anInnerErrorTravelsInsideAResult() // E-32
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    approveAll(*pair.mira);
    approveAll(*pair.anselm);
    const auto anselm = fullJid(*pair.mira, u"anselm"_s);
    const auto answer
        = await(pair.mira->app().sealedStanzas().sendIq(false, anselm, query(u"urn:example:unknown"_s)), 60000);
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().code, app::TransportError::Code::StanzaError);
    QCOMPARE(answer.error().condition, u"service-unavailable"_s);
    QVERIFY(!pair.server.log().contains(u"urn:example:unknown"_s));
}

void SessionKeyStanzasTest::switchedOffItIsNotUnderstood() // E-15
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    pair.anselm->app().settings().setSessionKeys(false);
    const auto anselm = fullJid(*pair.mira, u"anselm"_s);
    const auto answer
        = await(pair.mira->app().sealedStanzas().sendIq(false, anselm, query(u"jabber:iq:version"_s)), 60000);
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().condition, u"service-unavailable"_s);
}

void SessionKeyStanzasTest::directedPresenceIsSealedAndBroadcastIsNot() // E-61
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    approveAll(*pair.mira);
    approveAll(*pair.anselm);
    const auto anselm = fullJid(*pair.mira, u"anselm"_s);
    auto &stanzas = pair.mira->app().sealedStanzas();
    QVERIFY(await(stanzas.sendPresence(anselm, app::Availability::Busy, u"only for you"_s)).has_value());
    auto &roster = pair.anselm->app().roster();
    const auto mira = pair.anselm->jid(u"mira"_s);
    QTRY_COMPARE_WITH_TIMEOUT(roster.contact(mira).status, u"only for you"_s, 30000);
    QCOMPARE(roster.contact(mira).availability, app::Availability::Busy);
    QVERIFY(!pair.server.log().contains(u"only for you"_s));
    // To nobody in particular is to everybody who may see us.
    QVERIFY(!await(stanzas.sendPresence({}, app::Availability::Away, u"for all"_s)).has_value());
    pair.mira->app().roster().setOwnAvailability(app::Availability::Away, u"at lunch"_s);
    QTRY_COMPARE_WITH_TIMEOUT(roster.contact(mira).status, u"at lunch"_s, 20000);
}

void SessionKeyStanzasTest::whatDoesNotOpenIsToldOnce() // E-28, E-29, E-33
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"so that there is a key"_s));
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"so that there is a key"_s));
    // Another resource of Mira sends broken seals under the same identifier.
    const auto sid = [&] {
        const auto log = pair.server.log();
        const auto at = log.indexOf(u"<e2e"_s);
        return log.mid(log.indexOf(u"id="_s, at) + 4, 36);
    }();
    RawXmppStream raw;
    QVERIFY2(
        raw.open({pair.server.port(), u"mira"_s, u"secret-mira"_s, pair.server.caFile()}), qPrintable(raw.errorText()));
    raw.sendPresence();
    const auto broken = [&](const QString &id, const QString &type, const QString &mac) {
        raw.send(
            u"<message to='%1' id='%2' type='%3'><e2e xmlns='%4' id='%5'><header>%6</header><cmk>%7</cmk>"
            "<iv>AAAAAAAAAAAAAAAAAAAAAA</iv><data>AAAAAAAAAAAAAAAAAAAAAA</data><mac>%8</mac></e2e></message>"_s.arg(
                pair.server.jid(u"anselm"_s), id, type, e2eNs, sid,
                QString::fromLatin1(QByteArray(R"({"alg":"A256KW","enc":"A256CBC+HS512"})")
                        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)),
                QString(96, u'A'), mac));
    };
    broken(u"broken-1"_s, u"chat"_s, QString(86, u'A'));
    const auto first = nextMessage(raw, u"broken-1"_s);
    QCOMPARE(first.attribute(u"type"_s), u"error"_s);
    QCOMPARE(first.attribute(u"id"_s), u"broken-1"_s);
    QCOMPARE(errorCondition(first), u"bad-request"_s);
    QVERIFY2(xmlText(first).contains(u"decryption-failed"_s), qPrintable(xmlText(first)));
    // In another way broken, the same is said of it; an error is never answered.
    broken(u"broken-2"_s, u"error"_s, QString(86, u'A'));
    broken(u"broken-3"_s, u"chat"_s, QString(4, u'A'));
    const auto second = nextMessage(raw, u"broken-3"_s);
    QCOMPARE(xmlText(second.firstChildElement(u"error"_s)), xmlText(first.firstChildElement(u"error"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(pair.anselm->messagesWith(u"mira"_s).size(), 3, 20000);
    const auto shown = pair.anselm->messagesWith(u"mira"_s);
    QCOMPARE(shown[1].sealing, archive::Sealing::SealBroken);
    QCOMPARE(shown[1].body, QString());
    // Trying closed messages again, as after the next sign-in, says nothing twice.
    pair.restart(pair.anselm);
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"later"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"later"_s));
    QVERIFY(nextMessage(raw, u"broken-1"_s, 300).isNull());
    QVERIFY(nextMessage(raw, u"broken-2"_s, 300).isNull());
}

void SessionKeyStanzasTest::aRequestUnderALostKeyIsAnswered() // E-27
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const auto anselm = fullJid(*pair.mira, u"anselm"_s);
    auto answer = pair.mira->app().sealedStanzas().sendIq(false, anselm, query(u"jabber:iq:version"_s));
    const auto card = pair.card(*pair.mira);
    QVERIFY(card);
    pair.mira->app().keyRequests().refuse(card->id);
    const auto refused = await(answer, 60000);
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().condition, u"bad-request"_s);
    QVERIFY(refused.error().error.child(u"insufficient-information", e2eNs));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyStanzasTest)
#include "SessionKeyStanzasTest.moc"
