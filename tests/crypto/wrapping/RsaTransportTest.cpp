// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "crypto/base/Random.h"
#include "crypto/wrapping/AeadCipher.h"
#include "crypto/wrapping/DataKeyRing.h"
#include "crypto/wrapping/KeyTransport.h"
#include "crypto/wrapping/RsaPadding.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Code = CryptoError::Code;

namespace {

const QString xenc = u"http://www.w3.org/2001/04/xmlenc#"_s;
const QString xenc11 = u"http://www.w3.org/2009/xmlenc11#"_s;
const QByteArray items = "<from xmlns='urn:xmpp:archive' secs='0'><body>Grüße</body></from>";

/// SubjectPublicKeyInfo for OpenSSL and xmlsec1, made without the code under test.
QByteArray pemOf(const RsaKey &key)
{
    const auto tlv = [](char tag, const QByteArray &value) {
        QByteArray head(1, tag);
        if (value.size() < 128) {
            head += char(value.size());
        } else {
            head += char(0x82);
            head += char(value.size() >> 8);
            head += char(value.size() & 0xFF);
        }
        return head + value;
    };
    const auto integer
        = [&](const QByteArray &octets) { return tlv(2, quint8(octets[0]) & 0x80 ? '\0' + octets : octets); };
    const QByteArray algorithm = tlv(0x30, QByteArray::fromHex("06092a864886f70d0101010500"));
    const QByteArray bits = tlv(3, QByteArray(1, '\0') + tlv(0x30, integer(key.modulus) + integer(key.exponent)));
    return "-----BEGIN PUBLIC KEY-----\n" + tlv(0x30, algorithm + bits).toBase64() + "\n-----END PUBLIC KEY-----\n";
}

/// Encrypts `data` as the openssl program does it; an empty `hash` means PKCS#1 v1.5, "none" no padding at all.
QByteArray byOpenSsl(const RsaKey &key, const QByteArray &data, const QString &hash, const QString &mask = {},
    const QByteArray &label = {})
{
    QTemporaryFile pem(u"/tmp/lt-XXXXXX"_s);
    if (!pem.open()) {
        return {};
    }
    pem.write(pemOf(key));
    pem.close();
    QStringList arguments{u"pkeyutl"_s, u"-encrypt"_s, u"-pubin"_s, u"-inkey"_s, pem.fileName()};
    const auto option = [&](const QString &text) { arguments << u"-pkeyopt"_s << text; };
    option(u"rsa_padding_mode:"_s + (hash.isEmpty() ? u"pkcs1"_s : hash == u"none"_s ? hash : u"oaep"_s));
    if (!hash.isEmpty() && hash != u"none"_s) {
        option(u"rsa_oaep_md:"_s + hash);
        option(u"rsa_mgf1_md:"_s + mask);
        if (!label.isEmpty()) {
            option(u"rsa_oaep_label:"_s + QString::fromLatin1(label.toHex()));
        }
    }
    QProcess openssl;
    openssl.start(u"openssl"_s, arguments);
    openssl.write(data);
    openssl.closeWriteChannel();
    openssl.waitForFinished();
    return openssl.readAllStandardOutput();
}

EncryptedKey wrapOf(const QString &method, const QByteArray &value, const QString &keyName)
{
    EncryptedKey wrap;
    wrap.method = method;
    wrap.cipherValue = value;
    wrap.keyName = keyName;
    wrap.carriedKeyName = u"data-key"_s;
    return wrap;
}

} // namespace

class RsaTransportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void opens_data();
    void opens();
    void names_data();
    void names();
    void allCiphers_data();
    void allCiphers();
    void faultsOfPkcs1LookAlike();
    void faultsOfOaep();
    void paddingsArePlacedExactly();
    void writesOaepForSubkeys();
    void verifyAndRewrap();
    void boundedWork();
    void passphraseByLoopback();
    void xmlsecWroteIt();

private:
    [[nodiscard]] EncryptedData part(const QByteArray &key) const
    {
        return {ContentCipher::aes256Gcm, u"data-key"_s, *sealContent(SecretBytes(QByteArrayView(key)), items)};
    }

    /// Sees keys that stock gpg has made since. Lives on, since a home that ends takes the agent with it.
    GpgmeEngine &freshEngine()
    {
        m_homes.push_back(std::make_unique<GpgmeHome>(m_home->path()));
        return *m_engines.emplace_back(std::make_unique<GpgmeEngine>(*m_homes.back()));
    }

    std::unique_ptr<TempGnupgHome> m_home;
    std::vector<std::unique_ptr<GpgmeHome>> m_homes;
    std::vector<std::unique_ptr<GpgmeEngine>> m_engines;
    RsaKey m_sub; ///< RSA-2048 subkey of an RSA-2048 primary key
    RsaKey m_bare; ///< RSA-2048 primary key that encrypts itself
};

