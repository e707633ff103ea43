// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/base/XmlElement.h"
#include "crypto/jose/Base64Url.h"
#include "crypto/jose/Jwk.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

class JwkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void base64Url_data();
    void base64Url();
    void symmetricKeys_data();
    void symmetricKeys();
    void symmetricKeyIsWritten();
    void thumbprint();
    void draftRequest();
    void sets_data();
    void sets();
    void writtenSetIsRead();
    void unusableKeys();
};

namespace {

// RFC 7638 section 3.1
const QString modulus
    = u"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRX"
      "jBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSq"
      "zs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINH"
      "aQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"_s;

RsaJwk sample()
{
    return {u"2011-04-29"_s, *fromBase64Url(modulus), *fromBase64Url(u"AQAB"_s)};
}

QByteArray setOf(const QByteArray &keys)
{
    return R"({"keys":[)" + keys + "]}";
}

QByteArray rsa(const QByteArray &more = {})
{
    return R"({"kty":"RSA","n":")" + modulus.toLatin1() + R"(","e":"AQAB")" + more + '}';
}

} // namespace

// R42
void JwkTest::base64Url_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<bool>("readable");
    const auto row = [](const char *name, const QString &text, const QByteArray &octets, bool readable = true) {
        QTest::newRow(name) << text << octets << readable;
    };
    row("none", QString(), QByteArray());
    row("one octet", u"-w"_s, "\xfb");
    row("two octets", u"-_8"_s, "\xfb\xff");
    row("three octets", u"-_-_"_s, "\xfb\xff\xbf");
    row("padded", u"-w=="_s, "\xfb");
    row("padded once", u"-_8="_s, "\xfb\xff");
    row("white space", u" \n-_\t8\r\n"_s, "\xfb\xff");
    row("too much padding", u"-w==="_s, {}, false);
    row("too little padding", u"-w="_s, {}, false);
    row("padding inside", u"-w==-w=="_s, {}, false);
    row("padding alone", u"===="_s, {}, false);
    row("usual Base64", u"+/8"_s, {}, false);
    row("one character", u"A"_s, {}, false);
    row("unused bits set", u"-x"_s, {}, false);
    row("other characters", u"-w\u00e4"_s, {}, false);
    row("beyond Latin-1", u"-w\u4e00"_s, {}, false);
}

void JwkTest::base64Url()
{
    QFETCH(const QString, text);
    QFETCH(const QByteArray, octets);
    QFETCH(const bool, readable);
    const auto read = fromBase64Url(text);
    QCOMPARE(read.has_value(), readable);
    if (readable) {
        QCOMPARE(*read, octets);
        QCOMPARE(toBase64Url(octets), *compactBase64Url(text));
    }
}

// E-55, R33, R34
void JwkTest::symmetricKeys_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("readable");
    const auto row = [](const char *name, const char *json, bool readable) {
        QTest::newRow(name) << QByteArray(json) << readable;
    };
    row("k", R"({"kty":"oct","kid":"s","k":"AQID"})", true);
    row("oct", R"({"kty":"oct","kid":"s","oct":"AQID"})", true);
    row("use enc", R"({"kty":"oct","kid":"s","k":"AQID","use":"enc"})", true);
    row("use A128KW", R"({"kty":"oct","kid":"s","k":"AQID","use":"A128KW"})", true);
    row("use A256KW", R"({"kty":"oct","kid":"s","k":"AQID","use":"A256KW","x":1})", true);
    row("use sig", R"({"kty":"oct","kid":"s","k":"AQID","use":"sig"})", false);
    row("k and oct", R"({"kty":"oct","kid":"s","k":"AQID","oct":"AQID"})", false);
    row("k twice", R"({"kty":"oct","kid":"s","k":"AQID","k":"AQIE"})", false);
    row("other kty", R"({"kty":"RSA","kid":"s","k":"AQID"})", false);
    row("no kty", R"({"kid":"s","k":"AQID"})", false);
    row("no kid", R"({"kty":"oct","k":"AQID"})", false);
    row("no k", R"({"kty":"oct","kid":"s"})", false);
    row("empty k", R"({"kty":"oct","kid":"s","k":""})", false);
    row("k is no Base64url", R"({"kty":"oct","kid":"s","k":"A+ID"})", false);
    row("k is a number", R"({"kty":"oct","kid":"s","k":1})", false);
    row("no object", R"("kty")", false);
}

void JwkTest::symmetricKeys()
{
    QFETCH(const QByteArray, json);
    QFETCH(const bool, readable);
    const auto key = OctJwk::parse(json);
    QCOMPARE(key.has_value(), readable);
    if (readable) {
        QCOMPARE(key->kid, u"s"_s);
        QCOMPARE(key->key.view(), QByteArrayView("\1\2\3"));
    }
}

void JwkTest::symmetricKeyIsWritten()
{
    const auto json = OctJwk{u"a\"b"_s, SecretBytes(QByteArrayView("\1\2\3"))}.toJson();
    QCOMPARE(json.view(), QByteArrayView("{\"kty\":\"oct\",\"kid\":\"a\\\"b\",\"k\":\"AQID\",\"use\":\"enc\"}"));
    QCOMPARE(OctJwk::parse(json.view())->kid, u"a\"b"_s);
}

