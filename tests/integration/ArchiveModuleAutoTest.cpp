// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleFixture.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDirIterator>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

/// An RSA key as a client of XEP-0241 has it; opens what the server sealed, by OpenSSL alone.
class RsaKey {
public:
    explicit RsaKey(unsigned bits = 2048)
        : m_key(EVP_RSA_gen(bits), EVP_PKEY_free)
    {
    }

    QByteArray number(const char *name) const
    {
        BIGNUM *value = nullptr;
        EVP_PKEY_get_bn_param(m_key.get(), name, &value);
        QByteArray bytes(BN_num_bytes(value), Qt::Uninitialized);
        BN_bn2bin(value, reinterpret_cast<unsigned char *>(bytes.data()));
        BN_free(value);
        return bytes;
    }
    QString modulus() const { return QString::fromLatin1(number(OSSL_PKEY_PARAM_RSA_N).toBase64()); }

    QString keyInfo(const QString &name, const QString &exponent = u"AQAB"_s) const
    {
        return u"<KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'><KeyName>%1</KeyName><KeyValue><RSAKeyValue>"
               "<Modulus>%2</Modulus><Exponent>%3</Exponent></RSAKeyValue></KeyValue></KeyInfo>"_s.arg(
                   name, modulus(), exponent);
    }

    QString print(const QString &begin, const QString &end, const QString &jid) const
    {
        const QString all = begin + end + jid + decimalModulus() + u"65537"_s;
        return QString::fromLatin1(QCryptographicHash::hash(all.toUtf8(), QCryptographicHash::Sha256).toBase64());
    }
    /// As published by XEP-0189, with the modulus in lines.
    QString pubkey(const QString &begin, const QString &end, const QString &jid) const
    {
        QString lines = decimalModulus();
        lines.insert(76, u'\n');
        return u"<pubkey "
               u"xmlns='urn:xmpp:pubkey:2'><begin>%1</begin><end>%2</end><jid>%3</jid><rsakey><modulus>%4</modulus>"
               "<publicExponent>65537</publicExponent><print algo='sha-256'>%5</print></rsakey></pubkey>"_s.arg(
                   begin, end, jid, lines, print(begin, end, jid));
    }

    QByteArray unwrap(const QByteArray &wrapped) const
    {
        std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX *)> context(
            EVP_PKEY_CTX_new(m_key.get(), nullptr), EVP_PKEY_CTX_free);
        QByteArray data(1024, Qt::Uninitialized);
        auto size = size_t(data.size());
        if (EVP_PKEY_decrypt_init(context.get()) <= 0
            || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) <= 0
            || EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char *>(data.data()), &size,
                   reinterpret_cast<const unsigned char *>(wrapped.constData()), size_t(wrapped.size()))
                <= 0) {
            return {};
        }
        return data.left(qsizetype(size));
    }

private:
    QString decimalModulus() const
    {
        const QByteArray bytes = number(OSSL_PKEY_PARAM_RSA_N);
        BIGNUM *value
            = BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.constData()), int(bytes.size()), nullptr);
        char *text = BN_bn2dec(value);
        const QString decimal = QString::fromLatin1(text);
        OPENSSL_free(text);
        BN_free(value);
        return decimal;
    }

    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY *)> m_key;
};

QByteArray openGcm(const QByteArray &key, const QByteArray &value)
{
    std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX *)> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    const auto bytes
        = [](const QByteArray &array) { return reinterpret_cast<const unsigned char *>(array.constData()); };
    const QByteArray text = value.mid(12, value.size() - 28);
    QByteArray tag = value.right(16);
    QByteArray plain(text.size() + 16, Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(plain.data());
    int size = 0;
    int rest = 0;
    if (key.size() != 32 || value.size() < 28
        || EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(value)) != 1
        || EVP_DecryptUpdate(context.get(), out, &size, bytes(text), int(text.size())) != 1
        || EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, 16, tag.data()) != 1
        || EVP_DecryptFinal_ex(context.get(), out + size, &rest) != 1) {
        return {};
    }
    return plain.left(size + rest);
}

} // namespace

/// Automatic archiving, plain and sealed by the server: XEP-0136 section 6, XEP-0241 section 3.
class ArchiveModuleAutoTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void announcesIt();
    void archivesBodies();
    void leavesOutWhatAsksForIt();
    void followsThePreferences();
    void knowsStreamAndGlobal();
    void closesWhenSwitchedOff();
    void sealsForEveryKey();
    void sealsForPublishedKeys();
    void sealsWhatIsBeingRecorded();
    void startsAnewAfterRemoval();
    void refusesBadKeys();

