// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/ox/ContentElement.h"
#include "crypto/ox/ContentElementRules.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Kind = ContentElement::Kind;

class ContentElementTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrip();
    void paddingVaries();
    void peersAreRead();
    void zones_data();
    void zones();
    void kindsNeedTheirParts();
    void rules();
    void limits();
};

namespace {

ContentElement sample()
{
    ContentElement content;
    content.to = {*BareJid::parse(u"ben@example.org"_s)};
    content.time = QDateTime::fromString(u"2026-02-14T19:22:31Z"_s, Qt::ISODate);
    XmlElement body(u"body"_s, u"jabber:client"_s);
    content.payload.push_back(body.setText(u"hi"_s));
    return content;
}

} // namespace

void ContentElementTest::roundTrip()
{
    for (const auto kind : {Kind::Signcrypt, Kind::Sign, Kind::Crypt}) {
        auto content = sample();
        content.kind = kind;
        const auto parsed = ContentElement::parse(content.toXml());
        QVERIFY(parsed);
        QCOMPARE(parsed->kind, kind);
        QCOMPARE(parsed->to, content.to);
        QCOMPARE(parsed->time, content.time);
        QVERIFY(parsed->payload == content.payload);
        QVERIFY(content.toXml().contains("2026-02-14T19:22:31Z")); // R23
    }
}

// O-08
void ContentElementTest::paddingVaries()
{
    QSet<qsizetype> lengths;
    for (int i = 0; i < 100; ++i) {
        lengths.insert(sample().toXml().size());
    }
    QVERIFY(lengths.size() > 20);
    auto unpadded = sample();
    unpadded.kind = Kind::Sign;
    QVERIFY(!unpadded.toXml().contains("rpad"));
}

// Interop 3.1 and 3.2: as profanity and Gajim write it
void ContentElementTest::peersAreRead()
{
    const auto profanity = ContentElement::parse(
        "<signcrypt xmlns=\"urn:xmpp:openpgp:0\"><to jid=\"bob@localhost\"/><time stamp=\"2026-11-21T02:38:09+0000\"/>"
        "<rpad>WflB\\gQBbC</rpad><payload><body xmlns=\"jabber:client\">hello</body></payload></signcrypt>");
    QVERIFY(profanity);
    QCOMPARE(profanity->time, QDateTime::fromString(u"2026-11-21T02:38:09Z"_s, Qt::ISODate));
    const auto gajim = ContentElement::parse(
        "<signcrypt xmlns=\"urn:xmpp:openpgp:0\"><to jid=\"Alice@localhost/desk\" /><time "
        "stamp=\"2026-11-21T03:04:54Z\" />"
        "<rpad>abc</rpad><payload><body xmlns=\"jabber:client\">x</body><request xmlns=\"urn:xmpp:receipts\" />"
        "<markable xmlns=\"urn:xmpp:chat-markers:0\" /></payload></signcrypt>");
    QVERIFY(gajim);
    QCOMPARE(gajim->payload.size(), 3U);
    QVERIFY(ContentElementRules::isAddressedTo(*gajim, *BareJid::parse(u"alice@localhost"_s)));
}

// R23, O-07
void ContentElementTest::zones_data()
{
    QTest::addColumn<QByteArray>("stamp");
    QTest::addColumn<QString>("utc"); // empty = refused
    QTest::newRow("Z") << QByteArray("2026-02-14T19:22:31Z") << u"2026-02-14T19:22:31Z"_s;
    QTest::newRow("fraction") << QByteArray("2026-02-14T19:22:31.500Z") << u"2026-02-14T19:22:31.500Z"_s;
    QTest::newRow("offset") << QByteArray("2026-02-14T21:22:31+02:00") << u"2026-02-14T19:22:31Z"_s;
    QTest::newRow("profanity") << QByteArray("2026-02-14T19:22:31+0000") << u"2026-02-14T19:22:31Z"_s;
    QTest::newRow("none") << QByteArray("2026-02-14T19:22:31") << u"2026-02-14T19:22:31Z"_s;
    QTest::newRow("empty") << QByteArray("") << QString();
    QTest::newRow("word") << QByteArray("yesterday") << QString();
    QTest::newRow("month") << QByteArray("2026-13-14T19:22:31Z") << QString();
}

