// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QtTest>

#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::Delivery;
using archive::Kept;
using archive::Message;
using archive::OutboxEntry;
using archive::Sealing;

namespace {

const auto anna = u"anna@example.org"_s;
const auto keyA = *crypto::KeyFingerprint::parse(QString(40, u'A'));
const auto keyB = *crypto::KeyFingerprint::parse(QString(40, u'B'));

OutboxEntry entryOf(const Message &message, const QString &replaces = {})
{
    OutboxEntry entry;
    entry.conversation = message.conversation;
    entry.to = *crypto::BareJid::parse(anna);
    entry.originId = message.originId;
    entry.body = message.body;
    entry.replaces = replaces;
    return entry;
}

} // namespace

/// DESIGN section 4: store before show, outbox rows before stanzas, duplicates told apart.
class SqlHistoryStoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture = std::make_unique<HistoryFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void storesEveryField();
    void tellsAfterTheCommitEvenIfTheFutureIsDropped();
    void conversationRowFollows();
    void idsOrderByTime();
    void tellsDuplicates_data();
    void tellsDuplicates();
    void aCopyTeachesTheFirstOne();
    void importsSortedInOneGo();
    void importIsAllOrNothing();
    void outboxSurvivesARestart();
    void outboxGivesUpAndRetries();
    void deliveryOnlyMovesForward();
    void correctionReplacesTheText();
    void failedCorrectionShowsAndRetries();
    void opensAClosedMessage();
    void retracts();
    void pages();
    void jumps();
    void countsDaysAndTotals();
    void keepsValuesAndCursors();

private:
    archive::SqlHistoryStore &history() { return m_fixture->history(); }
    std::unique_ptr<HistoryFixture> m_fixture;
};

void SqlHistoryStoreTest::storesEveryField()
{
    Message message = m_fixture->ownMessage(anna, u"Grüße 你好 😀\nzweite Zeile"_s);
    message.originId = u"o1"_s;
    message.stanzaId = u"s1"_s;
    message.replyTo = u"o0"_s;
    message.delivery = Delivery::Arrived;
    message.sealing = Sealing::KeyNotHere;
    message.edited = message.retracted = message.timeIsOdd = true;
    message.signer = keyA;
    message.sealDigest = QByteArray("\0\1\2", 3);
    message.sealedStanza = "<message/>";
    message.kept = Kept::OnServer;
    const auto id = m_fixture->store(message);
    m_fixture->reopen();
    const auto found = await(history().message(id));
    QVERIFY(found && *found);
    const Message &stored = **found;
    QCOMPARE(stored.id, message.time.toMSecsSinceEpoch());
    QCOMPARE(stored.conversation, message.conversation);
    QCOMPARE(stored.outgoing, true);
    QCOMPARE(stored.sender, message.sender);
    QCOMPARE(stored.time, message.time);
    QCOMPARE(stored.body, message.body);
    QCOMPARE(stored.originId, message.originId);
    QCOMPARE(stored.stanzaId, message.stanzaId);
    QCOMPARE(stored.replyTo, message.replyTo);
    QCOMPARE(stored.delivery, message.delivery);
    QCOMPARE(stored.sealing, message.sealing);
    QVERIFY(stored.edited && stored.retracted && stored.timeIsOdd);
    QCOMPARE(stored.signer, keyA);
    QCOMPARE(stored.sealDigest, message.sealDigest);
    QCOMPARE(stored.sealedStanza, message.sealedStanza);
    QCOMPARE(stored.kept, message.kept);
    QVERIFY(!*await(history().message(1)));
}

void SqlHistoryStoreTest::tellsAfterTheCommitEvenIfTheFutureIsDropped()
{
    const Message message = m_fixture->message(anna, u"hello"_s);
    QSignalSpy stored(&history(), &archive::HistoryStore::messageStored);
    QSignalSpy conversations(&history(), &archive::HistoryStore::conversationChanged);
    bool inThread = false;
    connect(
        &history(), &archive::HistoryStore::messageStored, this,
        [&] { inThread = QThread::currentThread() == thread(); }, Qt::DirectConnection);
    history().append(message, true);
    QTRY_COMPARE(stored.size(), 1);
    QVERIFY(inThread);
    QCOMPARE(conversations.size(), 1);
    const auto told = stored.first().first().value<Message>();
    QVERIFY(*await(history().message(told.id))); // committed before it was told
}

