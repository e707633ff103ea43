// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/jose/Base64Url.h"
#include "crypto/jose/JweCipher.h"
#include "crypto/jose/RequestKey.h"

#include <openssl/bn.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

namespace {

const RequestKey &rsaKey()
{
    static const auto key = RequestKey::make(2048);
    return *key;
}

/// The RSA operation alone, for paddings that no library makes.
QByteArray rawEncrypted(const QByteArray &block)
{
    const auto numberOf = [](const QByteArray &octets) {
        return std::unique_ptr<BIGNUM, decltype(&BN_free)>(
            BN_bin2bn(reinterpret_cast<const unsigned char *>(octets.constData()), int(octets.size()), nullptr),
            BN_free);
    };
    const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), BN_CTX_free);
    const auto result = numberOf(block);
    QByteArray octets(block.size(), '\0');
    const auto &key = rsaKey().publicKey();
    const bool done = BN_mod_exp(result.get(), result.get(), numberOf(key.exponent).get(), numberOf(key.modulus).get(),
                          context.get())
            == 1
        && BN_bn2binpad(result.get(), reinterpret_cast<unsigned char *>(octets.data()), int(octets.size())) > 0;
    return done ? octets : QByteArray();
}

} // namespace

class RequestKeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void damagedRsaBlocks();
    void everyRuleOfThePadding();
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

// E-60: each rule of PKCS #1 v1.5 broken alone
void RequestKeyTest::everyRuleOfThePadding()
{
    const QByteArray masterKey(64, 'm');
    const QByteArray good = QByteArray("\0\2", 2) + QByteArray(256 - 3 - 64, 'p') + QByteArray(1, '\0') + masterKey;
    QCOMPARE(good.size(), 256);
    const auto opens = [&](const QByteArray &padded) {
        return rsaKey().unwrapPkcs1(rawEncrypted(padded), 64) == SecretBytes(QByteArrayView(masterKey));
    };
    QVERIFY(opens(good));
    const auto with = [&](qsizetype at, char octet) {
        QByteArray changed = good;
        changed[at] = octet;
        return changed;
    };
    QVERIFY(!opens(with(0, '\1')));
    QVERIFY(!opens(with(1, '\1')));
    QVERIFY(!opens(with(1, '\0')));
    QVERIFY(!opens(with(256 - 65, 'p'))); // no end of the padding
    for (const qsizetype at : {2, 9, 10, 100, 256 - 66}) { // an end too early: another size of key
        QVERIFY(!opens(with(at, '\0')));
        QVERIFY(opens(with(at, '\1')));
        QVERIFY(opens(with(at, '\xff')));
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
