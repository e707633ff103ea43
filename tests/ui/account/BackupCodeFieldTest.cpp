// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/widgets/Screen.h"
#include "ui/account/BackupCodeField.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

class BackupCodeFieldTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::Dress> m_dress;
    std::unique_ptr<BackupCodeField> m_code;

    QLineEdit *group(int number) { return m_code->findChild<QLineEdit *>(u"backupCode%1"_s.arg(number)); }

private Q_SLOTS:
    void initTestCase() { m_dress = std::make_unique<test::Dress>(); }
    void init()
    {
        m_code = std::make_unique<BackupCodeField>();
        m_code->resize(700, 60);
        m_code->show();
        m_code->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_code.get()));
        group(1)->setFocus();
    }

    void typingFlowsOn()
    {
        QSignalSpy submitted(m_code.get(), &BackupCodeField::submitted);
        QCOMPARE(group(3)->accessibleName(), u"Group 3"_s);
        for (const QChar c : u"7hxq-m2rd 94ktbv6npe1y"_s) // small letters and dashes come by themselves
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
        QCOMPARE(group(1)->text(), u"7HXQ"_s);
        QCOMPARE(group(5)->text(), u"PE1Y"_s);
        QVERIFY(group(6)->hasFocus());
        QVERIFY(!m_code->isComplete());
        QTest::keyClick(group(6), Qt::Key_Return);
        QCOMPARE(submitted.count(), 0);
        QTest::keyClicks(group(6), u"O0o3WCJ"_s); // O and 0 never occur
        QCOMPARE(group(6)->text(), u"3WCJ"_s);
        QVERIFY(m_code->isComplete());
        QCOMPARE(m_code->code(), u"7HXQ-M2RD-94KT-BV6N-PE1Y-3WCJ"_s);
        QTest::keyClick(group(6), Qt::Key_Return);
        QCOMPARE(submitted.count(), 1);
        QVERIFY(test::savePicture(*m_code, u"backup-code"_s));
    }

    void backspaceFlowsBack()
    {
        QTest::keyClicks(group(1), u"7HXQ"_s);
        QVERIFY(group(2)->hasFocus());
        QTest::keyClick(group(2), Qt::Key_Backspace);
        QVERIFY(group(1)->hasFocus());
        QCOMPARE(group(1)->text(), u"7HX"_s);
        QTest::keyClick(group(1), Qt::Key_Q);
        QVERIFY(group(2)->hasFocus());
        QTest::keyClick(group(2), Qt::Key_Left);
        QVERIFY(group(1)->hasFocus());
        QTest::keyClick(group(1), Qt::Key_Right);
        QVERIFY(group(2)->hasFocus());
    }

    void pastingAWholeCodeFillsAllSix()
    {
        for (const QString &text : {u"7HXQ-M2RD-94KT-BV6N-PE1Y-3WCJ"_s, u"7hxq m2rd 94kt bv6n pe1y 3wcj\n"_s}) {
            m_code->clear();
            group(4)->setFocus(); // wherever the cursor stands
            QApplication::clipboard()->setText(text);
            group(4)->paste();
            QCOMPARE(m_code->code(), u"7HXQ-M2RD-94KT-BV6N-PE1Y-3WCJ"_s);
            QVERIFY(group(6)->hasFocus());
        }
    }

    void aWrongCodeIsMarkedUntilItIsChanged()
    {
        m_code->setWrong(true);
        QVERIFY(group(1)->property("error").toBool());
        QTest::keyClick(group(1), Qt::Key_A);
        QVERIFY(!group(1)->property("error").toBool());
    }
};

QTEST_MAIN(BackupCodeFieldTest)
#include "BackupCodeFieldTest.moc"