void SqlHistoryStoreTest::conversationRowFollows()
{
    m_fixture->store(m_fixture->message(anna, u"one"_s));
    m_fixture->store(m_fixture->message(u"bob@example.org"_s, u"from\n  Bob"_s));
    m_fixture->store(m_fixture->message(u"bob@example.org"_s, u"again"_s));
    const auto bob = m_fixture->with(u"bob@example.org"_s);
    const auto annaId = m_fixture->with(anna);
    auto rows = *await(history().conversations());
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].id, bob);
    QCOMPARE(rows[0].unread, 2);
    QCOMPARE(rows[0].preview, u"again"_s);
    QCOMPARE(rows[0].peer.toString(), u"bob@example.org"_s);
    QVERIFY(await(history().setPinned(annaId, true)));
    QVERIFY(await(history().setMuted(annaId, true)));
    QVERIFY(await(history().setDraft(annaId, u"half a sen"_s)));
    QVERIFY(await(history().setConversationName(annaId, u"Anna"_s)));
    QVERIFY(await(history().markRead(bob)));
    // An older message that comes late is stored, but the row stays with the newest.
    Message late = m_fixture->message(anna, u"late"_s);
    late.time = HistoryFixture::start().addDays(-3);
    m_fixture->store(late, false);
    m_fixture->reopen();
    rows = *await(history().conversations());
    QCOMPARE(rows[0].id, annaId);
    QVERIFY(rows[0].pinned && rows[0].muted);
    QCOMPARE(rows[0].draft, u"half a sen"_s);
    QCOMPARE(rows[0].name, u"Anna"_s);
    QCOMPARE(rows[0].preview, u"one"_s);
    QCOMPARE(rows[0].unread, 1);
    QCOMPARE(rows[1].unread, 0);
}

void SqlHistoryStoreTest::idsOrderByTime()
{
    Message first = m_fixture->message(anna, u"1"_s);
    Message second = first;
    second.body = u"2"_s;
    Message third = first;
    third.body = u"3"_s;
    const auto a = m_fixture->store(first);
    const auto b = m_fixture->store(second);
    const auto c = m_fixture->store(third);
    QCOMPARE(b, a + 1);
    QCOMPARE(c, a + 2);
    QCOMPARE((*await(history().message(c)))->time, first.time);
}

void SqlHistoryStoreTest::tellsDuplicates_data()
{
    QTest::addColumn<QString>("stanzaId");
    QTest::addColumn<QString>("originId");
    QTest::addColumn<QString>("sender");
    QTest::addColumn<crypto::KeyFingerprint>("signer");
    QTest::addColumn<QByteArray>("digest");
    QTest::addColumn<bool>("duplicate");
    // The first message: s1, o1, anna/phone, key A, digest d1.
    const auto phone = anna + u"/phone"_s;
    QTest::newRow("server's id alone") << u"s1"_s << u"x"_s << phone << keyB << QByteArray("x") << true;
    QTest::newRow("origin id, sender, signer") << u"s2"_s << u"o1"_s << phone << keyA << QByteArray("x") << true;
    QTest::newRow("another resource") << u""_s << u"o1"_s << anna + u"/desk"_s << keyA << QByteArray() << true;
    QTest::newRow("another signer") << u"s2"_s << u"o1"_s << phone << keyB << QByteArray("x") << false;
    QTest::newRow("no signer") << u"s2"_s << u"o1"_s << phone << crypto::KeyFingerprint() << QByteArray() << false;
    QTest::newRow("another sender") << u"s2"_s << u"o1"_s << u"eve@example.org"_s << keyA << QByteArray() << false;
    QTest::newRow("replayed seal") << u"s2"_s << u"o2"_s << phone << keyA << QByteArray("d1") << true;
    QTest::newRow("another seal") << u"s2"_s << u"o2"_s << phone << keyA << QByteArray("d2") << false;
    QTest::newRow("no ids at all") << u""_s << u""_s << phone << keyA << QByteArray() << false;
}

