// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QDialog>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/Await.h"
#include "tests/support/ClientOptions.h"
#include "tests/support/ProsodyServer.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/RecoverySheet.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

/// From an empty profile to the open window, by hand and against a real server whose authority nobody knows.
class FirstRunTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_profile{u"/tmp/lt-XXXXXX"_s};
    std::unique_ptr<test::Dress> m_dress;
    std::unique_ptr<test::ProsodyServer> m_server;
    std::unique_ptr<app::AppContext> m_app;
    std::unique_ptr<MainWindow> m_window;
    QString m_code;

    template <class T = QWidget> T *find(const QString &name)
    {
        auto *found = m_window->findChild<T *>(name);
        if (!found)
            qWarning("nothing is called %s", qPrintable(name));
        return found;
    }
    bool isShown(const QString &name)
    {
        const auto *widget = m_window->findChild<QWidget *>(name);
        return widget && widget->isVisible();
    }
    void press(const QString &name) { find<QAbstractButton>(name)->click(); }
    void type(const QString &field, const QString &text)
    {
        auto *edit = find<QLineEdit>(field);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    void picture(const QString &name) { QVERIFY(test::savePicture(*m_window, u"first-run-"_s + name)); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_profile.isValid());
        m_dress = std::make_unique<test::Dress>();
        test::ProsodyServer::Options options;
        options.accounts = {{u"mira"_s, u"right password"_s}};
        m_server = std::make_unique<test::ProsodyServer>(options);
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        m_app = std::make_unique<app::AppContext>(test::clientOptions(m_profile.path()));
        m_window = std::make_unique<MainWindow>(*m_app);
        m_window->resize(1280, 800);
        m_window->show();
        m_app->open();
        QTRY_VERIFY(m_app->isOpen());
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanupTestCase()
    {
        m_window.reset();
        m_app.reset();
    }

    void welcomes()
    {
        QTRY_VERIFY(isShown(u"firstRun"_s));
        QVERIFY(isShown(u"firstRunSignIn"_s));
        QVERIFY(isShown(u"firstRunRestore"_s));
        picture(u"welcome"_s);
        m_window->resize(720, 480);
        picture(u"welcome-narrow"_s);
        m_window->resize(1280, 800);
        m_dress->palette().setChoice(app::ThemeChoice::Dark);
        picture(u"welcome-dark"_s);
        m_dress->palette().setChoice(app::ThemeChoice::Light);
        press(u"firstRunCreate"_s); // says where addresses come from
        QVERIFY(isShown(u"firstRunServers"_s) && isShown(u"firstRunCreated"_s));
        picture(u"create"_s);
        m_window->resize(720, 480);
        picture(u"create-narrow"_s);
        m_window->resize(1280, 800);
        press(u"firstRunCreateBack"_s);
        QVERIFY(isShown(u"firstRunCreate"_s));
        press(u"firstRunCreate"_s);
        press(u"firstRunCreated"_s);
        QVERIFY(isShown(u"signInAddress"_s));
        press(u"firstRunBack"_s);
        press(u"firstRunSignIn"_s);
        QTRY_VERIFY(find<QLineEdit>(u"signInAddress"_s)->hasFocus());
        press(u"firstRunBack"_s);
        QVERIFY(isShown(u"firstRunSignIn"_s));
        press(u"firstRunSignIn"_s);
    }

    void asksForWhatIsMissing()
    {
        type(u"signInAddress"_s, u"mira"_s);
        press(u"signInButton"_s);
        QVERIFY(isShown(u"signInAddressError"_s));
        QVERIFY(find<QLineEdit>(u"signInAddress"_s)->hasFocus());
        picture(u"no-address"_s);
        type(u"signInAddress"_s, m_server->jid(u"mira"_s));
        QVERIFY(!isShown(u"signInAddressError"_s));
        press(u"signInButton"_s);
        QVERIFY(isShown(u"signInError"_s));
        QVERIFY(find<QLineEdit>(u"signInPassword"_s)->hasFocus());
    }

    void saysWhenNobodyAnswers()
    {
        type(u"signInPassword"_s, u"wrong password"_s);
        press(u"signInByHand"_s);
        QVERIFY(isShown(u"signInHost"_s));
        type(u"signInHost"_s, m_server->host() + u":1"_s);
        press(u"signInButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"signInError"_s), 20000);
        picture(u"refused"_s);
        m_window->resize(720, 480);
        picture(u"refused-narrow"_s);
        m_window->resize(1280, 800);
    }

    void wantsACertificateInTheAuthorityFile()
    {
        type(u"signInAuthority"_s, m_profile.path() + u"/settings.ini"_s);
        press(u"signInButton"_s);
        QVERIFY(isShown(u"signInError"_s));
        QVERIFY(find<QLineEdit>(u"signInAuthority"_s)->hasFocus());
        picture(u"authority"_s);
        type(u"signInAuthority"_s, u" "_s);
        QVERIFY(!isShown(u"signInError"_s));
    }

    void stopsAtAStrangeCertificate()
    {
        type(u"signInHost"_s, u"%1:%2"_s.arg(m_server->host()).arg(m_server->port()));
        press(u"signInButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"signInCertificate"_s), 20000);
        picture(u"certificate"_s);
        press(u"signInCertificate"_s);
        QTRY_VERIFY(isShown(u"certificateDialog"_s));
        QVERIFY(!find(u"certificateTrust"_s)->isEnabled());
        press(u"certificateCompared"_s);
        QVERIFY(test::savePicture(*find(u"certificateDialog"_s), u"first-run-certificate-dialog"_s));
        press(u"certificateTrust"_s);
    }

    void saysThatThePasswordIsWrong()
    {
        QTRY_VERIFY_WITH_TIMEOUT(find<QLineEdit>(u"signInPassword"_s)->property("error").toBool(), 20000);
        QVERIFY(isShown(u"signInError"_s));
        picture(u"wrong-password"_s);
    }

    /// Once trusted, the certificate is not asked about again.
    void signsInAndOffersAKey()
    {
        type(u"signInPassword"_s, u"right password"_s);
        QTest::keyClick(find(u"signInPassword"_s), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"ownKeyMake"_s), 30000);
        picture(u"key-choice"_s);
        QTRY_VERIFY(!isShown(u"firstRunRestoreKey"_s)); // there is no backup on a new account
        m_dress->palette().setChoice(app::ThemeChoice::Dark);
        picture(u"key-choice-dark"_s);
        m_dress->palette().setChoice(app::ThemeChoice::Light);
        press(u"ownKeyMake"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"recoverySheet"_s), 30000);
        picture(u"sheet"_s);
        m_window->resize(720, 480);
        picture(u"sheet-narrow"_s);
        m_window->resize(1280, 800);
        m_dress->palette().setChoice(app::ThemeChoice::Dark);
        picture(u"sheet-dark"_s);
        m_dress->palette().setChoice(app::ThemeChoice::Light);
    }

    void opensTheWindowWhenTheCodeWasRead()
    {
        const auto groups = find<RecoverySheet>(u"recoverySheet"_s)->groups();
        QCOMPARE(groups.size(), 6);
        m_code = groups.join(u'-');
        type(u"recoveryConfirm1"_s, groups.at(1).toLower());
        QVERIFY(!find(u"firstRunContinue"_s)->isEnabled());
        type(u"recoveryConfirm2"_s, u"OOOO"_s);
        QVERIFY(find(u"recoveryConfirm2"_s)->property("error").toBool());
        picture(u"sheet-wrong-group"_s);
        type(u"recoveryConfirm2"_s, groups.at(4));
        QTRY_VERIFY(find(u"firstRunContinue"_s)->isEnabled());
        press(u"firstRunContinue"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"rail"_s), 30000);
        QVERIFY(isShown(u"conversationFilter"_s));
        QCOMPARE(m_app->account().account().toString(), m_server->jid(u"mira"_s));
        picture(u"empty"_s);
        m_window->showSection(Section::Keys);
        picture(u"keys"_s);
        m_window->showSection(Section::History);
        picture(u"history"_s);
    }

    /// A second key goes into the backup; a fresh device is asked which of the two shall come.
    void aBackupOfSeveralKeysIsPickedFrom()
    {
        const auto first = m_app->keys().currentKey();
        const auto made = test::await(m_app->keys().makeKey(true), 60000);
        QVERIFY(made.has_value());
        QVERIFY(test::await(m_app->keys().announceAsCurrent(made->fingerprint), 30000).has_value());
        QVERIFY(test::await(m_app->backup().backUp(m_code, true), 60000).has_value());
        m_window.reset();
        m_app.reset();

        const QTemporaryDir fresh(u"/tmp/lt-XXXXXX"_s);
        m_app = std::make_unique<app::AppContext>(test::clientOptions(fresh.path()));
        m_window = std::make_unique<MainWindow>(*m_app);
        m_window->resize(1280, 800);
        m_window->show();
        m_app->open();
        QTRY_VERIFY(m_app->isOpen());
        QTRY_VERIFY(isShown(u"firstRunRestore"_s));
        press(u"firstRunRestore"_s);
        type(u"signInAddress"_s, m_server->jid(u"mira"_s));
        type(u"signInPassword"_s, u"right password"_s);
        press(u"signInByHand"_s);
        type(u"signInHost"_s, u"%1:%2"_s.arg(m_server->host()).arg(m_server->port()));
        press(u"signInButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"signInCertificate"_s), 20000);
        press(u"signInCertificate"_s);
        QTRY_VERIFY(isShown(u"certificateDialog"_s));
        press(u"certificateCompared"_s);
        press(u"certificateTrust"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"backupCode1"_s), 30000);
        for (int group = 0; group < 6; ++group)
            type(u"backupCode%1"_s.arg(group + 1), m_code.section(u'-', group, group));
        QTRY_VERIFY(find(u"restoreButton"_s)->isEnabled());
        picture(u"restore"_s);
        m_dress->palette().setChoice(app::ThemeChoice::Dark);
        picture(u"restore-dark"_s);
        m_dress->palette().setChoice(app::ThemeChoice::Light);
        press(u"restoreButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"keyPickDialog"_s), 30000);
        QVERIFY(test::savePicture(*find(u"keyPickDialog"_s), u"first-run-restore-pick"_s));
        // Left without an answer: nothing has come, and it can be opened again.
        find<QDialog>(u"keyPickDialog"_s)->reject();
        QVERIFY(m_app->keys().ownKeys().isEmpty() || !m_app->keys().ownKeys().first().key.hasSecret);
        QTRY_VERIFY(!m_window->findChild<QDialog *>(u"keyPickDialog"_s));
        press(u"restoreButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"keyPickDialog"_s), 30000);
        find<QAbstractButton>(u"keyPick_"_s + first.ending())->setChecked(false);
        press(u"keyPickBring"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(u"rail"_s), 60000);
        QCOMPARE(m_app->keys().currentKey(), made->fingerprint);
        for (const auto &own : m_app->keys().ownKeys())
            QCOMPARE(own.key.hasSecret, own.key.fingerprint == made->fingerprint);
    }
};

QTEST_MAIN(FirstRunTest)
#include "FirstRunTest.moc"
