// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "ui/keys/RotationFrame.h"
#include "ui/keys/RotationText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::test {

using namespace Qt::StringLiterals;
using archive::RekeyState;
using ui::RotationFrame;
using ui::RotationView;

/// Answers every question at once with what the test wants.
class FixedPrompts : public ui::Prompts {
public:
    void ask(QWidget *, const Question &question, std::function<void(Answer)> answered) override
    {
        asked << question.name;
        texts << question.text;
        answered(answer);
    }
    QStringList asked;
    QStringList texts;
    Answer answer = Answer::Cancel;
};

class RotationFrameTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        qApp->setFont([] {
            QFont font(u"Inter"_s);
            font.setPixelSize(13);
            return font;
        }());
        ui::LetterlockStyle::install(m_palette);
    }

    void init()
    {
        m_prompts = {};
        m_view = {};
        m_view.account = u"mira@harbour.example"_s;
        m_view.server = u"harbour.example"_s;
        m_view.contacts = 41;
        m_frame = std::make_unique<RotationFrame>(m_prompts);
        m_frame->show(m_view);
        m_frame->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_frame.get()));
    }

    void reasonsAreChosenByKeyboard()
    {
        QSignalSpy chosen(m_frame.get(), &RotationFrame::reasonChosen);
        auto *lost = find<QRadioButton>(u"rotationReasonLost"_s);
        lost->setFocus();
        QTest::keyClick(lost, Qt::Key_Space);
        QCOMPARE(chosen.last().at(0).value<app::RotationReason>(), app::RotationReason::LostDevice);
        m_view.reason = app::RotationReason::LostDevice;
        m_frame->show(m_view);
        QVERIFY(lost->isChecked());
        picture(u"rotation-why"_s);
        auto *device = find<QComboBox>(u"rotationLostDevice"_s);
        QVERIFY(device->isVisible());
        QCOMPARE(device->accessibleName(), u"Which device"_s);
        QCOMPARE(device->count(), 1);
        app::OwnKey other;
        other.key.fingerprint = m_newKey;
        m_view.otherDeviceKeys = {other};
        m_frame->show(m_view);
        QSignalSpy key(m_frame.get(), &RotationFrame::lostKeyChosen);
        device->setFocus();
        QTest::keyClick(device, Qt::Key_Down);
        QCOMPARE(key.last().at(0).value<crypto::KeyFingerprint>(), m_newKey);
        m_view.lostKey = m_newKey;
        m_frame->show(m_view);
        QCOMPARE(device->currentIndex(), 1);
        m_view.reason = app::RotationReason::Planned;
        m_frame->show(m_view);
        QVERIFY(!device->isVisible());
    }

    void stepsLeadToTheRehearsalAndOnlyThatToTheStart()
    {
        QSignalSpy wanted(m_frame.get(), &RotationFrame::newKeyWanted);
        QSignalSpy started(m_frame.get(), &RotationFrame::startWanted);
        auto *next = find<QPushButton>(u"rotationNext"_s);
        next->click();
        QCOMPARE(m_frame->step(), RotationFrame::Step::NewKey);
        picture(u"rotation-newkey"_s);
        auto *kind = find<QComboBox>(u"rotationKeyKind"_s);
        auto *expiry = find<QComboBox>(u"rotationExpiry"_s);
        QCOMPARE(kind->currentIndex(), 0); // a curve key without an end unless chosen
        QCOMPARE(expiry->currentData().toInt(), 0);
        kind->setCurrentIndex(1);
        expiry->setCurrentIndex(expiry->findData(2));
        next->click();
        QCOMPARE(m_frame->step(), RotationFrame::Step::Changes);
        auto *others = find<QLabel>(u"rotationOthers"_s);
        QVERIFY(others->isVisible() && others->text().contains(u"Gajim"_s));
        m_view.contacts = 0; // nobody whose program could
        m_frame->show(m_view);
        QVERIFY(!others->isVisible());
        m_view.contacts = 41;
        m_frame->show(m_view);
        QCOMPARE(wanted.size(), 1);
        QVERIFY(wanted.first().at(0).value<crypto::KeyFingerprint>().isEmpty());
        const auto plan = wanted.first().at(1).value<crypto::KeyPlan>();
        QCOMPARE(plan.kind, crypto::KeyPlan::Kind::Rsa3072);
        QCOMPARE(plan.years, 2);

        auto *start = find<QPushButton>(u"rotationStart"_s);
        QVERIFY(start->isVisible() && !start->isEnabled());
        QVERIFY(!start->toolTip().isEmpty());
        m_view.newKey = m_newKey;
        m_view.rehearsing = true;
        m_frame->show(m_view);
        QVERIFY(!start->isEnabled());
        m_view.rehearsing = false;
        m_view.rehearsal = archive::Rehearsal{25, 0, 3902, 1280, 90};
        m_frame->show(m_view);
        QVERIFY(!start->isEnabled()); // nothing opened is no success
        m_view.rehearsal->opened = 24;
        m_frame->show(m_view);
        picture(u"rotation-rehearsal"_s);
        QVERIFY(start->isEnabled());
        start->click();
        QCOMPARE(started.size(), 1);
    }

    void everyStateHasItsButtons_data()
    {
        QTest::addColumn<RekeyState>("state");
        QTest::addColumn<QStringList>("visible");
        QTest::newRow("running") << RekeyState::Running
                                 << QStringList{u"rotationStop"_s, u"rotationPause"_s, u"rotationBackground"_s};
        QTest::newRow("paused") << RekeyState::Paused << QStringList{u"rotationStop"_s, u"rotationContinue"_s};
        QTest::newRow("waiting") << RekeyState::WaitingForConnection
                                 << QStringList{u"rotationStop"_s, u"rotationBackground"_s};
        QTest::newRow("problem") << RekeyState::Problem << QStringList{u"rotationStop"_s, u"rotationContinue"_s};
        QTest::newRow("stopping") << RekeyState::Stopping << QStringList();
    }

    void everyStateHasItsButtons()
    {
        QFETCH(RekeyState, state);
        QFETCH(QStringList, visible);
        run(state);
        QCOMPARE(m_frame->step(), RotationFrame::Step::Progress);
        QStringList seen;
        for (const auto *button : m_frame->findChildren<QPushButton *>(QRegularExpression(
                 u"^rotation(Stop|Pause|Background|Continue|Finish|Start|Next|Back|Cancel|Later)$"_s))) {
            if (button->isVisible()) {
                seen << button->objectName();
            }
        }
        seen.sort();
        visible.sort();
        QCOMPARE(seen, visible);
        picture(u"rotation-"_s + QString::fromLatin1(QTest::currentDataTag()));
    }

    void titlesAreWordedByState()
    {
        run(RekeyState::Paused);
        QCOMPARE(ui::RotationText::stateTitle(m_view), u"Paused at 54 %. Both keys open your archive"_s);
        run(RekeyState::Stopping);
        m_view.progress.done = 120;
        QCOMPARE(ui::RotationText::stateTitle(m_view), u"Putting things back, 120 of 3,902"_s);
        QCOMPARE(ui::RotationText::timeLeft(200), u"about 3 minutes"_s);
        QCOMPARE(ui::RotationText::timeLeft(20), u"under a minute"_s);
        QCOMPARE(ui::RotationText::duration(372), u"6 min 12 s"_s);
    }

    void stoppingIsAskedFor()
    {
        QSignalSpy stop(m_frame.get(), &RotationFrame::stopWanted);
        run(RekeyState::Running);
        auto *button = find<QPushButton>(u"rotationStop"_s);
        button->click();
        QCOMPARE(stop.size(), 0);
        m_prompts.answer = ui::Prompts::Answer::Confirm;
        button->click();
        QCOMPARE(stop.size(), 1);
        QCOMPARE(m_prompts.asked, (QStringList{u"rotationStopDialog"_s, u"rotationStopDialog"_s}));
        m_view.canStop = false; // removal has begun
        m_frame->show(m_view);
        QVERIFY(!button->isVisible());
    }

    void closingWhileRunningAsksNothingAndChangesNothing()
    {
        QSignalSpy stop(m_frame.get(), &RotationFrame::stopWanted);
        QSignalSpy pause(m_frame.get(), &RotationFrame::pauseWanted);
        run(RekeyState::Running);
        QTest::keyClick(m_frame.get(), Qt::Key_Escape);
        QVERIFY(!m_frame->isVisible());
        QVERIFY(m_prompts.asked.isEmpty());
        QCOMPARE(stop.size() + pause.size(), 0);
    }

    void finishOnlyAfterBothGroupsWereTyped()
    {
        QSignalSpy finished(m_frame.get(), &RotationFrame::finished);
        done();
        picture(u"rotation-done"_s);
        auto *finish = find<QPushButton>(u"rotationFinish"_s);
        auto *first = find<QLineEdit>(u"recoveryConfirm1"_s);
        auto *second = find<QLineEdit>(u"recoveryConfirm2"_s);
        QVERIFY(finish->isVisible() && !finish->isEnabled());
        QTest::keyClicks(first, u"m2rd"_s);
        QVERIFY(!finish->isEnabled());
        QTest::keyClicks(second, u"PE1X"_s);
        QVERIFY(!finish->isEnabled());
        QVERIFY(second->property("error").toBool());
        QTest::keyClick(second, Qt::Key_Backspace);
        QTest::keyClicks(second, u"Y"_s);
        QVERIFY(finish->isEnabled());
        finish->click();
        QCOMPARE(finished.size(), 1);
    }

    // what happens to the archive key is said before, meanwhile and afterwards
    void archiveKeyIsToldOf()
    {
        using enum app::RotationStep;
        using S = app::RotationStepState::State;
        m_view.reason = app::RotationReason::LostDevice;
        const auto planned = ui::RotationText::whatWillHappen(m_view).size();
        m_view.endsArchiveKeys = true;
        QCOMPARE(ui::RotationText::whatWillHappen(m_view).size(), planned + 1);
        m_frame->show(m_view);
        picture(u"rotation-why-archive-key"_s);
        run(RekeyState::Running);
        m_view.steps = {{ShutOut, S::Done}, {PublishNew, S::Done}, {ReplaceArchiveKey, S::Done},
            {List, S::Done, {}, 3902, 3902}, {SealAgain, S::Done, {}, 3902, 3902}, {ReadBack, S::Done, {}, 3902, 3902},
            {RemoveOld, S::Done, {}, 3902, 3902}, {SealForArchiveKey, S::Running, {}, 12, 40},
            {WithdrawOld, S::Pending}};
        m_frame->show(m_view);
        picture(u"rotation-running-archive-key"_s);
        const auto *row = find<QWidget>(u"rotationStep_%1"_s.arg(int(SealForArchiveKey)));
        QCOMPARE(row->accessibleName(), u"Seal again what was for the old archive key"_s);
        find<QPushButton>(u"rotationStop"_s)->click();
        QVERIFY(m_prompts.texts.last().contains(u"The archive key stays replaced"_s));
        done();
        m_view.receipt->archiveKeyReplaced = true;
        m_view.receipt->archiveWrapsReplaced = 40;
        m_frame->show(m_view);
        picture(u"rotation-done-archive-key"_s);
        QStringList said;
        const auto labels = find<QWidget>(u"rotationSummary"_s)->findChildren<QLabel *>();
        for (const auto *label : labels) {
            said << label->text();
        }
        QVERIFY2(said.contains(u"Archive key replaced"_s), qPrintable(said.join(u'|')));
        QVERIFY2(said.join(u'|').contains(u"40 keys wrapped for it were replaced"_s), qPrintable(said.join(u'|')));
    }

    void finishWaitsForTheBackup()
    {
        QSignalSpy again(m_frame.get(), &RotationFrame::backupWanted);
        done();
        QTest::keyClicks(find<QLineEdit>(u"recoveryConfirm1"_s), u"M2RD"_s);
        QTest::keyClicks(find<QLineEdit>(u"recoveryConfirm2"_s), u"PE1Y"_s);
        m_view.backup = RotationView::Backup::Foreign;
        m_frame->show(m_view);
        QVERIFY(!find<QPushButton>(u"rotationFinish"_s)->isEnabled());
        QVERIFY(!find<QPushButton>(u"rotationBackupReplace"_s)->isHidden());
        QVERIFY(find<QPushButton>(u"rotationBackupAgain"_s)->isHidden());
        find<QPushButton>(u"rotationBackupReplace"_s)->click();
        QCOMPARE(again.last().at(0).toBool(), true);
    }