void SqlHistoryStoreTest::tellsDuplicates()
{
    QFETCH(QString, stanzaId);
    QFETCH(QString, originId);
    QFETCH(QString, sender);
    QFETCH(crypto::KeyFingerprint, signer);
    QFETCH(QByteArray, digest);
    QFETCH(bool, duplicate);
    Message first = m_fixture->message(anna, u"text"_s);
    first.sender = *crypto::Jid::parse(anna + u"/phone"_s);
    first.stanzaId = u"s1"_s;
    first.originId = u"o1"_s;
    first.signer = keyA;
    first.sealDigest = "d1";
    const auto id = m_fixture->store(first);

    Message again = m_fixture->message(anna, u"text"_s);
    again.sender = *crypto::Jid::parse(sender);
    again.stanzaId = stanzaId;
    again.originId = originId;
    again.signer = signer;
    again.sealDigest = digest;
    QSignalSpy stored(&history(), &archive::HistoryStore::messageStored);
    const auto appended = await(history().append(again, true));
    QVERIFY(appended);
    QCOMPARE(appended->duplicate, duplicate);
    QCOMPARE(appended->id == id, duplicate);
    QCOMPARE(stored.size(), duplicate ? 0 : 1);
    // By now it is here, and told by its ids if it has any.
    const bool canBeTold = !stanzaId.isEmpty() || !originId.isEmpty() || !digest.isEmpty();
    QCOMPARE(*await(history().import({again}, {}, {})), canBeTold ? 0 : 1);
}

void SqlHistoryStoreTest::aCopyTeachesTheFirstOne()
{
    Message closed = m_fixture->message(anna, QString());
    closed.sealing = Sealing::KeyNotHere;
    closed.sealDigest = "d1";
    closed.sealedStanza = "<message/>";
    const auto id = m_fixture->store(closed);
    Message opened = closed;
    opened.body = u"the text"_s;
    opened.sealing = Sealing::Sealed;
    opened.signer = keyA;
    opened.stanzaId = u"s1"_s;
    opened.kept = Kept::OnServer;
    QSignalSpy changed(&history(), &archive::HistoryStore::messageChanged);
    QVERIFY(await(history().append(opened, true))->duplicate);
    QCOMPARE(changed.size(), 1);
    const auto stored = **await(history().message(id));
    QCOMPARE(stored.body, u"the text"_s);
    QCOMPARE(stored.stanzaId, u"s1"_s);
    QCOMPARE(stored.kept, Kept::OnServer);
    QCOMPARE(await(history().conversations())->first().preview, u"the text"_s);
    QCOMPARE(*await(history().knownStanzaIds({u"s1"_s, u"s2"_s})), QSet<QString>{u"s1"_s});
}

void SqlHistoryStoreTest::importsSortedInOneGo()
{
    QList<Message> page;
    for (int i = 0; i < 50; ++i) {
        Message message = m_fixture->message(anna, QString::number(i));
        message.stanzaId = u"s%1"_s.arg(i);
        message.time = HistoryFixture::start().addSecs(i / 10); // ten of one second
        page.prepend(message);
    }
    std::ranges::reverse(page.begin() + 0, page.begin() + 50);
    std::swap(page[3], page[47]); // out of order
    QSignalSpy imported(&history(), &archive::HistoryStore::historyImported);
    const archive::ArchiveCursor cursor{u"s49"_s, page[49].time};
    QCOMPARE(*await(history().import(page, u"mam"_s, cursor)), 50);
    QCOMPARE(imported.size(), 1);
    const auto conversation = m_fixture->with(anna);
    const auto stored = *await(history().page(conversation, 0, 100));
    QCOMPARE(stored.size(), 50);
    QVERIFY(std::ranges::is_sorted(stored, {}, &Message::time));
    QCOMPARE(await(history().conversations())->first().unread, 0);
    QCOMPARE(await(history().cursor(u"mam"_s))->newestId, u"s49"_s);
    QCOMPARE(*await(history().import(page, u"mam"_s, cursor)), 0); // the same page again
}

