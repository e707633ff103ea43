// SPDX-License-Identifier: GPL-3.0-or-later
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

OutboxEntry entryOf(const Message &message)
{
    OutboxEntry entry;
    entry.conversation = message.conversation;
    entry.to = *crypto::BareJid::parse(anna);
    entry.originId = message.originId;
    entry.replyTo = message.replyTo;
    entry.body = message.body;
    return entry;
}

} // namespace

/// Messages that come back, and the two ids of what is sealed whole.
class SentBackTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture = std::make_unique<HistoryFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void whatIsSentBackIsMarked();
    void onlyWhatWasSentThereIsSentBack();
    void aCorrectionThatCameBack();
    void closedMessagesOfOnePeer();
    void closedCopiesOfOwnMessagesAreKnown_data();
    void closedCopiesOfOwnMessagesAreKnown();

private:
    archive::SqlHistoryStore &history() { return m_fixture->history(); }

    std::unique_ptr<HistoryFixture> m_fixture;
};

void SentBackTest::whatIsSentBackIsMarked()
{
    using archive::SendFault;
    Message message = m_fixture->ownMessage(anna, u"out"_s);
    message.originId = u"o1"_s;
    message.replyTo = u"o0"_s;
    message.sealing = Sealing::NotSealed;
    auto entry = entryOf(message);
    entry.sealed = false;
    const auto id = await(history().enqueue(message, entry))->id;
    const auto peer = *crypto::BareJid::parse(anna);
    // The error may overtake the acknowledgement of our own server.
    QVERIFY(await(history().sentBack(peer, u"o1"_s, SendFault::NotTaken)));
    QVERIFY(await(history().outboxSent(id, {})));
    const auto stored = [&] { return **await(history().message(id)); };
    QCOMPARE(stored().delivery, Delivery::Failed);
    QCOMPARE(stored().fault, SendFault::NotTaken);
    QVERIFY(await(history().outbox())->isEmpty());
    // Again, and this time the error comes late.
    QVERIFY(await(history().retry(id)));
    QCOMPARE(stored().delivery, Delivery::Waiting);
    QCOMPARE(stored().fault, SendFault::None);
    QVERIFY(await(history().outboxSent(id, {})));
    QVERIFY(await(history().outbox())->isEmpty());
    QVERIFY(await(history().sentBack(peer, u"o1"_s, SendFault::Refused)));
    QCOMPARE(stored().fault, SendFault::Refused);
    m_fixture->reopen();
    QCOMPARE(stored().fault, SendFault::Refused);
    QVERIFY(await(history().retry(id)));
    const auto outbox = *await(history().outbox());
    QCOMPARE(outbox.size(), 1);
    QCOMPARE(outbox[0].body, u"out"_s);
    QCOMPARE(outbox[0].replyTo, u"o0"_s);
    QCOMPARE(outbox[0].originId, u"o1"_s);
    QVERIFY(!outbox[0].sealed);
    QVERIFY(await(history().outboxSent(id, {})));
    QVERIFY(await(history().sentBack(peer, u"o1"_s, SendFault::NotOpened)));
    // Another device of the peer has it after all.
    QVERIFY(await(history().setDelivery(message.conversation, u"o1"_s, Delivery::Arrived)));
    QCOMPARE(stored().delivery, Delivery::Arrived);
    QCOMPARE(stored().fault, SendFault::None);
    QVERIFY(await(history().retry(id)));
    QVERIFY(await(history().outbox())->isEmpty());
    QCOMPARE(stored().delivery, Delivery::Arrived);
}

void SentBackTest::onlyWhatWasSentThereIsSentBack()
{
    using archive::SendFault;
    const auto peer = *crypto::BareJid::parse(anna);
    const auto eve = *crypto::BareJid::parse(u"eve@example.org"_s);
    Message theirs = m_fixture->message(anna, u"in"_s);
    theirs.originId = u"theirs"_s;
    const auto incoming = m_fixture->store(theirs);
    Message session = m_fixture->ownMessage(anna, u"under a session key"_s);
    session.originId = u"inner"_s;
    session.sealing = Sealing::Sealed;
    session.scheme = crypto::SchemeId::Jose;
    session.delivery = Delivery::Sent;
    const auto sealed = m_fixture->store(session);
    QVERIFY(await(m_fixture->database().store().write([](archive::Database &database) {
        return database.execute(u"INSERT INTO session_sent (outer_id, peer, origin_id, sid, sent) "
                                "VALUES ('outer', 'anna@example.org', 'inner', 'sid', 1)"_s);
    })));
    Message open = m_fixture->ownMessage(anna, QString());
    open.originId.clear();
    open.delivery = Delivery::Sent;
    const auto nameless = m_fixture->store(open);
    for (const auto &[from, id] : {std::pair{eve, u"outer"_s}, std::pair{eve, u"inner"_s}, std::pair{peer, u"inner"_s},
             std::pair{peer, u"theirs"_s}, std::pair{peer, u"unknown"_s}, std::pair{peer, QString()}}) {
        QVERIFY(await(history().sentBack(from, id, SendFault::NotOpened)));
    }
    QVERIFY(await(history().sentBack(peer, u"outer"_s, SendFault::None)));
    QCOMPARE((*await(history().message(sealed)))->delivery, Delivery::Sent);
    QCOMPARE((*await(history().message(incoming)))->delivery, Delivery::Received);
    QCOMPARE((*await(history().message(nameless)))->delivery, Delivery::Sent);
    QCOMPARE(await(history().conversations())->size(), 1); // none was made with Eve
    QVERIFY(await(history().sentBack(peer, u"outer"_s, SendFault::NotOpened)));
    QCOMPARE((*await(history().message(sealed)))->fault, SendFault::NotOpened);
    QVERIFY(await(history().retry(sealed)));
    const auto outbox = *await(history().outbox());
    QCOMPARE(outbox.size(), 1);
    QCOMPARE(outbox[0].scheme, crypto::SchemeId::Jose);
    QVERIFY(outbox[0].sealed);
}

