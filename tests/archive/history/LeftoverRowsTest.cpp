// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

const auto anna = u"anna@example.org"_s;

} // namespace

/// Profiles of earlier versions: bubbles with nothing in them, and corrections beside what they corrected, under its
/// id.
class LeftoverRowsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture = std::make_unique<HistoryFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void emptyBubblesGo();
    void doubledCorrectionsGo();
    void whatOnlyLooksAlikeStays();
    void manyAreDoneInSteps();
    void aNewProfileHasNothingToDo();

private:
    SqlHistoryStore &history() { return m_fixture->history(); }
    [[nodiscard]] Message sealed(const QString &body, const QString &originId);
    MessageId put(const Message &message) { return m_fixture->store(message); }
    void run(const QString &sql);
    void updateProfile(); ///< as the program that brings the repair does
    [[nodiscard]] QStringList texts()
    {
        return m_fixture->bodies(await(history().page(m_fixture->with(anna), 0, 100)));
    }
    [[nodiscard]] qint64 number(const QString &sql);
    [[nodiscard]] ConversationSummary row() { return await(history().conversations())->first(); }

    std::unique_ptr<HistoryFixture> m_fixture;
    int m_count = 0;
};

Message LeftoverRowsTest::sealed(const QString &body, const QString &originId)
{
    auto message = m_fixture->message(anna, body);
    message.originId = originId;
    message.stanzaId = u"server-%1"_s.arg(++m_count);
    message.sealing = Sealing::Sealed;
    message.scheme = crypto::SchemeId::Ox;
    message.sealDigest = "digest " + QByteArray::number(m_count);
    return message;
}

void LeftoverRowsTest::run(const QString &sql)
{
    const auto done = await(
        m_fixture->database().store().write([sql](archive::Database &database) { return database.execute(sql); }));
    QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
}

qint64 LeftoverRowsTest::number(const QString &sql)
{
    return *await(m_fixture->database().store().read([sql](archive::Database &database) -> ArchiveResult<qint64> {
        auto statement = database.prepare(sql);
        const auto row = statement ? statement->step() : std::unexpected(statement.error());
        return row && *row ? statement->integer(0) : ArchiveResult<qint64>(-1);
    }));
}

void LeftoverRowsTest::updateProfile()
{
    run(u"DELETE FROM migrations WHERE number = 145"_s);
    m_fixture->reopen();
    QVERIFY(await(history().hideLeftovers()));
    QCOMPARE(number(u"SELECT count(*) FROM profile_values WHERE name = 'leftovers-from'"_s), 0);
}

void LeftoverRowsTest::emptyBubblesGo()
{
    put(sealed(u"the bank"_s, u"o-1"_s));
    const auto empty = put(sealed({}, u"o-2"_s));
    put(sealed(u"at noon"_s, u"o-3"_s));
    const auto last = put(sealed({}, u"o-4"_s));
    run(u"UPDATE messages SET kept = 2, collection = 7 WHERE id = %1; DELETE FROM archive_facts"_s.arg(last));
    QCOMPARE(row().unread, 4);
    updateProfile();
    QCOMPARE(texts(), (QStringList{u"the bank"_s, u"at noon"_s}));
    QCOMPARE(row().unread, 2);
    QCOMPARE(row().preview, u"at noon"_s);
    QCOMPARE(number(u"SELECT sum(messages) FROM activity"_s), 2);
    // The archive is told of what it holds, and nothing waits for it that it need not have.
    QCOMPARE(number(u"SELECT message FROM archive_facts"_s), last);
    QCOMPARE(number(u"SELECT count(*) FROM archive_facts"_s), 1);
    QCOMPARE(number(u"SELECT kept FROM messages WHERE id = %1"_s.arg(empty)), 2);
    // The server's own archive does not bring it once more.
    auto again = sealed({}, u"o-2"_s);
    again.stanzaId = u"server-2"_s;
    QVERIFY(await(history().append(again, true))->duplicate);
    QCOMPARE(texts().size(), 2);
}

