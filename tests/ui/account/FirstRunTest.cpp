// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QtTest>

#include "app/settings/FileCredentialStore.h"
#include "tests/support/ProsodyServer.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/shell/MainWindow.h"

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
        app::AppOptions app;
        app.profileDir = m_profile.path();
        app.credentials = std::make_shared<app::FileCredentialStore>(
            m_profile.path() + u"/secrets.box"_s, crypto::SecretBytes(QByteArrayView("a passphrase for tests")));
        m_app = std::make_unique<app::AppContext>(app);
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
    }

    void opensTheWindowWhenTheCodeWasRead()
    {
        const QString code = find<QLabel>(u"backupCode"_s)->text();
        const QString second = code.split(u' ', Qt::SkipEmptyParts).at(1);
        type(u"recoveryConfirm1"_s, second.toLower());
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
};

QTEST_MAIN(FirstRunTest)
#include "FirstRunTest.moc"
