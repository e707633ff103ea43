// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/base/Random.h"
#include "crypto/wrapping/AeadCipher.h"
#include "crypto/wrapping/DataKeyRing.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Code = CryptoError::Code;

namespace {

/// The real engine, with its private operations counted.
struct CountingEngine final : OpenPgpEngine {
    explicit CountingEngine(OpenPgpEngine &real)
        : engine(real)
    {
    }
    CryptoResult<QByteArray> signcrypt(
        const QByteArray &text, const KeyFingerprint &signer, const QList<KeyFingerprint> &to) override
    {
        return engine.signcrypt(text, signer, to);
    }
    CryptoResult<OpenedOpenPgp> open(const QByteArray &message) override { return engine.open(message); }
    CryptoResult<QByteArray> encrypt(const SecretBytes &text, const QList<KeyFingerprint> &to) override
    {
        return engine.encrypt(text, to);
    }
    CryptoResult<SecretBytes> decrypt(const QByteArray &message) override
    {
        ++decryptions;
        return engine.decrypt(message);
    }
    CryptoResult<QByteArray> sign(const QByteArray &text, const KeyFingerprint &signer) override
    {
        return engine.sign(text, signer);
    }
    CryptoResult<QByteArray> encryptWithCode(const SecretBytes &text, const SecretBytes &code) override
    {
        return engine.encryptWithCode(text, code);
    }
    CryptoResult<SecretBytes> decryptWithCode(const QByteArray &message, const SecretBytes &code) override
    {
        return engine.decryptWithCode(message, code);
    }
    CryptoResult<QList<RsaKey>> rsaKeys() override { return engine.rsaKeys(); }
    CryptoResult<SecretBytes> rsaDecrypt(const RsaKey &key, const QByteArray &block) override
    {
        ++decryptions;
        return engine.rsaDecrypt(key, block);
    }

    OpenPgpEngine &engine;
    int decryptions = 0;
};

const QByteArray items = "<from xmlns='urn:xmpp:archive' secs='0'><body>Grüße 👋</body></from>"
                         "<to xmlns='urn:xmpp:archive' secs='11'><body>one &lt; two</body></to>";

} // namespace

class DataKeyRingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void ownerOpensWithoutPrivateOperation();
    void otherDeviceOpensByItsKey();
    void forgedPartShows();
    void damagedParts();
    void wrongWrapFirst();
    void boundedWork();
    void foreignMethods();
    void cbcIsNotAuthenticated();
    void sizeLimits();
    void verifyWrapComparesTheKey();
    void rewrapByDerivation();
    void rewrapByUnwrapping();
    void rewrapDoesNotTrustTheName();
    void rootKeyTravels();
    void rootKeyBySomebodyElse();
    void severalGenerations();
    void nothingWithoutRootKey();
    void stockToolsOpenIt();

private:
    std::unique_ptr<TempGnupgHome> m_home;
    std::unique_ptr<CountingEngine> m_engine;
    KeyFingerprint m_old;
    KeyFingerprint m_new;
};

void DataKeyRingTest::initTestCase()
{
    m_home = std::make_unique<TempGnupgHome>();
    m_engine = std::make_unique<CountingEngine>(m_home->engine());
    m_old = m_home->makeKey(u"anna@example.org"_s, "one").fingerprint;
    m_new = m_home->makeKey(u"anna@example.org"_s, "two").fingerprint;
}

// design section 9: 0 private operations where the root key is
void DataKeyRingTest::ownerOpensWithoutPrivateOperation()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const QString name = randomName();
    const auto part = ring.seal(items, name);
    const auto wraps = ring.wrap(name, {m_old, m_new});
    QVERIFY(part && wraps);
    QCOMPARE(part->method, u"http://www.w3.org/2009/xmlenc11#aes256-gcm"_s);
    QCOMPARE(part->keyName, name);
    QCOMPARE(wraps->size(), 2);
    QCOMPARE(wraps->at(0).keyName, m_old.toString());
    QCOMPARE(wraps->at(1).carriedKeyName, name);
    QCOMPARE(wraps->at(1).method, DataKeyRing::openPgpWrapMethod);
    m_engine->decryptions = 0;
    const auto opened = ring.open(*part, *wraps);
    QVERIFY(opened);
    QCOMPARE(opened->plaintext, items);
    QVERIFY(opened->authenticated && opened->sealedByOwner);
    QCOMPARE(m_engine->decryptions, 0);
    QVERIFY(ring.seal(items, name)->cipherValue != part->cipherValue);
}