private:
    template <class T> T *find(const QString &name)
    {
        auto *found = m_frame->findChild<T *>(name);
        Q_ASSERT(found);
        return found;
    }

    void run(RekeyState state)
    {
        using enum app::RotationStep;
        using S = app::RotationStepState::State;
        m_view.state = state;
        m_view.newKey = m_newKey;
        m_view.percent = 54;
        m_view.wrapsPerSecond = 11;
        m_view.secondsLeft = 190;
        m_view.canStop = true;
        m_view.progress.done = 2417;
        m_view.progress.total = 3902;
        m_view.progress.bytesSent = 4'600'000;
        m_view.problem = state == RekeyState::Problem ? u"harbour.example refused 3 wrapped keys."_s : QString();
        m_view.steps = {{PublishNew, S::Done}, {List, S::Done, {}, 3902, 3902}, {SealAgain, S::Running, {}, 2417, 3902},
            {ReadBack, S::Pending}, {RemoveOld, S::Pending}, {WithdrawOld, S::Pending}};
        m_frame->show(m_view);
    }

    void done()
    {
        const auto end = QDateTime(QDate(2026, 6, 18), QTime(14, 38), QTimeZone::UTC);
        app::RotationReceipt receipt;
        receipt.newKey = m_newKey;
        receipt.startedAt = end.addSecs(-372);
        receipt.finishedAt = end;
        receipt.collections = 1284;
        receipt.opened = 1280;
        receipt.wrapsRemoved = 3902;
        m_view.state = RekeyState::Done;
        m_view.newKey = m_newKey;
        m_view.receipt = receipt;
        m_view.backupCode = u"7HXQ-M2RD-94KT-BV6N-PE1Y-3WCJ"_s;
        m_view.backup = RotationView::Backup::Kept;
        m_frame->show(m_view);
        QCOMPARE(m_frame->step(), RotationFrame::Step::Done);
    }

    /// Pictures to compare with the design, where LETTERLOCK_SCREENS names a folder.
    void picture(const QString &name)
    {
        const auto folder = qEnvironmentVariable("LETTERLOCK_SCREENS");
        if (!folder.isEmpty()) {
            QCoreApplication::processEvents(); // rows made just now are placed
            QVERIFY(QDir().mkpath(folder));
            QVERIFY(m_frame->grab().save(folder + u'/' + name + u".png"_s));
        }
    }

    ui::Palette m_palette;
    FixedPrompts m_prompts;
    RotationView m_view;
    crypto::KeyFingerprint m_newKey = *crypto::KeyFingerprint::parse(u"E2B46D1903FA7C58B2E641D79A0CF58326EE48C1"_s);
    std::unique_ptr<RotationFrame> m_frame;
};

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::RotationFrameTest)
#include "RotationFrameTest.moc"