void SqlHistoryStoreTest::importIsAllOrNothing()
{
    Message good = m_fixture->message(anna, u"good"_s);
    Message bad = m_fixture->message(anna, u"bad"_s);
    bad.conversation = 4711; // is not there: the foreign key refuses it
    QSignalSpy imported(&history(), &archive::HistoryStore::historyImported);
    QVERIFY(!await(history().import({good, bad}, u"mam"_s, {u"s9"_s, good.time})));
    QCOMPARE(imported.size(), 0);
    QVERIFY(await(history().page(good.conversation, 0, 10))->isEmpty());
    QVERIFY(await(history().cursor(u"mam"_s))->newestId.isEmpty());
}

void SqlHistoryStoreTest::outboxSurvivesARestart()
{
    Message message = m_fixture->ownMessage(anna, u"out"_s);
    message.originId = u"o1"_s;
    const auto id = await(history().enqueue(message, entryOf(message)))->id;
    m_fixture->reopen();
    auto waiting = *await(history().outbox());
    QCOMPARE(waiting.size(), 1);
    QCOMPARE(waiting[0].message, id);
    QCOMPARE(waiting[0].body, u"out"_s);
    QCOMPARE(waiting[0].to.toString(), anna);
    QVERIFY(waiting[0].sealed);
    QVERIFY(await(history().outboxFailed(id, true)));
    QCOMPARE(await(history().outbox())->first().attempts, 1);
    QVERIFY(await(history().outboxSent(id, u"s1"_s)));
    QVERIFY(await(history().outbox())->isEmpty());
    const auto sent = **await(history().message(id));
    QCOMPARE(sent.delivery, Delivery::Sent);
    QCOMPARE(sent.stanzaId, u"s1"_s);
    QCOMPARE(await(history().conversations())->first().lastDelivery, Delivery::Sent);
}

void SqlHistoryStoreTest::outboxGivesUpAndRetries()
{
    Message message = m_fixture->ownMessage(anna, u"out"_s);
    message.originId = u"o1"_s;
    const auto id = await(history().enqueue(message, entryOf(message)))->id;
    QVERIFY(await(history().outboxFailed(id, false)));
    QCOMPARE((*await(history().message(id)))->delivery, Delivery::Failed);
    QVERIFY(await(history().outbox())->isEmpty());
    QVERIFY(await(history().retry(id)));
    QCOMPARE((*await(history().message(id)))->delivery, Delivery::Waiting);
    QCOMPARE(await(history().outbox())->size(), 1);
}

void SqlHistoryStoreTest::deliveryOnlyMovesForward()
{
    Message message = m_fixture->ownMessage(anna, u"out"_s);
    message.originId = u"o1"_s;
    const auto id = await(history().enqueue(message, entryOf(message)))->id;
    QVERIFY(await(history().setDelivery(message.conversation, u"o1"_s, Delivery::Displayed)));
    QVERIFY(await(history().setDelivery(message.conversation, u"o1"_s, Delivery::Arrived)));
    QVERIFY(await(history().outboxSent(id, {}))); // the acknowledgement came after the receipt
    QCOMPARE((*await(history().message(id)))->delivery, Delivery::Displayed);
    // A peer's message with the same id is not ours to mark.
    Message theirs = m_fixture->message(anna, u"in"_s);
    theirs.originId = u"o2"_s;
    const auto other = m_fixture->store(theirs);
    QVERIFY(await(history().setDelivery(message.conversation, u"o2"_s, Delivery::Displayed)));
    QCOMPARE((*await(history().message(other)))->delivery, Delivery::Received);
}

