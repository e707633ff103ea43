// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include "ui/search/ActivityStrip.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Palette.h"

namespace letterlock::test {

using ui::ActivityStrip;

class ActivityStripTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        ui::LetterlockStyle::install(m_palette);
    }

    void init()
    {
        m_strip = std::make_unique<ActivityStrip>();
        m_strip->resize(900, m_strip->sizeHint().height());
        m_strip->setLastDay(m_last);
        m_strip->show();
        m_strip->setFocus();
        m_strip->setFocusDay(m_last);
        QVERIFY(QTest::qWaitForWindowExposed(m_strip.get()));
    }

    void showsWholeWeeksAndNeverFewerThanTwelve()
    {
        QVERIFY(m_strip->weeks() > 50);
        QCOMPARE(m_strip->period().from.dayOfWeek(), int(Qt::Monday));
        m_strip->resize(100, m_strip->height());
        QCOMPARE(m_strip->weeks(), 12);
    }

    void arrowsWalkByDayAndWeek()
    {
        QTest::keyClick(m_strip.get(), Qt::Key_Up);
        QCOMPARE(m_strip->focusDay(), m_last.addDays(-1));
        QTest::keyClick(m_strip.get(), Qt::Key_Left);
        QCOMPARE(m_strip->focusDay(), m_last.addDays(-8));
        QTest::keyClick(m_strip.get(), Qt::Key_Right);
        QTest::keyClick(m_strip.get(), Qt::Key_Down);
        QCOMPARE(m_strip->focusDay(), m_last);
    }

    void arrowsMirrorFromRightToLeft()
    {
        m_strip->setLayoutDirection(Qt::RightToLeft);
        QTest::keyClick(m_strip.get(), Qt::Key_Right);
        QCOMPARE(m_strip->focusDay(), m_last.addDays(-7));
        const auto older = m_strip->cellRect(m_last.addDays(-7));
        QVERIFY(older.left() > m_strip->cellRect(m_last).left());
    }

    void shiftExtendsAndEnterApplies()
    {
        QSignalSpy chosen(m_strip.get(), &ActivityStrip::rangeChosen);
        QTest::keyClick(m_strip.get(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(m_strip.get(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(chosen.size(), 0);
        QTest::keyClick(m_strip.get(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().at(0).toDate(), m_last.addDays(-14));
        QCOMPARE(chosen.first().at(1).toDate(), m_last);
        QTest::keyClick(m_strip.get(), Qt::Key_Escape);
        QCOMPARE(chosen.size(), 2);
        QVERIFY(!chosen.last().at(0).toDate().isValid());
    }

    void walkingOverTheEdgeShowsOlderDays()
    {
        QSignalSpy period(m_strip.get(), &ActivityStrip::periodChanged);
        const auto before = m_strip->period();
        QTest::keyClick(m_strip.get(), Qt::Key_Home);
        QTest::keyClick(m_strip.get(), Qt::Key_Left);
        QCOMPARE(m_strip->period().from, before.from.addDays(-7));
        QCOMPARE(period.size(), 1);
        QCOMPARE(m_strip->focusDay(), before.from.addDays(-7));
    }

    void mouseChoosesDayAndRange()
    {
        QSignalSpy chosen(m_strip.get(), &ActivityStrip::rangeChosen);
        const auto from = m_last.addDays(-30);
        QTest::mousePress(m_strip.get(), Qt::LeftButton, {}, m_strip->cellRect(from).center());
        QTest::mouseMove(m_strip.get(), m_strip->cellRect(m_last.addDays(-10)).center());
        QTest::mouseRelease(m_strip.get(), Qt::LeftButton, {}, m_strip->cellRect(m_last.addDays(-10)).center());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().at(0).toDate(), from);
        QCOMPARE(chosen.first().at(1).toDate(), m_last.addDays(-10));
    }

    void levelsFollowTheDistributionAndAreTold()
    {
        QMap<QDate, int> activity;
        for (int i = 0; i < 40; ++i) {
            activity.insert(m_last.addDays(-i), i + 1);
        }
        m_strip->setActivity(activity);
        m_strip->setResultDays({m_last.addDays(-3)});
        QCOMPARE(m_strip->level(m_last.addDays(-60)), 0);
        QCOMPARE(m_strip->level(m_last), 1);
        QCOMPARE(m_strip->level(m_last.addDays(-39)), 4);
        QCOMPARE(m_strip->dayText(m_last.addDays(-3)), QStringLiteral("11 June 2026: 4 messages, holds a result"));
        QCOMPARE(m_strip->dayText(m_last), QStringLiteral("14 June 2026: 1 message"));
        const auto picture = m_strip->grab().toImage();
        QCOMPARE(picture.pixelColor(m_strip->cellRect(m_last.addDays(-39)).center()), ui::color(ui::Role::Heat4));
        QCOMPARE(picture.pixelColor(m_strip->cellRect(m_last.addDays(-60)).center()), ui::color(ui::Role::Heat0));
    }

    void isReadAsATable()
    {
        auto *interface = QAccessible::queryAccessibleInterface(m_strip.get());
        QVERIFY(interface);
        QCOMPARE(interface->role(), QAccessible::Table);
        QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("Activity by day"));
        auto *table = interface->tableInterface();
        QVERIFY(table);
        QCOMPARE(table->rowCount(), 7);
        QCOMPARE(table->columnCount(), m_strip->weeks());
        auto *cell = table->cellAt(6, m_strip->weeks() - 1); // 14 June 2026 is a Sunday
        QVERIFY(cell);
        QCOMPARE(cell->text(QAccessible::Name), m_strip->dayText(m_last));
        QVERIFY(cell->state().focused);
        QVERIFY(!cell->state().selected);
        m_strip->setRange({m_last.addDays(-2), m_last});
        QVERIFY(cell->state().selected);
        QCOMPARE(table->selectedCellCount(), 3);
    }

private:
    ui::Palette m_palette;
    std::unique_ptr<ActivityStrip> m_strip;
    QDate m_last{2026, 6, 14};
};

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::ActivityStripTest)
#include "ActivityStripTest.moc"
