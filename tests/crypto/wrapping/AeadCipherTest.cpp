// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/base/Base64.h"
#include "crypto/wrapping/AeadCipher.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

namespace {

const QString xenc = u"http://www.w3.org/2001/04/xmlenc#"_s;
const QString xenc11 = u"http://www.w3.org/2009/xmlenc11#"_s;

SecretBytes secret(const char *hex)
{
    return SecretBytes(QByteArrayView(QByteArray::fromHex(hex)));
}

} // namespace

class AeadCipherTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hkdf_data();
    void hkdf();
    void gcm_data();
    void gcm();
    void cbc_data();
    void cbc();
    void paddingRule();
    void sealIsFreshAndOpens();
    void everyFlippedOctetFails();
    void unknownCiphers();
    void base64();
};

// RFC 5869 appendix A
void AeadCipherTest::hkdf_data()
{
    QTest::addColumn<QByteArray>("ikm");
    QTest::addColumn<QByteArray>("salt");
    QTest::addColumn<QByteArray>("purpose");
    QTest::addColumn<QByteArray>("okm");
    QTest::newRow("A.1") << QByteArray("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b")
                         << QByteArray("000102030405060708090a0b0c") << QByteArray("f0f1f2f3f4f5f6f7f8f9")
                         << QByteArray(
                                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b88718"
                                "5865");
    QTest::newRow("A.3") << QByteArray("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b") << QByteArray() << QByteArray()
                         << QByteArray(
                                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a"
                                "96c8");
}

void AeadCipherTest::hkdf()
{
    QFETCH(const QByteArray, ikm);
    QFETCH(const QByteArray, salt);
    QFETCH(const QByteArray, purpose);
    QFETCH(const QByteArray, okm);
    const auto derived
        = hkdfSha256(secret(ikm), QByteArray::fromHex(salt), QByteArray::fromHex(purpose), okm.size() / 2);
    QCOMPARE(derived.view().toByteArray().toHex(), okm);
}

// The GCM specification of McGrew and Viega, test cases 1, 2, 13, 14 and 15 without associated data
void AeadCipherTest::gcm_data()
{
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("plain");
    const QByteArray zero16(32, '0');
    QTest::newRow("1") << xenc11 + u"aes128-gcm"_s << zero16 << QByteArray(24, '0') + "58e2fccefa7e3061367f1d57a4e7455a"
                       << QByteArray();
    QTest::newRow("2") << xenc11 + u"aes128-gcm"_s << zero16
                       << QByteArray(24, '0') + "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"
                       << zero16;
    QTest::newRow("8") << xenc11 + u"aes192-gcm"_s << QByteArray(48, '0')
                       << QByteArray(24, '0') + "98e7247c07f0fe411c267e4384b0f6002ff58d80033927ab8ef4d4587514f0fb"
                       << zero16;
    QTest::newRow("13") << xenc11 + u"aes256-gcm"_s << QByteArray(64, '0')
                        << QByteArray(24, '0') + "530f8afbc74536b9a963b4f1c4cb738b" << QByteArray();
    QTest::newRow("14") << xenc11 + u"aes256-gcm"_s << QByteArray(64, '0')
                        << QByteArray(24, '0') + "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
                        << zero16;
    QTest::newRow("15") << xenc11 + u"aes256-gcm"_s
                        << QByteArray("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
                        << QByteArray("cafebabefacedbaddecaf888"
                                      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                                      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
                                      "b094dac5d93471bdec1a502270e3cc6c")
                        << QByteArray("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255");
}

void AeadCipherTest::gcm()
{
    QFETCH(const QString, uri);
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, plain);
    const auto cipher = ContentCipher::byUri(uri);
    QVERIFY(cipher && cipher->isAuthenticated);
    const auto opened = openContent(*cipher, secret(key), QByteArray::fromHex(value));
    QVERIFY(opened);
    QCOMPARE(opened->toHex(), plain);
    QVERIFY(!openContent(*cipher, secret("00"), QByteArray::fromHex(value)));
    QVERIFY(!openContent(*cipher, secret(key), QByteArray::fromHex(value).chopped(1)));
    QVERIFY(!openContent(*cipher, secret(key), QByteArray(12, '\0')));
    QVERIFY(!openContent(*cipher, secret(key), {}));
}

// NIST SP 800-38A appendix F.2, with a made block of padding; 3DES made with the openssl program
void AeadCipherTest::cbc_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("uri");
    QTest::addColumn<int>("keySize");
    QTest::newRow("aes-128") << u"-aes-128-cbc"_s << xenc + u"aes128-cbc"_s << 16;
    QTest::newRow("aes-192") << u"-aes-192-cbc"_s << xenc + u"aes192-cbc"_s << 24;
    QTest::newRow("aes-256") << u"-aes-256-cbc"_s << xenc + u"aes256-cbc"_s << 32;
    QTest::newRow("3des") << u"-des-ede3-cbc"_s << xenc + u"tripledes-cbc"_s << 24;
}