void RsaTransportTest::initTestCase()
{
    m_home = std::make_unique<TempGnupgHome>();
    m_home->gpg({u"--passphrase"_s, {}, u"--pinentry-mode"_s, u"loopback"_s, u"--quick-gen-key"_s, u"first"_s,
        u"rsa2048"_s, u"cert,sign"_s, u"never"_s});
    const auto first = m_home->keyring().keys()->constFirst().fingerprint.toString();
    m_home->gpg({u"--passphrase"_s, {}, u"--pinentry-mode"_s, u"loopback"_s, u"--quick-add-key"_s, first, u"rsa2048"_s,
        u"encrypt"_s, u"never"_s});
    m_home->gpg({u"--passphrase"_s, {}, u"--pinentry-mode"_s, u"loopback"_s, u"--quick-gen-key"_s, u"second"_s,
        u"rsa2048"_s, u"cert,sign,encrypt"_s, u"never"_s});
    m_home->makeKey(u"anna@example.org"_s); // Curve25519 does not matter here
    const auto keys = freshEngine().rsaKeys();
    QVERIFY(keys);
    QCOMPARE(keys->size(), 2);
    const bool inOrder = keys->at(1).isPrimary();
    m_sub = keys->at(inOrder ? 0 : 1);
    m_bare = keys->at(inOrder ? 1 : 0);
    QVERIFY(!m_sub.isPrimary() && m_bare.isPrimary());
    for (const auto &key : {m_sub, m_bare}) {
        QVERIFY(key.isUsable);
        QCOMPARE(key.modulus.size(), 256);
        QCOMPARE(key.exponent, QByteArray::fromHex("010001"));
        QCOMPARE(key.keygrip.size(), 40);
    }
}

void RsaTransportTest::opens_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("digest");
    QTest::addColumn<QString>("mask");
    QTest::addColumn<QString>("hash"); // as OpenSSL calls it
    QTest::addColumn<QString>("maskHash");
    QTest::newRow("rsa-1_5") << xenc + u"rsa-1_5"_s << QString() << QString() << QString() << QString();
    const QString sha1 = u"http://www.w3.org/2000/09/xmldsig#sha1"_s;
    const QString mgf1p = xenc + u"rsa-oaep-mgf1p"_s;
    QTest::newRow("mgf1p") << mgf1p << QString() << QString() << u"sha1"_s << u"sha1"_s;
    QTest::newRow("mgf1p, sha1") << mgf1p << sha1 << QString() << u"sha1"_s << u"sha1"_s;
    QTest::newRow("mgf1p, sha256") << mgf1p << xenc + u"sha256"_s << QString() << u"sha256"_s << u"sha1"_s;
    QTest::newRow("mgf1p ignores MGF") << mgf1p << sha1 << xenc11 + u"mgf1sha512"_s << u"sha1"_s << u"sha1"_s;
    const QString oaep = xenc11 + u"rsa-oaep"_s;
    QTest::newRow("oaep, defaults") << oaep << QString() << QString() << u"sha1"_s << u"sha1"_s;
    QTest::newRow("oaep, more#sha384") << oaep << u"http://www.w3.org/2001/04/xmldsig-more#sha384"_s
                                       << xenc11 + u"mgf1sha384"_s << u"sha384"_s << u"sha384"_s;
    for (const auto &digest : {u"sha256"_s, u"sha384"_s, u"sha512"_s}) {
        for (const auto &mask : {u"sha1"_s, u"sha224"_s, u"sha256"_s, u"sha384"_s, u"sha512"_s}) {
            QTest::newRow(qPrintable(digest + u' ' + mask))
                << oaep << xenc + digest << xenc11 + u"mgf1"_s + mask << digest << mask;
        }
    }
}