void LeftoverRowsTest::doubledCorrectionsGo()
{
    auto original = sealed(u"the park, at noon"_s, u"plan"_s);
    original.edited = true;
    const auto plan = put(original);
    QList<MessageId> doubles;
    for (const auto &text : {u"the bank, at noon"_s, u"the park, at noon"_s}) {
        doubles.append(put(sealed(text, u"fix"_s + QString::number(doubles.size()))));
        run(u"UPDATE messages SET origin_id = 'plan', seal_digest = NULL, kept = 2, collection = 7 WHERE id = %1"_s.arg(
            doubles.last()));
    }
    put(sealed(u"good"_s, u"o-2"_s));
    updateProfile();
    QCOMPARE(texts(), (QStringList{u"the park, at noon"_s, u"good"_s}));
    QCOMPARE(row().unread, 2);
    SearchQuery query;
    query.words = u"noon"_s;
    QCOMPARE(await(history().countHits(query)).value(), 1);
    query.words = u"bank"_s;
    QCOMPARE(await(history().countHits(query)).value(), 0);
    // What is found by the id is the corrected one, here and by what is told to the archive.
    QCOMPARE((*await(history().messageByOrigin(m_fixture->with(anna), u"plan"_s)))->id, plan);
    QCOMPARE(number(u"SELECT count(*) FROM messages WHERE origin_id = 'plan'"_s), 1);
    QCOMPARE(
        number(u"SELECT count(*) FROM archive_facts WHERE message IN (%1, %2)"_s.arg(doubles[0]).arg(doubles[1])), 2);
}

void LeftoverRowsTest::whatOnlyLooksAlikeStays()
{
    auto first = sealed(u"first"_s, u"same"_s);
    first.edited = true;
    put(first);
    // Another signer under the same id; a text that is not corrected; what is closed, taken back or has a file.
    auto forged = sealed(u"forged"_s, u"other"_s);
    forged.signer = *crypto::KeyFingerprint::parse(QString(40, u'A'));
    const auto forgedId = put(forged);
    run(u"UPDATE messages SET origin_id = 'same', seal_digest = NULL WHERE id = %1"_s.arg(forgedId));
    put(sealed(u"not corrected"_s, u"twice"_s));
    const auto twice = put(sealed(u"twice"_s, u"third"_s));
    run(u"UPDATE messages SET origin_id = 'twice', seal_digest = NULL WHERE id = %1"_s.arg(twice));
    auto closed = sealed({}, u"closed"_s);
    closed.sealing = Sealing::Locked;
    put(closed);
    auto retracted = sealed({}, u"gone"_s);
    retracted.retracted = true;
    put(retracted);
    auto file = sealed({}, u"file"_s);
    file.files = "<file-sharing/>";
    put(file);
    updateProfile();
    QCOMPARE(texts().size(), 7);
    QCOMPARE(row().unread, 7);
}

void LeftoverRowsTest::manyAreDoneInSteps()
{
    QList<Message> many;
    for (int i = 0; i < 10'001; ++i) {
        many.append(sealed(i % 1000 == 999 ? QString() : u"text"_s, u"o-%1"_s.arg(i)));
    }
    QCOMPARE(await(history().import(many, {}, {}), 120'000).value(), 10'001);
    updateProfile();
    QCOMPARE(number(u"SELECT count(*) FROM messages WHERE replaces = ''"_s), 10'001 - 10);
    QCOMPARE(number(u"SELECT count(*) FROM messages WHERE replaces = '-'"_s), 10);
}

void LeftoverRowsTest::aNewProfileHasNothingToDo()
{
    QCOMPARE(number(u"SELECT count(*) FROM profile_values WHERE name = 'leftovers-from'"_s), 0);
    put(sealed({}, u"o-1"_s));
    QVERIFY(await(history().hideLeftovers()));
    QCOMPARE(texts().size(), 1);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::LeftoverRowsTest)
#include "LeftoverRowsTest.moc"
