// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QtTest>

#include "archive/store/Database.h"
#include "archive/store/Store.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::ArchiveError;
using archive::ArchiveResult;
using archive::Database;
using archive::Store;

namespace {

ArchiveResult<void> putValue(Database &database, const QString &name, const QByteArray &value)
{
    auto insert = database.prepare(u"INSERT INTO profile_values (scope, name, value) VALUES ('test', ?1, ?2)"_s);
    if (!insert) {
        return std::unexpected(insert.error());
    }
    return insert->bind(1, name).bind(2, value).run();
}

ArchiveResult<qint64> countValues(Database &database)
{
    // A new profile notes there since when it counts what is unread.
    auto count = database.prepare(u"SELECT count(*) FROM profile_values WHERE scope <> 'history'"_s);
    if (!count) {
        return std::unexpected(count.error());
    }
    if (auto row = count->step(); !row) {
        return std::unexpected(row.error());
    }
    return count->integer(0);
}

void overwrite(const QString &path, qint64 at, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(at));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// DESIGN section 4: one SQLCipher file, errors as values, nothing overwritten.
class StoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void migratesAndKeepsValues();
    void rollsBackWhenAJobFails();
    void fileHoldsNoClearText();
    void refusesAWrongKey();
    void refusesADamagedFirstPage();
    void refusesAFileThatIsNotOurs_data();
    void refusesAFileThatIsNotOurs();
    void tellsDamageBehindTheFirstPage();
    void refusesANewerVersion();
    void tellsAFullDisk();
    void closingFinishesQueuedWrites();
    void statementsAreUsedAgain();
};

void StoreTest::migratesAndKeepsValues()
{
    TempDatabase temp;
    QVERIFY(temp.store().write([](Database &database) { return putValue(database, u"a"_s, "1"); }).result());
    temp.close();
    const auto count = temp.store().read([](Database &database) { return countValues(database); }).result();
    QVERIFY(count);
    QCOMPARE(*count, 1);
}

void StoreTest::rollsBackWhenAJobFails()
{
    TempDatabase temp;
    const auto failed = temp.store()
                            .write([](Database &database) -> ArchiveResult<void> {
                                if (auto put = putValue(database, u"a"_s, "1"); !put) {
                                    return put;
                                }
                                return archive::archiveError(ArchiveError::Code::Cancelled);
                            })
                            .result();
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, ArchiveError::Code::Cancelled);
    QCOMPARE(*temp.store().read([](Database &database) { return countValues(database); }).result(), 0);
}

void StoreTest::fileHoldsNoClearText()
{
    TempDatabase temp;
    const QByteArray needle = "a very secret sentence";
    QVERIFY(temp.store().write([&](Database &database) { return putValue(database, u"a"_s, needle); }).result());
    QVERIFY(!contentOf(temp.path() + u"-wal"_s).contains(needle));
    temp.close();
    QVERIFY(contentOf(temp.path()).size() > 4096);
    QVERIFY(!contentOf(temp.path()).contains(needle));
    QVERIFY(!contentOf(temp.path()).startsWith("SQLite"));
}

void StoreTest::refusesAWrongKey()
{
    TempDatabase temp;
    temp.store();
    temp.close();
    const QByteArray before = contentOf(temp.path());
    const auto wrong = Store::open(temp.path(), crypto::SecretBytes::random(32));
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, ArchiveError::Code::WrongKey);
    QCOMPARE(contentOf(temp.path()), before);
    const auto tooShort = Store::open(temp.path(), crypto::SecretBytes::random(16));
    QVERIFY(!tooShort);
    QCOMPARE(tooShort.error().code, ArchiveError::Code::WrongKey);
}

void StoreTest::refusesADamagedFirstPage()
{
    TempDatabase temp;
    temp.store();
    temp.close();
    overwrite(temp.path(), 1000, "xxxx");
    const QByteArray before = contentOf(temp.path());
    const auto opened = Store::open(temp.path(), temp.key());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ArchiveError::Code::Damaged);
    QCOMPARE(contentOf(temp.path()), before); // a damaged file is never overwritten
}

void StoreTest::refusesAFileThatIsNotOurs_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("this is not a database");
    QTest::newRow("plain database") << QByteArray("SQLite format 3\0", 16) + QByteArray(8192, 'x');
}

void StoreTest::refusesAFileThatIsNotOurs()
{
    QFETCH(QByteArray, content);
    TempDatabase temp;
    QFile file(temp.path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const auto opened = Store::open(temp.path(), temp.key());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ArchiveError::Code::Damaged);
    QCOMPARE(contentOf(temp.path()), content);
}

