// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/jose/StampRules.h"
#include "crypto/jose/StanzaEnvelope.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

namespace {

const QByteArray good = "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' "
                        "stamp='2026-02-14T19:22:31.012Z'/><message xmlns='jabber:client' from='a@x.org' to='b@x.org' "
                        "type='chat'><body>hi</body></message></forwarded>";

QDateTime utc(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs);
}

} // namespace

class StanzaEnvelopeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void written();
    void read();
    void refused_data();
    void refused();
    void stamps_data();
    void stamps();
    void serverNamespace();
};

// E-05, E-06
void StanzaEnvelopeTest::written()
{
    XmlElement message(u"message"_s, u"jabber:client"_s);
    message.setAttribute(u"to"_s, u"b@x.org"_s).appendTextElement(u"body"_s, u"1 < 2 & \u00e4"_s);
    const auto stamp = utc(u"2026-02-14T19:22:31.012Z"_s);
    const auto text = StanzaEnvelope{stamp, message}.toXml();
    QCOMPARE(text,
        "<forwarded xmlns=\"urn:xmpp:forward:0\"><delay xmlns=\"urn:xmpp:delay\" "
        "stamp=\"2026-02-14T19:22:31.012Z\"/><message xmlns=\"jabber:client\" to=\"b@x.org\">"
        "<body>1 &lt; 2 &amp; \xc3\xa4</body></message></forwarded>");
    const auto read = StanzaEnvelope::parse(text);
    QVERIFY(read);
    QCOMPARE(read->stamp, stamp);
    QVERIFY(read->stanza == message);
}

// E-07, E-25: also with white space, comments and the declaration that writers put in
void StanzaEnvelopeTest::read()
{
    const auto plain = StanzaEnvelope::parse(good);
    QVERIFY(plain);
    const auto spaced
        = StanzaEnvelope::parse("<?xml version='1.0'?>\n" + QByteArray(good).replace("><", ">\n <!-- x --><"));
    QVERIFY(spaced);
    QCOMPARE(spaced->stanza.childText(u"body", u"jabber:client"), u"hi"_s);
    QCOMPARE(spaced->stamp, plain->stamp);
    for (const auto *kind : {"iq", "presence"}) {
        const auto other = StanzaEnvelope::parse(QByteArray(good).replace("message", kind));
        QVERIFY(other);
        QCOMPARE(other->stanza.name().toLatin1(), QByteArray(kind));
    }
    const auto swapped = QByteArray(good).replace("<message", "<x").replace("</message>", "</x>");
    QVERIFY(!StanzaEnvelope::parse(swapped));
}

// E-25
void StanzaEnvelopeTest::refused_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto with = [](const QByteArray &from, const QByteArray &to) { return QByteArray(good).replace(from, to); };
    const QByteArray message = good.sliced(good.indexOf("<message")).replace("</forwarded>", "");
    const QByteArray delay = "<delay xmlns='urn:xmpp:delay' stamp='2026-02-14T19:22:31.012Z'/>";
    QTest::newRow("no namespace on the stanza") << with(" xmlns='jabber:client'", "");
    QTest::newRow("other namespace on the stanza") << with("jabber:client", "jabber:component:accept");
    QTest::newRow("two stanzas") << with(message, message + message);
    QTest::newRow("message and iq") << with(message, message + "<iq xmlns='jabber:client'/>");
    QTest::newRow("no stanza") << with(message, "");
    QTest::newRow("no delay") << with(delay, "");
    QTest::newRow("two delays") << with(delay, delay + delay);
    QTest::newRow("other element") << with(delay, delay + "<x xmlns='urn:x'/>");
    QTest::newRow("other delay") << with("urn:xmpp:delay", "jabber:x:delay");
    QTest::newRow("text") << with(delay, delay + "hello");
    QTest::newRow("other root") << with("urn:xmpp:forward:0", "urn:xmpp:forward:1");
    QTest::newRow("a stanza alone") << message;
    QTest::newRow("two roots") << good + good;
    QTest::newRow("DTD") << "<!DOCTYPE x [<!ENTITY e 'e'>]>" + good;
    QTest::newRow("entity") << with("hi", "&e;");
    QTest::newRow("processing instruction") << with("hi", "<?php x?>");
    QTest::newRow("bad UTF-8") << with("hi", "h\xff");
    QTest::newRow("cut") << good.chopped(1);
    QTest::newRow("deep") << with("hi", QByteArray("<x>").repeated(80) + QByteArray("</x>").repeated(80));
    QTest::newRow("no XML") << QByteArray("hello");
    QTest::newRow("nothing") << QByteArray();
}