// A-41, "no private operation is done twice"
void DataKeyRingTest::otherDeviceOpensByItsKey()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const QString name = randomName();
    const auto part = ring.seal(items, name);
    const auto second = ring.seal("<note/>", name);
    const auto wraps = ring.wrap(name, {m_old});
    DataKeyRing other(*m_engine);
    m_engine->decryptions = 0;
    const auto opened = other.open(*part, *wraps);
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
    QCOMPARE(opened->plaintext, items);
    QVERIFY(opened->authenticated && !opened->sealedByOwner);
    QVERIFY(other.open(*second, *wraps));
    QVERIFY(other.open(*second, {}));
    QCOMPARE(m_engine->decryptions, 1);
    other.forgetUnwrapped();
    QVERIFY(!other.open(*second, {}));
    QVERIFY(other.open(*second, *wraps));
    QCOMPARE(m_engine->decryptions, 2);
}

// Design section 6: the server knows the public key, but not the root key
void DataKeyRingTest::forgedPartShows()
{
    const auto forgedKey = SecretBytes::random(32);
    EncryptedData forged{ContentCipher::aes256Gcm, u"some-name"_s, *sealContent(forgedKey, items)};
    EncryptedKey wrap;
    wrap.method = DataKeyRing::openPgpWrapMethod;
    wrap.keyName = m_old.toString();
    wrap.carriedKeyName = u"some-name"_s;
    wrap.cipherValue = *m_home->engine().encrypt(forgedKey, {m_old});
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const auto opened = ring.open(forged, {wrap});
    QVERIFY(opened);
    QVERIFY(opened->authenticated && !opened->sealedByOwner);
}

//
void DataKeyRingTest::damagedParts()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const auto part = *ring.seal(items, u"n"_s);
    const auto wraps = *ring.wrap(u"n"_s, {m_old});
    QSet<QString> details;
    for (qsizetype i = 0; i < part.cipherValue.size(); ++i) {
        auto damaged = part;
        damaged.cipherValue[i] = char(damaged.cipherValue[i] ^ 1);
        const auto opened = ring.open(damaged, i % 50 == 0 ? wraps : QList<EncryptedKey>());
        QVERIFY(!opened);
        details.insert(opened.error().detail);
    }
    QCOMPARE(details.size(), 1);
    auto renamed = part;
    renamed.keyName = u"m"_s;
    QVERIFY(!ring.open(renamed, {}));
    auto truncated = part;
    truncated.cipherValue.chop(1);
    QCOMPARE(ring.open(truncated, wraps).error().code, Code::DecryptionFailed);
    auto badWrap = wraps.front();
    badWrap.cipherValue.chop(3);
    DataKeyRing other(*m_engine);
    QVERIFY(!other.open(part, {badWrap}));
}

// R08
void DataKeyRingTest::wrongWrapFirst()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const auto part = *ring.seal(items, u"n"_s);
    const auto right = ring.wrap(u"n"_s, {m_old})->front();
    EncryptedKey wrong = right;
    wrong.cipherValue = *m_home->engine().encrypt(SecretBytes::random(32), {m_old});
    EncryptedKey nameless = right;
    nameless.keyName.clear();
    EncryptedKey notForUs = right;
    TempGnupgHome stranger;
    const auto strangerKey = stranger.makeKey(u"eve@example.org"_s);
    notForUs.cipherValue = *stranger.engine().encrypt(SecretBytes::random(32), {strangerKey.fingerprint});
    DataKeyRing other(*m_engine);
    QVERIFY(other.open(part, {wrong, notForUs, nameless}));
    DataKeyRing third(*m_engine);
    QCOMPARE(third.open(part, {notForUs}).error().code, Code::NoKey);
    QCOMPARE(third.open(part, {}).error().code, Code::NoKey);
}

