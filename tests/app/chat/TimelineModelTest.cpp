// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QPoint>
#include <QSignalSpy>
#include <QtTest>

#include "app/chat/TimelineModel.h"
#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::TimelineModel;
using archive::Message;

namespace {

const auto anna = u"anna@example.org"_s;

} // namespace

/// Store before show: every row of the timeline is a row of the history.
class TimelineModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void showsTheNewestPage();
    void loadsOlderToTheEnd();
    void jumpsAndComesBack();
    void appendsWhatIsStored();
    void insertsLateMessagesInPlace();
    void showsChanges();
    void showsImports();
    void groups();
    void ignoresOtherConversations();
    void missesNothingWhileLoading();
    void theUnreadLineStandsAboveTheFirstUnseen();
    void theUnreadLineMayBeFurtherUp();
    void whatIsHiddenGoes();
    void aNewLineBeginsAfterEverythingWasSeen();

private:
    void fill(int count);
    void show(archive::ConversationId conversation);
    [[nodiscard]] QString body(int row) const { return m_model->index(row).data().toString(); }

    std::unique_ptr<HistoryFixture> m_fixture;
    std::unique_ptr<TimelineModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TimelineModelTest::init()
{
    m_fixture = std::make_unique<HistoryFixture>();
    m_model = std::make_unique<TimelineModel>(m_fixture->history());
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TimelineModelTest::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_fixture.reset();
}

void TimelineModelTest::theUnreadLineStandsAboveTheFirstUnseen()
{
    fill(6);
    m_fixture->store(m_fixture->ownMessage(anna, u"mine"_s));
    show(m_fixture->with(anna));
    QVERIFY(!m_model->firstUnread().isValid());
    m_model->setUnread(2); // own messages do not count
    QCOMPARE(m_model->firstUnread().row(), 4);
    QCOMPARE(m_model->index(4).data(TimelineModel::UnreadRole).toInt(), 2);
    QCOMPARE(m_model->index(5).data(TimelineModel::UnreadRole).toInt(), 0);
    // Told before the page is there, it finds its place when it comes.
    m_model->showNewest(m_fixture->with(u"bert@example.org"_s));
    m_model->showNewest(m_fixture->with(anna));
    m_model->setUnread(3);
    QTRY_COMPARE(m_model->firstUnread().row(), 3);
}

/// It opened while it was shown, and is nothing to read.
void TimelineModelTest::whatIsHiddenGoes()
{
    fill(2);
    auto closed = m_fixture->message(anna, {});
    closed.sealing = archive::Sealing::WaitsForKey;
    const auto id = m_fixture->store(closed);
    m_fixture->store(m_fixture->message(anna, u"last"_s));
    show(m_fixture->with(anna));
    QCOMPARE(m_model->rowCount(), 4);
    auto opened = closed;
    opened.sealing = archive::Sealing::Sealed;
    opened.replaces = archive::saysNothing;
    QVERIFY(await(m_fixture->history().openClosed(id, opened)));
    QTRY_COMPARE(m_model->rowCount(), 3);
    QCOMPARE(body(2), u"last"_s);
}

void TimelineModelTest::theUnreadLineMayBeFurtherUp()
{
    fill(100);
    show(m_fixture->with(anna));
    m_model->setUnread(80);
    QVERIFY(!m_model->firstUnread().isValid());
    m_fixture->store(m_fixture->message(anna, u"newer than the opening"_s));
    m_model->loadOlder();
    QTRY_VERIFY(m_model->firstUnread().isValid());
    QCOMPARE(body(m_model->firstUnread().row()), u"20"_s);
}

void TimelineModelTest::aNewLineBeginsAfterEverythingWasSeen()
{
    fill(3);
    show(m_fixture->with(anna));
    m_model->setUnread(1);
    m_model->allSeen();
    QCOMPARE(m_model->firstUnread().row(), 2); // stays while the conversation is read
    QSignalSpy appended(m_model.get(), &TimelineModel::messageAppended);
    m_fixture->store(m_fixture->message(anna, u"unseen"_s));
    QTRY_COMPARE(appended.count(), 1);
    m_model->newestIsUnseen();
    QCOMPARE(body(m_model->firstUnread().row()), u"unseen"_s);
    m_fixture->store(m_fixture->message(anna, u"unseen too"_s));
    QTRY_COMPARE(appended.count(), 2);
    m_model->newestIsUnseen();
    QCOMPARE(body(m_model->firstUnread().row()), u"unseen"_s);
    QCOMPARE(m_model->firstUnread().data(TimelineModel::UnreadRole).toInt(), 2);
}

