// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "crypto/base/Random.h"
#include "crypto/files/FileCipher.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

/// AES-GCM in pieces, against the vectors of its inventors (McGrew and Viega, "The Galois/Counter Mode of Operation").
class FileCipherTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownVectors_data();
    void knownVectors();
    void piecesMakeNoDifference_data();
    void piecesMakeNoDifference();
    void everyChangeIsNoticed();
    void wrongShapesAreRefused();
    void othersSealByCbc();
};

namespace {

QByteArray passThrough(FileCipher &cipher, const QByteArray &text, qsizetype step, bool *good)
{
    QByteArray out;
    *good = true;
    for (qsizetype at = 0; at < text.size() && *good; at += step) {
        const auto piece = cipher.add(QByteArrayView(text).mid(at, step));
        *good = piece.has_value();
        out += piece.value_or(QByteArray());
    }
    const auto rest = cipher.finish();
    *good = *good && rest.has_value();
    return out + rest.value_or(QByteArray());
}

QByteArray seal(const QByteArray &key, const QByteArray &nonce, const QByteArray &text, qsizetype step = 1 << 20)
{
    FileCipher cipher(FileCipher::Direction::Seal, SecretBytes(key), nonce);
    bool good = false;
    const auto sealed = passThrough(cipher, text, step, &good);
    return good ? sealed : QByteArray("failed");
}

std::optional<QByteArray> open(
    const QByteArray &key, const QByteArray &nonce, const QByteArray &sealed, qsizetype step = 1 << 20)
{
    FileCipher cipher(FileCipher::Direction::Open, SecretBytes(key), nonce);
    bool good = false;
    const auto text = passThrough(cipher, sealed, step, &good);
    return good ? std::optional(text) : std::nullopt;
}

} // namespace

void FileCipherTest::knownVectors_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("nonce");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("sealed");

    QTest::newRow("13: empty, 256 bit") << QByteArray(64, '0') << QByteArray(24, '0') << QByteArray()
                                        << QByteArray("530f8afbc74536b9a963b4f1c4cb738b");
    QTest::newRow("14: one block, 256 bit")
        << QByteArray(64, '0') << QByteArray(24, '0') << QByteArray(32, '0')
        << QByteArray("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
    QTest::newRow("15: four blocks, 256 bit")
        << QByteArray("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
        << QByteArray("cafebabefacedbaddecaf888")
        << QByteArray("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255")
        << QByteArray("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
                      "b094dac5d93471bdec1a502270e3cc6c");
    QTest::newRow("3: four blocks, 128 bit")
        << QByteArray("feffe9928665731c6d6a8f9467308308") << QByteArray("cafebabefacedbaddecaf888")
        << QByteArray("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255")
        << QByteArray("42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                      "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985"
                      "4d5c2af327cd64a62cf35abd2ba6fab4");
}

void FileCipherTest::knownVectors()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, nonce);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, sealed);
    for (auto *value : {&key, &nonce, &text, &sealed}) {
        *value = QByteArray::fromHex(*value);
    }
    for (const qsizetype step : {1, 7, 16, 1000}) {
        QCOMPARE(seal(key, nonce, text, step).toHex(), sealed.toHex());
        QCOMPARE(open(key, nonce, sealed, step), std::optional(text));
    }
}

void FileCipherTest::piecesMakeNoDifference_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<qsizetype>("nonce");
    for (const qsizetype nonce : {12, 16}) {
        for (const qsizetype size : {0, 1, 15, 16, 17, 65535, 65536, 65537, 200000}) {
            QTest::addRow("%d octets, nonce of %d", int(size), int(nonce)) << size << nonce;
        }
    }
}

void FileCipherTest::piecesMakeNoDifference()
{
    QFETCH(qsizetype, size);
    QFETCH(qsizetype, nonce);
    const auto key = randomBytes(32);
    const auto iv = randomBytes(nonce);
    const auto text = randomBytes(size);
    const auto sealed = seal(key, iv, text);
    QCOMPARE(sealed.size(), size + FileCipher::tagSize);
    QCOMPARE(seal(key, iv, text, FileCipher::pieceSize), sealed);
    for (const qsizetype step : {qsizetype(1000), FileCipher::pieceSize, qsizetype(1) << 20}) {
        QCOMPARE(open(key, iv, sealed, step), std::optional(text));
    }
}

void FileCipherTest::everyChangeIsNoticed()
{
    const auto key = randomBytes(32);
    const auto nonce = randomBytes(12);
    const auto sealed = seal(key, nonce, randomBytes(100));
    for (qsizetype at = 0; at < sealed.size(); ++at) {
        auto changed = sealed;
        changed[at] = char(changed[at] ^ 1);
        QVERIFY(!open(key, nonce, changed, 16));
    }
    for (qsizetype size = 0; size < sealed.size(); ++size) {
        QVERIFY(!open(key, nonce, sealed.first(size)));
    }
    QVERIFY(!open(key, nonce, sealed + 'x'));
    QVERIFY(!open(randomBytes(32), nonce, sealed));
    QVERIFY(!open(key, randomBytes(12), sealed));
}

/// Sealed by OpenSSL's own program.
void FileCipherTest::othersSealByCbc()
{
    const QByteArray sealed
        = QByteArray::fromBase64("OzqAuUZ1fDuweHvo7GIArEvrbpHE+h3E34hqGYbliEdLk7xHDPk4+Ceg4qQ/17Ok");
    const SecretBytes key(QByteArray(32, 'k'));
    for (const qsizetype step : {qsizetype(1), qsizetype(15), qsizetype(16), qsizetype(17), sealed.size()}) {
        FileCipher cipher(FileCipher::Direction::OpenCbc, key, QByteArray(16, 'n'));
        bool good = false;
        QCOMPARE(passThrough(cipher, sealed, step, &good), "A short letter, sealed by another program.\n");
        QVERIFY(good);
    }
    bool good = true;
    FileCipher cut(FileCipher::Direction::OpenCbc, key, QByteArray(16, 'n'));
    passThrough(cut, sealed.chopped(1), 16, &good);
    QVERIFY(!good);
    FileCipher shortNonce(FileCipher::Direction::OpenCbc, key, QByteArray(12, 'n'));
    QVERIFY(!shortNonce.add(sealed));
}

void FileCipherTest::wrongShapesAreRefused()
{
    QCOMPARE(seal(randomBytes(31), randomBytes(12), "text"), QByteArray("failed"));
    QCOMPARE(seal(randomBytes(32), randomBytes(11), "text"), QByteArray("failed"));
    QCOMPARE(seal({}, {}, {}), QByteArray("failed"));
    // A second end, or more after it.
    FileCipher cipher(FileCipher::Direction::Seal, SecretBytes(randomBytes(32)), randomBytes(12));
    QVERIFY(cipher.finish());
    QVERIFY(!cipher.finish());
    QVERIFY(!cipher.add("more"));
}

} // namespace letterlock::crypto

QTEST_GUILESS_MAIN(letterlock::crypto::FileCipherTest)
#include "FileCipherTest.moc"
