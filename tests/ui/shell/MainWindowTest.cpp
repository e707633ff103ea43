// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QSignalSpy>
#include <QSplitter>
#include <QStackedWidget>
#include <QtTest>

#include "tests/support/Await.h"
#include "tests/support/LocalProfile.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/chat/ConversationPage.h"
#include "ui/settings/SettingsPage.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Notifier.h"
#include "ui/style/Language.h"
#include "ui/widgets/Toast.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

/// The window of an account that was signed in before, without a network: sections, keys, sizes, names.
class MainWindowTest : public QObject {
    Q_OBJECT

    test::LocalProfile m_profile;
    std::unique_ptr<test::Dress> m_dress;
    app::AppContext *m_app = nullptr;
    std::unique_ptr<MainWindow> m_window;

    template <class T = QWidget> T *find(const QString &name)
    {
        auto *found = m_window->findChild<T *>(name);
        if (!found)
            qWarning("nothing is called %s", qPrintable(name));
        return found;
    }

    /// Every control that takes the keyboard says what it is.
    QStringList nameless()
    {
        QStringList found;
        for (auto *widget : m_window->findChildren<QWidget *>()) {
            const bool control = qobject_cast<QAbstractButton *>(widget) || widget->inherits("QLineEdit")
                || widget->inherits("QAbstractItemView") || widget->inherits("QPlainTextEdit")
                || widget->inherits("QComboBox");
            if (!control || !widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
                continue;
            const auto *button = qobject_cast<QAbstractButton *>(widget);
            if (widget->accessibleName().isEmpty() && (!button || button->text().isEmpty()))
                found << QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_dress = std::make_unique<test::Dress>();
        QVERIFY(m_profile.open());
        m_app = &m_profile.app();
        QVERIFY(test::await(m_app->history().conversationWith(*crypto::BareJid::parse(u"anselm@localhost"_s))));
    }

    void init()
    {
        m_window = std::make_unique<MainWindow>(*m_app);
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        // No password is kept, so the window asks for it; nobody answers here.
        QTRY_VERIFY(m_window->findChild<QDialog *>(u"passwordDialog"_s)
            || m_app->account().state() != app::ConnectionState::Connecting);
        if (auto *dialog = m_window->findChild<QDialog *>(u"passwordDialog"_s))
            dialog->reject();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        QApplication::setLayoutDirection(Qt::LeftToRight);
        m_dress->palette().setChoice(app::ThemeChoice::Light);
    }

    void isNamed()
    {
        for (const auto *name : {"rail", "accountButton", "railChats", "railHistory", "railKeys", "railSettings",
                 "pageStack", "mainSplitter", "bannerArea", "conversationFilter", "newConversationButton",
                 "conversationList", "archiveStrip", "timeline", "composer", "encryptionMenu", "sendButton",
                 "searchField", "activityStrip", "searchResults", "keysTabs", "ownKeyList", "settingsNav"})
            QVERIFY2(find(QString::fromLatin1(name)), name);
        QCOMPARE(find(u"railKeys"_s)->accessibleName(), u"Keys"_s);
        QCOMPARE(find(u"timeline"_s)->accessibleName(), u"Messages"_s);
    }

    void ctrlAndDigitsChooseTheSection()
    {
        auto *pages = find<QStackedWidget>(u"pageStack"_s);
        const QStringList rail{u"railChats"_s, u"railHistory"_s, u"railKeys"_s, u"railSettings"_s};
        for (const int section : {3, 1, 2, 0}) {
            QTest::keyClick(m_window.get(), Qt::Key(Qt::Key_1 + section), Qt::ControlModifier);
            QCOMPARE(pages->currentIndex(), section);
            QVERIFY(find<QAbstractButton>(rail.at(section))->isChecked());
            QCOMPARE(nameless(), QStringList());
            QVERIFY(test::savePicture(*m_window, u"window-%1"_s.arg(section)));
        }
        find<QAbstractButton>(u"railKeys"_s)->click();
        QCOMPARE(pages->currentIndex(), 2);
    }

    void aConversationOpensAndTakesTheKeyboard()
    {
        m_app->conversation().openWith(*crypto::BareJid::parse(u"anselm@localhost"_s));
        auto *composer = find(u"composer"_s);
        QTRY_VERIFY(composer->isVisible());
        QTRY_VERIFY(composer->hasFocus());
        QTest::keyClicks(composer, u"Does four o'clock still work?"_s);
        QTRY_COMPARE(m_app->conversation().draft(), u"Does four o'clock still work?"_s);
        QCOMPARE(nameless(), QStringList());
        QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
        QVERIFY(find(u"detailsPanel"_s)->isVisible());
        QCOMPARE(nameless(), QStringList());
        QVERIFY(test::savePicture(*m_window, u"window-conversation"_s));
    }

    void foldsWhenNarrow()
    {
        m_app->conversation().openWith(*crypto::BareJid::parse(u"anselm@localhost"_s));
        QTRY_VERIFY(find(u"composer"_s)->isVisible());
        m_window->resize(720, 480);
        QTRY_COMPARE(m_window->width(), 720);
        QTRY_COMPARE(find(u"rail"_s)->width(), 56);
        QTRY_VERIFY(find(u"conversationList"_s)->width() <= 240);
        QCOMPARE(m_window->height(), 480);
        for (const auto *name : {"railSettings", "sendButton", "conversationMenu", "archiveStrip"}) {
            auto *control = find(QString::fromLatin1(name));
            const QRect place(control->mapTo(m_window.get(), QPoint()), control->size());
            QVERIFY2(m_window->rect().contains(place), name);
        }
        for (int section = 0; section < 4; ++section) {
            m_window->showSection(static_cast<Section>(section));
            QVERIFY(test::savePicture(*m_window, u"window-narrow-%1"_s.arg(section)));
            QCOMPARE(m_window->size(), QSize(720, 480));
        }
        m_window->showSection(Section::Chats);
        QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
        QVERIFY(find(u"detailsPanel"_s)->isVisible());
        QVERIFY(test::savePicture(*m_window, u"window-narrow-details"_s));
        m_window->resize(1280, 800);
        QTRY_COMPARE(find(u"rail"_s)->width(), 72);
    }

    void railStandsOnTheRightForRightToLeft()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        m_app->conversation().openWith(*crypto::BareJid::parse(u"anselm@localhost"_s));
        QTRY_VERIFY(find(u"composer"_s)->isVisible());
        auto *rail = find(u"rail"_s);
        QTRY_COMPARE(rail->mapTo(m_window.get(), QPoint(rail->width(), 0)).x(), m_window->width());
        for (int section = 0; section < 4; ++section) {
            m_window->showSection(static_cast<Section>(section));
            QVERIFY(test::savePicture(*m_window, u"window-rtl-%1"_s.arg(section)));
        }
    }

    void theArchiveStripOpensTheWorkPopup()
    {
        auto *strip = find<QAbstractButton>(u"archiveStrip"_s);
        strip->setFocus();
        QTest::keyClick(strip, Qt::Key_Space);
        auto *popup = find(u"workPopup"_s);
        QVERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
        QTRY_VERIFY(strip->hasFocus());
        m_app->archive().pause();
        QVERIFY(m_app->archive().isPaused());
        QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(popup->isVisible());
        QVERIFY(find(u"workItem_archive"_s)->isVisible());
        find<QAbstractButton>(u"workPause_archive"_s)->click();
        QVERIFY(!m_app->archive().isPaused());
        popup->close();
    }

    void undoIsOneKeyAway()
    {
        m_app->conversation().openWith(*crypto::BareJid::parse(u"anselm@localhost"_s));
        auto *composer = find(u"composer"_s);
        QTRY_VERIFY(composer->hasFocus());
        auto &toast = m_window->findChild<ConversationPage *>(u"conversationPage"_s)->toast();
        int undone = 0;
        toast.offer(u"“Garden plot 14” was muted"_s, u"bell-off"_s, u"Undo"_s, [&undone] { ++undone; });
        QVERIFY(test::savePicture(*m_window, u"window-toast"_s));
        QTest::keyClicks(composer, u"abc"_s);
        QTest::keyClick(composer, Qt::Key_Z, Qt::ControlModifier); // takes back what was typed
        QCOMPARE(undone, 0);
        composer->setProperty("plainText", QString());
        QTest::keyClick(composer, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(undone, 1);
        QVERIFY(!toast.isVisible());
        QTest::keyClick(composer, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(undone, 1);
    }

    void sizesAreThereAgain()
    {
        auto *splitter = find<QSplitter>(u"mainSplitter"_s);
        m_window->resize(1300, 820);
        splitter->setSizes({380, 800});
        const int width = splitter->sizes().first();
        m_window->close();
        m_window = std::make_unique<MainWindow>(*m_app);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->resize(1300, 820); // the screen of tests is smaller than that
        QTRY_COMPARE(find<QSplitter>(u"mainSplitter"_s)->sizes().first(), width);
    }

    void notificationsShowWhatIsWanted()
    {
        auto *notifier = m_window->findChild<Notifier *>();
        QVERIFY(notifier); // also where there is no tray
        QSignalSpy shown(notifier, &Notifier::notified);
        archive::Message message;
        message.body = u"<b>Four</b> o'clock?"_s;
        message.sealing = archive::Sealing::Sealed;
        const auto peer = *crypto::BareJid::parse(u"anselm@localhost"_s);
        const auto told = [&](app::NotificationContent content) {
            m_app->settings().setNotificationContent(content);
            notifier->messageArrived(message, peer, false);
            const auto arguments = shown.takeFirst();
            return arguments.at(0).toString() + u'/' + arguments.at(1).toString();
        };
        const QString all = told(app::NotificationContent::NameAndText);
        QVERIFY2(all.contains(u"anselm"_s) && all.contains(u"Four"_s) && !all.contains(u'<'), qPrintable(all));
        const QString name = told(app::NotificationContent::NameOnly);
        QVERIFY2(name.contains(u"anselm"_s) && !name.contains(u"Four"_s), qPrintable(name));
        const QString nothing = told(app::NotificationContent::Nothing);
        QVERIFY2(!nothing.contains(u"anselm"_s) && !nothing.contains(u"Four"_s), qPrintable(nothing));
        notifier->messageArrived(message, peer, true); // it is being read
        m_app->settings().setNotifies(false);
        notifier->messageArrived(message, peer, false);
        QCOMPARE(shown.count(), 0);
        m_app->settings().setNotifies(true);
        QVERIFY(Notifier::icon(0, true).pixmap(32, 32).toImage() != Notifier::icon(3, true).pixmap(32, 32).toImage());
        QVERIFY(Notifier::icon(0, true).pixmap(32, 32).toImage() != Notifier::icon(0, false).pixmap(32, 32).toImage());
        QVERIFY(Notifier::icon(12, false).pixmap(64, 64).save(
            QStringLiteral(LETTERLOCK_SOURCE_DIR "/build/screens/tray.png")));
    }

    void notificationSettingsAct()
    {
        auto *settings = m_window->findChild<SettingsPage *>();
        m_window->showSection(Section::Settings);
        settings->showPage(u"notifications"_s);
        auto *content = find<QComboBox>(u"notificationContent"_s);
        QCOMPARE(content->accessibleName(), u"What they show"_s);
        content->setFocus();
        QTest::keyClick(content, Qt::Key_Home);
        QCOMPARE(m_app->settings().notificationContent(), app::NotificationContent::NameAndText);
        auto *on = find<QAbstractButton>(u"notificationsOn"_s);
        on->click();
        QVERIFY(!m_app->settings().notifies());
        QVERIFY(!content->isEnabled());
        on->click();
        QVERIFY(m_app->settings().notifies());
    }

    void everySettingsPageOpens()
    {
        auto *settings = m_window->findChild<SettingsPage *>();
        m_window->showSection(Section::Settings);
        for (const auto theme : {app::ThemeChoice::Light, app::ThemeChoice::Dark, app::ThemeChoice::HighContrast}) {
            m_dress->palette().setChoice(theme);
            for (const auto *page :
                {"accounts", "privacy", "archive", "notifications", "appearance", "writing", "about"}) {
                settings->showPage(QString::fromLatin1(page));
                QCOMPARE(nameless(), QStringList());
                QVERIFY(test::savePicture(*m_window, u"settings-%1-%2"_s.arg(QLatin1String(page)).arg(int(theme))));
            }
        }
        for (int section = 0; section < 3; ++section) {
            m_window->showSection(static_cast<Section>(section));
            QVERIFY(test::savePicture(*m_window, u"window-hc-%1"_s.arg(section)));
        }
    }

    /// Last: words stay installed.
    void speaksGerman()
    {
        Language::install(QLocale(QLocale::German));
        m_window = std::make_unique<MainWindow>(*m_app);
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QCOMPARE(find(u"railHistory"_s)->accessibleName(), u"Verlauf"_s);
        m_app->conversation().openWith(*crypto::BareJid::parse(u"anselm@localhost"_s));
        QTRY_VERIFY(find(u"composer"_s)->isVisible());
        QCOMPARE(find(u"composer"_s)->accessibleName(), u"Nachricht an anselm@localhost"_s);
        auto *settings = m_window->findChild<SettingsPage *>();
        for (const QSize size : {QSize(1280, 800), QSize(720, 480)}) {
            m_window->resize(size);
            for (int section = 0; section < 4; ++section) {
                m_window->showSection(static_cast<Section>(section));
                QVERIFY(test::savePicture(*m_window, u"german-%1-%2"_s.arg(size.width()).arg(section)));
                QCOMPARE(m_window->size(), size); // nothing needs more room
            }
            settings->showPage(u"notifications"_s);
            QVERIFY(test::savePicture(*m_window, u"german-%1-notifications"_s.arg(size.width())));
        }
    }
};

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"