void TimelineModelTest::fill(int count)
{
    QList<Message> messages;
    for (int i = 0; i < count; ++i) {
        messages.append(m_fixture->message(anna, QString::number(i)));
    }
    QCOMPARE(*await(m_fixture->history().import(messages, {}, {})), count);
}

void TimelineModelTest::show(archive::ConversationId conversation)
{
    QSignalSpy shown(m_model.get(), &TimelineModel::shown);
    m_model->showNewest(conversation);
    QTRY_COMPARE(shown.size(), 1); // may have come at once
}

void TimelineModelTest::showsTheNewestPage()
{
    fill(100);
    show(m_fixture->with(anna));
    QCOMPARE(m_model->rowCount(), 60);
    QCOMPARE(body(59), u"99"_s);
    QVERIFY(m_model->atNewest());
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->conversation(), 0);
}

void TimelineModelTest::loadsOlderToTheEnd()
{
    fill(100);
    show(m_fixture->with(anna));
    QSignalSpy older(m_model.get(), &TimelineModel::olderLoaded);
    m_model->loadOlder();
    m_model->loadOlder(); // not twice
    QTRY_COMPARE(older.size(), 1);
    QCOMPARE(older.first().first().toInt(), 40);
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(body(0), u"0"_s);
    m_model->loadOlder(); // nothing is older
    QVERIFY(!older.wait(50));
}

void TimelineModelTest::jumpsAndComesBack()
{
    fill(300);
    const auto conversation = m_fixture->with(anna);
    const auto target = await(m_fixture->history().page(conversation, 0, 200))->at(50); // "150"
    QSignalSpy shown(m_model.get(), &TimelineModel::shown);
    m_model->showAround(conversation, target.id, {{0, 2}});
    QTRY_COMPARE(shown.size(), 1);
    QVERIFY(!m_model->atNewest());
    const auto found = m_model->indexOf(target.id);
    QVERIFY(found.isValid());
    QCOMPARE(found.data().toString(), u"150"_s);
    QVERIFY(found.data(TimelineModel::FoundRole).toBool());
    QCOMPARE(found.data(TimelineModel::MarksRole).toList(), QVariantList{QPoint(0, 2)});
    QVERIFY(!m_model->index(0).data(TimelineModel::FoundRole).toBool());
    // A new message is not pasted behind a gap.
    m_fixture->store(m_fixture->message(anna, u"new"_s));
    QCOMPARE(m_model->rowCount(), 60);
    for (int i = 0; i < 10 && !m_model->atNewest(); ++i) {
        const int rows = m_model->rowCount();
        m_model->loadNewer();
        QTRY_VERIFY(m_model->rowCount() > rows || m_model->atNewest());
    }
    QVERIFY(m_model->atNewest());
    QCOMPARE(body(m_model->rowCount() - 1), u"new"_s);
}

void TimelineModelTest::appendsWhatIsStored()
{
    show(m_fixture->with(anna));
    QSignalSpy appended(m_model.get(), &TimelineModel::messageAppended);
    m_fixture->store(m_fixture->message(anna, u"theirs"_s));
    m_fixture->store(m_fixture->ownMessage(anna, u"mine"_s));
    QCOMPARE(appended.size(), 2);
    QCOMPARE(appended[0].first().toBool(), false);
    QCOMPARE(appended[1].first().toBool(), true);
    QCOMPARE(body(1), u"mine"_s);
}

void TimelineModelTest::insertsLateMessagesInPlace()
{
    Message first = m_fixture->message(anna, u"first"_s);
    Message late = m_fixture->message(anna, u"late"_s);
    Message last = m_fixture->message(anna, u"last"_s);
    m_fixture->store(first);
    m_fixture->store(last);
    show(first.conversation);
    QSignalSpy appended(m_model.get(), &TimelineModel::messageAppended);
    m_fixture->store(late);
    QCOMPARE(m_model->rowCount(), 3);
    QCOMPARE(body(1), u"late"_s);
    QCOMPARE(appended.size(), 0);
}