private:
    using F = ArchiveModuleFixture;
    QString set(const QString &attributes, const QString &content = {})
    {
        return F::outcome(m_fixture->romeo.iq(u"set"_s, F::request(u"auto"_s, attributes, content)));
    }
    /// Sends and waits until the server has dealt with it.
    static void say(RawXmppStream &from, const QString &to, const QString &body, const QString &more = {},
        const QString &type = u"chat"_s)
    {
        from.send(u"<message to='%1' type='%2'><body>%3</body>%4</message>"_s.arg(to, type, body, more));
        from.iq(u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, u"localhost"_s);
    }
    QDomElement retrieve(int index = 0)
    {
        const auto chats = F::elementsNamed(F::payload(F::list(m_fixture->romeo)), u"chat"_s);
        return index < chats.size()
            ? F::retrieve(m_fixture->romeo, chats.at(index).attribute(u"with"_s), chats.at(index).attribute(u"start"_s))
            : QDomElement();
    }
    /// "to:body" and "from:body" of a plain collection.
    static QStringList bodies(const QDomElement &parent)
    {
        QStringList found;
        for (QDomElement item = parent.firstChildElement(); !item.isNull(); item = item.nextSiblingElement()) {
            if (item.localName() == u"to" || item.localName() == u"from") {
                found << item.localName() + u':' + item.text();
            }
        }
        return found;
    }
    static QByteArray value(const QDomElement &element)
    {
        return QByteArray::fromBase64(element.firstChildElement(u"CipherData"_s).text().toLatin1());
    }
    /// The same of a sealed collection, by this key alone.
    static QStringList opened(const QDomElement &iq, const RsaKey &key, const QString &name)
    {
        QHash<QString, QByteArray> dataKeys;
        for (const QDomElement &wrapped : F::elementsNamed(F::payload(iq), u"EncryptedKey"_s)) {
            if (wrapped.firstChildElement(u"KeyInfo"_s).text() == name) {
                dataKeys.insert(wrapped.firstChildElement(u"CarriedKeyName"_s).text(), key.unwrap(value(wrapped)));
            }
        }
        QStringList found;
        for (const QDomElement &part : F::elementsNamed(F::payload(iq), u"EncryptedData"_s)) {
            QDomDocument items;
            const QByteArray plain = openGcm(dataKeys.value(part.firstChildElement(u"KeyInfo"_s).text()), value(part));
            items.setContent("<items>" + plain + "</items>", QDomDocument::ParseOption::UseNamespaceProcessing);
            found += bodies(items.documentElement());
        }
        return found;
    }
    std::unique_ptr<ArchiveModuleFixture> m_fixture;
};

void ArchiveModuleAutoTest::init()
{
    m_fixture = std::make_unique<ArchiveModuleFixture>(u"letterlock_archive_auto = true"_s);
    QVERIFY2(m_fixture->start(), qPrintable(m_fixture->server().log()));
    m_fixture->juliet.sendPresence();
}

void ArchiveModuleAutoTest::cleanup()
{
    QVERIFY2(m_fixture->server().logProblems().isEmpty(), qPrintable(m_fixture->server().logProblems().join(u'\n')));
}

// A-37, P-52, P-57
void ArchiveModuleAutoTest::announcesIt()
{
    const auto info = xmlText(
        m_fixture->romeo.iq(u"get"_s, u"<query xmlns='http://jabber.org/protocol/disco#info'/>"_s, u"localhost"_s));
    for (const QString &feature : {archiveNs + u":auto"_s, archiveNs + u":encrypt"_s, tmpArchiveNs + u":encrypt"_s}) {
        QVERIFY2(info.contains(u'"' + feature + u'"'), qPrintable(info));
    }
    const auto stream = F::elementsNamed(m_fixture->romeo.features(), u"feature"_s);
    QCOMPARE(stream.size(), 1);
    QCOMPARE(stream.first().namespaceURI(), archiveNs);
    QCOMPARE(F::childNames(stream.first()), QStringList{u"optional"_s});
}

// P-36, P-38, A-39
void ArchiveModuleAutoTest::archivesBodies()
{
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"before"_s);
    QVERIFY(F::collections(F::list(m_fixture->romeo)).isEmpty());
    QCOMPARE(set(u"encrypt='true'"_s), u"modify/bad-request"_s);
    QCOMPARE(set(u"save='true'"_s), u"result"_s);
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"one &lt;1&gt;"_s);
    say(m_fixture->juliet, m_fixture->romeo.jid(), u"two"_s);
    say(m_fixture->romeo, u"juliet@localhost"_s, u"three"_s);
    const auto chats = F::elementsNamed(F::payload(F::list(m_fixture->romeo)), u"chat"_s);
    QCOMPARE(chats.size(), 1);
    QCOMPARE(chats.first().attribute(u"with"_s), u"juliet@localhost"_s);
    QCOMPARE(bodies(F::payload(retrieve())), QStringList({u"to:one <1>"_s, u"from:two"_s, u"to:three"_s}));
    QVERIFY(F::collections(F::list(m_fixture->juliet)).isEmpty());
}

