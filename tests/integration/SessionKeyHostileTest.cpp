// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "crypto/jose/Base64Url.h"
#include "crypto/jose/KeyRequests.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/SessionKeyPair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Strangers and contacts who mean harm: floods of sealed stanzas and of requests, foreign identifiers, seals that are
/// built to hurt. What friends do goes on.
class SessionKeyHostileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void strangersTakeNobodysPlace();
    void oneContactTakesNobodysPlace();
    void theIdentifierOfAnotherSenderOpensNothing();
    void cardsOfOneContactAreFew();
    void oversizedAndDeepStanzas();
};

namespace {

const auto e2eNs = u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s;

QString seal(const QString &sid, const QString &inside = {})
{
    const QString header = QString::fromLatin1(crypto::toBase64Url(R"({"alg":"A256KW","enc":"A256CBC+HS512"})"));
    const QString part = u"AAAAAAAAAAAAAAAAAAAAAA"_s;
    return u"<e2e xmlns='%1' id='%2'><header>%3</header><cmk>%4</cmk><iv>%4</iv><data>%4</data><mac>%4</mac>%5</e2e>"_s
        .arg(e2eNs, sid, header, part, inside);
}

QString fullJid(TestClient &seenBy, const QString &user)
{
    return seenBy.app().roster().resources(seenBy.jid(user)).value(0).toString();
}

bool isAlive(RawXmppStream &raw, const QString &client)
{
    return !askClient(raw, u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, client).isNull();
}

} // namespace

void SessionKeyHostileTest::strangersTakeNobodysPlace() // E-53, E-27
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const QString anselm = fullJid(*pair.mira, u"anselm"_s);
    RawXmppStream eve;
    QVERIFY(eve.open({pair.server.port(), u"eve"_s, u"secret-eve"_s, pair.server.caFile()}));
    for (int i = 0; i < 130; ++i) {
        eve.send(u"<iq type='get' id='f%1' to='%2'>%3</iq>"_s.arg(i).arg(anselm, seal(u"iq-%1"_s.arg(i))));
        eve.send(u"<message type='chat' id='m%1' to='%2'>%3</message>"_s.arg(i).arg(anselm, seal(u"msg-%1"_s.arg(i))));
    }
    // Every request is answered, and nothing is asked of her: that would tell her that Anselm is there.
    QDomElement last;
    QVERIFY(waitUntil(
        [&] {
            last = eve.answer(u"f129"_s, 5);
            return !last.isNull();
        },
        60000));
    QVERIFY(xmlText(last).contains(u"insufficient-information"_s));
    QVERIFY(pair.anselm->app().keyAsker().wanted() <= app::SessionKeyAsker::mostWantedOfStrangers);
    QVERIFY(!pair.server.log().contains(u"<keyreq"_s));
    // Mira's message and request are opened as ever.
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"through the crowd"_s));
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"through the crowd"_s, 40000));
    auto answer = pair.mira->app().sealedStanzas().sendIq(
        false, *crypto::Jid::parse(anselm), crypto::XmlElement(u"query"_s, u"jabber:iq:version"_s));
    QVERIFY(pair.approve(*pair.anselm)); // for the key of the answer
    const auto version = await(answer, 60000);
    QVERIFY2(version.has_value(), version ? "" : qPrintable(version.error().detail));
}

void SessionKeyHostileTest::oneContactTakesNobodysPlace()
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const QString mira = fullJid(*pair.anselm, u"mira"_s);
    // Another program of Anselm's, a contact, which never gives a key.
    RawXmppStream raw;
    QVERIFY(raw.open({pair.server.port(), u"anselm"_s, u"secret-anselm"_s, pair.server.caFile()}));
    const int most = app::SealedStanzas::mostWaitingOfOne;
    for (int i = 0; i <= most; ++i) {
        raw.send(u"<iq type='get' id='f%1' to='%2'>%3</iq>"_s.arg(i).arg(mira, seal(u"iq-%1"_s.arg(i))));
    }
    const auto refused = [&] {
        QDomElement answer;
        waitUntil(
            [&] {
                answer = raw.answer(u"f%1"_s.arg(most), 5);
                return !answer.isNull();
            },
            20000);
        return answer;
    }();
    QVERIFY(xmlText(refused).contains(u"insufficient-information"_s));
    QVERIFY(raw.answer(u"f0"_s, 100).isNull()); // those wait for their keys
    for (int i = 0; i < 150; ++i) {
        raw.send(u"<message type='chat' id='m%1' to='%2'>%3</message>"_s.arg(i).arg(mira, seal(u"msg-%1"_s.arg(i))));
    }
    QVERIFY(isAlive(raw, mira));
    QTRY_VERIFY_WITH_TIMEOUT(pair.mira->messagesWith(u"anselm"_s).size() >= 150, 60000);
    QVERIFY(pair.mira->app().keyAsker().wanted() <= app::SessionKeyAsker::mostWantedOfOne);
}

