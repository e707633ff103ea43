// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QLabel>
#include <QLayout>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/widgets/Screen.h"
#include "ui/chat/KeyRequestCardView.h"
#include "ui/chat/SealingMenu.h"
#include "ui/chat/SealingRow.h"
#include "ui/chat/TimelineText.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

/// The request for a session key and the menu in which session keys are chosen.
class KeyRequestCardTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::Dress> m_dress;
    std::unique_ptr<KeyRequestCardView> m_card;

    static app::KeyRequestCard card()
    {
        app::KeyRequestCard card;
        card.id = 7;
        card.asker = *crypto::Jid::parse(u"joana@harbour.example/Letterlock.tablet"_s);
        card.sid = u"835c92a8-94cd-4e96-b3f3-b2e75a438f92"_s;
        card.thumbprint = QByteArray::fromHex("4b71c0e94b71c0e94b71c0e94b71c0e94b71c0e94b71c0e94b71c0e94b71c0e9");
        card.messages = 214;
        card.since = QDateTime(QDate(2026, 6, 9), QTime(9, 0), QTimeZone::utc());
        card.asked = QDateTime(QDate(2026, 6, 12), QTime(14, 5), QTimeZone::utc());
        return card;
    }
    static app::KeyRequestCard vouched(crypto::TrustVerdict verdict)
    {
        auto asked = card();
        asked.openPgpKey = *crypto::KeyFingerprint::parse(u"0123456789ABCDEF0123456789ABCDEF4B71C0E9"_s);
        asked.verdict = verdict;
        return asked;
    }
    QPushButton *button(const QString &name) { return m_card->findChild<QPushButton *>(name); }
    QString words()
    {
        QStringList all;
        for (const auto *label : m_card->findChildren<QLabel *>())
            all << label->text();
        return all.join(u'\n');
    }
    void show(const app::KeyRequestCard &asked, int more = 0)
    {
        static_cast<QWidget *>(m_card.get())->show();
        m_card->show(asked, u"Joana Prat"_s, more);
        m_card->resize(560, m_card->layout()->totalHeightForWidth(560));
    }

