// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/identity/Jid.h"
#include "crypto/identity/KeyFingerprint.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

class JidTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalAddresses();
    void parts();
    void refused_data();
    void refused();
    void fingerprints();
};

// O-37
void JidTest::equalAddresses()
{
    const auto jid = BareJid::parse(u"jüliet@example.org"_s);
    QVERIFY(jid);
    QCOMPARE(BareJid::parse(u"JÜLIET@EXAMPLE.ORG"_s), jid);
    QCOMPARE(BareJid::parse(u"ju\u0308liet@example.org"_s), jid);
    QCOMPARE(BareJid::parse(u"JU\u0308LIET@Example.org./Balcony"_s), jid);
    QCOMPARE(qHash(*BareJid::parse(u"Jüliet@example.org"_s)), qHash(*jid));
    QVERIFY(BareJid::parse(u"juliet@example.org"_s) != jid);
    QVERIFY(BareJid::parse(u"jüliet@example.net"_s) != jid);
}

void JidTest::parts()
{
    const auto jid = Jid::parse(u"Anna@Example.org/My/Phone"_s);
    QVERIFY(jid);
    QCOMPARE(jid->bare().toString(), u"anna@example.org"_s);
    QCOMPARE(jid->bare().local(), u"anna"_s);
    QCOMPARE(jid->bare().domain(), u"example.org"_s);
    QCOMPARE(jid->resource(), u"My/Phone"_s); // keeps its case
    QCOMPARE(jid->toString(), u"anna@example.org/My/Phone"_s);
    QCOMPARE(BareJid::parse(u"example.org"_s)->local(), QString());
    QVERIFY(BareJid::parse(u"anna@[::1]"_s));
    QVERIFY(BareJid().isEmpty() && Jid().isEmpty());
}

void JidTest::refused_data()
{
    QTest::addColumn<QString>("text");
    for (const auto &text : {u""_s, u"@example.org"_s, u"anna@"_s, u"a b@example.org"_s, u"a\n@example.org"_s,
             u"a@b@c"_s, u"a&b@example.org"_s, u"a<b@example.org"_s, u"anna@exa mple.org"_s, u"anna@exam\nple.org"_s,
             QString(u'x').repeated(1024) + u"@example.org"_s}) {
        QTest::addRow("%s", qPrintable(text.left(20))) << text;
    }
}

void JidTest::refused()
{
    QFETCH(const QString, text);
    QVERIFY(!BareJid::parse(text));
    QVERIFY(!Jid::parse(text + u"/x"_s));
    QVERIFY(!Jid::parse(u"anna@example.org/"_s));
}

// O-14
void JidTest::fingerprints()
{
    const auto upper = KeyFingerprint::parse(u"0DD3AAAA0DD3BBBB0DD3CCCC0DD3DDDD0DD32201"_s);
    QVERIFY(upper);
    QCOMPARE(KeyFingerprint::parse(u"0dd3aaaa 0dd3bbbb 0dd3cccc 0dd3dddd 0dd32201"_s), upper);
    QCOMPARE(upper->grouped(), u"0DD3 AAAA 0DD3 BBBB 0DD3 CCCC 0DD3 DDDD 0DD3 2201"_s);
    QCOMPARE(upper->ending(), u"0DD32201"_s);
    QVERIFY(!KeyFingerprint::parse(u"0DD3"_s));
    QVERIFY(!KeyFingerprint::parse(QString(64, u'A'))); // not version 4 (R30)
    QVERIFY(!KeyFingerprint::parse(QString(39, u'A') + u"G"_s));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::JidTest)
#include "JidTest.moc"