void SessionKeyHostileTest::theIdentifierOfAnotherSenderOpensNothing() // E-20
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"under my key"_s));
    const auto card = pair.card(*pair.mira);
    QVERIFY(card);
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"under my key"_s));
    const QString anselm = fullJid(*pair.mira, u"anselm"_s);
    RawXmppStream eve;
    QVERIFY(eve.open({pair.server.port(), u"eve"_s, u"secret-eve"_s, pair.server.caFile()}));
    // Mira's own seal, in Eve's name: the whole of it, as it stands in the server's log.
    const QString log = pair.server.log();
    const auto from = log.indexOf(u"<e2e "_s);
    const QString stolen = log.mid(from, log.indexOf(u"</e2e>"_s, from) + 6 - from);
    QVERIFY(stolen.contains(card->sid));
    eve.send(u"<message type='chat' id='stolen' to='%1'>%2</message>"_s.arg(anselm, stolen));
    eve.send(u"<message type='chat' id='foreign' to='%1'>%2</message>"_s.arg(anselm, seal(card->sid)));
    QVERIFY(isAlive(eve, anselm));
    QTRY_COMPARE_WITH_TIMEOUT(pair.anselm->messagesWith(u"eve"_s).size(), 2, 20000);
    for (const auto &message : pair.anselm->messagesWith(u"eve"_s)) {
        QVERIFY(archive::isClosed(message.sealing));
        QVERIFY(message.body.isEmpty());
    }
    // The key of that name goes on opening what Mira sends.
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"still mine"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"still mine"_s));
}

void SessionKeyHostileTest::cardsOfOneContactAreFew() // E-57, E-59
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"who wants this key"_s));
    const auto card = pair.card(*pair.mira);
    QVERIFY(card);
    const QString mira = fullJid(*pair.anselm, u"mira"_s);
    RawXmppStream raw;
    QVERIFY(raw.open({pair.server.port(), u"anselm"_s, u"secret-anselm"_s, pair.server.caFile()}));
    QStringList ids;
    for (int i = 0; i < app::KeyRequestController::mostCardsOfOne + 2; ++i) {
        const auto key = crypto::RequestKey::make(2048);
        QVERIFY(key.has_value());
        ids << raw.sendIq(u"get"_s,
            u"<keyreq xmlns='%1' id='%2'><pkey>%3</pkey></keyreq>"_s.arg(
                e2eNs, card->sid, QString::fromLatin1(crypto::toBase64Url(crypto::JwkSet::write({key->publicKey()})))),
            mira);
    }
    QDomElement refused;
    QVERIFY(waitUntil(
        [&] {
            refused = raw.answer(ids.last(), 5);
            return !refused.isNull();
        },
        20000));
    QCOMPARE(errorCondition(refused), u"resource-constraint"_s);
    QCOMPARE(pair.mira->app().keyRequests().cards().size(), app::KeyRequestController::mostCardsOfOne);
    // The one who was first is still there to be approved.
    pair.mira->app().keyRequests().approve(card->id, true);
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"who wants this key"_s));
}

void SessionKeyHostileTest::oversizedAndDeepStanzas() // E-11, E-24, E-25
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"so that there is a key"_s));
    const auto card = pair.card(*pair.mira);
    QVERIFY(card && pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"so that there is a key"_s));
    const QString anselm = fullJid(*pair.mira, u"anselm"_s);
    RawXmppStream raw;
    QVERIFY(raw.open({pair.server.port(), u"mira"_s, u"secret-mira"_s, pair.server.caFile()}));
    const QString deep = QString(u"<a>"_s).repeated(500) + QString(u"</a>"_s).repeated(500);
    const QString wide = QString(u"<a/>"_s).repeated(20000);
    const QString long_ = QString(200'000, u'A');
    const QStringList hostile{seal(card->sid, deep), seal(card->sid, wide), seal(QString(60'000, u's')),
        seal(card->sid).replace(u"<mac>AAAAAAAAAAAAAAAAAAAAAA"_s, u"<mac>"_s + long_),
        seal(card->sid).replace(u"<data>AAAAAAAAAAAAAAAAAAAAAA"_s, u"<data>"_s + long_),
        seal(card->sid).replace(u"<header>"_s, u"<header>"_s + long_), seal(card->sid) + seal(u"another"_s),
        u"<e2e xmlns='%1' id='%2'/>"_s.arg(e2eNs, card->sid), u"<e2e xmlns='%1'/>"_s.arg(e2eNs)};
    for (qsizetype i = 0; i < hostile.size(); ++i) {
        raw.send(u"<message type='chat' id='h%1' to='%2'>%3</message>"_s.arg(i).arg(anselm, hostile[i]));
    }
    QElapsedTimer timer;
    timer.start();
    QVERIFY2(isAlive(raw, anselm), qPrintable(raw.errorText()));
    QVERIFY(timer.elapsed() < 15000);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"and on we go"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"and on we go"_s));
    for (const auto &message : pair.anselm->messagesWith(u"mira"_s)) {
        const bool mine = message.body == u"and on we go"_s || message.body == u"so that there is a key"_s;
        QVERIFY(mine || archive::isClosed(message.sealing));
    }
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyHostileTest)
#include "SessionKeyHostileTest.moc"