void ContentElementTest::zones()
{
    QFETCH(const QByteArray, stamp);
    QFETCH(const QString, utc);
    const auto content = ContentElement::parse(sample().toXml().replace("2026-02-14T19:22:31Z", stamp));
    QCOMPARE(content.has_value(), !utc.isEmpty());
    if (content) {
        QCOMPARE(content->time, QDateTime::fromString(utc, Qt::ISODateWithMs));
    }
}

// O-02, O-06, O-07, O-09
void ContentElementTest::kindsNeedTheirParts()
{
    const QByteArray crypt = "<crypt xmlns='urn:xmpp:openpgp:0'><time stamp='2026-02-14T19:22:31Z'/><payload/></crypt>";
    QVERIFY(ContentElement::parse(crypt));
    QVERIFY(!ContentElement::parse(QByteArray(crypt).replace("crypt", "signcrypt")));
    QVERIFY(!ContentElement::parse(QByteArray(crypt).replace("crypt", "sign")));
    QVERIFY(!ContentElement::parse(QByteArray(crypt).replace("<payload/>", "")));
    QVERIFY(!ContentElement::parse(QByteArray(crypt).replace("<payload/>", "<payload/><payload/>")));
    QVERIFY(!ContentElement::parse(QByteArray(crypt).replace("<crypt ", "<!DOCTYPE x><crypt ")));
    QVERIFY(!ContentElement::parse(QByteArray(crypt).replace("crypt", "decrypt")));
}

void ContentElementTest::rules()
{
    using State = OpenPgpSignature::State;
    const auto key = *KeyFingerprint::parse(QString(40, u'A'));
    OpenedOpenPgp message{{}, true, {{State::Valid, key, {}, {}}}};
    QVERIFY(ContentElementRules::isSigncrypt(sample(), message));
    QCOMPARE(ContentElementRules::onlySigner(message), key);
    message.encrypted = false;
    QVERIFY(!ContentElementRules::isSigncrypt(sample(), message)); // O-03
    message = {{}, true, {}};
    QVERIFY(!ContentElementRules::isSigncrypt(sample(), message));
    for (const auto state : {State::Invalid, State::KeyMissing, State::KeyExpired, State::KeyRevoked}) {
        QVERIFY(!ContentElementRules::onlySigner({{}, true, {{state, key, {}, {}}}})); // O-10
    }
    QVERIFY(!ContentElementRules::onlySigner({{}, true, {{State::Valid, {}, {}, {}}}}));
    QVERIFY(!ContentElementRules::onlySigner({{}, true, {{State::Valid, key, {}, {}}, {State::Valid, key, {}, {}}}}));
    PublicKey described;
    const auto anna = *BareJid::parse(u"anna@example.org"_s);
    described.userIds = {u"Anna <anna@example.org>"_s, u"anna@example.org"_s, u"xmpp:anna@example.org/phone"_s};
    QVERIFY(!ContentElementRules::belongsTo(described, anna));
    described.userIds.append(u"xmpp:Anna@Example.org"_s);
    QVERIFY(ContentElementRules::belongsTo(described, anna)); // O-37
    QVERIFY(!ContentElementRules::belongsTo(described, BareJid()));
    const auto now = QDateTime::currentDateTimeUtc();
    QVERIFY(!ContentElementRules::timeIsOdd(now, now.addSecs(300)));
    QVERIFY(ContentElementRules::timeIsOdd(now, now.addSecs(301)));
    QVERIFY(ContentElementRules::timeIsOdd(now.addSecs(301), now));
    QVERIFY(ContentElementRules::timeIsOdd(now, {}));
}

void ContentElementTest::limits()
{
    auto content = sample();
    content.payload.push_back(XmlElement(u"x"_s).setText(QString(2 * 1024 * 1024, u'x')));
    QCOMPARE(ContentElement::parse(content.toXml()).error().code, CryptoError::Code::TooLarge);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ContentElementTest)
#include "ContentElementTest.moc"