// REQUIREMENTS 2.1: all digests and masks
void RsaTransportTest::opens()
{
    QFETCH(QString, method);
    QFETCH(QString, digest);
    QFETCH(QString, mask);
    QFETCH(QString, hash);
    QFETCH(QString, maskHash);
    const QByteArray key = randomBytes(32);
    for (const QByteArray &label : {QByteArray(), QByteArray("label")}) {
        if (!label.isEmpty() && hash.isEmpty()) {
            continue;
        }
        auto wrap = wrapOf(method, byOpenSsl(m_sub, key, hash, maskHash, label), m_sub.fingerprint.toString());
        wrap.digest = digest;
        wrap.mgf = mask;
        wrap.oaepParams = label;
        QCOMPARE(wrap.cipherValue.size(), 256);
        DataKeyRing ring(m_home->engine());
        const auto opened = ring.open(part(key), {wrap});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
        QCOMPARE(opened->plaintext, items);
        QVERIFY(opened->authenticated && !opened->sealedByOwner);
    }
}

void RsaTransportTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code"); // -1: opens
    QTest::newRow("the key itself") << m_sub.fingerprint.toString() << -1;
    QTest::newRow("lower case") << m_sub.fingerprint.toString().toLower() << -1;
    QTest::newRow("its primary key") << m_sub.primary.toString() << -1;
    QTest::newRow("a print of XEP-0189") << u"NcTZdtKFxRdlKlxTQNkdWC5ZiOk3Jy4pT0fyVxJBLG4="_s << -1;
    QTest::newRow("an alias") << u"julietcapulet@example.com/2008-12-01"_s << -1;
    QTest::newRow("none") << QString() << -1;
    QTest::newRow("another key of ours") << m_bare.fingerprint.toString() << int(Code::DecryptionFailed);
    QTest::newRow("somebody else's key") << QString(40, u'A') << int(Code::NoKey);
}

// R08, A-14, A-41
void RsaTransportTest::names()
{
    QFETCH(QString, name);
    QFETCH(int, code);
    const QByteArray key = randomBytes(32);
    const auto wrap = wrapOf(KeyTransport::rsaOaepMgf1p, byOpenSsl(m_sub, key, u"sha1"_s, u"sha1"_s), name);
    DataKeyRing ring(m_home->engine());
    const auto opened = ring.open(part(key), {wrap});
    QCOMPARE(opened ? -1 : int(opened.error().code), code);
}

void RsaTransportTest::allCiphers_data()
{
    QTest::addColumn<QString>("cipher");
    for (const auto &name : {u"aes128-gcm"_s, u"aes192-gcm"_s, u"aes256-gcm"_s}) {
        QTest::newRow(qPrintable(name)) << xenc11 + name;
    }
    for (const auto &name : {u"aes128-cbc"_s, u"aes192-cbc"_s, u"aes256-cbc"_s, u"tripledes-cbc"_s}) {
        QTest::newRow(qPrintable(name)) << xenc + name;
    }
}

// REQUIREMENTS 2.1, A-43: rsa-1_5 with every cipher, sealed by OpenSSL's own functions
void RsaTransportTest::allCiphers()
{
    QFETCH(QString, cipher);
    const auto known = ContentCipher::byUri(cipher);
    QVERIFY(known);
    const QByteArray key = randomBytes(known->keySize);
    const QByteArray nonce = randomBytes(known->nonceSize);
    QByteArray name = cipher.section(u'#', 1).toUtf8();
    name = name == "tripledes-cbc" ? "des-ede3-cbc" : name.first(3) + '-' + name.sliced(3);
    const auto *method = EVP_get_cipherbyname(name.constData());
    QVERIFY(method);
    QByteArray text(items.size() + 64, '\0');
    const auto bytes = [](QByteArray &array) { return reinterpret_cast<unsigned char *>(array.data()); };
    QByteArray input = items;
    QByteArray keyCopy = key;
    QByteArray nonceCopy = nonce;
    auto *context = EVP_CIPHER_CTX_new();
    int size = 0;
    int rest = 0;
    QCOMPARE(EVP_EncryptInit_ex(context, method, nullptr, bytes(keyCopy), bytes(nonceCopy)), 1);
    QCOMPARE(EVP_EncryptUpdate(context, bytes(text), &size, bytes(input), int(input.size())), 1);
    QCOMPARE(EVP_EncryptFinal_ex(context, bytes(text) + size, &rest), 1);
    text.truncate(size + rest);
    if (known->isAuthenticated) {
        QByteArray tag(16, '\0');
        QCOMPARE(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, tag.data()), 1);
        text += tag;
    }
    EVP_CIPHER_CTX_free(context);
    const EncryptedData sealed{cipher, u"data-key"_s, nonce + text};
    const auto wrap = wrapOf(KeyTransport::rsa15, byOpenSsl(m_sub, key, {}), {});
    DataKeyRing ring(m_home->engine());
    const auto opened = ring.open(sealed, {wrap});
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    QCOMPARE(opened->plaintext, items);
    QCOMPARE(opened->authenticated, known->isAuthenticated);
}