void StoreTest::tellsDamageBehindTheFirstPage()
{
    TempDatabase temp;
    const auto filled
        = temp.store()
              .write([](Database &database) -> ArchiveResult<void> {
                  for (int i = 0; i < 200; ++i) {
                      if (auto put = putValue(database, QString::number(i), QByteArray(1000, 'v')); !put) {
                          return put;
                      }
                  }
                  return {};
              })
              .result();
    QVERIFY(filled);
    temp.close();
    const qint64 size = contentOf(temp.path()).size();
    // The last pages hold the rows; the first ones the schema, which opening reads.
    for (qint64 page = (size / 4096 - 20) * 4096; page < size; page += 4096) {
        overwrite(temp.path(), page + 100, "xxxx");
    }
    auto opened = Store::open(temp.path(), temp.key());
    QVERIFY(opened);
    const auto sum = (*opened)
                         ->read([](Database &database) -> ArchiveResult<qint64> {
                             auto statement
                                 = database.prepare(u"SELECT sum(length(name || value)) FROM profile_values"_s);
                             if (!statement) {
                                 return std::unexpected(statement.error());
                             }
                             if (auto row = statement->step(); !row) {
                                 return std::unexpected(row.error());
                             }
                             return statement->integer(0);
                         })
                         .result();
    QVERIFY(!sum);
    QVERIFY2(sum.error().code == ArchiveError::Code::Damaged, qPrintable(sum.error().detail));
}

void StoreTest::refusesANewerVersion()
{
    TempDatabase temp;
    QVERIFY(temp.store()
            .write([](Database &database) { return database.execute(u"PRAGMA user_version = 9999"_s); })
            .result());
    temp.close();
    const auto opened = Store::open(temp.path(), temp.key());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ArchiveError::Code::NewerVersion);
}

void StoreTest::tellsAFullDisk()
{
    TempDatabase temp;
    // SQLite answers a reached page limit as it answers a full disk: SQLITE_FULL.
    QVERIFY(temp.store()
            .write([](Database &database) -> ArchiveResult<void> {
                auto pages = database.prepare(u"PRAGMA page_count"_s);
                if (auto row = pages->step(); !row) {
                    return std::unexpected(row.error());
                }
                return database.execute(u"PRAGMA max_page_count = %1"_s.arg(pages->integer(0) + 2));
            })
            .result());
    const auto full
        = temp.store()
              .write([](Database &database) { return putValue(database, u"big"_s, QByteArray(200'000, 'v')); })
              .result();
    QVERIFY(!full);
    QCOMPARE(full.error().code, ArchiveError::Code::DiskFull);
    // The store goes on with what fits.
    QVERIFY(temp.store().write([](Database &database) { return putValue(database, u"small"_s, "v"); }).result());
    QCOMPARE(*temp.store().read([](Database &database) { return countValues(database); }).result(), 1);
}

/// Quitting must not lose what was given to the writer and has not had its turn.
void StoreTest::closingFinishesQueuedWrites()
{
    TempDatabase temp;
    for (int i = 0; i < 300; ++i) {
        temp.store().write([i](Database &database) { return putValue(database, QString::number(i), QByteArray("v")); });
    }
    temp.close();
    const auto count = temp.store().read([](Database &database) { return countValues(database); }).result();
    QVERIFY(count);
    QCOMPARE(*count, 300);
}

void StoreTest::statementsAreUsedAgain()
{
    TempDatabase temp;
    auto database = Database::open(temp.path(), temp.key(), Database::Mode::ReadWrite);
    QVERIFY(database);
    QVERIFY((*database)->execute(u"CREATE TABLE t (a, b, c)"_s));
    {
        auto insert = (*database)->prepare(u"INSERT INTO t VALUES (?1, ?2, ?3)"_s);
        QVERIFY(insert);
        QVERIFY(insert->bind(1, 5).bind(2, u"ä"_s).bind(3, QByteArray("\0x", 2)).run());
        QCOMPARE((*database)->changes(), 1);
    }
    auto again = (*database)->prepare(u"INSERT INTO t VALUES (?1, ?2, ?3)"_s); // bindings of the first use are gone
    QVERIFY(again->run());
    auto rows = (*database)->prepare(u"SELECT a, b, c FROM t ORDER BY rowid"_s);
    auto nested = (*database)->prepare(u"SELECT a, b, c FROM t ORDER BY rowid"_s); // same text while in use
    QVERIFY(*rows->step());
    QCOMPARE(rows->integer(0), 5);
    QCOMPARE(rows->text(1), u"ä"_s);
    QCOMPARE(rows->blob(2), QByteArray("\0x", 2));
    QVERIFY(*nested->step());
    QVERIFY(*rows->step());
    QVERIFY(rows->isNull(0));
    QVERIFY(!*rows->step());
    QVERIFY(!(*database)->prepare(u"SELECT nonsense FROM nowhere"_s));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::StoreTest)
#include "StoreTest.moc"
