// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>

#include "ui/settings/SettingsPage.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::test {

using namespace Qt::StringLiterals;

class SettingsPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        qApp->setFont([] {
            QFont font(u"Inter"_s);
            font.setPixelSize(13);
            return font;
        }());
        ui::LetterlockStyle::install(m_palette);
    }

    void changesReachTheFileAndComeBack()
    {
        QTemporaryDir folder;
        const auto file = folder.filePath(u"settings.ini"_s);
        bool receipts = false;
        bool enter = false;
        {
            app::SettingsStore store(file);
            receipts = store.sendsReceipts();
            enter = store.enterSends();
            ui::SettingsPage page({store, nullptr, nullptr, m_prompts});
            page.resize(1208, 800);
            page.show();
            QVERIFY(QTest::qWaitForWindowExposed(&page));
            page.showPage(u"privacy"_s);
            auto *control = page.findChild<QAbstractButton *>(u"sendsReceipts"_s);
            control->setFocus();
            QTest::keyClick(control, Qt::Key_Space);
            page.findChild<QAbstractButton *>(u"enterSends"_s)->click();
            page.findChild<QAbstractButton *>(u"reducedMotion"_s)->click();
            page.findChild<QAbstractButton *>(u"themeDark"_s)->click();
            page.findChild<QSlider *>(u"textSize"_s)->setValue(18);
            picture(page, u"settings-privacy"_s);
            page.showPage(u"appearance"_s);
            picture(page, u"settings-appearance"_s);
        }
        app::SettingsStore again(file);
        QCOMPARE(again.sendsReceipts(), !receipts);
        QCOMPARE(again.enterSends(), !enter);
        QCOMPARE(again.theme(), app::ThemeChoice::Dark);
        QCOMPARE(again.messageTextSize(), 18);
        ui::SettingsPage page({again, nullptr, nullptr, m_prompts});
        QCOMPARE(page.findChild<QAbstractButton *>(u"sendsReceipts"_s)->isChecked(), !receipts);
        QVERIFY(page.findChild<QAbstractButton *>(u"themeDark"_s)->isChecked());
        QCOMPARE(page.findChild<QSlider *>(u"textSize"_s)->value(), 18);
    }

    void followsChangesMadeElsewhere()
    {
        QTemporaryDir folder;
        app::SettingsStore store(folder.filePath(u"settings.ini"_s));
        ui::SettingsPage page({store, nullptr, nullptr, m_prompts});
        auto *control = page.findChild<QAbstractButton *>(u"sendsTyping"_s);
        const bool before = control->isChecked();
        store.setSendsTyping(!before);
        QCOMPARE(control->isChecked(), !before);
    }

    void findsASetting()
    {
        QTemporaryDir folder;
        app::SettingsStore store(folder.filePath(u"settings.ini"_s));
        ui::SettingsPage page({store, nullptr, nullptr, m_prompts});
        page.findChild<QLineEdit *>(u"settingsSearch"_s)->setText(u"movement"_s);
        const auto *nav = page.findChild<QListWidget *>(u"settingsNav"_s);
        int shown = 0;
        for (int row = 0; row < nav->count(); ++row) {
            shown += nav->item(row)->isHidden() ? 0 : 1;
        }
        QCOMPARE(shown, 1);
        QCOMPARE(nav->currentItem()->text(), u"Appearance"_s);
    }

private:
    /// Pictures to compare with the design, where LETTERLOCK_SCREENS names a folder.
    static void picture(QWidget &widget, const QString &name)
    {
        const auto folder = qEnvironmentVariable("LETTERLOCK_SCREENS");
        if (!folder.isEmpty()) {
            QCoreApplication::processEvents(); // rows made just now are placed
            QVERIFY(QDir().mkpath(folder));
            QVERIFY(widget.grab().save(folder + u'/' + name + u".png"_s));
        }
    }

    ui::Palette m_palette;
    ui::Prompts m_prompts;
};

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::SettingsPageTest)
#include "SettingsPageTest.moc"
