// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/account/BackupCodeField.h"
#include "ui/settings/DrillDialog.h"
#include "ui/settings/DrillRow.h"
#include "ui/widgets/TextLabel.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// The rehearsal of a restore as a person does it, on a whole client and a real server.
class DrillDialogTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Dress> m_dress;
    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_mira;
    std::unique_ptr<ui::DrillRow> m_row;
    const QString m_code = app::BackupController::makeCode();

    [[nodiscard]] ui::DrillDialog *dialog() const { return m_row->findChild<ui::DrillDialog *>(); }
    template <class T> T *find(const QString &name) { return dialog()->findChild<T *>(name); }
    QString text() { return find<ui::TextLabel>(u"drillText"_s)->text(); }
    app::RecoveryDrill &drill() { return m_mira->app().recoveryDrill(); }
    void type(const QString &code)
    {
        for (int group = 1; group <= 6; ++group) {
            auto *field = find<QLineEdit>(u"backupCode%1"_s.arg(group));
            field->clear();
            QTest::keyClicks(field, code.section(u'-', group - 1, group - 1));
        }
    }
    [[nodiscard]] bool rehearse(const QString &code)
    {
        type(code);
        auto *start = find<QPushButton>(u"drillStart"_s);
        if (!start->isEnabled()) {
            return false;
        }
        QTest::mouseClick(start, Qt::LeftButton);
        return waitUntil([this] { return drill().step() == app::RecoveryDrill::Step::Idle; }, 60000);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        m_dress = std::make_unique<Dress>();
        m_server = std::make_unique<ProsodyServer>(ProsodyServer::Options{.accounts = {{u"mira"_s, u"secret"_s}}});
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s);
        QVERIFY2(m_mira->signIn() && m_mira->makeKey() && m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QVERIFY(await(m_mira->app().backup().backUp(m_code, false)).has_value());
        m_row = std::make_unique<ui::DrillRow>(drill(), u"harbour.example"_s);
        m_row->resize(700, 40);
        m_row->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_row.get()));
    }
    void init()
    {
        auto *open = m_row->findChild<QPushButton *>(u"drillOpen"_s);
        QVERIFY(open->focusPolicy() & Qt::TabFocus);
        QTest::mouseClick(open, Qt::LeftButton);
        QVERIFY(dialog() && QTest::qWaitForWindowExposed(dialog()));
    }
    void cleanup()
    {
        QTest::mouseClick(find<QPushButton>(u"drillClose"_s), Qt::LeftButton);
        QTRY_VERIFY(!dialog());
    }
    void cleanupTestCase()
    {
        m_row.reset();
        m_mira.reset();
    }

    void aWrongCode()
    {
        QVERIFY(!find<QPushButton>(u"drillStart"_s)->isEnabled()); // nothing is typed
        QVERIFY(rehearse(app::BackupController::makeCode()));
        QVERIFY(text().startsWith(u"This code does not open the backup."_s));
        QVERIFY(savePicture(*dialog(), u"drill-wrong-code"_s));
        QCOMPARE(m_row->findChild<ui::TextLabel *>(u"drillLast"_s)->text(), u"Never rehearsed"_s);
    }

    void itIsStopped()
    {
        type(m_code);
        QTest::keyClick(find<QLineEdit>(u"backupCode6"_s), Qt::Key_Return);
        QVERIFY(drill().step() != app::RecoveryDrill::Step::Idle);
        QVERIFY(find<QWidget>(u"drillProgress"_s)->isVisible());
        QVERIFY(!find<QWidget>(u"backupCode1"_s)->isEnabled());
        QVERIFY(savePicture(*dialog(), u"drill-running"_s));
        dialog()->reject(); // as Escape does: it stops, and the window stays to say so
        QVERIFY(waitUntil([this] { return drill().step() == app::RecoveryDrill::Step::Idle; }, 60000));
        QCOMPARE(text(), u"Stopped. Nothing of it is left."_s);
        QVERIFY(dialog()->isVisible());
    }

    void itWorks()
    {
        QVERIFY(rehearse(m_code));
        QCOMPARE(text(),
            u"The code opens the backup (keys in it: 1). Your archive is still empty, so there was nothing else to "
            "try."_s);
        QVERIFY(find<QLineEdit>(u"backupCode1"_s)->text().isEmpty()); // the code does not stay on the screen
        QVERIFY(savePicture(*dialog(), u"drill-done"_s));
        QVERIFY(m_row->findChild<ui::TextLabel *>(u"drillLast"_s)->text().startsWith(u"Last rehearsed on "_s));
        QVERIFY(savePicture(*m_row, u"drill-row"_s));
    }
};

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::DrillDialogTest)
#include "DrillDialogTest.moc"
