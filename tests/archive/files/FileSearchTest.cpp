// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "archive/files/FileJournal.h"
#include "archive/model/SharedFile.h"
#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::SearchQuery;

namespace {

const auto anna = u"anna@example.org"_s;
const auto bert = u"bert@example.org"_s;

QByteArray files(const QStringList &names)
{
    QList<archive::SharedFile> packed;
    for (const auto &name : names) {
        archive::SharedFile file;
        file.name = name;
        file.key = QByteArray(32, 'k');
        file.nonce = QByteArray(12, 'n');
        packed.append(file);
    }
    return archive::SharedFile::pack(packed);
}

QStringList marked(const archive::SearchHit &hit)
{
    QStringList parts;
    for (const auto &mark : hit.marks) {
        parts.append(hit.snippet.mid(mark.start, mark.length));
    }
    return parts;
}

} // namespace

/// Messages are found by the names of their files, and the files of a conversation are listed.
class FileSearchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void byName();
    void nameAndTextTogether();
    void inOneConversation();
    void pagesOfBothKinds();
    void whatChangesIsFoundAsItIs();
    void olderProfilesAreIndexed();
    void filesOfAConversation();

private:
    archive::MessageId store(
        HistoryFixture &fixture, const QString &peer, const QString &body, const QStringList &names)
    {
        auto message = fixture.message(peer, body);
        message.files = files(names);
        return fixture.store(message);
    }
    static archive::SearchPage find(HistoryFixture &fixture, const QString &words, archive::ConversationId in = 0)
    {
        SearchQuery query;
        query.words = words;
        query.conversation = in;
        const auto page = await(fixture.history().search(query));
        const auto count = await(fixture.history().countHits(query));
        if (!page || !count || page->total != *count) {
            qWarning() << "page and count differ";
            return {};
        }
        return *page;
    }
};

void FileSearchTest::byName()
{
    HistoryFixture fixture;
    fixture.store(fixture.message(anna, u"about the pier"_s));
    const auto id = store(fixture, anna, {}, {u"From the Pier.png"_s, u"Müllabfuhr 2026.pdf"_s});
    auto page = find(fixture, u"mullab"_s);
    QCOMPARE(page.hits.size(), 1);
    QCOMPARE(page.hits[0].message.id, id);
    QCOMPARE(page.hits[0].snippet, u"From the Pier.png, Müllabfuhr 2026.pdf"_s);
    QCOMPARE(marked(page.hits[0]), QStringList{u"Müllabfuhr"_s});
    QVERIFY(page.hits[0].bodyMarks.isEmpty());
    QCOMPARE(find(fixture, u"png"_s).hits.size(), 1);
    QCOMPARE(find(fixture, u"pier"_s).hits.size(), 2);
    QCOMPARE(find(fixture, u"pier"_s).hits[0].message.id, id); // newest first
    QVERIFY(find(fixture, u"nothing"_s).hits.isEmpty());
}

void FileSearchTest::nameAndTextTogether()
{
    HistoryFixture fixture;
    store(fixture, anna, u"Last light"_s, {u"From the pier.png"_s});
    const auto page = find(fixture, u"light pier"_s);
    QCOMPARE(page.hits.size(), 1);
    QCOMPARE(page.hits[0].snippet, u"From the pier.png · Last light"_s);
    QCOMPARE(marked(page.hits[0]), QStringList({u"pier"_s, u"light"_s}));
    // In the text alone: once, and not again for the file.
    QCOMPARE(find(fixture, u"light"_s).hits.size(), 1);
    QCOMPARE(find(fixture, u"light"_s).hits[0].bodyMarks.size(), 1);
    QVERIFY(find(fixture, u"\"png last\""_s).hits.size() <= 1);
}

void FileSearchTest::inOneConversation()
{
    HistoryFixture fixture;
    store(fixture, anna, {}, {u"plan.pdf"_s});
    const auto id = store(fixture, bert, {}, {u"plan.pdf"_s});
    const auto page = find(fixture, u"plan"_s, fixture.with(bert));
    QCOMPARE(page.hits.size(), 1);
    QCOMPARE(page.hits[0].message.id, id);
}

void FileSearchTest::pagesOfBothKinds()
{
    HistoryFixture fixture;
    QList<archive::MessageId> expected;
    for (int i = 0; i < 12; ++i) {
        expected.prepend(i % 3 == 0 ? store(fixture, anna, {}, {u"plan %1.pdf"_s.arg(i)})
                                    : fixture.store(fixture.message(anna, u"the plan %1"_s.arg(i))));
    }
    SearchQuery query;
    query.words = u"plan"_s;
    query.limit = 5;
    QList<archive::MessageId> found;
    for (int pages = 0; pages < 4; ++pages) {
        const auto page = await(fixture.history().search(query));
        QVERIFY(page.has_value());
        for (const auto &hit : page->hits) {
            found.append(hit.message.id);
        }
        if (!page->more) {
            break;
        }
        query.before = found.last();
    }
    QCOMPARE(found, expected);
}

