// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

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
    /// Of each secret key here, whether it lies under a passphrase.
    [[nodiscard]] QList<bool> protections() const
    {
        QList<bool> found;
        const QDir folder(m_profile.path() + u"/gnupg/private-keys-v1.d"_s);
        for (const auto &name : folder.entryList({u"*.key"_s}, QDir::Files)) {
            QFile file(folder.filePath(name));
            found.append(file.open(QIODevice::ReadOnly) && file.readAll().contains("(protected-private-key"));
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
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::KeyUnlockTest)
#include "KeyUnlockTest.moc"
