// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/archiving/ArchiveKeys.h"
#include "app/settings/FileCredentialStore.h"
#include "tests/support/Await.h"
#include "tests/support/LocalProfile.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

/// The client's keys in a profile that can be left and opened again.
class Profile {
public:
    app::KeyController &open()
    {
        (void)m_profile.open();
        m_profile.app().keys().setAccount(m_profile.account());
        (void)waitUntil([this] { return m_profile.app().keys().isLoaded(); }, 20'000);
        return m_profile.app().keys();
    }
    app::AppContext &app() { return m_profile.app(); }
    void leave() { m_profile.close(); }
    [[nodiscard]] QString keyFolder() const { return m_profile.path() + u"/gnupg/private-keys-v1.d"_s; }
    [[nodiscard]] QHash<QString, QByteArray> keyFiles() const { return filesIn(keyFolder()); }
    static QHash<QString, QByteArray> filesIn(const QString &keyFolder)
    {
        QHash<QString, QByteArray> found;
        const QDir folder(keyFolder);
        for (const auto &name : folder.entryList({u"*.key"_s}, QDir::Files)) {
            QFile file(folder.filePath(name));
            found.insert(name, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
        }
        return found;
    }
    void writeKeyFiles(const QHash<QString, QByteArray> &files) const
    {
        for (auto it = files.begin(); it != files.end(); ++it) {
            QFile file(keyFolder() + u'/' + it.key());
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(*it) == it->size());
        }
    }
    /// Of each secret key here, whether it lies under a passphrase.
    [[nodiscard]] QList<bool> protections() const
    {
        QList<bool> found;
        for (const auto &file : keyFiles()) {
            // Lines are broken anywhere. What gpg imports without a passphrase calls itself protected as well.
            found.append(QByteArray(file).replace('\n', "").replace(' ', "").contains("openpgp-s2k3-ocb-aes"));
        }
        return found;
    }

private:
    LocalProfile m_profile{u"anna@example.org"_s};
};

} // namespace