void TimelineModelTest::showsChanges()
{
    Message own = m_fixture->ownMessage(anna, u"question"_s);
    own.originId = u"o1"_s;
    m_fixture->store(own);
    Message reply = m_fixture->message(anna, u"answer"_s);
    reply.replyTo = u"o1"_s;
    m_fixture->store(reply);
    show(own.conversation);
    QCOMPARE(m_model->index(1).data(TimelineModel::ReplyTextRole).toString(), u"question"_s);
    QSignalSpy changed(m_model.get(), &TimelineModel::dataChanged);
    QVERIFY(await(m_fixture->history().setDelivery(own.conversation, u"o1"_s, archive::Delivery::Arrived)));
    QVERIFY(!changed.isEmpty());
    const auto shown = m_model->index(0).data(TimelineModel::MessageRole).value<Message>();
    QCOMPARE(shown.delivery, archive::Delivery::Arrived);
}

void TimelineModelTest::showsImports()
{
    Message newer = m_fixture->message(anna, u"newer"_s);
    m_fixture->store(newer);
    show(newer.conversation);
    Message older = m_fixture->message(anna, u"older"_s);
    older.time = HistoryFixture::start().addDays(-10);
    Message newest = m_fixture->message(anna, u"newest"_s);
    QCOMPARE(*await(m_fixture->history().import({older, newest}, {}, {})), 2);
    QTRY_COMPARE(m_model->rowCount(), 2);
    QCOMPARE(body(1), u"newest"_s);
    QSignalSpy loaded(m_model.get(), &TimelineModel::olderLoaded);
    m_model->loadOlder();
    QTRY_COMPARE(loaded.size(), 1);
    QCOMPARE(body(0), u"older"_s);
}

void TimelineModelTest::groups()
{
    auto at = [&](Message message, int seconds) {
        message.time = QDateTime(QDate(2026, 4, 1), QTime(12, 0)).toUTC().addSecs(seconds);
        m_fixture->store(message);
        return message.conversation;
    };
    at(m_fixture->message(anna, u"0"_s), 0);
    at(m_fixture->message(anna, u"1"_s), 60);
    at(m_fixture->message(anna, u"2"_s), 60 + 181); // a pause
    at(m_fixture->ownMessage(anna, u"3"_s), 60 + 182); // somebody else
    const auto conversation = at(m_fixture->ownMessage(anna, u"4"_s), 24 * 3600); // another day
    show(conversation);
    const auto flags = [&](int role) {
        QList<bool> all;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            all.append(m_model->index(row).data(role).toBool());
        }
        return all;
    };
    QCOMPARE(flags(TimelineModel::DayStartRole), QList<bool>({true, false, false, false, true}));
    QCOMPARE(flags(TimelineModel::GroupStartRole), QList<bool>({true, false, true, true, true}));
    QCOMPARE(flags(TimelineModel::GroupEndRole), QList<bool>({false, true, true, true, true}));
    QCOMPARE(m_model->index(0).data(TimelineModel::SenderNameRole).toString(), anna);
    QVERIFY(await(m_fixture->history().setConversationName(conversation, u"Anna"_s)));
    QCOMPARE(m_model->index(0).data(TimelineModel::SenderNameRole).toString(), u"Anna"_s);
}

void TimelineModelTest::ignoresOtherConversations()
{
    show(m_fixture->with(anna));
    m_fixture->store(m_fixture->message(u"bob@example.org"_s, u"psst"_s));
    QCOMPARE(m_model->rowCount(), 0);
}

void TimelineModelTest::missesNothingWhileLoading()
{
    fill(10);
    const auto conversation = m_fixture->with(anna);
    QSignalSpy shown(m_model.get(), &TimelineModel::shown);
    const auto message = m_fixture->message(anna, u"meanwhile"_s);
    m_model->showNewest(conversation);
    auto stored = m_fixture->history().append(message, true);
    QVERIFY(await(stored));
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(m_model->rowCount(), 11);
    QCOMPARE(body(10), u"meanwhile"_s);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::TimelineModelTest)
#include "TimelineModelTest.moc"
