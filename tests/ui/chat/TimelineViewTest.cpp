// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/ui/chat/Script.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/chat/TimelineView.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;
using archive::Delivery;
using archive::Sealing;
using Model = app::TimelineModel;

namespace {

void tellEverything(test::Script &script)
{
    script.say(false, u"From the pier, last light"_s);
    auto *reply = script.say(true, u"This one first on the wall, before the door."_s, Delivery::Displayed);
    reply->setData(u"From the pier, last light"_s, Model::ReplyTextRole);
    script.change(1, [](archive::Message &m) { m.replyTo = u"1"_s, m.edited = true; });
    script.say(false, u"写真、無事に届きました。ありがとう。"_s);
    script.say(false, u"نلتقي يوم الأحد عند المرسى"_s);
    script.say(false, QString(), Delivery::Received, Sealing::KeyNotHere);
    script.say(false, QString(), Delivery::Received, Sealing::Locked);
    script.say(false, u"Something else"_s, Delivery::Received, Sealing::SealBroken);
    script.say(false, QString(), Delivery::Received, Sealing::NewerForm);
    script.say(false, u"Planned work on Sunday"_s, Delivery::Received, Sealing::NotSealed);
    script.say(true, u"Thank you! Paid."_s, Delivery::Arrived)->setData(false, Model::GroupEndRole);
    script.say(true, u"Look at https://example.org/frames."_s, Delivery::Waiting)
        ->setData(false, Model::GroupStartRole);
    script.say(true, u"Can you ask Inês about the frames?"_s, Delivery::Failed);
    auto *found = script.say(false, u"A found word."_s);
    found->setData(true, Model::FoundRole);
    found->setData(QVariantList{QPoint(2, 5)}, Model::MarksRole);
}

} // namespace

class TimelineViewTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::Dress> m_dress;

