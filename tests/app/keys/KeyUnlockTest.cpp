// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/bootstrap/AppContext.h"
#include "app/settings/FileCredentialStore.h"
#include "tests/support/Await.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// A key with a passphrase of its own, brought from elsewhere, opens when the person types it.
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

        QTemporaryDir profile(u"/tmp/lt-XXXXXX"_s);
        app::AppOptions options;
        options.profileDir = profile.path();
        options.credentials = std::make_shared<app::FileCredentialStore>(
            profile.path() + u"/secrets.box"_s, crypto::SecretBytes(QByteArrayView("a passphrase for tests")));
        app::AppContext app(options);
        app::AccountSettings account;
        account.account = *crypto::BareJid::parse(u"anna@example.org"_s);
        app.settings().setAccount(account);
        app.open();
        QTRY_VERIFY_WITH_TIMEOUT(app.isOpen(), 20'000);
        auto &keys = app.keys();
        keys.setAccount(account.account);
        QTRY_VERIFY_WITH_TIMEOUT(keys.isLoaded(), 20'000);
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
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::KeyUnlockTest)
#include "KeyUnlockTest.moc"