/// A key with a passphrase of its own, brought from elsewhere, opens when the person types it; one without
/// any does not lie here as it came.
class KeyUnlockTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBroughtKeyOpensWithItsPassphrase()
    {
        TempGnupgHome elsewhere;
        const auto made = elsewhere.makeKey(u"anna@example.org"_s, "open sesame");
        const auto secret = elsewhere.gpg({u"--batch"_s, u"--pinentry-mode"_s, u"loopback"_s, u"--passphrase"_s,
            u"open sesame"_s, u"--armor"_s, u"--export-secret-keys"_s, made.fingerprint.toString()});
        QVERIFY(secret.contains("PRIVATE KEY"));

        Profile profile;
        auto &keys = profile.open();
        QVERIFY(keys.isLoaded());
        QVERIFY(await(keys.bringKey(crypto::SecretBytes(QByteArrayView(secret))), 30'000));
        QVERIFY(!await(keys.exportSecretKeys({made.fingerprint}), 30'000)); // locked

        const QSignalSpy opens(&keys, &app::KeyController::keyBrought);
        QVERIFY(!await(keys.unlock(crypto::SecretBytes(QByteArrayView("open barley"))), 30'000));
        QVERIFY(!await(keys.exportSecretKeys({made.fingerprint}), 30'000));
        QCOMPARE(opens.size(), 0);
        QVERIFY(await(keys.unlock(crypto::SecretBytes(QByteArrayView("open sesame"))), 30'000));
        QCOMPARE(opens.size(), 1); // what was closed is tried again
        QVERIFY(await(keys.exportSecretKeys({made.fingerprint}), 30'000));
    }

    void aKeyWithoutAPassphraseGetsTheProfiles() // as a backup brings it
    {
        TempGnupgHome elsewhere;
        const auto made = elsewhere.makeKey(u"anna@example.org"_s, "as if it were random").fingerprint;
        const auto bare = elsewhere.keyring().exportSecret({made});
        QVERIFY(bare.has_value());

        Profile profile;
        auto *keys = &profile.open();
        QVERIFY(await(keys->bringKey(bare->copy()), 30'000));
        QCOMPARE(profile.protections(), QList<bool>({true, true}));
        QVERIFY(await(keys->exportSecretKeys({made}), 30'000));
        QVERIFY(!keys->ownKeys().first().ownPassphrase); // nobody knows it, so nobody can change it

        keys = &profile.open();
        QCOMPARE(keys->ownKeys().size(), 1);
        QVERIFY(await(keys->exportSecretKeys({made}), 30'000));
        QVERIFY(await(keys->bringKey(bare->copy()), 30'000)); // once more changes nothing
        QCOMPARE(profile.protections(), QList<bool>({true, true}));
        QVERIFY(await(keys->exportSecretKeys({made}), 30'000));
    }

    void soDoesAKeyOfTheArchive() // which a backup brings along
    {
        TempGnupgHome elsewhere;
        const auto chat = elsewhere.makeKey(u"anna@example.org"_s).fingerprint;
        const auto archive = elsewhere.keyring()
                                 .generateArchiveKey(*crypto::BareJid::parse(u"anna@example.org"_s),
                                     crypto::SecretBytes(QByteArrayView("as if it were random")))
                                 ->fingerprint;
        const auto secret = elsewhere.keyring().exportSecret({chat, archive});
        QVERIFY(secret.has_value());
        const QList<bool> all(4, true); // each has a subkey

        Profile profile;
        auto *keys = &profile.open();
        QVERIFY(await(keys->bringKey(secret->copy()), 30'000));
        QTRY_COMPARE_WITH_TIMEOUT(profile.protections(), all, 30'000);
        QVERIFY(await(keys->exportSecretKeys({archive}), 30'000));
        QVERIFY(profile.app().archiveKeys().keys().isEmpty()); // not made here: nothing new is sealed for it

        keys = &profile.open();
        QTRY_VERIFY_WITH_TIMEOUT(await(keys->exportSecretKeys({archive}), 30'000).has_value(), 30'000);
        QCOMPARE(profile.protections(), all);

        // The program ended after this was noted and before it was done: what lay there then.
        profile.leave();
        TempGnupgHome bare;
        QVERIFY(bare.keyring().importKeys(secret->view()).has_value());
        profile.writeKeyFiles(Profile::filesIn(bare.path() + u"/private-keys-v1.d"_s));
        QCOMPARE(profile.protections(), QList<bool>(4, false));
        keys = &profile.open();
        QTRY_COMPARE_WITH_TIMEOUT(profile.protections(), all, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(await(keys->exportSecretKeys({chat, archive}), 30'000).has_value(), 30'000);

        // And between the halves of the keys.
        profile.leave();
        auto half = Profile::filesIn(bare.path() + u"/private-keys-v1.d"_s);
        const auto grips = bare.gpg({u"--with-colons"_s, u"--with-keygrip"_s, u"--list-keys"_s}).split('\n');
        int number = 0;
        for (const auto &line : grips) {
            if (line.startsWith("grp:") && ++number % 2 == 0) {
                half.remove(QString::fromLatin1(line.split(':').value(9)) + u".key"_s);
            }
        }
        QCOMPARE(half.size(), 2);
        profile.writeKeyFiles(half);
        QCOMPARE(profile.protections().count(true), 2);
        keys = &profile.open();
        QTRY_COMPARE_WITH_TIMEOUT(profile.protections(), all, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(await(keys->exportSecretKeys({chat, archive}), 30'000).has_value(), 30'000);
    }

    /// Somebody's file may have more in it than what is brought.
    void keysOfOthersStayOutside_data()
    {
        QTest::addColumn<bool>("armored");
        QTest::newRow("binary") << false;
        QTest::newRow("armored") << true;
    }
    void keysOfOthersStayOutside()
    {
        QFETCH(const bool, armored);
        TempGnupgHome elsewhere;
        const auto ben = elsewhere.makeKey(u"ben@example.org"_s).fingerprint;
        const auto anna = elsewhere.makeKey(u"anna@example.org"_s).fingerprint;
        const auto annas = elsewhere.makeKey(u"anna@example.org.evil"_s).fingerprint;
        const auto file = [&](const QList<crypto::KeyFingerprint> &keys) {
            QStringList arguments{u"--batch"_s};
            arguments += armored ? QStringList{u"--armor"_s} : QStringList();
            arguments.append(u"--export-secret-keys"_s);
            for (const auto &key : keys) {
                arguments.append(key.toString());
            }
            return crypto::SecretBytes(QByteArrayView(elsewhere.gpg(arguments)));
        };
        Profile profile;
        auto &keys = profile.open();
        const auto none = await(keys.bringKey(file({ben, annas})), 30'000);
        QVERIFY(!none);
        QCOMPARE(none.error().code, crypto::CryptoError::Code::KeyUnusable);
        QVERIFY(profile.keyFiles().isEmpty());

        const auto brought = await(keys.bringKey(file({ben, anna, annas})), 30'000);
        QVERIFY(brought.has_value());
        QCOMPARE(*brought, QList{anna});
        QCOMPARE(profile.protections(), QList<bool>({true, true}));
        QVERIFY(await(keys.exportSecretKeys({anna}), 30'000));
        QVERIFY(!await(keys.exportPublicKey(ben), 30'000));
        const auto bad = await(keys.bringKey(crypto::SecretBytes(QByteArrayView("no keys at all"))), 30'000);
        QVERIFY(!bad);
        QCOMPARE(bad.error().code, crypto::CryptoError::Code::MalformedInput);
    }

    void keysMadeAtOnceHaveOnePassphrase()
    {
        Profile profile;
        auto *keys = &profile.open();
        const auto first = keys->makeKey(true);
        const auto second = keys->makeKey(false);
        const auto one = await(first, 30'000);
        const auto other = await(second, 30'000);
        QVERIFY(one && other);
        keys = &profile.open();
        QVERIFY(await(keys->exportSecretKeys({one->fingerprint}), 30'000));
        QVERIFY(await(keys->exportSecretKeys({other->fingerprint}), 30'000));
    }

    void aKeyOfAnEarlierVersionIsHashedOftenOnceItIsUnlocked()
    {
        TempGnupgHome elsewhere; // where keys that are made are hashed rarely
        const auto made = elsewhere.makeKey(u"anna@example.org"_s, "open sesame").fingerprint;
        const auto secret = elsewhere.gpg({u"--batch"_s, u"--pinentry-mode"_s, u"loopback"_s, u"--passphrase"_s,
            u"open sesame"_s, u"--export-secret-keys"_s, made.toString()});
        Profile profile;
        QVERIFY(await(profile.open().bringKey(crypto::SecretBytes(QByteArrayView(secret))), 30'000));
        const auto rare = Profile::filesIn(elsewhere.path() + u"/private-keys-v1.d"_s);
        QCOMPARE(rare.size(), 2);
        profile.writeKeyFiles(rare);
        QCOMPARE(profile.keyFiles(), rare);

        auto *keys = &profile.open();
        QVERIFY(!await(keys->unlock(crypto::SecretBytes(QByteArrayView("open barley"))), 30'000));
        QCOMPARE(profile.keyFiles(), rare);
        QVERIFY(await(keys->unlock(crypto::SecretBytes(QByteArrayView("open sesame"))), 30'000));
        for (const auto &file : profile.keyFiles()) {
            QVERIFY2(QString::fromLatin1(file).remove(u' ').remove(u'\n').contains(u"\"65011712\""_s), file);
        }
        QVERIFY(await(keys->exportSecretKeys({made}), 30'000));

        keys = &profile.open();
        QVERIFY(!await(keys->exportSecretKeys({made}), 30'000));
        const auto often = profile.keyFiles();
        QVERIFY(await(keys->unlock(crypto::SecretBytes(QByteArrayView("open sesame"))), 30'000));
        QCOMPARE(profile.keyFiles(), often); // once is enough
    }

    void thereIsOnePassphraseHoweverManyAsk()
    {
        QTemporaryDir folder(u"/tmp/lt-XXXXXX"_s);
        app::FileCredentialStore credentials(
            folder.filePath(u"secrets.box"_s), crypto::SecretBytes(QByteArrayView("a passphrase for tests")));
        app::KeptPassphrase kept(credentials, u"of-keys"_s);
        QVERIFY(!await(kept.read()));
        const auto first = kept.readOrMake();
        const auto second = kept.readOrMake();
        const auto one = await(first);
        const auto other = await(second);
        QVERIFY(one && other);
        QCOMPARE((*one)->view().toByteArray(), (*other)->view().toByteArray());
        const auto later = await(kept.readOrMake());
        QCOMPARE((*later)->view().toByteArray(), (*one)->view().toByteArray());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::KeyUnlockTest)
#include "KeyUnlockTest.moc"