void SqlHistoryStoreTest::correctionReplacesTheText()
{
    Message message = m_fixture->ownMessage(anna, u"teh text"_s);
    message.originId = u"o1"_s;
    const auto id = await(history().enqueue(message, entryOf(message)))->id;
    Message correction = m_fixture->ownMessage(anna, u"the text"_s);
    correction.originId = u"o2"_s;
    QSignalSpy stored(&history(), &archive::HistoryStore::messageStored);
    QVERIFY(await(history().enqueue(correction, entryOf(correction, u"o1"_s))));
    QCOMPARE(stored.size(), 0); // nothing new to show
    const auto shown = *await(history().page(message.conversation, 0, 10));
    QCOMPARE(shown.size(), 1);
    QCOMPARE(shown[0].id, id);
    QCOMPARE(shown[0].body, u"the text"_s);
    QVERIFY(shown[0].edited);
    const auto waiting = *await(history().outbox());
    QCOMPARE(waiting.size(), 2);
    QCOMPARE(waiting[0].body, u"teh text"_s);
    QCOMPARE(waiting[1].replaces, u"o1"_s);
    archive::SearchQuery query;
    query.words = u"the"_s;
    QCOMPARE(await(history().search(query))->hits.size(), 1);
    query.words = u"teh"_s;
    QCOMPARE(await(history().search(query))->hits.size(), 0);
}

void SqlHistoryStoreTest::failedCorrectionShowsAndRetries()
{
    Message message = m_fixture->ownMessage(anna, u"a"_s);
    message.originId = u"o1"_s;
    const auto id = await(history().enqueue(message, entryOf(message)))->id;
    QVERIFY(await(history().outboxSent(id, u"s1"_s)));
    Message correction = m_fixture->ownMessage(anna, u"b"_s);
    correction.originId = u"o2"_s;
    const auto fix = await(history().enqueue(correction, entryOf(correction, u"o1"_s)))->id;
    QVERIFY(fix != id);
    QVERIFY(await(history().outboxFailed(fix, false)));
    QCOMPARE((*await(history().message(id)))->delivery, Delivery::Failed);
    QVERIFY(await(history().retry(id)));
    QCOMPARE(await(history().outbox())->size(), 1);
    QVERIFY(await(history().outboxSent(fix, u"s2"_s)));
    QCOMPARE((*await(history().message(id)))->delivery, Delivery::Sent);
    QCOMPARE((*await(history().message(id)))->stanzaId, u"s1"_s);
}

void SqlHistoryStoreTest::opensAClosedMessage()
{
    Message closed = m_fixture->message(anna, QString());
    closed.sealing = Sealing::WaitsForKey;
    closed.sealedStanza = "<message/>";
    const auto id = m_fixture->store(closed);
    Message broken = m_fixture->message(anna, QString());
    broken.sealing = Sealing::SealBroken;
    broken.sealedStanza = "<message/>";
    m_fixture->store(broken);
    const auto waiting = *await(history().closedMessages(10));
    QCOMPARE(waiting.size(), 1); // no key mends a broken seal
    QCOMPARE(waiting[0].id, id);
    QVERIFY(await(history().replaceContent(id, u"opened at last"_s, Sealing::Sealed, keyA, false)));
    QVERIFY(await(history().closedMessages(10))->isEmpty());
    const auto opened = **await(history().message(id));
    QVERIFY(opened.sealedStanza.isEmpty() && !opened.edited);
    archive::SearchQuery query;
    query.words = u"last"_s;
    QCOMPARE(await(history().search(query))->hits.size(), 1);
}

void SqlHistoryStoreTest::retracts()
{
    Message message = m_fixture->message(anna, u"embarrassing"_s);
    message.originId = u"o1"_s;
    const auto id = m_fixture->store(message);
    QVERIFY(await(history().retract(message.conversation, u"o1"_s)));
    const auto gone = **await(history().message(id));
    QVERIFY(gone.retracted && gone.body.isEmpty());
    QVERIFY(await(history().conversations())->first().preview.isEmpty());
    archive::SearchQuery query;
    query.words = u"embarrassing"_s;
    QCOMPARE(await(history().search(query))->total, 0);
    QVERIFY(await(history().replaceContent(id, u"back"_s, Sealing::Sealed, keyA, true))); // does not bring it back
    QVERIFY((*await(history().message(id)))->body.isEmpty());
}

