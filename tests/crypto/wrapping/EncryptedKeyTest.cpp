// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/wrapping/EncryptedKey.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Code = CryptoError::Code;

class EncryptedKeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keyRoundTrip();
    void dataRoundTrip();
    void orderOfTheXepIsRead();
    void nameInsideKeyValueIsRead();
    void refused_data();
    void refused();
    void refusedData_data();
    void refusedData();
    void tooLarge();
};

namespace {

EncryptedKey sample()
{
    return {u"http://www.w3.org/2009/xmlenc11#rsa-oaep"_s, u"http://www.w3.org/2001/04/xmlenc#sha256"_s,
        u"http://www.w3.org/2009/xmlenc11#mgf1sha256"_s, "label", u"PUBLIC"_s, QByteArray("\0\1\2wrapped", 10),
        u"DATA"_s};
}

const QByteArray keyXml
    = "<EncryptedKey xmlns='http://www.w3.org/2001/04/xmlenc#'><CarriedKeyName>DATA</CarriedKeyName>"
      "<EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#rsa-1_5'/>"
      "<KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'><KeyName> PUBLIC </KeyName></KeyInfo>"
      "<CipherData><CipherValue>\n  AAEC\n  </CipherValue></CipherData></EncryptedKey>";
const QByteArray dataXml = "<EncryptedData xmlns='http://www.w3.org/2001/04/xmlenc#'>"
                           "<EncryptionMethod Algorithm='http://www.w3.org/2009/xmlenc11#aes256-gcm'/>"
                           "<KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'><KeyName>DATA</KeyName></KeyInfo>"
                           "<CipherData><CipherValue>AAEC</CipherValue></CipherData></EncryptedData>";

CryptoResult<EncryptedKey> readKey(const QByteArray &xml)
{
    return EncryptedKey::fromXml(XmlElement::parse(xml).value_or(XmlElement()));
}

CryptoResult<EncryptedData> readData(const QByteArray &xml)
{
    return EncryptedData::fromXml(XmlElement::parse(xml).value_or(XmlElement()));
}

} // namespace

// A-13, R04: the order that the schema has
void EncryptedKeyTest::keyRoundTrip()
{
    const auto element = sample().toXml();
    QStringList names;
    for (const auto *child : element.elements()) {
        names.append(child->name());
    }
    QCOMPARE(names, (QStringList{u"EncryptionMethod"_s, u"KeyInfo"_s, u"CipherData"_s, u"CarriedKeyName"_s}));
    const auto parsed = readKey(element.toXml());
    QVERIFY(parsed);
    QCOMPARE(*parsed, sample());
}

void EncryptedKeyTest::dataRoundTrip()
{
    const EncryptedData part{u"http://www.w3.org/2009/xmlenc11#aes256-gcm"_s, u"DATA"_s, QByteArray(5000, 'x')};
    const auto element = part.toXml();
    QCOMPARE(element.attribute(u"Type"), u"http://www.w3.org/2001/04/xmlenc#Content"_s);
    QCOMPARE(*readData(element.toXml()), part);
}

// R04, R08
void EncryptedKeyTest::orderOfTheXepIsRead()
{
    const auto key = readKey(keyXml);
    QVERIFY(key);
    QCOMPARE(key->carriedKeyName, u"DATA"_s);
    QCOMPARE(key->keyName, u"PUBLIC"_s);
    QCOMPARE(key->cipherValue, QByteArray("\0\1\2", 3));
    QVERIFY(key->digest.isEmpty() && key->mgf.isEmpty() && key->oaepParams.isEmpty());
    const auto nameless = readKey(QByteArray(keyXml).replace("<KeyName> PUBLIC </KeyName>", ""));
    QVERIFY(nameless && nameless->keyName.isEmpty());
}

// R05
void EncryptedKeyTest::nameInsideKeyValueIsRead()
{
    const auto key = readKey(
        QByteArray(keyXml).replace("<KeyName>", "<KeyValue><KeyName>").replace("</KeyName>", "</KeyName></KeyValue>"));
    QVERIFY(key);
    QCOMPARE(key->keyName, u"PUBLIC"_s);
}

void EncryptedKeyTest::refused_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::addColumn<int>("code");
    const auto with = [](const char *from, const char *to) { return QByteArray(keyXml).replace(from, to); };
    QTest::newRow("other element") << QByteArray("<x/>") << int(Code::MalformedInput);
    QTest::newRow("other namespace") << with("2001/04/xmlenc#'", "x'") << int(Code::MalformedInput);
    QTest::newRow("no method") << with(" Algorithm", " Other") << int(Code::Unsupported);
    QTest::newRow("no value, A-13") << with("CipherValue>", "CipherOther>") << int(Code::Unsupported);
    QTest::newRow("reference") << with("<CipherValue>\n  AAEC\n  </CipherValue>", "<CipherReference URI='http://x/'/>")
                               << int(Code::Unsupported);
    QTest::newRow("retrieval") << with("<KeyName>", "<RetrievalMethod URI='http://x/'/><KeyName>")
                               << int(Code::Unsupported);
    QTest::newRow("no Base64") << with("AAEC", "AA-C") << int(Code::MalformedInput);
    QTest::newRow("long name") << with("DATA", QByteArray(2000, 'x').constData()) << int(Code::TooLarge);
}

void EncryptedKeyTest::refused()
{
    QFETCH(const QByteArray, xml);
    QFETCH(const int, code);
    const auto key = readKey(xml);
    QVERIFY(!key);
    QCOMPARE(int(key.error().code), code);
}

void EncryptedKeyTest::refusedData_data()
{
    QTest::addColumn<QByteArray>("xml");
    const auto with = [](const char *from, const char *to) { return QByteArray(dataXml).replace(from, to); };
    QTest::newRow("type") << with("<EncryptedData ", "<EncryptedData Type='http://www.w3.org/2009/xmlenc11#EXI' ");
    QTest::newRow("no method") << with(" Algorithm", " Other");
    QTest::newRow("no value") << with("CipherValue", "Other");
    QTest::newRow("key") << keyXml;
}

void EncryptedKeyTest::refusedData()
{
    QFETCH(const QByteArray, xml);
    QVERIFY(!readData(xml));
    QVERIFY(readData(dataXml)); // no Type is accepted
}

//
void EncryptedKeyTest::tooLarge()
{
    auto element = XmlElement::parse(dataXml).value_or(XmlElement());
    QByteArray xml = dataXml;
    xml.replace("AAEC", QByteArray(12 * 1024 * 1024, 'A'));
    const auto parsed = XmlElement::parse(xml, {.bytes = 20 * 1024 * 1024});
    QVERIFY(parsed);
    QCOMPARE(EncryptedData::fromXml(*parsed).error().code, Code::TooLarge);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::EncryptedKeyTest)
#include "EncryptedKeyTest.moc"
