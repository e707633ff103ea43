// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/base/Worker.h"
#include "crypto/openpgp/OpenPgpPackets.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Code = CryptoError::Code;
using State = OpenPgpSignature::State;

class GpgmeEngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void signcryptOpensForEveryRecipient();
    void signOnlyIsNotEncrypted();
    void encryptOnlyHasNoSignature();
    void everyFlippedOctetIsRefused();
    void truncatedMessagesAreRefused();
    void packetsAroundAnEncryptedMessageAreRefused();
    void unknownSignerIsMissing();
    void keyNotHere();
    void wrongPassphraseIsLocked();
    void secondKeyOpensWhenTheFirstIsUnknown();
    void compressionBombIsRefused();
    void codeRoundTrip();
    void stockGpgOpensByCode();
    void unusableKeysAreRefused();
    void signingSubkeyIsNotUsed();
    void expiredKeyStillVerifiesOldSignatures();
    void manyThreads();

private:
    std::unique_ptr<TempGnupgHome> m_anna;
    std::unique_ptr<TempGnupgHome> m_ben;
    PublicKey m_annaKey;
    PublicKey m_benKey;
};

void GpgmeEngineTest::initTestCase()
{
    m_anna = std::make_unique<TempGnupgHome>();
    m_ben = std::make_unique<TempGnupgHome>();
    m_annaKey = m_anna->makeKey(u"anna@example.org"_s, "random-enough");
    m_benKey = m_ben->makeKey(u"ben@example.org"_s);
    m_anna->share(m_annaKey.fingerprint, *m_ben);
    m_ben->share(m_benKey.fingerprint, *m_anna);
}

