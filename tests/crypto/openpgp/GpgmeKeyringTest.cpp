// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/openpgp/OpenPgpPackets.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Code = CryptoError::Code;

class GpgmeKeyringTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void generatedKeyHasTheAgreedShape();
    void otherKindsAndEndsOnRequest();
    void aKeyIsInspectedWithoutBringingItIn();
    void aKeyOfVersionThreeIsRefused();
    void protectionIsCheapAndReal();
    void publicKeyRoundTrip();
    void severalKeysInOneImport();
    void secretExportIsBare();
    void secretExportNeedsThePassphrase();
    void restoredKeysOpenOldMessages();
    void revokedKeyStillDecrypts_data();
    void revokedKeyStillDecrypts();
    void revocationTravels();
    void garbageImportsNothing();
    void manyCertificationsAreLeftOut();
    void unknownKeys();
    void homeThatCannotBeMade();
    void agentEndsWithTheHome();
};

// O-35, O-39, R30, design section 5
void GpgmeKeyringTest::generatedKeyHasTheAgreedShape()
{
    TempGnupgHome home;
    QVERIFY(home.keyring().keys()->isEmpty());
    const auto key
        = home.keyring().generate(*BareJid::parse(u"Änna@example.org"_s), SecretBytes(QByteArrayView("p w")));
    QVERIFY2(key, qPrintable(key ? QString() : key.error().detail));
    QCOMPARE(key->userIds, QStringList{u"xmpp:änna@example.org"_s});
    QCOMPARE(key->algorithm, u"Ed25519"_s);
    QVERIFY(!key->expires.isValid());
    QVERIFY(qAbs(key->created.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    QCOMPARE(key->validity, KeyValidity::Valid);
    QVERIFY(key->canSign && key->canEncrypt && key->hasSecret);
    QCOMPARE(home.keyring().keys()->size(), 1);

    const auto exported = home.keyring().exportPublic(key->fingerprint);
    QVERIFY(exported);
    const auto packets = splitPackets(*exported);
    QVERIFY(packets);
    QList<int> tags;
    for (const auto &packet : *packets) {
        tags.append(packet.tag);
    }
    QCOMPARE(tags, (QList<int>{6, 13, 2, 14, 2}));
    QCOMPARE(packets->front().body[0], char(4)); // version
    const QByteArray listing = home.gpg({u"--with-colons"_s, u"--list-keys"_s});
    QVERIFY(listing.contains(":ed25519:"));
    QVERIFY(listing.contains(":cv25519:"));
    QCOMPARE(listing.count("\nsub:"), 1);
    QVERIFY2(!home.gpg({u"--list-packets"_s}, *exported).contains("features: 07"), "AEAD feature");
    QVERIFY(!home.keyring().generate(BareJid(), {}));
    QVERIFY(!home.keyring().generate(*BareJid::parse(u"a@b"_s), SecretBytes(QByteArrayView("two\nlines"))));
}

// Performance notes, section 0.1
void GpgmeKeyringTest::otherKindsAndEndsOnRequest()
{
    TempGnupgHome home;
    const auto owner = *BareJid::parse(u"anna@example.org"_s);
    const auto rsa = home.keyring().generate(owner, {}, {KeyPlan::Kind::Rsa3072, 2});
    QVERIFY2(rsa, qPrintable(rsa ? QString() : rsa.error().detail));
    QCOMPARE(rsa->algorithm, u"RSA-3072"_s);
    QVERIFY(rsa->canSign && rsa->canEncrypt && !rsa->weak);
    const auto days = rsa->created.daysTo(rsa->expires);
    QVERIFY2(days >= 729 && days <= 731, qPrintable(QString::number(days)));
    QCOMPARE(rsa->userIds, QStringList{u"xmpp:anna@example.org"_s});
    const auto curve = home.keyring().generate(owner, {}, {KeyPlan::Kind::Curve25519, 1});
    QVERIFY(curve.has_value());
    QCOMPARE(curve->algorithm, u"Ed25519"_s);
    QVERIFY(curve->expires.isValid());
    const auto sealed = home.engine().signcrypt("text", rsa->fingerprint, {rsa->fingerprint, curve->fingerprint});
    QVERIFY(sealed.has_value());
    QCOMPARE(home.engine().open(*sealed)->plaintext, QByteArray("text"));
}

void GpgmeKeyringTest::aKeyIsInspectedWithoutBringingItIn()
{
    TempGnupgHome theirs;
    TempGnupgHome ours;
    const auto key = theirs.makeKey(u"bob@example.org"_s).fingerprint;
    QCOMPARE(ours.keyring().inspect(*theirs.keyring().exportPublic(key))->validity, KeyValidity::Valid);
    QVERIFY(theirs.keyring().revoke(key, RevocationReason::Superseded).has_value());
    const auto seen = ours.keyring().inspect(*theirs.keyring().exportPublic(key));
    QVERIFY(seen.has_value());
    QCOMPARE(seen->fingerprint, key);
    QCOMPARE(seen->validity, KeyValidity::Revoked);
    QCOMPARE(seen->userIds, QStringList{u"xmpp:bob@example.org"_s});
    QVERIFY(ours.keyring().keys()->isEmpty());
    QVERIFY(!ours.keyring().inspect("no key").has_value());
}

// O-35
void GpgmeKeyringTest::aKeyOfVersionThreeIsRefused()
{
    const auto packet = [](int tag, const QByteArray &body) {
        return QByteArray(1, char(0x81 | tag << 2)) + char(body.size() >> 8) + char(body.size() & 0xff) + body;
    };
    const auto key = [](int version) {
        QByteArray body(1, char(version));
        body += QByteArray::fromHex("60000000"); // made when
        body += version == 3 ? QByteArray(2, '\0') : QByteArray(); // valid for ever
        body += char(1); // RSA
        body += QByteArray::fromHex("0800") + QByteArray(256, char(0xc3));
        body += QByteArray::fromHex("0011010001");
        return body;
    };
    const auto userId = packet(13, "xmpp:anna@example.org");
    const auto fingerprintOf = [&](int version) {
        const auto hash = QCryptographicHash::hash(packet(6, key(version)), QCryptographicHash::Sha1);
        return *KeyFingerprint::parse(QString::fromLatin1(hash.toHex()));
    };
    QVERIFY(isPublicKeyOf(packet(6, key(4)) + userId, fingerprintOf(4))); // the very same but for its version
    QVERIFY(!isPublicKeyOf(packet(6, key(3)) + userId, fingerprintOf(3)));
    QVERIFY(splitSecretKeys(packet(5, key(3) + QByteArray(1, '\0') + QByteArray(40, 'x')) + userId).empty());
    TempGnupgHome home;
    QVERIFY(!home.keyring().importKeys(packet(6, key(3)) + userId).has_value());
    QVERIFY(home.keyring().keys()->isEmpty());
}

void GpgmeKeyringTest::protectionIsCheapAndReal()
{
    TempGnupgHome home;
    const auto key = home.makeKey(u"anna@example.org"_s, "random-enough");
    const QByteArray listing = home.gpg({u"--with-colons"_s, u"--with-keygrip"_s, u"--list-secret-keys"_s});
    const auto at = listing.indexOf("grp:::::::::");
    QVERIFY(at >= 0);
    QFile file(home.path() + u"/private-keys-v1.d/"_s + QString::fromLatin1(listing.mid(at + 12, 40)) + u".key"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray stored = file.readAll();
    QVERIFY(stored.contains("protected-private-key"));
    QVERIFY(stored.contains("\"65536\"") || stored.contains("65536"));
    QCOMPARE(QFileInfo(home.path()).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(home.engine().sign("x", key.fingerprint));
}

// O-16, O-22
void GpgmeKeyringTest::publicKeyRoundTrip()
{
    TempGnupgHome anna;
    TempGnupgHome ben;
    const auto key = anna.makeKey(u"anna@example.org"_s);
    const auto exported = anna.keyring().exportPublic(key.fingerprint);
    QVERIFY(exported);
    QCOMPARE(ben.keyring().find(key.fingerprint).error().code, Code::NoKey);
    QCOMPARE(ben.keyring().importKeys(*exported).value_or(QList<KeyFingerprint>()), QList{key.fingerprint});
    const auto known = ben.keyring().find(key.fingerprint);
    QVERIFY(known);
    QVERIFY(!known->hasSecret);
    QCOMPARE(known->userIds, key.userIds);
    QCOMPARE(ben.keyring().exportPublic(key.fingerprint).value_or(QByteArray()), *exported);
    const QByteArray armored = anna.gpg({u"--armor"_s, u"--export"_s});
    QCOMPARE(ben.keyring().importKeys(armored).value_or(QList<KeyFingerprint>()), QList{key.fingerprint});
}

// O-38
void GpgmeKeyringTest::severalKeysInOneImport()
{
    TempGnupgHome anna;
    TempGnupgHome ben;
    const auto one = anna.makeKey(u"anna@example.org"_s);
    const auto two = anna.makeKey(u"anna@example.org"_s);
    const auto joined = *anna.keyring().exportPublic(one.fingerprint) + *anna.keyring().exportPublic(two.fingerprint);
    const auto imported = ben.keyring().importKeys(joined);
    QVERIFY(imported);
    QCOMPARE(imported->size(), 2);
    QVERIFY(imported->contains(one.fingerprint) && imported->contains(two.fingerprint));
    QCOMPARE(ben.keyring().keys()->size(), 2);
}

// O-31
void GpgmeKeyringTest::secretExportIsBare()
{
    TempGnupgHome home;
    const auto one = home.makeKey(u"anna@example.org"_s, "first");
    const auto two = home.makeKey(u"anna@example.org"_s, "second");
    const auto three = home.makeKey(u"anna@example.org"_s);
    const auto secret = home.keyring().exportSecret({one.fingerprint, two.fingerprint, three.fingerprint});
    QVERIFY2(secret, qPrintable(secret ? QString() : secret.error().detail));
    QVERIFY(secretKeysAreBare(secret->view()));
    const auto packets = splitPackets(secret->view());
    QVERIFY(packets);
    QCOMPARE(std::ranges::count(*packets, int(OpenPgpPacket::SecretKey), &OpenPgpPacket::tag), 3);
    QCOMPARE(std::ranges::count(*packets, int(OpenPgpPacket::SecretSubkey), &OpenPgpPacket::tag), 3);
    const QByteArray locked = home.gpg({u"--pinentry-mode"_s, u"loopback"_s, u"--passphrase"_s, u"first"_s,
        u"--export-secret-keys"_s, one.fingerprint.toString()});
    QVERIFY(!locked.isEmpty());
    QVERIFY(!secretKeysAreBare(locked));
    QVERIFY(home.engine().sign("still protected and usable", one.fingerprint));
    for (const auto &folder : {u"/dev/shm"_s, qEnvironmentVariable("XDG_RUNTIME_DIR"), u"/tmp"_s}) {
        // A test that runs beside this one may have one for a moment; ours would stay.
        QTRY_VERIFY_WITH_TIMEOUT(QDir(folder).entryList({u"ll-??????"_s}, QDir::Dirs).isEmpty(), 15000);
    }
}

void GpgmeKeyringTest::secretExportNeedsThePassphrase()
{
    TempGnupgHome home;
    const auto key = home.makeKey(u"anna@example.org"_s, "first");
    QProcess::execute(u"gpgconf"_s, {u"--homedir"_s, home.path(), u"--kill"_s, u"gpg-agent"_s});
    home.keyring().setPassphrase(key.fingerprint, SecretBytes(QByteArrayView("other")));
    QVERIFY(!home.keyring().exportSecret({key.fingerprint}));
    QVERIFY(!home.keyring().exportSecret({}));
    QCOMPARE(home.keyring().exportSecret({*KeyFingerprint::parse(QString(40, u'B'))}).error().code, Code::NoKey);
}

// XEP-0373 section 5.4: all generations come back
void GpgmeKeyringTest::restoredKeysOpenOldMessages()
{
    TempGnupgHome old;
    TempGnupgHome fresh;
    const auto one = old.makeKey(u"anna@example.org"_s, "first");
    const auto two = old.makeKey(u"anna@example.org"_s, "second");
    const auto message = old.engine().signcrypt("hello", one.fingerprint, {one.fingerprint});
    const auto secret = old.keyring().exportSecret({one.fingerprint, two.fingerprint});
    QVERIFY(message && secret);
    const auto imported = fresh.keyring().importKeys(secret->view().toByteArray());
    QVERIFY(imported);
    QCOMPARE(imported->size(), 2);
    QVERIFY(fresh.keyring().find(one.fingerprint)->hasSecret);
    QCOMPARE(fresh.engine().open(*message).value_or(OpenedOpenPgp()).plaintext, "hello");
}

void GpgmeKeyringTest::revokedKeyStillDecrypts_data()
{
    QTest::addColumn<RevocationReason>("reason");
    QTest::addColumn<QByteArray>("listed"); // RFC 4880 section 5.2.3.23
    QTest::newRow("superseded") << RevocationReason::Superseded << QByteArray("reason: 0x01");
    QTest::newRow("compromised") << RevocationReason::Compromised << QByteArray("reason: 0x02");
    QTest::newRow("no longer used") << RevocationReason::NoLongerUsed << QByteArray("reason: 0x03");
}

// Design section 1.1
void GpgmeKeyringTest::revokedKeyStillDecrypts()
{
    QFETCH(const RevocationReason, reason);
    QFETCH(const QByteArray, listed);
    TempGnupgHome home;
    const auto key = home.makeKey(u"anna@example.org"_s, "first");
    const auto message = home.engine().signcrypt("hello", key.fingerprint, {key.fingerprint});
    QVERIFY(message);
    const auto revoked = home.keyring().revoke(key.fingerprint, reason);
    QVERIFY2(revoked, qPrintable(revoked ? QString() : revoked.error().detail));
    const auto now = home.keyring().find(key.fingerprint);
    QVERIFY(now);
    QCOMPARE(now->validity, KeyValidity::Revoked);
    QCOMPARE(now->userIds, key.userIds);
    QVERIFY(!now->canSign && !now->canEncrypt && now->hasSecret);
    const auto code = listed.right(1).toInt();
    const QByteArray packets = home.gpg({u"--list-packets"_s, u"-v"_s}, *home.keyring().exportPublic(key.fingerprint));
    QVERIFY2(packets.contains("sigclass 0x20"), packets);
    QVERIFY2(packets.contains("revocation reason 0x0" + QByteArray::number(code)), packets);
    const auto opened = home.engine().open(*message);
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
    QCOMPARE(opened->plaintext, "hello");
    QVERIFY(home.keyring().revoke(key.fingerprint, reason)); // again: nothing to do
    QCOMPARE(home.engine().sign("x", key.fingerprint).error().code, Code::KeyUnusable);
    QVERIFY(!home.engine().encrypt(SecretBytes(4), {key.fingerprint}));
}

void GpgmeKeyringTest::revocationTravels()
{
    TempGnupgHome anna;
    TempGnupgHome ben;
    const auto key = anna.makeKey(u"anna@example.org"_s, "first");
    anna.share(key.fingerprint, ben);
    QCOMPARE(ben.keyring().find(key.fingerprint)->validity, KeyValidity::Valid);
    QCOMPARE(ben.keyring().revoke(key.fingerprint, RevocationReason::Compromised).error().code, Code::NoKey);
    QVERIFY(anna.keyring().revoke(key.fingerprint, RevocationReason::Compromised));
    anna.share(key.fingerprint, ben);
    QCOMPARE(ben.keyring().find(key.fingerprint)->validity, KeyValidity::Revoked);
}

// O-34
void GpgmeKeyringTest::garbageImportsNothing()
{
    TempGnupgHome home;
    QCOMPARE(home.keyring().importKeys({}).error().code, Code::MalformedInput);
    QCOMPARE(home.keyring().importKeys(QByteArray(5000, 'x')).error().code, Code::MalformedInput);
    QCOMPARE(home.keyring().importKeys(QByteArray(9 * 1024 * 1024, 'x')).error().code, Code::TooLarge);
    TempGnupgHome other;
    const auto key = other.makeKey(u"anna@example.org"_s);
    const auto exported = *other.keyring().exportPublic(key.fingerprint);
    QVERIFY(!home.keyring().importKeys(exported.first(40)));
    QVERIFY(home.keyring().keys()->isEmpty());
}

// O-36
void GpgmeKeyringTest::manyCertificationsAreLeftOut()
{
    TempGnupgHome home;
    const auto key = home.makeKey(u"anna@example.org"_s);
    const auto before = home.keyring().exportPublic(key.fingerprint);
    for (int i = 0; i < 3; ++i) {
        const auto other = home.makeKey(u"friend%1@example.org"_s.arg(i));
        home.gpg({u"-u"_s, other.fingerprint.toString(), u"--quick-sign-key"_s, key.fingerprint.toString()});
    }
    QVERIFY(home.gpg({u"--export"_s, key.fingerprint.toString()}).size() > before->size() + 200);
    QCOMPARE(home.keyring().exportPublic(key.fingerprint).value_or(QByteArray()), *before);
}

void GpgmeKeyringTest::unknownKeys()
{
    TempGnupgHome home;
    const auto unknown = *KeyFingerprint::parse(QString(40, u'C'));
    QCOMPARE(home.keyring().find(unknown).error().code, Code::NoKey);
    QCOMPARE(home.keyring().exportPublic(unknown).error().code, Code::NoKey);
    QCOMPARE(home.keyring().revoke(unknown, RevocationReason::Superseded).error().code, Code::NoKey);
}

void GpgmeKeyringTest::homeThatCannotBeMade()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    GpgmeHome home(file.fileName() + u"/below"_s);
    QCOMPARE(home.check().error().code, Code::EngineFailure);
    GpgmeKeyring keyring(home);
    GpgmeEngine engine(home);
    QCOMPARE(keyring.keys().error().code, Code::EngineFailure);
    QCOMPARE(engine.encrypt(SecretBytes(4), {}).error().code, Code::EngineFailure);
    QCOMPARE(keyring.generate(*BareJid::parse(u"a@b"_s), {}).error().code, Code::EngineFailure);
}

void GpgmeKeyringTest::agentEndsWithTheHome()
{
    QString path;
    {
        TempGnupgHome home;
        home.makeKey(u"anna@example.org"_s);
        path = home.path();
        QProcess listing;
        listing.start(u"pgrep"_s, {u"-f"_s, u"gpg-agent.*"_s + path});
        QVERIFY(listing.waitForFinished());
        QVERIFY(!listing.readAllStandardOutput().isEmpty());
    }
    QVERIFY(!QFileInfo::exists(path));
    QTRY_VERIFY_WITH_TIMEOUT(QProcess::execute(u"pgrep"_s, {u"-f"_s, u"gpg-agent.*"_s + path}) == 1, 5000);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::GpgmeKeyringTest)
#include "GpgmeKeyringTest.moc"