// E-59
void JwkTest::thumbprint()
{
    QCOMPARE(toBase64Url(sample().thumbprint()), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    auto renamed = sample();
    renamed.kid = u"other"_s;
    QCOMPARE(renamed.thumbprint(), sample().thumbprint());
    renamed.modulus.back() = char(renamed.modulus.back() ^ 2);
    QVERIFY(renamed.thumbprint() != sample().thumbprint());
    // Leading zeros make no other key.
    const auto set = JwkSet::parse(setOf(rsa().replace("AQAB", "AAAAAQAB")));
    QVERIFY(set);
    QCOMPARE(set->front().thumbprint(), sample().thumbprint());
}

// E-51
void JwkTest::draftRequest()
{
    QFile file(QStringLiteral(LETTERLOCK_SOURCE_DIR "/tests/data/jose/draft-6.4-request.xml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto iq = XmlElement::parse(file.readAll());
    QVERIFY(iq);
    const auto ns = u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s;
    const auto json = fromBase64Url(iq->child(u"keyreq", ns)->childText(u"pkey", ns));
    QVERIFY(json);
    const auto keys = JwkSet::parse(*json);
    QVERIFY(keys);
    QCOMPARE(keys->size(), 1);
    QCOMPARE(keys->front().kid, u"romeo@montegue.lit/garden"_s);
    QCOMPARE(keys->front().bits(), 2048);
    QVERIFY(keys->front().isUsable());
}

// E-51, E-58
void JwkTest::sets_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("count"); // -1 = refused
    const auto row = [](const char *name, const QByteArray &json, int count) { QTest::newRow(name) << json << count; };
    const QByteArray a = rsa(R"(,"kid":"a")");
    const QByteArray b = rsa(R"(,"kid":"b")");
    row("one", setOf(rsa()), 1);
    row("two named", setOf(a + ',' + b), 2);
    row("two, one unnamed", setOf(a + ',' + rsa()), -1);
    row("two of one name", setOf(a + ',' + a), -1);
    row("other kinds are passed over", setOf(R"({"kty":"EC","crv":"P-256"},)" + rsa()), 1);
    row("name taken by another kind", setOf(R"({"kty":"EC","kid":"a"},)" + a), -1);
    row("for signatures", setOf(rsa(R"(,"use":"sig")")), 0);
    row("none", setOf({}), 0);
    row("16", setOf(QByteArray("{\"kty\":\"EC\"},").repeated(15) + rsa()), 1);
    row("17", setOf(QByteArray("{\"kty\":\"EC\"},").repeated(16) + rsa()), -1);
    row("64 KiB", setOf(rsa(R"(,"x":")" + QByteArray(65 * 1024, 'x') + '"')), -1);
    row("no kty", setOf(R"({"n":"AQAB","e":"AQAB"})"), -1);
    row("no n", setOf(R"({"kty":"RSA","e":"AQAB"})"), -1);
    row("n is no Base64url", setOf(R"({"kty":"RSA","n":"+","e":"AQAB"})"), -1);
    row("kid is no string", setOf(rsa(R"(,"kid":1)")), -1);
    row("kid empty", setOf(rsa(R"(,"kid":"")")), -1);
    row("member twice", setOf(rsa(R"(,"e":"Aw")")), -1);
    row("item is no object", setOf("1"), -1);
    row("keys is no list", R"({"keys":{}})", -1);
    row("a key alone", rsa(), -1);
    row("no JSON", "keys", -1);
    row("empty", "", -1);
}

void JwkTest::sets()
{
    QFETCH(const QByteArray, json);
    QFETCH(const int, count);
    const auto keys = JwkSet::parse(json);
    QCOMPARE(keys ? int(keys->size()) : -1, count);
}

void JwkTest::writtenSetIsRead()
{
    auto unnamed = sample();
    unnamed.kid.clear();
    auto quoted = sample();
    quoted.kid = u"a \"b\" \\ \u00e4"_s;
    QCOMPARE(*JwkSet::parse(JwkSet::write({unnamed})), QList{unnamed});
    QCOMPARE(*JwkSet::parse(JwkSet::write({sample(), quoted})), (QList{sample(), quoted}));
}

// E-58
void JwkTest::unusableKeys()
{
    QVERIFY(sample().isUsable());
    const auto with = [](const QByteArray &n, const QByteArray &e) { return RsaJwk{{}, n, e}.isUsable(); };
    const QByteArray good = sample().modulus;
    const QByteArray e = sample().exponent;
    QVERIFY(!with(QByteArray(1, '\x7f') + good.sliced(1), e)); // 2047 bits
    QVERIFY(!with(good.first(128) + '\1', e));
    QVERIFY(!with(good + QByteArray(1024, '\1'), e)); // more than 8192
    QVERIFY(!with(good.chopped(1) + '\2', e)); // even
    QVERIFY(!with({}, e));
    QVERIFY(!with(good, {}));
    QVERIFY(!with(good, "\1"));
    QVERIFY(!with(good, "\4"));
    QVERIFY(with(good, "\3"));
    QVERIFY(!with(good, QByteArray(9, '\3')));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::JwkTest)
#include "JwkTest.moc"