// O-03, O-04
void GpgmeEngineTest::signcryptOpensForEveryRecipient()
{
    const auto message
        = m_anna->engine().signcrypt("hello", m_annaKey.fingerprint, {m_benKey.fingerprint, m_annaKey.fingerprint});
    QVERIFY2(message, qPrintable(message ? QString() : message.error().detail));
    QVERIFY(!message->contains("BEGIN PGP"));
    for (auto *side : {m_ben.get(), m_anna.get()}) {
        const auto opened = side->engine().open(*message);
        QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
        QCOMPARE(opened->plaintext, "hello");
        QVERIFY(opened->encrypted);
        QCOMPARE(opened->signatures.size(), 1);
        QCOMPARE(opened->signatures.front().state, State::Valid);
        QCOMPARE(opened->signatures.front().key, m_annaKey.fingerprint);
        QVERIFY(qAbs(opened->signatures.front().created.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    }
    // R30: no AEAD packets
    const auto packets = splitPackets(*message);
    QVERIFY(packets);
    QCOMPARE(packets->size(), 3U);
    QCOMPARE(packets->back().tag, int(OpenPgpPacket::EncryptedWithIntegrity));
}

// O-05: what the packets prove
void GpgmeEngineTest::signOnlyIsNotEncrypted()
{
    const auto message = m_anna->engine().sign("statement", m_annaKey.fingerprint);
    QVERIFY(message);
    const auto opened = m_ben->engine().open(*message);
    QVERIFY(opened);
    QVERIFY(!opened->encrypted);
    QCOMPARE(opened->plaintext, "statement");
    QCOMPARE(opened->signatures.size(), 1);
    QCOMPARE(opened->signatures.front().key, m_annaKey.fingerprint);
    QVERIFY(!m_ben->engine().decrypt(*message));
}

void GpgmeEngineTest::encryptOnlyHasNoSignature()
{
    const auto message = m_anna->engine().encrypt(SecretBytes(QByteArrayView("key")), {m_benKey.fingerprint});
    QVERIFY(message);
    const auto opened = m_ben->engine().open(*message);
    QVERIFY(opened);
    QVERIFY(opened->encrypted);
    QVERIFY(opened->signatures.isEmpty());
    const auto secret = m_ben->engine().decrypt(*message);
    QVERIFY(secret);
    QCOMPARE(secret->view(), QByteArrayView("key"));
}

// O-13: no region of a message can be changed without being noticed
void GpgmeEngineTest::everyFlippedOctetIsRefused()
{
    const auto message = m_anna->engine().signcrypt("hello", m_annaKey.fingerprint, {m_benKey.fingerprint});
    QVERIFY(message);
    for (qsizetype i = 0; i < message->size(); i += 7) {
        QByteArray damaged = *message;
        damaged[i] = char(damaged[i] ^ 0x10);
        const auto opened = m_ben->engine().open(damaged);
        QVERIFY2(!opened, qPrintable(QString::number(i)));
    }
}

void GpgmeEngineTest::truncatedMessagesAreRefused()
{
    const auto message = m_anna->engine().signcrypt("hello", m_annaKey.fingerprint, {m_benKey.fingerprint});
    QVERIFY(message);
    for (const qsizetype size : {qsizetype(0), qsizetype(1), qsizetype(20), message->size() / 2, message->size() - 1}) {
        QVERIFY(!m_ben->engine().open(message->first(size)));
    }
    QVERIFY(!m_ben->engine().open(QByteArray(1000, 'x')));
    QCOMPARE(m_ben->engine().open(QByteArray(3 * 1024 * 1024, 'x')).error().code, Code::MalformedInput);
}

// O-05, interop 3.3: a signature beside an encrypted message is not a signature of it
void GpgmeEngineTest::packetsAroundAnEncryptedMessageAreRefused()
{
    const auto sealed = m_anna->engine().encrypt(SecretBytes(QByteArrayView("key")), {m_benKey.fingerprint});
    const auto signedText = m_anna->engine().sign("statement", m_annaKey.fingerprint);
    QVERIFY(sealed && signedText);
    QVERIFY(!m_ben->engine().open(*sealed + *signedText));
    // gpg's compressed packet reaches to the end, so what follows is part of it and is never looked at.
    const auto opened = m_ben->engine().open(*signedText + *sealed);
    QVERIFY(!opened || (!opened->encrypted && opened->plaintext == "statement"));
    QVERIFY(!m_ben->engine().open(*sealed + *sealed));
}

// O-10
void GpgmeEngineTest::unknownSignerIsMissing()
{
    TempGnupgHome eve;
    const auto eveKey = eve.makeKey(u"eve@example.org"_s);
    m_ben->share(m_benKey.fingerprint, eve);
    const auto message = eve.engine().signcrypt("hello", eveKey.fingerprint, {m_benKey.fingerprint});
    QVERIFY(message);
    const auto opened = m_ben->engine().open(*message);
    QVERIFY(opened);
    QCOMPARE(opened->signatures.size(), 1);
    QCOMPARE(opened->signatures.front().state, State::KeyMissing);
    QVERIFY(opened->signatures.front().key.isEmpty());
}

void GpgmeEngineTest::keyNotHere()
{
    TempGnupgHome empty;
    const auto message = m_anna->engine().signcrypt("hello", m_annaKey.fingerprint, {m_benKey.fingerprint});
    QVERIFY(message);
    QCOMPARE(empty.engine().open(*message).error().code, Code::NoKey);
    QCOMPARE(empty.engine().decrypt(*message).error().code, Code::NoKey);
}

void GpgmeEngineTest::wrongPassphraseIsLocked()
{
    TempGnupgHome home;
    const auto key = home.makeKey(u"anna@example.org"_s, "right");
    const auto message = home.engine().signcrypt("hello", key.fingerprint, {key.fingerprint});
    QVERIFY(message);
    QProcess::execute(u"gpgconf"_s, {u"--homedir"_s, home.path(), u"--kill"_s, u"gpg-agent"_s});
    home.keyring().setPassphrase(key.fingerprint, SecretBytes(QByteArrayView("wrong")));
    QCOMPARE(home.engine().open(*message).error().code, Code::KeyLocked);
    QCOMPARE(home.engine().sign("x", key.fingerprint).error().code, Code::KeyLocked);
    home.keyring().setPassphrase(key.fingerprint, {}); // no terminal, no display: pinentry cannot ask
    QCOMPARE(home.engine().open(*message).error().code, Code::KeyLocked);
    home.keyring().setPassphrase(key.fingerprint, SecretBytes(QByteArrayView("right")));
    QVERIFY(home.engine().open(*message));
}

// Design section 5: old keys stay; one of several must do
void GpgmeEngineTest::secondKeyOpensWhenTheFirstIsUnknown()
{
    TempGnupgHome home;
    const auto locked = home.makeKey(u"anna@example.org"_s, "one");
    const auto known = home.makeKey(u"anna@example.org"_s, "two");
    const auto message
        = home.engine().encrypt(SecretBytes(QByteArrayView("key")), {locked.fingerprint, known.fingerprint});
    QVERIFY(message);
    QProcess::execute(u"gpgconf"_s, {u"--homedir"_s, home.path(), u"--kill"_s, u"gpg-agent"_s});
    home.keyring().setPassphrase(locked.fingerprint, {});
    QVERIFY(home.engine().decrypt(*message));
}

// O-41
void GpgmeEngineTest::compressionBombIsRefused()
{
    const QByteArray bomb = m_ben->gpg({u"--compress-algo"_s, u"zlib"_s, u"--trust-model"_s, u"always"_s, u"-r"_s,
                                           m_benKey.fingerprint.toString(), u"--encrypt"_s},
        QByteArray(64 * 1024 * 1024, '\0'));
    QVERIFY(!bomb.isEmpty());
    QVERIFY(bomb.size() < 256 * 1024);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_ben->engine().open(bomb).error().code, Code::TooLarge);
    QCOMPARE(m_ben->engine().decrypt(bomb).error().code, Code::TooLarge);
    QVERIFY(timer.elapsed() < 20'000);
    const QByteArray plain
        = m_ben->gpg({u"--store"_s, u"--compress-algo"_s, u"bzip2"_s}, QByteArray(64 * 1024 * 1024, '\0'));
    QVERIFY(!plain.isEmpty());
    QVERIFY(!m_ben->engine().open(plain));
}

// O-33, O-34
void GpgmeEngineTest::codeRoundTrip()
{
    const SecretBytes code(QByteArrayView("TWNK-KD5Y-MT3T-E1GS-DRDB-KVTW"));
    const auto sealed = m_anna->engine().encryptWithCode(SecretBytes(QByteArrayView("secret\0key", 10)), code);
    QVERIFY2(sealed, qPrintable(sealed ? QString() : sealed.error().detail));
    const auto opened = m_ben->engine().decryptWithCode(*sealed, code);
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
    QCOMPARE(opened->view(), QByteArrayView("secret\0key", 10));
    const SecretBytes wrong(QByteArrayView("TWNK-KD5Y-MT3T-E1GS-DRDB-KVTX"));
    QCOMPARE(m_anna->engine().decryptWithCode(*sealed, wrong).error().code, Code::DecryptionFailed);
    QCOMPARE(m_ben->engine().decryptWithCode(*sealed, wrong).error().code, Code::DecryptionFailed);
    for (qsizetype i = 0; i < sealed->size(); i += 5) {
        QByteArray damaged = *sealed;
        damaged[i] = char(damaged[i] ^ 1);
        QVERIFY2(!m_ben->engine().decryptWithCode(damaged, code), qPrintable(QString::number(i)));
    }
}

// O-33
void GpgmeEngineTest::stockGpgOpensByCode()
{
    const auto sealed = m_anna->engine().encryptWithCode(
        SecretBytes(QByteArrayView("secret")), SecretBytes(QByteArrayView("TWNK-KD5Y-MT3T-E1GS-DRDB-KVTW")));
    QVERIFY(sealed);
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(*sealed);
    file.close();
    QCOMPARE(m_ben->gpg({u"--pinentry-mode"_s, u"loopback"_s, u"--passphrase"_s, u"TWNK-KD5Y-MT3T-E1GS-DRDB-KVTW"_s,
                 u"--decrypt"_s, file.fileName()}),
        "secret");
}

void GpgmeEngineTest::unusableKeysAreRefused()
{
    auto &engine = m_anna->engine();
    const auto unknown = KeyFingerprint::parse(QString(40, u'A'));
    QCOMPARE(engine.signcrypt("x", m_annaKey.fingerprint, {*unknown}).error().code, Code::NoKey);
    QCOMPARE(engine.signcrypt("x", m_benKey.fingerprint, {m_benKey.fingerprint}).error().code, Code::NoKey);
    QCOMPARE(engine.signcrypt("x", m_annaKey.fingerprint, {}).error().code, Code::KeyUnusable);
    QCOMPARE(engine.encrypt(SecretBytes(4), {}).error().code, Code::KeyUnusable);
    QCOMPARE(engine.sign("x", m_benKey.fingerprint).error().code, Code::NoKey);
    TempGnupgHome home;
    home.gpg({u"--passphrase"_s, QString(), u"--quick-gen-key"_s, u"xmpp:signer@example.org"_s, u"ed25519"_s, u"sign"_s,
        u"never"_s});
    const auto keys = home.keyring().keys();
    QVERIFY(keys);
    QCOMPARE(keys->size(), 1);
    QVERIFY(!keys->front().canEncrypt);
    const auto fingerprint = keys->front().fingerprint;
    QCOMPARE(home.engine().signcrypt("x", fingerprint, {fingerprint}).error().code, Code::KeyUnusable);
}

// Interop 3.2.1: Gajim refuses signatures by subkeys
void GpgmeEngineTest::signingSubkeyIsNotUsed()
{
    TempGnupgHome home;
    const auto key = home.makeKey(u"anna@example.org"_s);
    home.gpg({u"--passphrase"_s, QString(), u"--quick-add-key"_s, key.fingerprint.toString(), u"ed25519"_s, u"sign"_s,
        u"never"_s});
    GpgmeHome again(home.path());
    GpgmeEngine engine(again);
    const auto message = engine.sign("x", key.fingerprint);
    QVERIFY(message);
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(*message);
    file.close();
    const QByteArray status = home.gpg({u"--status-fd"_s, u"1"_s, u"--verify"_s, file.fileName()});
    QVERIFY(status.contains("VALIDSIG " + key.fingerprint.toString().toLatin1()));
    // A signature by the subkey, as other programs make them, is bound to the primary key.
    const QByteArray bySubkey = home.gpg({u"-u"_s, key.fingerprint.toString(), u"--sign"_s}, "y");
    const auto opened = engine.open(bySubkey);
    QVERIFY(opened);
    QCOMPARE(opened->signatures.front().state, State::Valid);
    QCOMPARE(opened->signatures.front().key, key.fingerprint);
}

// O-10: "at signing"
void GpgmeEngineTest::expiredKeyStillVerifiesOldSignatures()
{
    TempGnupgHome home;
    home.gpg({u"--passphrase"_s, QString(), u"--faked-system-time"_s, u"20200101T000000"_s, u"--quick-gen-key"_s,
        u"xmpp:old@example.org"_s, u"ed25519"_s, u"sign"_s, u"1y"_s});
    const QByteArray inTime = home.gpg({u"--faked-system-time"_s, u"20200601T000000"_s, u"--sign"_s}, "x");
    const auto keys = home.keyring().keys();
    QVERIFY(keys);
    QCOMPARE(keys->front().validity, KeyValidity::Expired);
    QVERIFY(!keys->front().canSign);
    const auto opened = home.engine().open(inTime);
    QVERIFY(opened);
    QCOMPARE(opened->signatures.front().state, State::Valid);
    QCOMPARE(home.engine().sign("x", keys->front().fingerprint).error().code, Code::KeyUnusable);
}

void GpgmeEngineTest::manyThreads()
{
    Worker worker(u"test"_s, 4);
    std::vector<QFuture<bool>> results;
    for (int i = 0; i < 12; ++i) {
        results.push_back(worker.run([this, i] {
            const QByteArray text = QByteArray::number(i);
            const auto message = m_anna->engine().signcrypt(text, m_annaKey.fingerprint, {m_benKey.fingerprint});
            const auto opened = message ? m_ben->engine().open(*message) : std::unexpected(message.error());
            return opened && opened->plaintext == text && opened->signatures.size() == 1;
        }));
    }
    for (auto &result : results) {
        QVERIFY(result.result());
    }
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::GpgmeEngineTest)
#include "GpgmeEngineTest.moc"