// A-43: read, never marked as authenticated
void AeadCipherTest::cbc()
{
    QFETCH(const QString, program);
    QFETCH(const QString, uri);
    QFETCH(const int, keySize);
    const auto cipher = ContentCipher::byUri(uri);
    QVERIFY(cipher && !cipher->isAuthenticated);
    const auto key = SecretBytes::random(keySize);
    const QByteArray iv(cipher->nonceSize, 'i');
    for (const int size : {1, 15, 16, 17, 1000}) {
        QProcess openssl;
        openssl.start(u"openssl"_s,
            {u"enc"_s, program, u"-K"_s, QString::fromLatin1(key.view().toByteArray().toHex()), u"-iv"_s,
                QString::fromLatin1(iv.toHex())});
        openssl.write(QByteArray(size, 'x'));
        openssl.closeWriteChannel();
        QVERIFY(openssl.waitForFinished());
        const QByteArray value = iv + openssl.readAllStandardOutput();
        QCOMPARE(openContent(*cipher, key, value).value_or(QByteArray()), QByteArray(size, 'x'));
        QVERIFY(!openContent(*cipher, key, value.chopped(1)));
        QVERIFY(!openContent(*cipher, key, iv));
    }
}

// REQUIREMENTS section 2.1: only the last octet of the padding counts
void AeadCipherTest::paddingRule()
{
    const auto cipher = ContentCipher::byUri(xenc + u"aes128-cbc"_s);
    const auto key = secret("2b7e151628aed2a6abf7158809cf4f3c");
    const auto openWithPadding = [&](QByteArray lastBlock) {
        QProcess openssl;
        openssl.start(u"openssl"_s,
            {u"enc"_s, u"-aes-128-cbc"_s, u"-nopad"_s, u"-K"_s, u"2b7e151628aed2a6abf7158809cf4f3c"_s, u"-iv"_s,
                QString(32, u'0')});
        openssl.write(lastBlock);
        openssl.closeWriteChannel();
        openssl.waitForFinished();
        return openContent(*cipher, key, QByteArray(16, '\0') + openssl.readAllStandardOutput());
    };
    QCOMPARE(openWithPadding("0123456789ab???\x04").value_or(QByteArray()), "0123456789ab");
    QCOMPARE(openWithPadding("???????????????\x10").value_or("x"), QByteArray());
    QVERIFY(!openWithPadding(QByteArray("???????????????\x00", 16)));
    QVERIFY(!openWithPadding("???????????????\x11"));
    QVERIFY(!openWithPadding("???????????????\xff"));
}

void AeadCipherTest::sealIsFreshAndOpens()
{
    const auto key = SecretBytes::random(32);
    const auto cipher = ContentCipher::byUri(ContentCipher::aes256Gcm);
    QSet<QByteArray> nonces;
    for (int i = 0; i < 1000; ++i) {
        const auto value = sealContent(key, "same text");
        QVERIFY(value);
        nonces.insert(value->first(12));
        QCOMPARE(openContent(*cipher, key, *value).value_or(QByteArray()), "same text");
    }
    QCOMPARE(nonces.size(), 1000);
    QVERIFY(!sealContent(SecretBytes::random(16), "x"));
    const QByteArray large(1024 * 1024, 'x');
    QCOMPARE(openContent(*cipher, key, *sealContent(key, large)).value_or(QByteArray()), large);
}

// A-40: each failure is the same
void AeadCipherTest::everyFlippedOctetFails()
{
    const auto key = SecretBytes::random(32);
    const auto cipher = ContentCipher::byUri(ContentCipher::aes256Gcm);
    const auto value = sealContent(key, "a short text");
    for (qsizetype i = 0; i < value->size(); ++i) {
        QByteArray damaged = *value;
        damaged[i] = char(damaged[i] ^ 0x80);
        const auto opened = openContent(*cipher, key, damaged);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, CryptoError::Code::DecryptionFailed);
        QCOMPARE(opened.error().detail, openContent(*cipher, key, {}).error().detail);
    }
}

void AeadCipherTest::unknownCiphers()
{
    QVERIFY(!ContentCipher::byUri({}));
    QVERIFY(!ContentCipher::byUri(xenc + u"aes256-gcm"_s));
    QVERIFY(!ContentCipher::byUri(xenc11 + u"aes256-cbc"_s));
    QVERIFY(!ContentCipher::byUri(u"http://www.w3.org/2001/04/xmlenc#kw-aes256"_s));
}

void AeadCipherTest::base64()
{
    for (int size = 0; size < 70; ++size) {
        const QByteArray bytes = SecretBytes::random(size).view().toByteArray();
        QString text = QString::fromLatin1(bytes.toBase64());
        QCOMPARE(decodeBase64(text), bytes);
        for (qsizetype i = 5; i < text.size(); i += 6) {
            text.insert(i, u"\n\t "_s.at(i % 3));
        }
        QCOMPARE(decodeBase64(text), bytes);
    }
    for (const auto &bad : {u"A"_s, u"AA"_s, u"AAA"_s, u"AAA=AAAA"_s, u"A==="_s, u"===="_s, u"AA-_"_s, u"AAA€"_s,
             u"AAAAA"_s, u"-----BEGIN"_s, u"AA\0A"_s, u"=AAA"_s, u"AAAA=AAA"_s}) {
        QVERIFY2(!decodeBase64(bad), qPrintable(bad));
    }
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::AeadCipherTest)
#include "AeadCipherTest.moc"