private Q_SLOTS:
    void initTestCase() { m_dress = std::make_unique<test::Dress>(); }
    void init()
    {
        m_card = std::make_unique<KeyRequestCardView>();
        m_card->resize(560, 300);
    }

    void aCheckedKeyIsApproved() // E-57, E-59
    {
        show(vouched(crypto::TrustVerdict::Checked));
        QCOMPARE(m_card->objectName(), u"keyRequestCard"_s);
        QCOMPARE(m_card->accessibleName(), u"Request for the key of this conversation"_s);
        QVERIFY(words().contains(u"214"_s) && words().contains(u"9 June"_s));
        QVERIFY(words().contains(u"You cannot take the key back"_s));
        QCOMPARE(button(u"keyRequestApprove"_s)->text(), u"Approve"_s);
        QVERIFY(!button(u"keyRequestCompare"_s)->isVisible());
        QSignalSpy approved(m_card.get(), &KeyRequestCardView::approved);
        button(u"keyRequestApprove"_s)->click();
        QCOMPARE(approved.first(), (QVariantList{7, false}));
        m_card->findChild<QCheckBox *>(u"keyRequestAlways"_s)->click();
        button(u"keyRequestApprove"_s)->click();
        QCOMPARE(approved.last(), (QVariantList{7, true}));
        QVERIFY(test::savePicture(*m_card, u"key-request-checked"_s));
    }

    void anUncheckedKeyIsComparedFirst() // E-59
    {
        show(vouched(crypto::TrustVerdict::NotChecked), 1);
        QVERIFY(button(u"keyRequestCompare"_s)->isVisible());
        QCOMPARE(button(u"keyRequestCompare"_s)->property("kind").toInt(), int(ButtonKind::Primary));
        QCOMPARE(button(u"keyRequestApprove"_s)->text(), u"Approve without checking"_s);
        QCOMPARE(button(u"keyRequestApprove"_s)->property("kind").toInt(), int(ButtonKind::Text));
        QSignalSpy compare(m_card.get(), &KeyRequestCardView::compareWanted);
        button(u"keyRequestCompare"_s)->click();
        QCOMPARE(compare.count(), 1);
        QVERIFY(test::savePicture(*m_card, u"key-request-unchecked"_s));
    }

    void aDeviceThatNobodyVouchesFor() // E-59
    {
        auto asked = card();
        asked.otherDeviceKnown = true;
        asked.times = 3;
        show(asked);
        QVERIFY(words().contains(u"4B71 C0E9"_s));
        QVERIFY(words().contains(u"another device of this person"_s));
        QVERIFY(words().contains(u"3 times"_s));
        QVERIFY(!button(u"keyRequestCompare"_s)->isVisible());
        // Where to compare is said, so that approving is not skipping it.
        QVERIFY(words().contains(u"under Privacy"_s));
        QCOMPARE(button(u"keyRequestApprove"_s)->text(), u"Approve"_s);
        QSignalSpy refused(m_card.get(), &KeyRequestCardView::refused);
        QSignalSpy renewed(m_card.get(), &KeyRequestCardView::refusedForNew);
        button(u"keyRequestRefuse"_s)->click();
        button(u"keyRequestRefuseNew"_s)->click();
        QCOMPARE(refused.count(), 1);
        QCOMPARE(renewed.count(), 1);
        m_dress->palette().setChoice(app::ThemeChoice::Dark);
        QVERIFY(test::savePicture(*m_card, u"key-request-unknown-dark"_s));
        m_dress->palette().setChoice(app::ThemeChoice::Light);
    }

    void theNameOfADeviceChangesNothingAroundIt()
    {
        auto asked = card();
        const QString turned = u"phone\u202E\u2066\n"_s;
        asked.asker = crypto::Jid(asked.asker.bare(), turned + QString(900, u'x'));
        show(asked);
        QVERIFY(words().contains(u"phone"_s));
        for (const QChar c : {QChar(0x202E), QChar(0x2066)})
            QVERIFY(!words().contains(c));
        QVERIFY(!words().contains(QString(41, u'x')));
        QVERIFY(words().contains(u"Without the key it cannot open"_s));
    }

    void everyControlHasAName()
    {
        show(vouched(crypto::TrustVerdict::NotChecked));
        for (const auto &name : {u"keyRequestApprove"_s, u"keyRequestRefuse"_s, u"keyRequestRefuseNew"_s,
                 u"keyRequestCompare"_s, u"keyRequestAlways"_s}) {
            auto *control = m_card->findChild<QAbstractButton *>(name);
            QVERIFY2(control, qPrintable(name));
            QVERIFY(!control->accessibleName().isEmpty() || !control->text().isEmpty());
            QVERIFY(control->focusPolicy() & Qt::TabFocus);
        }
    }

    void theMenuOffersSessionKeys()
    {
        SealingMenu menu;
        menu.show();
        QSignalSpy chosen(&menu, &SealingMenu::chosen);
        auto *session = menu.findChild<SealingRow *>(u"encryptionMenuSession"_s);
        QVERIFY(session);
        session->click();
        QCOMPARE(chosen.first().first().value<app::SealingChoice>(), app::SealingChoice::SessionKey);
        menu.setState(app::SealingChoice::SessionKey, app::SendBlock::None, crypto::TrustVerdict::Checked);
        QVERIFY(session->isChecked());
        QVERIFY(!menu.findChild<SealingRow *>(u"encryptionMenuOpenPgp"_s)->isChecked());
        QCOMPARE(menu.accessibleName(), u"Sealing: Session key"_s);
        QVERIFY(session->accessibleDescription().contains(u"online once"_s));
        menu.setSessionKeysThere(u"The program Anselm is using knows them."_s);
        QVERIFY(session->accessibleDescription().contains(u"online once"_s));
        QVERIFY(session->accessibleDescription().contains(u"knows them"_s));
        auto *popup = menu.menu();
        popup->popup(QPoint(40, 40));
        QVERIFY(QTest::qWaitForWindowExposed(popup));
        QTest::keyClick(popup, Qt::Key_Down);
        QVERIFY(test::savePicture(*popup, u"sealing-menu"_s));
        QVERIFY(test::savePicture(menu, u"sealing-button-session"_s));
        popup->close();
        QSignalSpy renewed(&menu, &SealingMenu::newKeyWanted);
        menu.findChild<QAction *>(u"encryptionMenuNewKey"_s)->trigger();
        QCOMPARE(renewed.count(), 1);
        menu.setState(app::SealingChoice::Sealed, app::SendBlock::None, crypto::TrustVerdict::Checked);
        QVERIFY(!menu.findChild<QAction *>(u"encryptionMenuNewKey"_s)->isVisible());
        menu.setSessionKeysOffered(false);
        QVERIFY(!menu.menu()->actions().at(1)->isVisible());
    }

    void theMenuIsUsedFromTheKeyboard()
    {
        SealingMenu menu;
        menu.show();
        QSignalSpy chosen(&menu, &SealingMenu::chosen);
        auto *popup = menu.menu();
        popup->popup(QPoint(40, 40));
        QVERIFY(QTest::qWaitForWindowExposed(popup));
        QTest::keyClick(popup, Qt::Key_Down);
        QWidget *first = popup->focusWidget() ? popup->focusWidget() : popup;
        QTest::keyClick(first, Qt::Key_Down);
        QWidget *second = popup->focusWidget() ? popup->focusWidget() : popup;
        QVERIFY(first != second);
        QCOMPARE(second->objectName(), u"encryptionMenuSession"_s);
        QTest::keyClick(second, Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QVERIFY(!popup->isVisible());
    }

    void closedAndOddMessagesSayWhy() // E-21, E-29, E-42
    {
        archive::Message message;
        message.sealing = archive::Sealing::WaitsForKey;
        message.scheme = crypto::SchemeId::Jose;
        QVERIFY(TimelineText::isCard(message));
        QVERIFY(TimelineText::card(message, u"Joana"_s).text.contains(u"once Joana is online"_s));
        message.outgoing = true;
        message.body = u"mine"_s;
        QVERIFY(!TimelineText::isCard(message)); // waits to be sealed, and is readable
        // Whoever sent it is asked to send it again; of an own message there is nobody to ask.
        for (const auto scheme : {crypto::SchemeId::Jose, crypto::SchemeId::Ox}) {
            message.sealing = archive::Sealing::KeyNotHere;
            message.scheme = scheme;
            for (const bool outgoing : {false, true}) {
                message.outgoing = outgoing;
                QCOMPARE(std::ranges::count(TimelineText::card(message, u"Joana"_s).buttons, MessageAction::AskAgain,
                             &TimelineText::Button::action),
                    outgoing ? 0 : 1);
            }
        }
        message = {};
        message.body = u"hello"_s;
        message.sealing = archive::Sealing::Sealed;
        message.scheme = crypto::SchemeId::Jose;
        message.time = QDateTime::currentDateTimeUtc();
        QVERIFY(TimelineText::stamp(message).isEmpty());
        QVERIFY(TimelineText::sentence(message, u"Joana"_s, {}).contains(u"session key"_s));
        QStringList marks;
        for (const auto mark : {crypto::TimeMark::Old, crypto::TimeMark::Future, crypto::TimeMark::Decreasing}) {
            message.timeMark = mark;
            message.timeIsOdd = true;
            marks << TimelineText::stamp(message);
            QVERIFY(TimelineText::sentence(message, u"Joana"_s, {}).contains(marks.last()));
        }
        marks.removeDuplicates();
        QCOMPARE(marks.size(), 3);
        QVERIFY(!marks.contains(QString()));
    }
};

QTEST_MAIN(KeyRequestCardTest)
#include "KeyRequestCardTest.moc"
