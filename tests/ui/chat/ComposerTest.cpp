// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QtTest>

#include "tests/ui/widgets/Screen.h"
#include "ui/chat/Composer.h"
#include "ui/chat/ComposerField.h"
#include "ui/chat/EmojiPicker.h"

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

    void aPeerWithoutSessionKeysStopsSending()
    {
        using app::SendBlock;
        m_composer->setPeer(u"Anselm"_s);
        m_composer->setText(u"Perfect"_s);
        auto *bar = m_composer->findChild<QWidget *>(u"sendStoppedBar"_s);
        for (const auto block : {SendBlock::NoSessionKeysThere, SendBlock::IsGroup}) {
            m_composer->setState(app::SealingChoice::SessionKey, block, crypto::TrustVerdict::Checked);
            QVERIFY(bar->isVisible());
            QVERIFY(bar->accessibleName().contains(u"Anselm"_s));
            QVERIFY(!m_composer->findChild<QPushButton *>(u"sendAnywayButton"_s)->isVisible());
            QVERIFY(!send()->isEnabled());
            QVERIFY(test::savePicture(*m_composer, u"composer-no-session-keys-%1"_s.arg(int(block))));
        }
        m_composer->setState(app::SealingChoice::Sealed, SendBlock::None, crypto::TrustVerdict::Checked);
        QVERIFY(!bar->isVisible());
        QVERIFY(send()->isEnabled());
    }

    void aMessageThatWaitsSaysWhy()
    {
        m_composer->setPeer(u"Anselm"_s);
        m_composer->setText(u"Perfect"_s);
        auto *bar = m_composer->findChild<QWidget *>(u"sendStoppedBar"_s);
        m_composer->setHeld(u"Anselm has no key yet. Your message waits on this computer until there is one."_s);
        QVERIFY(bar->isVisible());
        QVERIFY(bar->accessibleName().contains(u"no key yet"_s));
        QVERIFY(!m_composer->findChild<QPushButton *>(u"compareStoppedButton"_s)->isVisible());
        QVERIFY(send()->isEnabled()); // what is written next waits behind it
        QVERIFY(test::savePicture(*m_composer, u"composer-held"_s));
        m_composer->setHeld({});
        QVERIFY(!bar->isVisible());
    }

    void theSendButtonSaysHow()
    {
        QCOMPARE(send()->accessibleName(), u"Send sealed"_s);
        m_composer->setState(app::SealingChoice::NotSealed, app::SendBlock::None, crypto::TrustVerdict::NoKey);
        QCOMPARE(send()->accessibleName(), u"Send without sealing"_s);
        QCOMPARE(m_composer->findChild<QWidget *>(u"encryptionMenu"_s)->accessibleName(), u"Sealing: Not sealed"_s);
    }

    void saysWhoItIsFor()
    {
        QCOMPARE(field()->placeholderText(), u"Message to Anselm"_s);
        QCOMPARE(field()->accessibleName(), u"Message to Anselm"_s);
        m_composer->setOnline(false);
        QVERIFY(field()->placeholderText() != u"Message to Anselm"_s);
        QCOMPARE(field()->accessibleName(), u"Message to Anselm"_s);
    }

    void emojiAreChosenByKeyboard_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("emoji");
        QTest::newRow("one word") << u"sailing"_s << u"⛵"_s;
        QTest::newRow("two words, any order") << u"broken HEART"_s << u"💔"_s;
    }

    void emojiAreChosenByKeyboard()
    {
        QFETCH(const QString, words);
        QFETCH(const QString, emoji);
        QSignalSpy used(m_composer.get(), &Composer::emojiUsed);
        QTest::keyClicks(field(), u"off we go "_s);
        auto *button = m_composer->findChild<QToolButton *>(u"emojiButton"_s);
        QCOMPARE(button->accessibleName(), u"Emoji"_s);
        button->click();
        auto *picker = m_composer->findChild<EmojiPicker *>(u"emojiPicker"_s);
        QVERIFY(picker && picker->isVisible());
        auto *search = picker->findChild<QLineEdit *>(u"emojiSearch"_s);
        QTest::keyClicks(search, words);
        auto *list = picker->findChild<QListWidget *>(u"emojiList"_s);
        QCOMPARE(list->count(), 1);
        QTest::keyClick(search, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(!picker->isVisible());
        QCOMPARE(m_composer->text(), u"off we go "_s + emoji);
        QCOMPARE(used.takeFirst().first().toString(), emoji);
    }

    void emojiUsedLastComeFirstAndAllHaveNames()
    {
        m_composer->setRecentEmoji({u"⛵"_s, u"🍵"_s});
        m_composer->openEmojiPicker();
        auto *picker = m_composer->findChild<EmojiPicker *>(u"emojiPicker"_s);
        auto *list = picker->findChild<QListWidget *>(u"emojiList"_s);
        QCOMPARE(list->count(), 2);
        QCOMPARE(list->item(0)->data(Qt::AccessibleTextRole).toString(), u"sailing boat"_s);
        auto *tabs = picker->findChild<QTabBar *>(u"emojiGroups"_s);
        tabs->setFocus();
        QTest::keyClick(tabs, Qt::Key_Right);
        QVERIFY(list->count() > 20);
        QVERIFY(test::savePicture(*picker, u"emoji-light"_s));
        m_dress->palette().setChoice(app::ThemeChoice::Dark);
        QVERIFY(test::savePicture(*picker, u"emoji-dark"_s));
        QVERIFY(test::savePicture(*m_composer, u"composer-dark"_s));
        m_dress->palette().setChoice(app::ThemeChoice::Light);
        QSet<QString> seen;
        for (const auto &group : EmojiList::groups()) {
            for (const auto &emoji : group.emoji) {
                QVERIFY2(!emoji.name.isEmpty() && !seen.contains(emoji.text), qPrintable(emoji.text));
                seen.insert(emoji.text);
            }
        }
        QTest::keyClick(list, Qt::Key_Escape);
        QVERIFY(!picker->isVisible());
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