void StanzaEnvelopeTest::refused()
{
    QFETCH(const QByteArray, text);
    QVERIFY(StanzaEnvelope::parse(good));
    const auto envelope = StanzaEnvelope::parse(text);
    QVERIFY(!envelope);
    QCOMPARE(envelope.error().code, CryptoError::Code::MalformedInput);
}

// E-44
void StanzaEnvelopeTest::stamps_data()
{
    QTest::addColumn<QByteArray>("stamp");
    QTest::addColumn<QString>("utc"); // empty = bad
    const auto row = [](const char *stamp, const QString &time) { QTest::newRow(stamp) << QByteArray(stamp) << time; };
    row("2026-02-14T19:22:31.012Z", u"2026-02-14T19:22:31.012Z"_s);
    row("2026-02-14T19:22:31Z", u"2026-02-14T19:22:31.000Z"_s);
    row("2026-02-14T19:22:31.5Z", u"2026-02-14T19:22:31.500Z"_s);
    row("2026-02-14T19:22:31.012999Z", u"2026-02-14T19:22:31.012Z"_s);
    row("1492-05-12T20:07:37.012Z", u"1492-05-12T20:07:37.012Z"_s); // the draft's own
    row("2026-02-14T19:22:31+00:00", {});
    row("2026-02-14T21:22:31+02:00", {});
    row("2026-02-14T19:22:31", {});
    row("2026-02-14 19:22:31Z", {});
    row("2026-02-14T19:22Z", {});
    row("2026-02-14T19:22:31.Z", {});
    row("2026-02-30T19:22:31Z", {});
    row("2026-02-14T25:22:31Z", {});
    row("20260214T19:22:31Z", {});
    row(" 2026-02-14T19:22:31Z", {});
    row("2026-02-14T19:22:31z", {});
    row("yesterday", {});
    row("", {});
}

void StanzaEnvelopeTest::stamps()
{
    QFETCH(const QByteArray, stamp);
    QFETCH(const QString, utc);
    const auto envelope = StanzaEnvelope::parse(QByteArray(good).replace("2026-02-14T19:22:31.012Z", stamp));
    QVERIFY(envelope); // a stamp that cannot be read is told as a bad timestamp, not as a broken seal
    QCOMPARE(envelope->stamp.isValid(), !utc.isEmpty());
    if (!utc.isEmpty()) {
        QCOMPARE(StampRules::write(envelope->stamp), utc);
    }
}

void StanzaEnvelopeTest::serverNamespace()
{
    const auto text = QByteArray(good).replace("jabber:client", "jabber:server").replace("hi", "hi<x xmlns='urn:x'/>");
    const auto envelope = StanzaEnvelope::parse(text);
    QVERIFY(envelope);
    QCOMPARE(envelope->stanza.ns(), u"jabber:client"_s);
    QCOMPARE(envelope->stanza.attribute(u"type"), u"chat"_s);
    const auto *body = envelope->stanza.child(u"body", u"jabber:client");
    QVERIFY(body);
    QCOMPARE(body->text(), u"hi"_s);
    QVERIFY(body->child(u"x", u"urn:x"));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::StanzaEnvelopeTest)
#include "StanzaEnvelopeTest.moc"