// P-21, P-38, P-58
void ArchiveModuleAutoTest::leavesOutWhatAsksForIt()
{
    QCOMPARE(set(u"save='1'"_s), u"result"_s);
    auto &romeo = m_fixture->romeo;
    const QString to = m_fixture->juliet.jid();
    say(romeo, to, u"x"_s, u"<no-store xmlns='urn:xmpp:hints'/>"_s);
    say(romeo, to, u"x"_s, u"<no-permanent-store xmlns='urn:xmpp:hints'/>"_s);
    say(romeo, to, u"x"_s,
        u"<headers xmlns='http://jabber.org/protocol/shim'><header name='Store'>false</header></headers>"_s);
    say(romeo, to, u"x"_s, {}, u"headline"_s);
    say(romeo, to, u"x"_s, {}, u"groupchat"_s);
    romeo.send(
        u"<message to='%1' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>"_s.arg(to));
    say(romeo, to, u"in t1"_s, u"<thread>t1</thread>"_s);
    say(romeo, to, u"in t2"_s, u"<thread>t2</thread>"_s);
    const auto chats = F::elementsNamed(F::payload(F::list(romeo)), u"chat"_s);
    QCOMPARE(chats.size(), 2);
    QCOMPARE(chats.at(0).attribute(u"thread"_s), u"t1"_s);
    QCOMPARE(chats.at(1).attribute(u"thread"_s), u"t2"_s);
    QCOMPARE(
        bodies(F::payload(retrieve(0))) + bodies(F::payload(retrieve(1))), QStringList({u"to:in t1"_s, u"to:in t2"_s}));
}

// P-14, P-17, P-18, P-39
void ArchiveModuleAutoTest::followsThePreferences()
{
    auto &romeo = m_fixture->romeo;
    const auto prefer
        = [&](const QString &rule) { return F::outcome(romeo.iq(u"set"_s, F::request(u"pref"_s, {}, rule))); };
    QCOMPARE(prefer(u"<default otr='prefer' save='body'/><item jid='juliet@localhost' save='false' otr='require'/>"_s),
        u"result"_s);
    QCOMPARE(set(u"save='true'"_s), u"result"_s);
    say(romeo, m_fixture->juliet.jid(), u"item says no"_s);
    QCOMPARE(prefer(u"<session thread='t' save='body'/>"_s), u"result"_s);
    say(romeo, m_fixture->juliet.jid(), u"thread says yes"_s, u"<thread>t</thread>"_s);
    QCOMPARE(F::collections(F::list(romeo)).size(), 1);
    QCOMPARE(bodies(F::payload(retrieve())), QStringList{u"to:thread says yes"_s});
    const QString refused = u"cancel/feature-not-implemented"_s;
    QCOMPARE(prefer(u"<default otr='prefer' save='message'/>"_s), refused);
    QCOMPARE(prefer(u"<session thread='u' save='stream'/>"_s), refused);
    QCOMPARE(set(u"save='false'"_s), u"result"_s);
    QCOMPARE(prefer(u"<default otr='prefer' save='message'/>"_s), u"result"_s);
    QCOMPARE(set(u"save='true'"_s), refused);
}

// P-01, P-04, P-36
void ArchiveModuleAutoTest::knowsStreamAndGlobal()
{
    auto &romeo = m_fixture->romeo;
    const auto state = [&] {
        return F::payload(romeo.iq(u"get"_s, F::request(u"pref"_s, {})))
            .firstChildElement(u"auto"_s)
            .attribute(u"save"_s);
    };
    QCOMPARE(set(u"save='true'"_s), u"result"_s);
    QCOMPARE(state(), u"true"_s);
    romeo.close();
    QVERIFY(m_fixture->signIn(romeo));
    QCOMPARE(state(), u"false"_s);
    QCOMPARE(set(u"save='true' scope='global'"_s), u"result"_s);
    romeo.close();
    say(m_fixture->juliet, u"romeo@localhost"_s, u"while away"_s);
    QVERIFY(m_fixture->signIn(romeo));
    QCOMPARE(state(), u"true"_s);
    QCOMPARE(bodies(F::payload(retrieve())), QStringList{u"from:while away"_s});
    QCOMPARE(set(u"save='false' scope='global'"_s), u"result"_s);
    romeo.close();
    QVERIFY(m_fixture->signIn(romeo));
    QCOMPARE(state(), u"false"_s);
}

