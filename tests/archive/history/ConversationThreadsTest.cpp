// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/history/ConversationThreads.h"
#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::Message;
using archive::Sealing;
using crypto::SchemeId;

namespace {

const auto anna = u"anna@example.org"_s;
constexpr qint64 pause = std::chrono::seconds(archive::ConversationThreads::pause).count();

} // namespace

/// Which thread a message of ours gets (XEP-0201).
class ConversationThreadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<HistoryFixture>();
        m_seconds = 0;
    }
    void cleanup() { m_fixture.reset(); }

    void aRunHasOneThread();
    void thePeersThreadIsFollowed();
    void othersDoNotChangeIt_data();
    void othersDoNotChangeIt();
    void itStaysWithTheMessage();

private:
    Message at(Message message, qint64 later, SchemeId scheme = SchemeId::Ox)
    {
        m_seconds += later;
        message.time = HistoryFixture::start().addSecs(m_seconds);
        message.originId = u"o%1"_s.arg(m_seconds);
        message.scheme = scheme;
        message.sealing = scheme == SchemeId::None ? Sealing::NotSealed : Sealing::Sealed;
        return message;
    }
    /// Writes one, so many seconds after what was said last, and says its thread.
    QString write(qint64 later, SchemeId scheme = SchemeId::Ox, const QString &replaces = {})
    {
        const auto message = at(m_fixture->ownMessage(anna, u"mine"_s), later, scheme);
        archive::OutboxEntry entry;
        entry.conversation = message.conversation;
        entry.to = *crypto::BareJid::parse(anna);
        entry.originId = message.originId;
        entry.body = message.body;
        entry.replaces = replaces;
        entry.sealed = scheme != SchemeId::None;
        entry.scheme = scheme;
        const auto id = await(m_fixture->history().enqueue(message, entry))->id;
        return (*await(m_fixture->history().message(id)))->thread;
    }
    void hear(qint64 later, const QString &thread, SchemeId scheme = SchemeId::Ox)
    {
        auto message = at(m_fixture->message(anna, u"theirs"_s), later, scheme);
        message.thread = thread;
        m_fixture->store(message);
    }

    std::unique_ptr<HistoryFixture> m_fixture;
    qint64 m_seconds = 0;
};

void ConversationThreadsTest::aRunHasOneThread()
{
    const auto first = write(0);
    QVERIFY(!first.isEmpty());
    QCOMPARE(write(60), first);
    QCOMPARE(write(pause), first);
    // Whoever names none does not end it, and keeps it going.
    hear(pause, {});
    QCOMPARE(write(pause), first);
    QCOMPARE(write(1, SchemeId::Ox, u"o0"_s), first); // a correction
    m_fixture->reopen();
    QCOMPARE(write(60), first);
    const auto second = write(pause + 1);
    QVERIFY(!second.isEmpty());
    QVERIFY(second != first);
    QCOMPARE(write(60), second);
    // The clock was set back: it is not known how long ago that was.
    const auto third = write(-pause - 60);
    QVERIFY(third != second);
}

void ConversationThreadsTest::thePeersThreadIsFollowed()
{
    hear(0, u"theirs-1"_s);
    QCOMPARE(write(60), u"theirs-1"_s);
    hear(60, u"theirs-2"_s);
    QCOMPARE(write(60), u"theirs-2"_s);
    hear(pause + 1, u"theirs-3"_s);
    QCOMPARE(write(60), u"theirs-3"_s);
    QVERIFY(write(pause + 1) != u"theirs-3"_s);
}

void ConversationThreadsTest::othersDoNotChangeIt_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("in the open") << 0;
    QTest::newRow("sealed in another way") << 1;
    QTest::newRow("still closed") << 2;
    QTest::newRow("a repetition") << 3;
    QTest::newRow("a foreign archive's copy") << 4;
    QTest::newRow("another conversation") << 5;
}

void ConversationThreadsTest::othersDoNotChangeIt()
{
    QFETCH(const int, which);
    const auto mine = write(0, SchemeId::Jose);
    auto message = at(m_fixture->message(which == 5 ? u"ben@example.org"_s : anna, u"x"_s), 60, SchemeId::Jose);
    message.thread = u"injected"_s;
    switch (which) {
    case 0:
        message.sealing = Sealing::NotSealed;
        message.scheme = SchemeId::None;
        break;
    case 1:
        message.scheme = SchemeId::Ox;
        break;
    case 2:
        message.sealing = Sealing::WaitsForKey;
        break;
    case 3:
        message.timeIsOdd = true;
        message.timeMark = crypto::TimeMark::Decreasing;
        break;
    case 4:
        message.archiveMarks = archive::ArchiveMark::NotSealedByOwner;
        break;
    default:
        break;
    }
    m_fixture->store(message);
    QCOMPARE(write(60, SchemeId::Jose), mine);
    // Nor does what is sealed name itself in the open.
    QVERIFY(write(60, SchemeId::None) != mine);
    QVERIFY(write(60, SchemeId::Ox) != mine);
}

/// Sent much later, or once more, it belongs to the run it was written in.
void ConversationThreadsTest::itStaysWithTheMessage()
{
    const auto first = write(0);
    m_fixture->reopen();
    const auto outbox = *await(m_fixture->history().outbox());
    QCOMPARE(outbox.size(), 1);
    QCOMPARE(outbox[0].thread, first);
    const auto peer = *crypto::BareJid::parse(anna);
    QVERIFY(await(m_fixture->history().outboxSent(outbox[0].message, {})));
    QVERIFY(await(m_fixture->history().sentBack(peer, outbox[0].originId, archive::SendFault::Refused)));
    QVERIFY(write(pause + 1) != first);
    QVERIFY(await(m_fixture->history().retry(outbox[0].message)));
    const auto again = *await(m_fixture->history().outbox());
    QCOMPARE(again.size(), 2);
    for (const auto &entry : again) {
        QCOMPARE(entry.thread == first, entry.message == outbox[0].message);
    }
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ConversationThreadsTest)
#include "ConversationThreadsTest.moc"
