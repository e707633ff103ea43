// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/jose/Base64Url.h"
#include "crypto/jose/JweCipher.h"
#include "crypto/jose/RequestKey.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

namespace {

const RequestKey &rsaKey()
{
    static const auto key = RequestKey::make(2048);
    return *key;
}

} // namespace

class RequestKeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void damagedRsaBlocks();
    void keptAndRestored();
};

// E-60: whatever is wrong with the block, a random key of the right size comes out
void RequestKeyTest::damagedRsaBlocks()
{
    const auto &key = rsaKey();
    const auto masterKey = SecretBytes::random(64);
    const auto pkcs1 = JweCipher::wrapRsa(JweKeyWrap::Rsa15, key.publicKey(), masterKey);
    const auto oaep = JweCipher::wrapRsa(JweKeyWrap::RsaOaep, key.publicKey(), masterKey);
    QVERIFY(key.unwrapPkcs1(pkcs1, 64) == masterKey);
    QVERIFY(key.unwrapOaep(oaep, 64) == masterKey);
    const auto isRandom = [](const SecretBytes &first, const SecretBytes &second, qsizetype size) {
        return first.size() == size && second.size() == size && !(first == second);
    };
    const QList<QByteArray> blocks{oaep, pkcs1.first(255), pkcs1 + 'x', QByteArray(), QByteArray(256, '\xff'),
        QByteArray(256, '\0'), QByteArray(255, '\0') + '\1'};
    for (const auto &block : blocks) {
        QVERIFY(isRandom(key.unwrapPkcs1(block, 64), key.unwrapPkcs1(block, 64), 64));
    }
    for (auto block : blocks) {
        block = block == oaep ? pkcs1 : block;
        QVERIFY(isRandom(key.unwrapOaep(block, 64), key.unwrapOaep(block, 64), 64));
    }
    // Right padding, but a key of another size.
    for (const qsizetype size : {32, 63, 65, 246, 300}) {
        QVERIFY(isRandom(key.unwrapPkcs1(pkcs1, size), key.unwrapPkcs1(pkcs1, size), size));
        QVERIFY(isRandom(key.unwrapOaep(oaep, size), key.unwrapOaep(oaep, size), size));
    }
}

// E-50
void RequestKeyTest::keptAndRestored()
{
    const auto again = RequestKey::fromDer(rsaKey().toDer());
    QVERIFY(again);
    QCOMPARE(again->publicKey(), rsaKey().publicKey());
    QCOMPARE(again->publicKey().kid.toLatin1(), toBase64Url(rsaKey().thumbprint()));
    const auto key = SecretBytes::random(32);
    const auto block = JweCipher::wrapRsa(JweKeyWrap::RsaOaep, rsaKey().publicKey(), key);
    QVERIFY(again->unwrapOaep(block, 32) == key);
    QVERIFY(!RequestKey::make(1024));
    QVERIFY(!RequestKey::fromDer(SecretBytes()));
    QVERIFY(!RequestKey::fromDer(SecretBytes(QByteArrayView("no key"))));
    auto der = rsaKey().toDer();
    QVERIFY(!RequestKey::fromDer(SecretBytes(QByteArrayView(der.view().toByteArray() + 'x'))));
    QVERIFY(!RequestKey::fromDer(SecretBytes(der.view().chopped(1))));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::RequestKeyTest)
#include "RequestKeyTest.moc"
