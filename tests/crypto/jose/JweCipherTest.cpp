// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/jose/JweCipher.h"

namespace letterlock::test {

using namespace crypto;

namespace {

SecretBytes secret(const char *hex)
{
    return SecretBytes(QByteArrayView(QByteArray::fromHex(hex)));
}

QByteArray hexOf(const SecretBytes &bytes)
{
    return bytes.view().toByteArray().toHex();
}

} // namespace

class JweCipherTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void derivedKeys();
    void aesKeyWrap_data();
    void aesKeyWrap();
};

// E-10: REQUIREMENTS 2.2, JWE -08 appendices A.4 and A.5
void JweCipherTest::derivedKeys()
{
    const auto half = JweCipher::derive(
        JweContent::A128CbcHs256, secret("04d31fc5549dfcfe0b649dfa3faa6ace6b7cd42d6f6b09dbc8b100f08f9c2ccf"));
    QCOMPARE(hexOf(half.encryption), "cba5b4713ec316625b99d2267023e6ec");
    QCOMPARE(hexOf(half.integrity), "da18a011a032eb23d8d164ae9ba30a75b46facc87fc9cead282d3aaa235d093c");
    const auto full = JweCipher::derive(JweContent::A256CbcHs512,
        secret("9474c77e0275e94c969559c13d22efe26d473ba0c08c96eb6acc31b044770d22"
               "311329450514fc916881898a4317995351ea52f730d32982237c2d9cf907e1a8"));
    QCOMPARE(hexOf(full.encryption), "9d134bcd1fbe6e2e75d9891374a67e3c12f4e27226994ec61a00b5a8712d9559");
    QCOMPARE(hexOf(full.integrity),
        "51f983c219a6939b2ff992a0c8ec734867f8e41e82e1a43d69acc61f89aad78d"
        "1bf749ec7d71972100fb4835483f9275f70d3114d2a9e89c7601102d1d150fd0");
}

// RFC 3394 section 4
void JweCipherTest::aesKeyWrap_data()
{
    QTest::addColumn<QByteArray>("wrapping");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("block");
    const QByteArray small = "000102030405060708090a0b0c0d0e0f";
    const QByteArray large = small + "101112131415161718191a1b1c1d1e1f";
    const QByteArray data = "00112233445566778899aabbccddeeff";
    QTest::newRow("4.1") << small << data << QByteArray("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
    QTest::newRow("4.3") << large << data << QByteArray("64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7");
    QTest::newRow("4.6") << large
                         << data
            + small << QByteArray("28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");
}

void JweCipherTest::aesKeyWrap()
{
    QFETCH(const QByteArray, wrapping);
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, block);
    const auto size = key.size() / 2;
    QCOMPARE(JweCipher::wrapAes(secret(wrapping), secret(key)).toHex(), block);
    QCOMPARE(hexOf(JweCipher::unwrapAes(secret(wrapping), QByteArray::fromHex(block), size)), key);
    auto damaged = QByteArray::fromHex(block);
    damaged.back() = char(damaged.back() ^ 1);
    const auto instead = JweCipher::unwrapAes(secret(wrapping), damaged, size);
    QCOMPARE(instead.size(), size);
    QVERIFY(hexOf(instead) != key);
    QVERIFY(!(instead == JweCipher::unwrapAes(secret(wrapping), damaged, size))); // random each time
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::JweCipherTest)
#include "JweCipherTest.moc"