// P-37, P-48
void ArchiveModuleAutoTest::closesWhenSwitchedOff()
{
    auto &romeo = m_fixture->romeo;
    const QString removeOpen = F::request(u"remove"_s, u"open='true'"_s);
    QCOMPARE(set(u"save='true'"_s), u"result"_s);
    say(romeo, m_fixture->juliet.jid(), u"one"_s);
    QCOMPARE(set(u"save='false'"_s), u"result"_s);
    say(romeo, m_fixture->juliet.jid(), u"two"_s);
    QCOMPARE(F::outcome(romeo.iq(u"set"_s, removeOpen)), u"cancel/item-not-found"_s);
    QCOMPARE(set(u"save='true'"_s), u"result"_s);
    say(romeo, m_fixture->juliet.jid(), u"three"_s);
    QCOMPARE(F::collections(F::list(romeo)).size(), 2);
    const auto elsewhere = F::request(u"remove"_s, u"with='x.example' open='true'"_s);
    QCOMPARE(F::outcome(romeo.iq(u"set"_s, elsewhere)), u"cancel/item-not-found"_s);
    QCOMPARE(F::outcome(romeo.iq(u"set"_s, removeOpen)), u"result"_s);
    QCOMPARE(F::collections(F::list(romeo)).size(), 1);
    QCOMPARE(bodies(F::payload(retrieve())), QStringList{u"to:one"_s});
}

//
void ArchiveModuleAutoTest::sealsForEveryKey()
{
    const RsaKey first;
    const RsaKey second;
    QCOMPARE(set(u"save='true' encrypt='1'"_s), u"modify/not-acceptable"_s);
    QCOMPARE(set(u"save='true' encrypt='true'"_s, first.keyInfo(u"ONE"_s) + second.keyInfo(u"TWO"_s)), u"result"_s);
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"secret one"_s);
    say(m_fixture->juliet, m_fixture->romeo.jid(), u"secret two"_s);
    const auto got = retrieve();
    QCOMPARE(F::payload(got).attribute(u"crypt"_s), u"true"_s);
    QCOMPARE(F::childNames(F::payload(got)),
        QStringList({u"EncryptedData"_s, u"EncryptedData"_s, u"EncryptedKey"_s, u"EncryptedKey"_s, u"set"_s}));
    const QStringList expected{u"to:secret one"_s, u"from:secret two"_s};
    QCOMPARE(opened(got, first, u"ONE"_s), expected);
    QCOMPARE(opened(got, second, u"TWO"_s), expected);
    QVERIFY(!xmlText(got).contains(u"secret"_s));

    // what opened both is neither on the server's disk nor in its log, in no spelling.
    const auto sealed = F::payload(got);
    QByteArray dataKey;
    for (const QDomElement &wrapped : F::elementsNamed(sealed, u"EncryptedKey"_s)) {
        dataKey += first.unwrap(value(wrapped));
    }
    QCOMPARE(dataKey.size(), 32);
    QCOMPARE(set(u"save='false'"_s), u"result"_s); // closes it
    QDirIterator files(m_fixture->server().directory(), QDir::Files, QDirIterator::Subdirectories);
    int looked = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        for (const auto &spelling : {dataKey, dataKey.toHex(), dataKey.toBase64()}) {
            QVERIFY2(!content.contains(spelling), qPrintable(file.fileName()));
        }
        ++looked;
    }
    QVERIFY(looked > 3);

    // A restart forgets the data key; the next message begins a new collection with a new one.
    QVERIFY(m_fixture->server().restart());
    QVERIFY(m_fixture->signIn(m_fixture->romeo) && m_fixture->signIn(m_fixture->juliet, u"juliet"_s));
    QCOMPARE(set(u"save='true' encrypt='true'"_s, first.keyInfo(u"ONE"_s)), u"result"_s);
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"secret three"_s);
    QCOMPARE(opened(retrieve(1), first, u"ONE"_s), QStringList{u"to:secret three"_s});
    QCOMPARE(opened(retrieve(0), first, u"ONE"_s), expected);
}

