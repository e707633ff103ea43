// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/widgets/Screen.h"
#include "ui/chat/Composer.h"
#include "ui/chat/ComposerField.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

class ComposerTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::Dress> m_dress;
    std::unique_ptr<Composer> m_composer;

    ComposerField *field() { return m_composer->findChild<ComposerField *>(u"composer"_s); }
    QToolButton *send() { return m_composer->findChild<QToolButton *>(u"sendButton"_s); }

private Q_SLOTS:
    void initTestCase() { m_dress = std::make_unique<test::Dress>(); }
    void init()
    {
        m_composer = std::make_unique<Composer>();
        m_composer->setPeer(u"Anselm"_s);
        m_composer->resize(600, 200);
        m_composer->show();
    }

    void enterSendsAndShiftEnterBreaks()
    {
        QSignalSpy sent(m_composer.get(), &Composer::sendWanted);
        QVERIFY(!send()->isEnabled());
        QTest::keyClicks(field(), u"one"_s);
        QTest::keyClick(field(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(field(), u"two"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(sent.count(), 1);
        QCOMPARE(sent.first().first().toString(), u"one\ntwo"_s);
        m_composer->setText({});
        m_composer->setEnterSends(false);
        QTest::keyClicks(field(), u"three"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(sent.count(), 1);
        QTest::keyClick(field(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(sent.count(), 2);
    }

    void growsToEightLines()
    {
        const int one = field()->height();
        m_composer->setText(u"1\n2\n3\n4"_s);
        const int four = field()->height();
        QVERIFY(four >= one * 3);
        m_composer->setText(QString(u"line\n"_s).repeated(40));
        QVERIFY(field()->height() <= one * 9);
        QVERIFY(field()->height() > four);
    }

    void sendingStopsForANewKey()
    {
        m_composer->setText(u"Perfect"_s);
        QVERIFY(send()->isEnabled());
        m_composer->setState(
            app::SealingChoice::Sealed, app::SendBlock::KeyChangedAfterChecked, crypto::TrustVerdict::NewAfterChecked);
        auto *bar = m_composer->findChild<QWidget *>(u"sendStoppedBar"_s);
        QVERIFY(bar->isVisible());
        QVERIFY(!send()->isEnabled());
        QSignalSpy sent(m_composer.get(), &Composer::sendWanted);
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(sent.count(), 0);
        QSignalSpy anyway(m_composer.get(), &Composer::sendAnywayWanted);
        m_composer->findChild<QPushButton *>(u"sendAnywayButton"_s)->click();
        QCOMPARE(anyway.count(), 1);
        QVERIFY(test::savePicture(*m_composer, u"composer-stopped"_s));
    }

    void theSendButtonSaysHow()
    {
        QCOMPARE(send()->accessibleName(), u"Send sealed"_s);
        m_composer->setState(app::SealingChoice::NotSealed, app::SendBlock::None, crypto::TrustVerdict::NoKey);
        QCOMPARE(send()->accessibleName(), u"Send without sealing"_s);
        QCOMPARE(m_composer->findChild<QWidget *>(u"encryptionMenu"_s)->accessibleName(), u"Sealing: Not sealed"_s);
    }

    void editingKeepsTheDraft()
    {
        QSignalSpy wanted(m_composer.get(), &Composer::editLastWanted);
        QTest::keyClick(field(), Qt::Key_Up);
        QCOMPARE(wanted.count(), 1);
        m_composer->setText(u"draft"_s);
        m_composer->startEdit(u"18:02"_s, u"first"_s);
        QVERIFY(m_composer->isEditing());
        QCOMPARE(m_composer->text(), u"first"_s);
        QSignalSpy corrected(m_composer.get(), &Composer::correctionWanted);
        QTest::keyClicks(field(), u" one"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(corrected.first().first().toString(), u"first one"_s);
        QCOMPARE(m_composer->text(), u"draft"_s);
        m_composer->startReply(u"origin"_s, u"Anselm"_s, u"From the pier"_s);
        QCOMPARE(m_composer->replyTo(), u"origin"_s);
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(m_composer->replyTo().isEmpty());
    }
};

QTEST_MAIN(ComposerTest)
#include "ComposerTest.moc"
