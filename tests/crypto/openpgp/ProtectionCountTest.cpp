// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include "tests/support/PersonalGnupgHome.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

constexpr int cheap = 65536;
constexpr int dear = 65011712;

/// How often the passphrase is hashed, of each secret key in the home; 0 = not protected in the agent's own way.
QList<int> counts(const QString &home)
{
    QList<int> found;
    const QDir folder(home + u"/private-keys-v1.d"_s);
    for (const auto &name : folder.entryList({u"*.key"_s}, QDir::Files)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly)) {
            return {};
        }
        // Lines are broken anywhere, and a salt that looks like text stands in quotes.
        const auto text = QString::fromLatin1(file.readAll()).remove(u' ').remove(u'\n');
        static const QRegularExpression protection(
            u"openpgp-s2k3-ocb-aes\\(\\(sha1.*?\"([0-9]+)\"\\)"_s, QRegularExpression::DotMatchesEverythingOption);
        found.append(protection.match(text).captured(1).toInt());
    }
    std::ranges::sort(found);
    return found;
}

/// A transferable secret key under a person's passphrase, that is hashed only a little, as some programs write it.
QByteArray broughtKey(const QByteArray &passphrase)
{
    PersonalGnupgHome other; // its agent uses the low count
    other.makeKey(u"xmpp:anna@example.org"_s, QString::fromLatin1(passphrase));
    return other.gpg({u"--pinentry-mode"_s, u"loopback"_s, u"--passphrase"_s, QString::fromLatin1(passphrase),
        u"--export-secret-keys"_s});
}

qint64 millisecondsFor(crypto::GpgmeEngine &engine, const crypto::KeyFingerprint &key)
{
    const auto message = engine.encrypt(crypto::SecretBytes(QByteArrayView("words")), {key});
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 20; ++i) {
        if (!message || !engine.decrypt(*message)) {
            return -1;
        }
    }
    return clock.elapsed();
}

} // namespace

/// A passphrase that a person chose is hashed often, a random one rarely.
class ProtectionCountTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aKeyMadeHereOpensFast()
    {
        TempGnupgHome home;
        const auto key = home.makeKey(u"anna@example.org"_s, "as if it were random");
        QCOMPARE(counts(home.path()), QList<int>({cheap, cheap}));
        QVERIFY(home.engine().sign("words", key.fingerprint).has_value());
        const auto fast = millisecondsFor(home.engine(), key.fingerprint);

        TempGnupgHome second;
        QVERIFY(second.keyring().importKeys(broughtKey("own words")).has_value());
        const auto brought = second.keyring().keys()->first().fingerprint;
        second.keyring().setPassphrase(brought, crypto::SecretBytes(QByteArrayView("own words")));
        const auto slow = millisecondsFor(second.engine(), brought);
        qInfo("20 messages: %lld ms with a key made here, %lld ms with one brought", fast, slow);
        QVERIFY(fast >= 0 && slow >= 0);
        QVERIFY(fast < slow);
    }

    void aKeyForTheArchiveToo()
    {
        TempGnupgHome home;
        const auto made = home.keyring().generateArchiveKey(
            *crypto::BareJid::parse(u"anna@example.org"_s), crypto::SecretBytes(QByteArrayView("random")));
        QVERIFY(made.has_value());
        QCOMPARE(counts(home.path()), QList<int>({cheap, cheap}));
    }

    void aKeyThatWasBroughtIsHashedOftenOnceItIsUsed()
    {
        TempGnupgHome home;
        QVERIFY(home.keyring().importKeys(broughtKey("own words")).has_value());
        const auto key = home.keyring().keys()->first().fingerprint;
        home.keyring().setPassphrase(key, crypto::SecretBytes(QByteArrayView("own words")));
        QVERIFY(home.keyring().exportSecret({key}).has_value()); // as unlocking does
        QCOMPARE(counts(home.path()), QList<int>({dear, dear}));
    }

    void aRareCountIsMended()
    {
        TempGnupgHome home; // as one of an earlier version, where a person's passphrase was hashed rarely
        const auto key = home.makeKey(u"anna@example.org"_s, "own words").fingerprint;
        auto &keyring = home.keyring();
        keyring.setPassphrase(key, {});
        QCOMPARE(keyring.strengthen(key).value_or(true), false); // unknown: nothing to do
        keyring.setPassphrase(key, crypto::SecretBytes(QByteArrayView("other words")));
        QVERIFY(!keyring.strengthen(key).has_value());
        QCOMPARE(counts(home.path()), QList<int>({cheap, cheap}));
        keyring.setPassphrase(key, crypto::SecretBytes(QByteArrayView("own words")));

        const QString folder = home.path() + u"/private-keys-v1.d"_s;
        QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner));
        const auto refused = keyring.strengthen(key); // the disk takes nothing
        QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(!refused.has_value());
        QCOMPARE(counts(home.path()), QList<int>({cheap, cheap}));
        QVERIFY(keyring.exportSecret({key}).has_value());

        QCOMPARE(keyring.strengthen(key).value_or(false), true);
        QCOMPARE(counts(home.path()), QList<int>({dear, dear}));
        QVERIFY(keyring.exportSecret({key}).has_value());
        QVERIFY(home.engine().sign("words", key).has_value());
        QCOMPARE(keyring.strengthen(key).value_or(true), false);
    }

    void aNewPassphraseIsHashedOften()
    {
        const PersonalGnupgHome person; // for its pinentry
        person.setMode("answer other words 2");
        TempGnupgHome home;
        QFile conf(home.path() + u"/gpg-agent.conf"_s);
        QVERIFY(conf.open(QIODevice::WriteOnly | QIODevice::Append));
        conf.write("pinentry-program " LETTERLOCK_SOURCE_DIR "/tests/support/FakePinentry\n");
        conf.close();
        const auto key = home.makeKey(u"anna@example.org"_s, "other words 2").fingerprint;
        QCOMPARE(counts(home.path()), QList<int>({cheap, cheap}));
        QVERIFY(home.keyring().changePassphrase(key).has_value());
        QCOMPARE(counts(home.path()), QList<int>({dear, dear}));
        QVERIFY(home.engine().sign("words", key).has_value());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ProtectionCountTest)
#include "ProtectionCountTest.moc"