// A-40: whatever is wrong inside an rsa-1_5 block, the answer is that of a part that does not open
void RsaTransportTest::faultsOfPkcs1LookAlike()
{
    const QByteArray key = randomBytes(32);
    const auto block = [&](QByteArray head) {
        const auto filling = randomBytes(300).replace('\0', "").first(256 - head.size() - 1 - key.size());
        return head + filling + '\0' + key;
    };
    const QByteArray right = block(QByteArray::fromHex("0002"));
    QByteArray zeroInside = right;
    zeroInside[20] = '\0';
    QByteArray noZero = right;
    noZero[256 - 33] = 'x';
    const QList<QByteArray> faulty{block(QByteArray::fromHex("0001")), block(QByteArray::fromHex("0003")), zeroInside,
        noZero, QByteArray(256, '\0')};
    DataKeyRing ring(m_home->engine());
    QSet<QString> answers;
    QVERIFY(ring.open(part(key), {wrapOf(KeyTransport::rsa15, byOpenSsl(m_sub, right, u"none"_s), {})}));
    QList<QByteArray> values;
    for (const auto &encoded : faulty) {
        values.append(byOpenSsl(m_sub, encoded, u"none"_s));
    }
    values.append(byOpenSsl(m_sub, randomBytes(16), {})); // a data key of another size
    values.append(byOpenSsl(m_sub, randomBytes(32), {})); // another data key
    values.append(QByteArray(256, char(0xFF))); // larger than the modulus
    values.append(QByteArray(255, 'x'));
    values.append(QByteArray());
    for (const auto &value : std::as_const(values)) {
        ring.forgetUnwrapped();
        const auto opened = ring.open(part(key), {wrapOf(KeyTransport::rsa15, value, m_sub.fingerprint.toString())});
        QVERIFY(!opened);
        answers.insert(QString::number(int(opened.error().code)) + opened.error().detail);
    }
    QCOMPARE(answers.size(), 1);
}

void RsaTransportTest::faultsOfOaep()
{
    const QByteArray key = randomBytes(32);
    auto wrap = wrapOf(KeyTransport::rsaOaep, byOpenSsl(m_sub, key, u"sha256"_s, u"sha1"_s), {});
    wrap.digest = xenc + u"sha256"_s;
    DataKeyRing ring(m_home->engine());
    QSet<QString> answers;
    const QList<std::function<void(EncryptedKey &)>> changes{
        [](EncryptedKey &damaged) { damaged.cipherValue[100] = char(damaged.cipherValue[100] ^ 1); },
        [](EncryptedKey &damaged) { damaged.oaepParams = "label"; },
        [](EncryptedKey &damaged) { damaged.mgf = xenc11 + u"mgf1sha256"_s; },
        [](EncryptedKey &damaged) { damaged.digest.clear(); },
        [this](
            EncryptedKey &damaged) { damaged.cipherValue = byOpenSsl(m_sub, randomBytes(24), u"sha256"_s, u"sha1"_s); },
        [](EncryptedKey &damaged) { damaged.cipherValue = QByteArray(256, '\0'); },
    };
    for (const auto &change : changes) {
        auto changed = wrap;
        change(changed);
        const auto opened = ring.open(part(key), {changed});
        QVERIFY(!opened);
        answers.insert(QString::number(int(opened.error().code)) + opened.error().detail);
    }
    QCOMPARE(answers.size(), 1);
    auto changed = wrap;
    changed.digest = u"http://www.w3.org/2001/04/xmlenc#ripemd160"_s;
    QCOMPARE(ring.open(part(key), {changed}).error().code, Code::Unsupported);
    changed = wrap;
    changed.mgf = u"urn:x"_s;
    QCOMPARE(ring.open(part(key), {changed}).error().code, Code::Unsupported);
    QVERIFY(ring.open(part(key), {wrap}));
}

