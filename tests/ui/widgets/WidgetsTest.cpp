// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/ui/widgets/Screen.h"
#include "ui/widgets/AvatarPainter.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/FingerprintLabel.h"
#include "ui/widgets/ProgressLine.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/Switch.h"
#include "ui/widgets/Toast.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

class WidgetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initialsAndColours()
    {
        QCOMPARE(AvatarPainter::initials(u"Ravi Menon"_s), u"RM"_s);
        QCOMPARE(AvatarPainter::initials(u"anselm"_s), u"A"_s);
        QCOMPARE(AvatarPainter::initials(u"田中 友紀"_s), u"田"_s);
        QCOMPARE(AvatarPainter::initials(QString()), u"?"_s);
        QCOMPARE(AvatarPainter::colorIndex(u"anselm@tidewater.example"_s),
            AvatarPainter::colorIndex(u"anselm@tidewater.example"_s));
        QSet<int> used;
        for (int i = 0; i < 200; ++i)
            used.insert(AvatarPainter::colorIndex(u"person%1@example.org"_s.arg(i)));
        QCOMPARE(used.size(), 8);
    }

    void fingerprintWrapsOnlyBetweenGroups()
    {
        const auto key = crypto::KeyFingerprint::parse(u"3C1F7A90D4E25B8861F09B27A4D3E58C71900ABF"_s);
        QVERIFY(key);
        FingerprintLabel label(*key);
        const int twoLines = label.heightForWidth(label.sizeHint().width());
        QVERIFY(label.heightForWidth(label.sizeHint().width() / 2) > twoLines);
        QCOMPARE(label.accessibleDescription().count(u", "_s), 9);
    }

    void bannerShowsActionsAndCloses()
    {
        Banner banner;
        int ran = 0;
        banner.show({.id = u"offline"_s,
                        .severity = Notice::Severity::Warn,
                        .icon = u"offline"_s,
                        .headline = u"You are <offline>."_s,
                        .text = u"Messages wait here."_s,
                        .actions = {{u"Try now"_s, [&ran] { ++ran; }}},
                        .closable = true},
            u"1 of 2"_s);
        auto *action = banner.findChild<QPushButton *>(u"bannerAction"_s);
        QVERIFY(action);
        action->click();
        QCOMPARE(ran, 1);
        QSignalSpy closed(&banner, &Banner::closed);
        auto *close = banner.findChild<QToolButton *>(u"bannerClose"_s);
        QVERIFY(close);
        QCOMPARE(close->accessibleName(), u"Close notice"_s);
        close->click();
        QCOMPARE(closed.count(), 1);
        QCOMPARE(closed.first().first().toString(), u"offline"_s);
    }

    void theClockOfAToastStandsWhileItIsLookedAt()
    {
        QWidget page;
        page.resize(600, 400);
        Toast toast(&page);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        toast.say(u"Address copied"_s);
        QVERIFY(toast.millisecondsLeft() > 5000 && toast.millisecondsLeft() < 7000);
        toast.offer(u"Message deleted"_s, u"delete"_s, u"Undo"_s, [] { });
        QVERIFY(toast.millisecondsLeft() > 9000 && toast.millisecondsLeft() < 11000);
        QEnterEvent enter({5, 5}, {5, 5}, {5, 5});
        QApplication::sendEvent(&toast, &enter);
        QCOMPARE(toast.millisecondsLeft(), -1);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&toast, &leave);
        QVERIFY(toast.millisecondsLeft() > 9000);
        auto *action = toast.findChild<QPushButton *>(u"toastUndo"_s);
        QFocusEvent in(QEvent::FocusIn);
        QApplication::sendEvent(action, &in);
        QCOMPARE(toast.millisecondsLeft(), -1);
        QFocusEvent out(QEvent::FocusOut);
        QApplication::sendEvent(action, &out);
        QVERIFY(toast.millisecondsLeft() > 9000);
    }

    void toastOffersOneActionOnce()
    {
        QWidget page;
        page.resize(600, 400);
        Toast toast(&page);
        page.show();
        int undone = 0;
        toast.offer(u"Message deleted"_s, u"delete"_s, u"Undo"_s, [&undone] { ++undone; });
        QVERIFY(toast.isVisible());
        QVERIFY(page.rect().contains(toast.geometry()));
        toast.findChild<QPushButton *>(u"toastUndo"_s)->click();
        toast.trigger();
        QCOMPARE(undone, 1);
        QVERIFY(!toast.isVisible());
    }

    void searchFieldClearsWithEscape()
    {
        SearchField field(u"Find"_s);
        field.show();
        QTest::keyClicks(&field, u"lamp"_s);
        QCOMPARE(field.text(), u"lamp"_s);
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QString());
        QSignalSpy down(&field, &SearchField::leaveDown);
        QTest::keyClick(&field, Qt::Key_Down);
        QCOMPARE(down.count(), 1);
    }

    void switchIsACheckBox()
    {
        Switch control(u"Sealed copy"_s);
        control.show();
        QTest::keyClick(&control, Qt::Key_Space);
        QVERIFY(control.isChecked());
        QVERIFY(control.sizeHint().width() >= 40);
    }

    void questionsAnswerOnce()
    {
        QWidget page;
        page.show();
        Prompts prompts;
        QList<Prompts::Answer> answers;
        prompts.ask(&page,
            {.name = u"quitDialog"_s, .title = u"Quit?"_s, .text = u"Work goes on."_s, .confirm = u"Quit"_s},
            [&answers](Prompts::Answer answer) { answers.append(answer); });
        auto *dialog = page.findChild<QDialog *>(u"quitDialog"_s);
        QVERIFY(dialog && dialog->isVisible());
        dialog->findChild<QPushButton *>(u"dialogConfirm"_s)->click();
        QCOMPARE(answers, QList{Prompts::Answer::Confirm});
        QTRY_VERIFY(!page.findChild<QDialog *>(u"quitDialog"_s));
        QString entered;
        prompts.askText(&page,
            {.name = u"unlockDialog"_s,
                .title = u"Unlock"_s,
                .label = u"Passphrase"_s,
                .confirm = u"Unlock"_s,
                .secret = true},
            [&entered](const QString &text) { entered = text; });
        auto *unlock = page.findChild<QDialog *>(u"unlockDialog"_s);
        QVERIFY(!unlock->findChild<QPushButton *>(u"dialogConfirm"_s)->isEnabled());
        QTest::keyClicks(unlock->findChild<QLineEdit *>(u"dialogField"_s), u"lamp"_s);
        unlock->findChild<QPushButton *>(u"dialogConfirm"_s)->click();
        QCOMPARE(entered, u"lamp"_s);
    }

    void gallery_data()
    {
        QTest::addColumn<app::ThemeChoice>("theme");
        QTest::newRow("light") << app::ThemeChoice::Light;
        QTest::newRow("dark") << app::ThemeChoice::Dark;
        QTest::newRow("contrast") << app::ThemeChoice::HighContrast;
    }

    void gallery()
    {
        QFETCH(const app::ThemeChoice, theme);
        test::Dress dress;
        dress.palette().setChoice(theme);
        Panel page(Role::BgSurface);
        auto *grid = new QGridLayout(&page);
        grid->setContentsMargins(24, 24, 24, 24);
        grid->setSpacing(16);
        int column = 0;
        for (const auto kind :
            {ButtonKind::Primary, ButtonKind::Secondary, ButtonKind::Text, ButtonKind::Destructive}) {
            auto *button = new QPushButton(u"Compare"_s);
            setButtonKind(button, kind);
            grid->addWidget(button, 0, column);
            auto *off = new QPushButton(u"Disabled"_s);
            setButtonKind(off, kind);
            off->setEnabled(false);
            grid->addWidget(off, 1, column++);
        }
        auto *field = new QLineEdit(u"mira@harbour.example"_s);
        auto *wrong = new QLineEdit(u"mira"_s);
        wrong->setProperty("error", true);
        auto *check = new QCheckBox(u"Keep"_s);
        check->setChecked(true);
        auto *radio = new QRadioButton(u"Planned"_s);
        radio->setChecked(true);
        auto *control = new Switch(u"Copy"_s);
        control->setChecked(true);
        auto *combo = new QComboBox;
        combo->addItems({u"In two years"_s, u"Never"_s});
        auto *progress = new ProgressLine;
        progress->setProgress(2417, 3902);
        auto *chip = new Chip;
        chip->setTrust(crypto::TrustVerdict::NewNotChecked);
        auto *checked = new Chip;
        checked->setTrust(crypto::TrustVerdict::Checked);
        grid->addWidget(field, 2, 0);
        grid->addWidget(wrong, 2, 1);
        grid->addWidget(combo, 2, 2);
        grid->addWidget(new SearchField(u"Find a conversation"_s), 2, 3);
        grid->addWidget(check, 3, 0);
        grid->addWidget(radio, 3, 1);
        grid->addWidget(control, 3, 2);
        grid->addWidget(new Switch(u"Off"_s), 3, 3);
        grid->addWidget(progress, 4, 0);
        grid->addWidget(chip, 4, 1);
        grid->addWidget(checked, 4, 2);
        grid->addWidget(
            new FingerprintLabel(*crypto::KeyFingerprint::parse(u"3C1F7A90D4E25B8861F09B27A4D3E58C71900ABF"_s)), 5, 0,
            1, 2);
        auto *banner = new Banner;
        banner->show({.id = u"offline"_s,
            .severity = Notice::Severity::Warn,
            .icon = u"offline"_s,
            .headline = u"You are offline."_s,
            .text = u"Messages wait here, sealed, and go out by themselves."_s,
            .actions = {{u"Try now"_s, {}}, {u"Later"_s, {}, ButtonKind::Text}},
            .closable = true});
        grid->addWidget(banner, 6, 0, 1, 4);
        page.resize(900, 440);
        page.show();
        QVERIFY(test::savePicture(page, u"widgets-%1"_s.arg(QString::fromUtf8(QTest::currentDataTag()))));
        QVERIFY(field->height() >= 36);
    }
};

QTEST_MAIN(WidgetsTest)
#include "WidgetsTest.moc"
