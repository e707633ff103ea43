// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/base/XmlElement.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Code = CryptoError::Code;

class XmlElementTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrip();
    void escaping();
    void namespaces();
    void refused_data();
    void refused();
    void limits();
    void fragments();
    void forbiddenCharactersAreLeftOut();
};

void XmlElementTest::roundTrip()
{
    const QByteArray xml = "<a xmlns='n' b='1' xml:lang='de'>x<c>&#228;&lt;</c> y<d xmlns='m'/><!-- gone --></a>";
    const auto element = XmlElement::parse(xml);
    QVERIFY(element);
    QCOMPARE(element->text(), u"x y"_s);
    QCOMPARE(element->childText(u"c", u"n"), u"ä<"_s);
    QVERIFY(element->child(u"d", u"m") && !element->child(u"d", u"n"));
    const auto again = XmlElement::parse(element->toXml());
    QVERIFY(again);
    QCOMPARE(*again, *element);
}

void XmlElementTest::escaping()
{
    const QString hostile = u"</body><x a=\"'&amp;]]>\r\n\t\u2028👋"_s;
    XmlElement element(u"body"_s, u"jabber:client"_s);
    element.setAttribute(u"a"_s, hostile).setText(hostile);
    const auto parsed = XmlElement::parse(element.toXml());
    QVERIFY(parsed);
    QCOMPARE(parsed->text(), hostile);
    QCOMPARE(parsed->attribute(u"a"), hostile);
}

void XmlElementTest::namespaces()
{
    const auto element = XmlElement::parse("<p:a xmlns:p='n' xmlns:q='m' q:b='1' b='2'><p:c/><c/></p:a>");
    QVERIFY(element);
    QVERIFY(element->is(u"a", u"n"));
    QCOMPARE(element->attribute(u"b"), u"2"_s);
    QVERIFY(element->child(u"c", u"n") && element->child(u"c", {}));
    QCOMPARE(*XmlElement::parse(element->toXml()), *element);
}

// O-02, E-25: no DTD, no entities, no processing instructions
void XmlElementTest::refused_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("unclosed") << QByteArray("<a><b></a>");
    QTest::newRow("two roots") << QByteArray("<a/><b/>");
    QTest::newRow("text after") << QByteArray("<a/>x");
    QTest::newRow("DTD") << QByteArray("<!DOCTYPE a><a/>");
    QTest::newRow("entities") << QByteArray("<!DOCTYPE a [<!ENTITY e 'eeee'>]><a>&e;</a>");
    QTest::newRow("unknown entity") << QByteArray("<a>&nbsp;</a>");
    QTest::newRow("instruction") << QByteArray("<a><?php x?></a>");
    QTest::newRow("prefix") << QByteArray("<p:a/>");
    QTest::newRow("bad UTF-8") << QByteArray("<a>\xc3(</a>");
    QTest::newRow("Latin-1") << QByteArray("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe4</a>");
    QTest::newRow("control") << QByteArray("<a>&#1;</a>");
    QTest::newRow("twice") << QByteArray("<a b='1' b='2'/>");
}

void XmlElementTest::refused()
{
    QFETCH(const QByteArray, xml);
    QVERIFY(!XmlElement::parse(xml));
}

void XmlElementTest::limits()
{
    QCOMPARE(XmlElement::parse(QByteArray("<a>").repeated(100) + QByteArray("</a>").repeated(100)).error().code,
        Code::TooLarge);
    QVERIFY(XmlElement::parse(QByteArray("<a>").repeated(64) + QByteArray("</a>").repeated(64)));
    QCOMPARE(XmlElement::parse("<a>" + QByteArray("<b/>").repeated(10) + "</a>", {.elements = 10}).error().code,
        Code::TooLarge);
    QCOMPARE(XmlElement::parse("<a b='1' c='2'/>", {.attributes = 1}).error().code, Code::TooLarge);
    QCOMPARE(XmlElement::parse("<a>xxxxxx</a>", {.bytes = 10}).error().code, Code::TooLarge);
    // Deep input must not use up the stack before it is refused.
    QVERIFY(!XmlElement::parse(QByteArray("<a>").repeated(1'000'000)));
}

void XmlElementTest::fragments()
{
    const auto items = XmlElement::parseFragment("<a/> \n <b xmlns='m'/>", u"n"_s);
    QVERIFY(items);
    QCOMPARE(items->size(), 2U);
    QVERIFY(items->at(0).is(u"a", u"n") && items->at(1).is(u"b", u"m"));
    QVERIFY(XmlElement::parseFragment({}, u"n"_s)->empty());
    QVERIFY(!XmlElement::parseFragment("<a/>text", u"n"_s));
    QVERIFY(!XmlElement::parseFragment("</w><w>", u"n"_s));
    QVERIFY(!XmlElement::parseFragment("<!DOCTYPE a><a/>", u"n"_s));
}

void XmlElementTest::forbiddenCharactersAreLeftOut()
{
    XmlElement element(u"a"_s);
    element.setText(u"x\u0001y"_s + QChar(0xD800) + u"z"_s + QChar(0xFFFF) + QChar(u'\0'));
    QCOMPARE(element.toXml(), "<a>xyz</a>");
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::XmlElementTest)
#include "XmlElementTest.moc"