void RsaTransportTest::paddingsArePlacedExactly()
{
    const QByteArray key(32, 'k');
    const auto encoded = [&](const QByteArray &head, int filling) {
        return SecretBytes(QByteArrayView(head + QByteArray(filling, 'f') + '\0' + key));
    };
    const QByteArray head = QByteArray::fromHex("0002");
    QCOMPARE(RsaPadding::removePkcs1(encoded(head, 93), 32).view().toByteArray(), key);
    QCOMPARE(RsaPadding::removePkcs1(encoded(head, 8), 32).view().toByteArray(), key);
    QVERIFY(RsaPadding::removePkcs1(encoded(head, 7), 32).view() != key); // too little filling
    QVERIFY(RsaPadding::removePkcs1(encoded(head, 93), 24).view() != key.first(24));
    const auto tiny = SecretBytes(QByteArrayView("ab"));
    QCOMPARE(RsaPadding::removePkcs1(tiny, 32).size(), 32);
    QVERIFY(!RsaPadding::removeOaep(tiny, 32, {}, {}, {}));
    QVERIFY(RsaPadding::removePkcs1(tiny, 32).view() != RsaPadding::removePkcs1(tiny, 32).view());
}

// A-05, A-13, R08: what is written for RSA subkeys, and by the standard's words
void RsaTransportTest::writesOaepForSubkeys()
{
    DataKeyRing ring(m_home->engine());
    ring.addRootKey(RootKey::make());
    const auto sealed = *ring.seal(items, u"n"_s);
    const auto wraps = ring.wrap(u"n"_s, {m_sub.fingerprint, m_sub.primary, m_bare.primary});
    QVERIFY2(!wraps, "2048 bits are too few to write");
    QCOMPARE(wraps.error().code, Code::KeyUnusable);
    const auto byPrimary = ring.wrap(u"n"_s, {m_sub.primary, m_bare.primary});
    QVERIFY(byPrimary);
    QCOMPARE(byPrimary->at(0).method, KeyTransport::openPgp);
    QCOMPARE(byPrimary->at(1).method, KeyTransport::openPgp);
    m_home->gpg({u"--passphrase"_s, {}, u"--pinentry-mode"_s, u"loopback"_s, u"--quick-add-key"_s,
        m_sub.primary.toString(), u"rsa3072"_s, u"encrypt"_s, u"never"_s});
    auto &engine = freshEngine();
    const auto keys = engine.rsaKeys();
    const auto large = std::ranges::find_if(*keys, [](const RsaKey &key) { return key.modulus.size() == 384; });
    QVERIFY(large != keys->end());
    DataKeyRing larger(engine);
    larger.addRootKey({ring.currentGeneration(), *ring.rootSecret(ring.currentGeneration())});
    const auto written = larger.wrap(u"n"_s, {large->fingerprint});
    QVERIFY(written);
    const auto &wrap = written->front();
    QCOMPARE(wrap.method, xenc11 + u"rsa-oaep"_s);
    QCOMPARE(wrap.digest, xenc + u"sha256"_s);
    QCOMPARE(wrap.mgf, xenc11 + u"mgf1sha256"_s);
    QCOMPARE(wrap.keyName, large->fingerprint.toString());
    DataKeyRing other(engine);
    QVERIFY(other.open(sealed, {*EncryptedKey::fromXml(wrap.toXml())}));
}

// A-34, A-36 with RSA
void RsaTransportTest::verifyAndRewrap()
{
    const QByteArray key = randomBytes(32);
    const auto sealed = part(key);
    const auto wrap = wrapOf(KeyTransport::rsa15, byOpenSsl(m_sub, key, {}), {});
    const auto oaep = wrapOf(KeyTransport::rsaOaepMgf1p, byOpenSsl(m_sub, key, u"sha1"_s, u"sha1"_s), {});
    DataKeyRing ring(m_home->engine());
    QVERIFY(!ring.verifyWrap(wrap));
    QVERIFY(ring.open(sealed, {wrap}));
    QVERIFY(ring.verifyWrap(wrap));
    QVERIFY(ring.verifyWrap(oaep));
    QCOMPARE(ring.verifyWrap(wrapOf(KeyTransport::rsa15, byOpenSsl(m_sub, randomBytes(32), {}), {})).error().code,
        Code::DecryptionFailed);
    const auto anna = m_home->keyring().keys()->constLast().fingerprint;
    QVERIFY(ring.rewrap(wrap, &sealed, {anna}));
    // Without a part nobody would see that the octets are random.
    QCOMPARE(ring.rewrap(wrap, nullptr, {anna}).error().code, Code::Unsupported);
    const auto again = ring.rewrap(oaep, nullptr, {anna});
    QVERIFY(again);
    DataKeyRing other(m_home->engine());
    QVERIFY(other.open(sealed, *again));
}

