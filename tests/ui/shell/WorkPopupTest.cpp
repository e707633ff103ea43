// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/ui/widgets/Screen.h"
#include "ui/shell/WorkPopup.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

class WorkPopupTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::Dress> m_dress;
    std::unique_ptr<QWidget> m_window;
    WorkPopup *m_popup = nullptr;
    WorkItem m_rotation{u"rotation"_s, u"key-rotate"_s, u"Changing your key"_s,
        u"2,417 of 3,902 wrapped keys, 11 keys a second, about 3 minutes"_s, 0.54, false, true};
    WorkItem m_archive{u"archive"_s, u"upload"_s, u"Sealing and uploading history"_s, u"12 of 40"_s, 0.3, false, true};

    template <class T = QWidget> T *find(const QString &name) { return m_popup->findChild<T *>(name); }

private Q_SLOTS:
    void initTestCase() { m_dress = std::make_unique<test::Dress>(); }
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(600, 600);
        m_popup = new WorkPopup(m_window.get());
        m_window->show();
        m_popup->setItems({m_rotation, m_archive}, {});
        m_popup->popUpAbove(m_window.get());
    }

    void everyWorkHasItsNumbersAndItsPause()
    {
        QVERIFY(m_popup->isVisible());
        QCOMPARE(m_popup->accessibleName(), u"Work in the background"_s);
        QCOMPARE(find(u"workItem_rotation"_s)->accessibleDescription(), m_rotation.detail);
        QCOMPARE(find(u"workPause_archive"_s)->accessibleName(), u"Pause: Sealing and uploading history"_s);
        QSignalSpy paused(m_popup, &WorkPopup::pauseWanted);
        QSignalSpy wanted(m_popup, &WorkPopup::continueWanted);
        find<QToolButton>(u"workPause_archive"_s)->click();
        QCOMPARE(paused.takeFirst().first().toString(), u"archive"_s);
        m_archive.paused = true;
        m_popup->setItems({m_rotation, m_archive}, {});
        QCOMPARE(find(u"workPause_archive"_s)->accessibleName(), u"Continue: Sealing and uploading history"_s);
        QVERIFY(test::savePicture(*m_popup, u"work-popup-light"_s));
        m_dress->palette().setChoice(app::ThemeChoice::Dark);
        QVERIFY(test::savePicture(*m_popup, u"work-popup-dark"_s));
        m_dress->palette().setChoice(app::ThemeChoice::Light);
        find<QToolButton>(u"workPause_archive"_s)->click();
        QCOMPARE(wanted.takeFirst().first().toString(), u"archive"_s);
        m_archive.paused = false;
    }

    void pauseAllPausesWhatRunsAndThenGoesOn()
    {
        QSignalSpy paused(m_popup, &WorkPopup::pauseWanted);
        QSignalSpy wanted(m_popup, &WorkPopup::continueWanted);
        auto *all = find<QPushButton>(u"workPauseAll"_s);
        QCOMPARE(all->text(), u"Pause all"_s);
        QTRY_VERIFY(all->hasFocus());
        QTest::keyClick(all, Qt::Key_Space);
        QCOMPARE(paused.count(), 2);
        m_rotation.paused = m_archive.paused = true;
        m_popup->setItems({m_rotation, m_archive}, {});
        QCOMPARE(all->text(), u"Continue all"_s);
        all->click();
        QCOMPARE(wanted.count(), 2);
        QCOMPARE(paused.count(), 2);
        m_rotation.paused = m_archive.paused = false;
    }

    void escapeCloses()
    {
        QSignalSpy closed(m_popup, &WorkPopup::closed);
        QTest::keyClick(find(u"workPauseAll"_s), Qt::Key_Escape);
        QVERIFY(!m_popup->isVisible());
        QCOMPARE(closed.count(), 1);
    }

    void showsWhereItHappens()
    {
        QSignalSpy open(m_popup, &WorkPopup::openWanted);
        find<QToolButton>(u"workOpen_rotation"_s)->click();
        QCOMPARE(open.takeFirst().first().toString(), u"rotation"_s);
        QVERIFY(!m_popup->isVisible());
    }

    void finishedWorkGoesAndNothingIsSaidInWords()
    {
        m_popup->setItems({m_archive}, {});
        QVERIFY(!find(u"workItem_rotation"_s)->isVisible());
        m_popup->setItems({}, u"Archive sealed."_s);
        QVERIFY(find(u"workNothing"_s)->isVisible());
        QVERIFY(!find(u"workPauseAll"_s)->isVisible());
        QVERIFY(test::savePicture(*m_popup, u"work-popup-empty"_s));
    }
};

QTEST_MAIN(WorkPopupTest)
#include "WorkPopupTest.moc"