void FileSearchTest::whatChangesIsFoundAsItIs()
{
    HistoryFixture fixture;
    auto own = fixture.ownMessage(anna, u"first words"_s);
    own.files = files({u"draft.odt"_s});
    const auto id = fixture.store(own);
    QCOMPARE(find(fixture, u"draft first"_s).hits.size(), 1);
    QVERIFY(await(fixture.history().filesUploaded(id, files({u"final.odt"_s}))).has_value());
    QVERIFY(find(fixture, u"draft"_s).hits.isEmpty());
    QCOMPARE(find(fixture, u"final"_s).hits.size(), 1);
    const auto changed = await(fixture.database().store().write([id](archive::Database &database) {
        return database.execute(u"UPDATE messages SET body = 'other words' WHERE id = %1"_s.arg(id));
    }));
    QVERIFY(changed.has_value());
    QVERIFY(find(fixture, u"final first"_s).hits.isEmpty());
    QCOMPARE(find(fixture, u"final other"_s).hits.size(), 1);
    const auto gone = await(fixture.database().store().write([id](archive::Database &database) {
        return database.execute(u"UPDATE messages SET body = '', files = x'', retracted = 1 WHERE id = %1"_s.arg(id));
    }));
    QVERIFY(gone.has_value());
    QVERIFY(find(fixture, u"final"_s).hits.isEmpty());
    const auto left
        = await(fixture.database().store().read([](archive::Database &database) -> archive::ArchiveResult<qint64> {
              auto count = database.prepare(u"SELECT count(*) FROM files_text"_s);
              (void)count->step();
              return count->integer(0);
          }));
    QCOMPARE(*left, 0);
}

void FileSearchTest::olderProfilesAreIndexed()
{
    HistoryFixture fixture;
    store(fixture, anna, u"words"_s, {u"plan.pdf"_s});
    const auto older = await(fixture.database().store().write([](archive::Database &database) {
        return database.execute(
            u"DROP TRIGGER files_text_insert; DROP TRIGGER files_text_update; DROP TRIGGER files_text_delete; "
            "DROP TABLE files_text; DROP INDEX messages_with_files; ALTER TABLE file_copies DROP COLUMN key; DELETE "
            "FROM migrations WHERE number = 91; "
            "PRAGMA user_version = 90"_s);
    }));
    QVERIFY2(older, older ? "" : qPrintable(older.error().detail));
    fixture.reopen();
    QCOMPARE(find(fixture, u"plan"_s).hits.size(), 1);
}

void FileSearchTest::filesOfAConversation()
{
    HistoryFixture fixture;
    archive::FileJournal journal(fixture.database().store());
    QList<archive::MessageId> expected;
    for (int i = 0; i < 7; ++i) {
        fixture.store(fixture.message(anna, u"words"_s));
        store(fixture, bert, {}, {u"other.pdf"_s});
        expected.prepend(store(fixture, anna, {}, {u"%1.pdf"_s.arg(i)}));
    }
    const auto conversation = fixture.with(anna);
    const auto ids = [](const archive::ArchiveResult<QList<archive::Message>> &page) {
        QList<archive::MessageId> found;
        for (const auto &message : *page) {
            found.append(message.id);
        }
        return found;
    };
    QCOMPARE(ids(await(journal.messagesWithFiles(conversation, 0, 5))), expected.first(5));
    QCOMPARE(ids(await(journal.messagesWithFiles(conversation, expected[4], 5))), expected.sliced(5));
    // No walk over the messages of the conversation.
    const auto plan
        = await(fixture.database().store().read([](archive::Database &database) -> archive::ArchiveResult<QString> {
              auto statement
                  = database.prepare(u"EXPLAIN QUERY PLAN SELECT m.id FROM messages m WHERE m.conversation = 1 AND "
                                     "m.files <> x'' AND m.replaces = '' AND m.retracted = 0 AND (0 = 0 OR m.id < 0) "
                                     "ORDER BY m.id DESC LIMIT 5"_s);
              (void)statement->step();
              return statement->text(3);
          }));
    QVERIFY2(plan->contains(u"messages_with_files"_s), qPrintable(*plan));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::FileSearchTest)
#include "FileSearchTest.moc"