void SentBackTest::aCorrectionThatCameBack()
{
    using archive::SendFault;
    const auto peer = *crypto::BareJid::parse(anna);
    Message message = m_fixture->ownMessage(anna, u"teh text"_s);
    message.originId = u"o1"_s;
    message.sealing = Sealing::Sealed;
    const auto id = await(history().enqueue(message, entryOf(message)))->id;
    QVERIFY(await(history().outboxSent(id, {})));
    Message fix = m_fixture->ownMessage(anna, u"the text"_s);
    fix.originId = u"o2"_s;
    fix.sealing = Sealing::Sealed;
    auto entry = entryOf(fix);
    entry.replaces = u"o1"_s;
    const auto correction = await(history().enqueue(fix, entry))->id;
    QVERIFY(await(history().outboxSent(correction, {})));
    // It shows at the message that is seen: the peer does not have this text.
    QVERIFY(await(history().sentBack(peer, u"o2"_s, SendFault::NotOpened)));
    QCOMPARE((*await(history().message(id)))->delivery, Delivery::Failed);
    QCOMPARE((*await(history().message(id)))->fault, SendFault::NotOpened);
    QVERIFY(await(history().retry(id)));
    QCOMPARE((*await(history().message(id)))->fault, SendFault::None);
    const auto outbox = *await(history().outbox());
    QCOMPARE(outbox.size(), 1);
    QCOMPARE(outbox[0].replaces, u"o1"_s);
    QCOMPARE(outbox[0].body, u"the text"_s);
}

/// However many closed messages others send, those of one peer are found.
void SentBackTest::closedMessagesOfOnePeer()
{
    Message closed = m_fixture->message(anna, QString());
    closed.sealing = Sealing::WaitsForKey;
    closed.sealedStanza = "<message/>";
    const auto id = m_fixture->store(closed);
    for (int i = 0; i < 20; ++i) {
        Message flood = m_fixture->message(u"eve@example.org"_s, QString());
        flood.sealing = Sealing::WaitsForKey;
        flood.sealedStanza = "<message/>";
        m_fixture->store(flood);
    }
    const auto newest = *await(history().closedMessages(10));
    QVERIFY(std::ranges::none_of(newest, [id](const Message &message) { return message.id == id; }));
    const auto ofAnna = *await(history().closedMessages(10, *crypto::BareJid::parse(anna)));
    QCOMPARE(ofAnna.size(), 1);
    QCOMPARE(ofAnna[0].id, id);
    QVERIFY(await(history().closedMessages(10, *crypto::BareJid::parse(u"nobody@example.org"_s)))->isEmpty());
}

void SentBackTest::closedCopiesOfOwnMessagesAreKnown_data()
{
    QTest::addColumn<bool>("closedFirst");
    QTest::newRow("the archive comes first") << false;
    QTest::newRow("the server's copy comes first") << true;
}

/// A second device: the server has a closed copy under the outer id, the archive the text and both ids.
void SentBackTest::closedCopiesOfOwnMessagesAreKnown()
{
    QFETCH(const bool, closedFirst);
    Message closed = m_fixture->ownMessage(anna, QString());
    closed.scheme = crypto::SchemeId::Jose;
    closed.sealing = Sealing::WaitsForKey;
    closed.sealedStanza = "<message/>";
    closed.originId = u"outer"_s;
    closed.stanzaId = u"server-7"_s;
    Message open = m_fixture->ownMessage(anna, u"what was written"_s);
    open.sealing = Sealing::Sealed;
    open.scheme = crypto::SchemeId::Jose;
    open.timeMark = crypto::TimeMark::Old;
    open.timeIsOdd = true;
    open.originId = u"inner"_s;
    open.outerId = u"outer"_s;
    open.kept = Kept::OnServer;
    // The same ids in a conversation with somebody else, and from the other side, are something else.
    Message elsewhere = closed;
    elsewhere.conversation = m_fixture->with(u"eve@example.org"_s);
    elsewhere.stanzaId = u"server-8"_s;
    Message incoming = closed;
    incoming.outgoing = false;
    incoming.sender = *crypto::Jid::parse(anna);
    incoming.stanzaId = u"server-9"_s;
    for (const auto &message : closedFirst ? QList<Message>{closed, open, elsewhere, incoming}
                                           : QList<Message>{open, closed, elsewhere, incoming}) {
        QVERIFY(await(history().import(QList<Message>{message}, {}, {})));
    }
    const auto page = *await(history().page(open.conversation, 0, 10));
    QCOMPARE(page.size(), 2);
    const auto found = std::ranges::find(page, u"what was written"_s, &Message::body);
    QVERIFY(found != page.end());
    QCOMPARE(found->originId, u"inner"_s);
    QCOMPARE(found->sealing, Sealing::Sealed);
    QCOMPARE(found->timeMark, crypto::TimeMark::Old);
    QCOMPARE(found->stanzaId, u"server-7"_s);
    QCOMPARE(await(history().page(elsewhere.conversation, 0, 10))->size(), 1);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SentBackTest)
#include "SentBackTest.moc"