// A-44
void RsaTransportTest::boundedWork()
{
    const QByteArray key = randomBytes(32);
    const auto useless = wrapOf(KeyTransport::rsa15, randomBytes(256).prepend('\0').first(256), u"alias"_s);
    DataKeyRing ring(m_home->engine());
    QCOMPARE(ring.open(part(key), QList<EncryptedKey>(10'000, useless)).error().code, Code::TooLarge);
}

// A key with a passphrase that is stored here opens without a question
void RsaTransportTest::passphraseByLoopback()
{
    TempGnupgHome home;
    home.gpg({u"--passphrase"_s, u"se cret"_s, u"--pinentry-mode"_s, u"loopback"_s, u"--quick-gen-key"_s, u"x"_s,
        u"rsa2048"_s, u"cert,sign,encrypt"_s, u"never"_s});
    const auto rsa = home.engine().rsaKeys();
    QVERIFY(rsa && rsa->size() == 1);
    const auto fingerprint = rsa->front().primary;
    const QByteArray key = randomBytes(32);
    const auto wrap = wrapOf(KeyTransport::rsa15, byOpenSsl(rsa->front(), key, {}), {});
    QProcess::execute(u"gpg-connect-agent"_s, {u"--homedir"_s, home.path(), u"RELOADAGENT"_s, u"/bye"_s}); // forgets
    DataKeyRing ring(home.engine());
    home.home().setPassphrase(fingerprint, SecretBytes(QByteArrayView("wrong")));
    QCOMPARE(ring.open(part(key), {wrap}).error().code, Code::KeyLocked);
    home.home().setPassphrase(fingerprint, SecretBytes(QByteArrayView("se cret")));
    const auto opened = ring.open(part(key), {wrap});
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
}

// Elements that xmlsec1 made
void RsaTransportTest::xmlsecWroteIt()
{
    QTemporaryDir dir(u"/tmp/lt-XXXXXX"_s);
    const auto write = [&](const QString &name, const QByteArray &text) {
        QFile file(dir.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    };
    const QString pem = write(u"key.pem"_s, pemOf(m_sub));
    const QString document = write(u"in.xml"_s, "<chat xmlns='urn:xmpp:archive'>" + items + "</chat>");
    for (const auto &method : {KeyTransport::rsa15, KeyTransport::rsaOaepMgf1p}) {
        const QString sheet = write(u"template.xml"_s,
            QStringLiteral("<EncryptedData xmlns='%1' Type='%1Content'><EncryptionMethod Algorithm='%1aes256-cbc'/>"
                           "<KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'><EncryptedKey xmlns='%1'>"
                           "<EncryptionMethod Algorithm='%2'/><KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'>"
                           "<KeyName>archive</KeyName></KeyInfo><CipherData><CipherValue/></CipherData></EncryptedKey>"
                           "</KeyInfo><CipherData><CipherValue/></CipherData></EncryptedData>")
                .arg(xenc, method)
                .toUtf8());
        QProcess xmlsec;
        xmlsec.start(u"xmlsec1"_s,
            {u"--encrypt"_s, u"--pubkey-pem:archive"_s, pem, u"--session-key"_s, u"aes-256"_s, u"--xml-data"_s,
                document, u"--node-xpath"_s, u"/*"_s, sheet});
        QVERIFY(xmlsec.waitForFinished());
        const auto output = XmlElement::parse(xmlsec.readAllStandardOutput());
        QVERIFY2(output, xmlsec.readAllStandardError());
        const auto *outer = output->is(u"chat", u"urn:xmpp:archive") ? output->firstElement() : &*output;
        const auto *data = outer->is(u"EncryptedData", xenc) ? outer : outer->child(u"EncryptedData", xenc);
        QVERIFY2(data, output->toXml());
        const auto *info = data->child(u"KeyInfo", u"http://www.w3.org/2000/09/xmldsig#");
        const auto *inner = info ? info->child(u"EncryptedKey", xenc) : nullptr;
        QVERIFY(inner);
        const auto sealed = EncryptedData::fromXml(*data);
        const auto wrap = EncryptedKey::fromXml(*inner);
        QVERIFY(sealed && wrap);
        DataKeyRing ring(m_home->engine());
        const auto opened = ring.open(*sealed, {*wrap});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
        QVERIFY2(opened->plaintext.contains("Grüße"), opened->plaintext);
        QVERIFY(!opened->authenticated);
    }
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::RsaTransportTest)
#include "RsaTransportTest.moc"