//
void ArchiveModuleAutoTest::sealsForPublishedKeys()
{
    const RsaKey good;
    const RsaKey expired;
    const RsaKey foreign;
    const QString begin = u"2020-01-01T00:00:00Z"_s;
    const QString end = u"2999-01-01T00:00:00Z"_s;
    const QString owner = u"romeo@localhost"_s;
    int number = 0;
    for (const QString &pubkey :
        {expired.pubkey(begin, u"2021-01-01T00:00:00Z"_s, owner), foreign.pubkey(begin, end, u"juliet@localhost"_s),
            foreign.pubkey(begin, end, owner).replace(u"2999"_s, u"2998"_s), good.pubkey(begin, end, owner)}) {
        QCOMPARE(set(u"save='true' encrypt='true'"_s), u"modify/not-acceptable"_s);
        const auto published = m_fixture->romeo.iq(u"set"_s,
            u"<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:pubkey:2'><item "
            u"id='i%1'>%2</item></publish>"
            "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
            "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>"
            "<field var='pubsub#max_items'><value>max</value></field></x></publish-options></pubsub>"_s.arg(++number)
                .arg(pubkey));
        QCOMPARE(F::outcome(published), u"result"_s);
    }
    QCOMPARE(set(u"save='true' encrypt='true'"_s, foreign.keyInfo(u"GIVEN"_s)), u"result"_s);
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"secret"_s);
    const auto got = retrieve();
    QCOMPARE(F::elementsNamed(F::payload(got), u"EncryptedKey"_s).size(), 2);
    QCOMPARE(opened(got, good, good.print(begin, end, owner)), QStringList{u"to:secret"_s});
    QCOMPARE(opened(got, foreign, u"GIVEN"_s), QStringList{u"to:secret"_s});
}

//
void ArchiveModuleAutoTest::sealsWhatIsBeingRecorded()
{
    const RsaKey key;
    QCOMPARE(set(u"save='true'"_s), u"result"_s);
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"plain one"_s);
    say(m_fixture->juliet, m_fixture->romeo.jid(), u"plain two"_s);
    QCOMPARE(set(u"save='true' encrypt='true'"_s, key.keyInfo(u"K"_s)), u"result"_s);
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"three"_s);
    QCOMPARE(F::collections(F::list(m_fixture->romeo)).size(), 1);
    const auto got = retrieve();
    QVERIFY(!xmlText(got).contains(u"plain"_s));
    QCOMPARE(opened(got, key, u"K"_s), QStringList({u"to:plain one"_s, u"from:plain two"_s, u"to:three"_s}));
}

// A collection the owner removed took its wrapped data key along.
void ArchiveModuleAutoTest::startsAnewAfterRemoval()
{
    const RsaKey key;
    QCOMPARE(set(u"save='true' encrypt='true'"_s, key.keyInfo(u"K"_s)), u"result"_s);
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"one"_s);
    QCOMPARE(F::outcome(m_fixture->romeo.iq(u"set"_s, F::request(u"remove"_s, {}))), u"result"_s);
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"two"_s);
    QCOMPARE(opened(retrieve(), key, u"K"_s), QStringList{u"to:two"_s});
}

// A-23, R06
void ArchiveModuleAutoTest::refusesBadKeys()
{
    const RsaKey good;
    const RsaKey weak(1024);
    const QString bad = u"modify/bad-request"_s;
    const QString on = u"save='true' encrypt='true'"_s;
    QString even = good.keyInfo(u"K"_s);
    QByteArray modulus = good.number(OSSL_PKEY_PARAM_RSA_N);
    modulus.back() = char(modulus.back() & ~1);
    even.replace(good.modulus(), QString::fromLatin1(modulus.toBase64()));
    for (const QString &key : {weak.keyInfo(u"K"_s), good.keyInfo(u"K"_s, u"AQ=="_s), good.keyInfo(u"K"_s, u"AA=="_s),
             good.keyInfo(u"K"_s, u"Aw=="_s), good.keyInfo(u"K"_s, u"AQAA"_s), good.keyInfo(u"K"_s, u"*"_s), even,
             good.keyInfo(QString(257, u'n')), u"<KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'/>"_s,
             u"<wrong/>"_s}) {
        QCOMPARE(set(on, good.keyInfo(u"G"_s) + key), bad);
    }
    QCOMPARE(set(u"save='true'"_s, good.keyInfo(u"G"_s)), bad);
    say(m_fixture->romeo, m_fixture->juliet.jid(), u"nothing is on"_s);
    QVERIFY(F::collections(F::list(m_fixture->romeo)).isEmpty());
}

} // namespace letterlock::test

using letterlock::test::ArchiveModuleAutoTest;
QTEST_GUILESS_MAIN(ArchiveModuleAutoTest)
#include "ArchiveModuleAutoTest.moc"