void SqlHistoryStoreTest::pages()
{
    for (int i = 0; i < 25; ++i) {
        m_fixture->store(m_fixture->message(anna, QString::number(i)));
        m_fixture->store(m_fixture->message(u"bob@example.org"_s, u"other"_s));
    }
    const auto conversation = m_fixture->with(anna);
    const auto newest = await(history().page(conversation, 0, 10));
    QCOMPARE(m_fixture->bodies(newest).first(), u"15"_s);
    QCOMPARE(m_fixture->bodies(newest).last(), u"24"_s);
    const auto older = await(history().page(conversation, newest->first().id, 10));
    QCOMPARE(m_fixture->bodies(older).first(), u"5"_s);
    QCOMPARE(await(history().page(conversation, older->first().id, 10))->size(), 5);
    const auto newer = await(history().pageAfter(conversation, older->last().id, 3));
    QCOMPARE(m_fixture->bodies(newer), QStringList({u"15"_s, u"16"_s, u"17"_s}));
}

void SqlHistoryStoreTest::jumps()
{
    QList<archive::MessageId> ids;
    for (int i = 0; i < 40; ++i) {
        ids.append(m_fixture->store(m_fixture->message(anna, QString::number(i))));
    }
    const auto conversation = m_fixture->with(anna);
    const auto around = await(history().pageAround(conversation, ids[20], 10));
    QCOMPARE(m_fixture->bodies(around).first(), u"15"_s);
    QCOMPARE(m_fixture->bodies(around).last(), u"24"_s);
    // A time between two messages.
    const auto between = await(history().pageAround(conversation, ids[20] + 30'000, 4));
    QCOMPARE(m_fixture->bodies(between), QStringList({u"19"_s, u"20"_s, u"21"_s, u"22"_s}));
    QCOMPARE(await(history().pageAround(conversation, 1, 10))->size(), 5);
}

void SqlHistoryStoreTest::countsDaysAndTotals()
{
    const QDate day(2026, 5, 4);
    for (int i = 0; i < 3; ++i) {
        Message message = m_fixture->message(anna, u"x"_s);
        message.time = QDateTime(day, QTime(23, 59, 58 - i)).toUTC();
        message.kept = i == 0 ? Kept::OnServer : i == 1 ? Kept::Uploading : Kept::OnlyHere;
        m_fixture->store(message);
    }
    Message next = m_fixture->message(u"bob@example.org"_s, u"y"_s);
    next.time = QDateTime(day.addDays(1), QTime(0, 0)).toUTC();
    m_fixture->store(next);
    const QMap<QDate, int> expected{{day, 3}, {day.addDays(1), 1}};
    QCOMPARE(*await(history().messagesPerDay(day, day.addDays(1))), expected);
    QCOMPARE(*await(history().messagesPerDay({}, {})), expected);
    QCOMPARE(await(history().messagesPerDay(day, day))->size(), 1);
    const auto all = *await(history().totals(0));
    QCOMPARE(all.onlyHere, 2);
    QCOMPARE(all.uploading, 1);
    QCOMPARE(all.onServer, 1);
    const auto one = *await(history().totals(m_fixture->with(anna)));
    QCOMPARE(one.onlyHere, 1);
    QCOMPARE(one.onServer, 1);
}

void SqlHistoryStoreTest::keepsValuesAndCursors()
{
    QVERIFY(await(history().setValue(u"trust"_s, u"a"_s, QByteArray("\0v", 2))));
    QVERIFY(await(history().setValue(u"trust"_s, u"b"_s, {})));
    QVERIFY(await(history().setValue(u"other"_s, u"a"_s, "x")));
    QVERIFY(await(history().setValue(u"trust"_s, u"a"_s, "w")));
    m_fixture->reopen();
    QHash<QString, QByteArray> expected{{u"a"_s, "w"}, {u"b"_s, ""}};
    QCOMPARE(*await(history().values(u"trust"_s)), expected);
    QVERIFY(await(history().removeValue(u"trust"_s, u"b"_s)));
    QCOMPARE(await(history().values(u"trust"_s))->size(), 1);
    QVERIFY(await(history().cursor(u"nowhere"_s))->newestId.isEmpty());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SqlHistoryStoreTest)
#include "SqlHistoryStoreTest.moc"