//
void DataKeyRingTest::boundedWork()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const auto part = *ring.seal(items, u"n"_s);
    EncryptedKey useless;
    useless.method = DataKeyRing::openPgpWrapMethod;
    useless.carriedKeyName = u"n"_s;
    useless.cipherValue = "no message";
    DataKeyRing other(*m_engine);
    m_engine->decryptions = 0;
    QCOMPARE(other.open(part, QList<EncryptedKey>(10'000, useless)).error().code, Code::TooLarge);
    QVERIFY(m_engine->decryptions <= 64);
    useless.carriedKeyName = u"another"_s;
    QCOMPARE(other.open(part, QList<EncryptedKey>(10'000, useless)).error().code, Code::TooLarge);
}

void DataKeyRingTest::foreignMethods()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    auto part = *ring.seal(items, u"n"_s);
    auto wrap = ring.wrap(u"n"_s, {m_old})->front();
    DataKeyRing other(*m_engine);
    m_engine->decryptions = 0;
    for (const auto &method :
        {u"http://www.w3.org/2001/04/xmlenc#rsa-1_5"_s, u"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"_s,
            u"http://www.w3.org/2009/xmlenc11#rsa-oaep"_s, u"x"_s}) {
        wrap.method = method;
        // Where no RSA key is, there is nothing to try.
        const auto code = method == u"x"_s ? Code::Unsupported : Code::NoKey;
        QCOMPARE(other.open(part, {wrap}).error().code, code);
        QCOMPARE(other.verifyWrap(wrap).error().code, code);
    }
    QCOMPARE(m_engine->decryptions, 0);
    part.method = u"http://www.w3.org/2001/04/xmlenc#blowfish-cbc"_s;
    QCOMPARE(ring.open(part, {}).error().code, Code::Unsupported);
}

//
void DataKeyRingTest::cbcIsNotAuthenticated()
{
    const auto key = SecretBytes::random(16);
    QProcess openssl;
    openssl.start(u"openssl"_s,
        {u"enc"_s, u"-aes-128-cbc"_s, u"-K"_s, QString::fromLatin1(key.view().toByteArray().toHex()), u"-iv"_s,
            QString(32, u'0')});
    openssl.write(items);
    openssl.closeWriteChannel();
    QVERIFY(openssl.waitForFinished());
    const EncryptedData part{u"http://www.w3.org/2001/04/xmlenc#aes128-cbc"_s, u"old"_s,
        QByteArray(16, '\0') + openssl.readAllStandardOutput()};
    EncryptedKey wrap;
    wrap.method = DataKeyRing::openPgpWrapMethod;
    wrap.carriedKeyName = u"old"_s;
    wrap.cipherValue = *m_home->engine().encrypt(key, {m_old});
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const auto opened = ring.open(part, {wrap});
    QVERIFY(opened);
    QCOMPARE(opened->plaintext, items);
    QVERIFY(!opened->authenticated && !opened->sealedByOwner);
}

//
void DataKeyRingTest::sizeLimits()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const auto large = ring.seal(QByteArray(1024 * 1024, 'x'), u"n"_s);
    QVERIFY(large);
    QVERIFY(ring.open(*large, {}));
    QCOMPARE(ring.seal(QByteArray(9 * 1024 * 1024, 'x'), u"n"_s).error().code, Code::TooLarge);
    EncryptedData huge{ContentCipher::aes256Gcm, u"n"_s, QByteArray(9 * 1024 * 1024, 'x')};
    QCOMPARE(ring.open(huge, {}).error().code, Code::TooLarge);
}

// the check before an old wrap is removed
void DataKeyRingTest::verifyWrapComparesTheKey()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const auto part = *ring.seal(items, u"n"_s);
    const auto wrap = ring.wrap(u"n"_s, {m_new})->front();
    m_engine->decryptions = 0;
    QVERIFY(ring.verifyWrap(wrap));
    QVERIFY(ring.verifyWrap(wrap));
    QCOMPARE(m_engine->decryptions, 2);
    EncryptedKey other = wrap; // what a hostile server could give back
    other.cipherValue = *m_home->engine().encrypt(SecretBytes::random(32), {m_new});
    QCOMPARE(ring.verifyWrap(other).error().code, Code::DecryptionFailed);
    other = wrap;
    other.carriedKeyName = u"m"_s;
    QVERIFY(!ring.verifyWrap(other));
    other.carriedKeyName.clear();
    QVERIFY(!ring.verifyWrap(other));
    other = wrap;
    other.cipherValue.chop(1);
    QVERIFY(!ring.verifyWrap(other));
    DataKeyRing rootless(*m_engine);
    QVERIFY(!rootless.verifyWrap(wrap)); // nothing to compare with
    QVERIFY(rootless.open(part, {wrap}));
    QVERIFY(rootless.verifyWrap(wrap));
}

// Design section 6: re-keying needs no old private key where the root key is
void DataKeyRingTest::rewrapByDerivation()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const auto part = *ring.seal(items, u"n"_s);
    auto old = ring.wrap(u"n"_s, {m_old})->front();
    old.cipherValue = "lost with the old key";
    m_engine->decryptions = 0;
    const auto wraps = ring.rewrap(old, &part, {m_new});
    QVERIFY(wraps);
    QCOMPARE(m_engine->decryptions, 0);
    QCOMPARE(wraps->size(), 1);
    QCOMPARE(wraps->front().keyName, m_new.toString());
    QCOMPARE(wraps->front().carriedKeyName, u"n"_s);
    DataKeyRing fresh(*m_engine);
    QCOMPARE(fresh.open(part, *wraps).value_or(OpenedPart()).plaintext, items);
}

//
void DataKeyRingTest::rewrapByUnwrapping()
{
    DataKeyRing first(*m_engine);
    first.addRootKey(RootKey::make());
    const auto part = *first.seal(items, u"n"_s);
    const auto old = first.wrap(u"n"_s, {m_old})->front();
    DataKeyRing ring(*m_engine);
    m_engine->decryptions = 0;
    const auto wraps = ring.rewrap(old, &part, {m_new});
    QVERIFY(wraps);
    QCOMPARE(m_engine->decryptions, 1);
    QVERIFY(ring.verifyWrap(wraps->front()));
    DataKeyRing fresh(*m_engine);
    QVERIFY(fresh.open(part, *wraps));
    QVERIFY(ring.rewrap(old, nullptr, {m_new}));
    QVERIFY(!ring.rewrap(old, &part, {}));
}

void DataKeyRingTest::rewrapDoesNotTrustTheName()
{
    // Sealed by another root key under a name that ours derives as well: the derivation does not open the proof.
    DataKeyRing other(*m_engine);
    other.addRootKey(RootKey::make());
    const auto part = *other.seal(items, u"n"_s);
    const auto old = other.wrap(u"n"_s, {m_old})->front();
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const auto wraps = ring.rewrap(old, &part, {m_new});
    QVERIFY(wraps);
    DataKeyRing fresh(*m_engine);
    QVERIFY(fresh.open(part, *wraps));
    EncryptedKey unrelated = old;
    unrelated.cipherValue = *m_home->engine().encrypt(SecretBytes::random(32), {m_old});
    QCOMPARE(ring.rewrap(unrelated, &part, {m_new}).error().code, Code::DecryptionFailed);
}

void DataKeyRingTest::rootKeyTravels()
{
    DataKeyRing ring(*m_engine);
    auto root = RootKey::make();
    const QString generation = root.generation;
    ring.addRootKey(root.copy());
    const auto part = *ring.seal(items, u"n"_s);
    const auto message = ring.exportRootKey(generation, m_old, {m_old, m_new});
    QVERIFY(message);
    DataKeyRing other(*m_engine);
    QCOMPARE(other.importRootKey(*message, {m_new}).error().code, Code::BadSignature);
    QVERIFY(!other.hasRootKey());
    QCOMPARE(other.importRootKey(*message, {m_old, m_new}).value_or(QString()), generation);
    QCOMPARE(other.generations(), QStringList{generation});
    QVERIFY(!other.hasRootKey()); // not made current
    QVERIFY(*other.rootSecret(generation) == root.secret);
    QVERIFY(other.open(part, {})->sealedByOwner);
    QVERIFY(other.importRootKey(*message, {m_old})); // again
    DataKeyRing conflicting(*m_engine);
    conflicting.addRootKey({generation, SecretBytes::random(32)});
    QVERIFY(!conflicting.importRootKey(*message, {m_old}));
    QVERIFY(!ring.exportRootKey(u"unknown"_s, m_old, {m_old}));
}

void DataKeyRingTest::rootKeyBySomebodyElse()
{
    DataKeyRing ring(*m_engine);
    const QByteArray text
        = "<root-key xmlns='urn:letterlock:archive:0' generation='g'>" + QByteArray(32, 'k').toBase64() + "</root-key>";
    const auto unsignedMessage = m_home->engine().encrypt(SecretBytes(QByteArrayView(text)), {m_old});
    QCOMPARE(ring.importRootKey(*unsignedMessage, {m_old}).error().code, Code::BadSignature);
    const auto signedOnly = m_home->engine().sign(text, m_old);
    QCOMPARE(ring.importRootKey(*signedOnly, {m_old}).error().code, Code::BadSignature);
    for (const QByteArray &bad : {QByteArray("<x/>"), QByteArray("no"), QByteArray(text).replace("generation='g'", ""),
             QByteArray(text).replace("a2tr", "")}) {
        const auto message = m_home->engine().signcrypt(bad, m_old, {m_old});
        QCOMPARE(ring.importRootKey(*message, {m_old}).error().code, Code::MalformedInput);
    }
    QVERIFY(ring.importRootKey(*m_home->engine().signcrypt(text, m_old, {m_old}), {m_old}));
}

void DataKeyRingTest::severalGenerations()
{
    DataKeyRing ring(*m_engine);
    ring.addRootKey(RootKey::make());
    const QString first = ring.currentGeneration();
    const auto old = *ring.seal("<a/>", u"n"_s);
    ring.addRootKey(RootKey::make());
    QVERIFY(ring.currentGeneration() != first);
    QCOMPARE(ring.generations().size(), 2);
    const auto later = *ring.seal("<b/>", u"n"_s);
    QCOMPARE(ring.open(old, {})->plaintext, "<a/>");
    QCOMPARE(ring.open(later, {})->plaintext, "<b/>");
}

void DataKeyRingTest::nothingWithoutRootKey()
{
    DataKeyRing ring(*m_engine);
    QVERIFY(!ring.hasRootKey());
    QCOMPARE(ring.seal(items, u"n"_s).error().code, Code::NoKey);
    QCOMPARE(ring.wrap(u"n"_s, {m_old}).error().code, Code::NoKey);
    QCOMPARE(ring.exportRootKey({}, m_old, {m_old}).error().code, Code::NoKey);
    QCOMPARE(ring.importRootKey("garbage", {m_old}).error().code, Code::MalformedInput);
    ring.addRootKey(RootKey::make());
    QVERIFY(!ring.seal(items, {}));
    QVERIFY(!ring.wrap(u"n"_s, {}));
}

// opened by gpg and xmlsec1 alone
void DataKeyRingTest::stockToolsOpenIt()
{
    TempGnupgHome home;
    const auto key = home.makeKey(u"anna@example.org"_s);
    DataKeyRing ring(home.engine());
    ring.addRootKey(RootKey::make());
    XmlElement chat(u"chat"_s, u"urn:xmpp:archive"_s);
    chat.append(ring.seal(items, u"first"_s)->toXml());
    chat.append(ring.seal("<note xmlns='urn:xmpp:archive'>later</note>", u"second"_s)->toXml());
    for (const auto &name : {u"first"_s, u"second"_s}) {
        chat.append(ring.wrap(name, {key.fingerprint})->front().toXml());
    }
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(chat.toXml());
    file.close();
    QProcess script;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GNUPGHOME"_s, home.path());
    script.setProcessEnvironment(environment);
    script.start(QStringLiteral(LETTERLOCK_SOURCE_DIR "/crypto/open-with-stock-tools"), {file.fileName()});
    QVERIFY(script.waitForFinished());
    const QString text = QString::fromUtf8(script.readAllStandardOutput());
    QVERIFY2(script.exitCode() == 0, script.readAllStandardError());
    const auto found = XmlElement::parse("<w>" + text.toUtf8() + "</w>");
    QVERIFY2(found, qPrintable(text));
    const auto parts = found->elements();
    QCOMPARE(parts.size(), 2U);
    const auto entries = parts[0]->elements();
    QCOMPARE(entries.size(), 2U);
    QVERIFY(entries[0]->is(u"from", u"urn:xmpp:archive"));
    QCOMPARE(entries[0]->childText(u"body", u"urn:xmpp:archive"), u"Grüße 👋"_s);
    QCOMPARE(entries[1]->attribute(u"secs"), u"11"_s);
    QCOMPARE(entries[1]->childText(u"body", u"urn:xmpp:archive"), u"one < two"_s);
    QVERIFY(parts[1]->child(u"note", u"urn:xmpp:archive"));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::DataKeyRingTest)
#include "DataKeyRingTest.moc"