private Q_SLOTS:
    void initTestCase() { m_dress = std::make_unique<test::Dress>(); }

    void looks_data() { test::addLooks(); }

    void looks()
    {
        QFETCH(const app::ThemeChoice, theme);
        QFETCH(const Qt::LayoutDirection, direction);
        m_dress->palette().setChoice(theme);
        test::Script script;
        tellEverything(script);
        TimelineView view;
        view.setLayoutDirection(direction);
        view.setTimeline(&script.model);
        view.resize(640, 1100);
        view.show();
        QVERIFY(test::savePicture(view, u"timeline-%1"_s.arg(QString::fromUtf8(QTest::currentDataTag()))));
        m_dress->palette().setChoice(app::ThemeChoice::Light);
    }

    void rowsAreNeverWiderThanTheViewAndGrowWhenNarrow()
    {
        test::Script script;
        tellEverything(script);
        const MessageDelegate delegate;
        int narrow = 0;
        int wide = 0;
        for (int row = 0; row < script.model.rowCount(); ++row) {
            const auto index = script.model.index(row, 0);
            for (const int width : {320, 900}) {
                const auto layout = delegate.layoutFor(index, width, Qt::LeftToRight);
                QVERIFY(layout->bubble.left() >= 0 && layout->bubble.right() < width);
                QVERIFY(layout->height >= layout->bubble.height());
                (width == 320 ? narrow : wide) += layout->height;
            }
        }
        QVERIFY(narrow > wide);
    }

    void ownBubblesChangeSidesRightToLeft()
    {
        test::Script script;
        script.say(true, u"Paid."_s, Delivery::Sent);
        const MessageDelegate delegate;
        const auto index = script.model.index(0, 0);
        QVERIFY(delegate.layoutFor(index, 600, Qt::LeftToRight)->bubble.left() > 300);
        QVERIFY(delegate.layoutFor(index, 600, Qt::RightToLeft)->bubble.right() < 300);
    }

    void everyRowIsASentence()
    {
        test::Script script;
        tellEverything(script);
        TimelineView view;
        view.setTimeline(&script.model);
        const auto sentence
            = [&view](int row) { return view.model()->index(row, 0).data(Qt::AccessibleTextRole).toString(); };
        QVERIFY2(sentence(0).startsWith(u"Anselm, "_s) && sentence(0).endsWith(u"Sealed."_s), qPrintable(sentence(0)));
        QVERIFY2(sentence(1).contains(u"In reply to: From the pier"_s), qPrintable(sentence(1)));
        QVERIFY2(sentence(1).startsWith(u"You, "_s) && sentence(1).endsWith(u"Opened."_s), qPrintable(sentence(1)));
        QVERIFY2(
            sentence(4).contains(u"cannot be opened"_s) && sentence(4).contains(u"Enter"_s), qPrintable(sentence(4)));
        QVERIFY2(sentence(8).endsWith(u"Not sealed."_s), qPrintable(sentence(8)));
        for (int row = 0; row < script.model.rowCount(); ++row)
            QVERIFY(sentence(row).endsWith(u'.'));
    }

    void staysAtTheBottomOnlyIfItWasThere()
    {
        test::Script script;
        for (int i = 0; i < 60; ++i)
            script.say(i % 3 == 0, u"Message number %1"_s.arg(i), Delivery::Sent);
        TimelineView view;
        view.resize(500, 400);
        view.setTimeline(&script.model);
        view.show();
        view.jumpToLatest();
        QVERIFY(view.isAtBottom());
        script.say(false, u"Another"_s);
        QTRY_VERIFY(view.isAtBottom());
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        const int before = view.verticalScrollBar()->value();
        script.say(false, u"And another"_s);
        QCOMPARE(view.newBelow(), 1);
        QCOMPARE(view.verticalScrollBar()->value(), before);
        auto *jump = view.findChild<QToolButton *>(u"jumpToLatest"_s);
        QVERIFY(jump->isVisible());
        jump->click();
        QVERIFY(view.isAtBottom());
        QVERIFY(!jump->isVisible());
    }

    void olderMessagesDoNotMoveWhatIsRead()
    {
        test::Script script;
        for (int i = 0; i < 60; ++i)
            script.say(false, u"Message number %1"_s.arg(i));
        TimelineView view;
        view.resize(500, 400);
        view.setTimeline(&script.model);
        view.show();
        view.jumpToLatest();
        QSignalSpy wanted(&view, &TimelineView::olderWanted);
        view.verticalScrollBar()->setValue(100);
        QCOMPARE(wanted.count(), 1);
        view.verticalScrollBar()->setValue(90);
        QCOMPARE(wanted.count(), 1); // not again before something came
        const QPersistentModelIndex read = view.indexAt({100, 60});
        const int top = view.visualRect(read).top();
        script.prepend(20);
        QCOMPARE(view.visualRect(read).top(), top);
    }

    void keysAct()
    {
        test::Script script;
        tellEverything(script);
        TimelineView view;
        view.resize(640, 1100);
        view.setTimeline(&script.model);
        view.show();
        QSignalSpy actions(&view, &TimelineView::messageAction);
        view.setCurrentIndex(view.model()->index(4, 0));
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(actions.count(), 1);
        QCOMPARE(actions.last().first().value<MessageAction>(), MessageAction::BringKey);
        view.setCurrentIndex(view.model()->index(11, 0));
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(actions.last().first().value<MessageAction>(), MessageAction::SendAgain);
        view.setCurrentIndex(view.model()->index(0, 0));
        QTest::keyClick(&view, Qt::Key_R);
        QCOMPARE(actions.last().first().value<MessageAction>(), MessageAction::Reply);
        QTest::keyClick(&view, Qt::Key_E); // not our own: nothing happens
        QCOMPARE(actions.count(), 3);
    }

    void buttonsInRowsAct()
    {
        test::Script script;
        tellEverything(script);
        TimelineView view;
        view.resize(640, 1100);
        view.setTimeline(&script.model);
        view.show();
        QSignalSpy actions(&view, &TimelineView::messageAction);
        const auto index = view.model()->index(11, 0);
        view.scrollTo(index);
        const auto *delegate = qobject_cast<MessageDelegate *>(view.itemDelegate());
        const QRect row = view.visualRect(index);
        const auto layout = delegate->layoutFor(index, row.width(), Qt::LeftToRight);
        QCOMPARE(layout->buttons.size(), 1);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, row.topLeft() + layout->buttons.first().rect.center());
        QCOMPARE(actions.count(), 1);
        QCOMPARE(actions.last().first().value<MessageAction>(), MessageAction::SendAgain);
    }

    void aBrokenSealIsHiddenUntilAskedFor()
    {
        test::Script script;
        script.say(false, u"Not from me"_s, Delivery::Received, Sealing::SealBroken);
        TimelineView view;
        view.resize(640, 400);
        view.setTimeline(&script.model);
        view.show();
        const auto index = view.model()->index(0, 0);
        const auto *delegate = qobject_cast<MessageDelegate *>(view.itemDelegate());
        QVERIFY(delegate->layoutFor(index, 600, Qt::LeftToRight)->isCard);
        QVERIFY(!index.data(Qt::AccessibleTextRole).toString().contains(u"Not from me"_s));
        view.setCurrentIndex(index);
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(!delegate->layoutFor(index, 600, Qt::LeftToRight)->isCard);
    }

    void theUnreadLineStandsAboveItsMessage()
    {
        test::Script script;
        for (int i = 0; i < 40; ++i)
            script.say(false, u"Message number %1"_s.arg(i));
        const MessageDelegate delegate;
        const int plain = delegate.layoutFor(script.model.index(10, 0), 600, Qt::LeftToRight)->height;
        script.model.item(10)->setData(30, Model::UnreadRole);
        const auto layout = delegate.layoutFor(script.model.index(10, 0), 600, Qt::LeftToRight);
        QVERIFY(layout->height > plain);
        QVERIFY(layout->unreadLine.isValid() && layout->unreadLine.bottom() < layout->bubble.top());
        QCOMPARE(layout->unreadText, TimelineText::unreadLine(30));
        TimelineView view;
        view.resize(500, 400);
        view.setTimeline(&script.model);
        view.show();
        view.jumpToLatest();
        QVERIFY(view.model()->index(10, 0).data(Qt::AccessibleTextRole).toString().contains(u"30"_s));
        view.jumpToUnread();
        QCOMPARE(view.currentIndex().row(), 10);
        QVERIFY(!view.isAtBottom());
        QVERIFY(test::savePicture(view, u"timeline-unread"_s));
        view.jumpToUnread(); // again: the end
        QVERIFY(view.isAtBottom());
    }

    void aNewKeyIsSaidAtItsPlace_data() { test::addLooks(); }

    void aNewKeyIsSaidAtItsPlace()
    {
        QFETCH(const app::ThemeChoice, theme);
        QFETCH(const Qt::LayoutDirection, direction);
        m_dress->palette().setChoice(theme);
        test::Script script;
        script.say(false, u"From the pier, last light"_s);
        script.say(true, u"This one first on the wall, before the door."_s, Delivery::Displayed);
        script.say(false, u"Can you check sheet 3?"_s);
        TimelineView view;
        view.setLayoutDirection(direction);
        view.setTimeline(&script.model);
        view.resize(640, 400);
        view.show();
        const auto since = script.model.item(2)->data(Model::MessageRole).value<archive::Message>().time.addSecs(-1);
        view.setKeyNotice(TimelineText::keyNotice(u"Anselm"_s, since, true), since);
        const auto index = view.model()->index(2, 0);
        const auto *delegate = qobject_cast<MessageDelegate *>(view.itemDelegate());
        const auto layoutOf
            = [&](const QModelIndex &at) { return delegate->layoutFor(at, view.visualRect(at).width(), direction); };
        QVERIFY(layoutOf(view.model()->index(1, 0))->notice.isEmpty());
        auto layout = layoutOf(index);
        QVERIFY(!layout->notice.isEmpty() && layout->notice.bottom() < layout->bubble.top());
        const QString sentence = index.data(Qt::AccessibleTextRole).toString();
        QVERIFY2(sentence.startsWith(u"Anselm has a new key since "_s) && sentence.contains(u"You chose to write on"_s),
            qPrintable(sentence));
        QVERIFY(view.actionsFor(index).contains(MessageAction::CompareKeys));
        QVERIFY(test::savePicture(view, u"timeline-notice-%1"_s.arg(QString::fromUtf8(QTest::currentDataTag()))));
        QSignalSpy actions(&view, &TimelineView::messageAction);
        const auto &button = layout->buttons.constLast();
        QVERIFY(layout->notice.contains(button.rect));
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(index).topLeft() + button.rect.center());
        QCOMPARE(actions.count(), 1);
        QCOMPARE(actions.last().first().value<MessageAction>(), MessageAction::CompareKeys);
        // A key that came after the last message: below it, until somebody writes.
        const auto later = since.addSecs(3600);
        view.setKeyNotice(TimelineText::keyNotice(u"Anselm"_s, later, false), later);
        layout = layoutOf(index);
        QVERIFY(layout->notice.top() > layout->bubble.bottom());
        view.setKeyNotice({}, {});
        QVERIFY(layoutOf(index)->notice.isEmpty());
        m_dress->palette().setChoice(app::ThemeChoice::Light);
    }

    void everythingCanBeDoneByAssistiveTechnology()
    {
        test::Script script;
        tellEverything(script);
        TimelineView view;
        view.resize(640, 500);
        view.setTimeline(&script.model);
        view.show();
        auto *list = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), script.model.rowCount());
        QSignalSpy actions(&view, &TimelineView::messageAction);
        const auto names = [list](int row) {
            QStringList said;
            auto *can = list->child(row)->actionInterface();
            for (const auto &name : can->actionNames())
                said << can->localizedActionName(name);
            return said;
        };
        const auto run = [list](int row, MessageAction action) {
            auto *can = list->child(row)->actionInterface();
            for (const auto &name : can->actionNames()) {
                if (can->localizedActionName(name) == TimelineText::actionName(action))
                    can->doAction(name);
            }
        };
        QVERIFY(names(0).contains(u"Reply"_s) && names(0).contains(u"Copy text"_s));
        QVERIFY(names(4).contains(u"Bring in that key…"_s) && !names(4).contains(u"Copy text"_s));
        QVERIFY(names(6).contains(u"Show it anyway"_s) && names(6).contains(u"Details"_s));
        QVERIFY(names(11).contains(u"Send again"_s));
        run(0, MessageAction::Reply);
        QCOMPARE(actions.count(), 1);
        QCOMPARE(actions.last().first().value<MessageAction>(), MessageAction::Reply);
        run(11, MessageAction::SendAgain);
        QCOMPARE(actions.last().first().value<MessageAction>(), MessageAction::SendAgain);
        run(6, MessageAction::ShowAnyway);
        const auto *delegate = qobject_cast<MessageDelegate *>(view.itemDelegate());
        QVERIFY(!delegate->layoutFor(view.model()->index(6, 0), 600, Qt::LeftToRight)->isCard);
        QVERIFY(list->child(0)->text(QAccessible::Name).startsWith(u"Anselm, "_s));
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setFocus();
        view.setCurrentIndex(view.model()->index(3, 0));
        QCOMPARE(list->indexOfChild(list->focusChild()), 3);
    }

    void onlyWebLinksAreLinks()
    {
        test::Script script;
        script.say(false, u"See https://example.org/a, file:///etc/passwd and javascript:alert(1)."_s);
        const MessageDelegate delegate;
        const auto layout = delegate.layoutFor(script.model.index(0, 0), 600, Qt::LeftToRight);
        QCOMPARE(layout->links.size(), 1);
        QCOMPARE(layout->links.first().url, QUrl(u"https://example.org/a"_s));
    }
};

QTEST_MAIN(TimelineViewTest)
#include "TimelineViewTest.moc"
