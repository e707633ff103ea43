// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleDatabase.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

using F = ArchiveModuleFixture;

constexpr int many = 2500;

/// The tables of the first version of the module.
QString firstVersion(bool postgres)
{
    QString sql
        = u"CREATE TABLE letterlock_schema (version BIGINT NOT NULL);"
          "CREATE TABLE letterlock_user (id %ID%, host %TEXT% NOT NULL, username %TEXT% NOT NULL, modseq BIGINT NOT "
          "NULL, "
          "bytes BIGINT NOT NULL, UNIQUE (host, username));"
          "CREATE TABLE letterlock_collection (id %ID%, uid BIGINT NOT NULL, jid %TEXT% NOT NULL, bare %TEXT% NOT "
          "NULL, "
          "domain %TEXT% NOT NULL, start_at %TEXT% NOT NULL, version BIGINT NOT NULL, content BIGINT NOT NULL, removed "
          "BIGINT NOT NULL, modseq BIGINT NOT NULL, mtime %TEXT% NOT NULL, archived_at %TEXT% NOT NULL, bytes BIGINT "
          "NOT "
          "NULL, next_seq BIGINT NOT NULL, subject %TEXT%, thread %TEXT%, previous_jid %TEXT%, previous_start %TEXT%, "
          "next_jid %TEXT%, next_start %TEXT%, UNIQUE (uid, jid, start_at));"
          "CREATE INDEX letterlock_collection_time ON letterlock_collection (uid, removed, start_at, id);"
          "CREATE INDEX letterlock_collection_bare ON letterlock_collection (uid, removed, bare, start_at, id);"
          "CREATE INDEX letterlock_collection_change ON letterlock_collection (uid, modseq);"
          "CREATE TABLE letterlock_item (coll BIGINT NOT NULL, seq BIGINT NOT NULL, uid BIGINT NOT NULL, kind BIGINT "
          "NOT "
          "NULL, keyname %TEXT%, digest %TEXT%, bytes BIGINT NOT NULL, value %TEXT% NOT NULL, PRIMARY KEY (coll, seq), "
          "UNIQUE (coll, digest));"
          "CREATE INDEX letterlock_item_keyname ON letterlock_item (uid, keyname, coll);"
          "CREATE TABLE letterlock_key (coll BIGINT NOT NULL, carried %TEXT% NOT NULL, keyname %TEXT% NOT NULL, uid "
          "BIGINT "
          "NOT NULL, start_at %TEXT% NOT NULL, bytes BIGINT NOT NULL, value %TEXT% NOT NULL, PRIMARY KEY (coll, "
          "carried, "
          "keyname));"
          "CREATE INDEX letterlock_key_keyname ON letterlock_key (uid, keyname, start_at, coll, bytes);"
          "CREATE INDEX letterlock_key_carried ON letterlock_key (uid, carried, keyname);"
          "INSERT INTO letterlock_schema (version) VALUES (1);"_s;
    sql.replace(u"%ID%"_s, postgres ? u"BIGSERIAL PRIMARY KEY"_s : u"INTEGER PRIMARY KEY AUTOINCREMENT"_s);
    return sql.replace(u"%TEXT%"_s, postgres ? u"TEXT COLLATE \"C\""_s : u"TEXT"_s);
}

} // namespace

/// A database that an earlier version of the module has written goes on, whole.
class ArchiveModuleUpgradeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goesOnFromTheFirstVersion_data() { databases(); }
    void goesOnFromTheFirstVersion();
    void refusesALaterVersion_data() { databases(); }
    void refusesALaterVersion();

private:
    static void databases()
    {
        QTest::addColumn<bool>("postgres");
        QTest::newRow("SQLite") << false;
        QTest::newRow("PostgreSQL") << true;
    }
    /// A server whose database was not touched by it, as `content` made it.
    [[nodiscard]] bool startOn(const QString &content);
    std::unique_ptr<ArchiveModuleDatabase> m_archive;
};

bool ArchiveModuleUpgradeTest::startOn(const QString &content)
{
    QFETCH(bool, postgres);
    m_archive = std::make_unique<ArchiveModuleDatabase>(postgres);
    if (!m_archive->start()) {
        return false;
    }
    (*m_archive)->server().stop();
    if (postgres) {
        m_archive->sql(u"DROP SCHEMA public CASCADE; CREATE SCHEMA public;"_s);
    } else {
        QDir folder((*m_archive)->server().dataDirectory() + u"/localhost"_s);
        for (const QString &name : folder.entryList({u"letterlock_archive.sqlite*"_s})) {
            folder.remove(name);
        }
    }
    return m_archive->sql(content).isEmpty();
}

// P-67
void ArchiveModuleUpgradeTest::goesOnFromTheFirstVersion()
{
    QFETCH(bool, postgres);
    QVERIFY(startOn(firstVersion(postgres) + ArchiveModuleDatabase::collections(many, true)));
    QVERIFY2(m_archive->restart(), qPrintable((*m_archive)->server().log()));
    auto &romeo = (*m_archive)->romeo;
    QCOMPARE(m_archive->number(u"SELECT version FROM letterlock_schema"_s), 2);

    // Everything is listed, once, in order.
    QStringList seen;
    QString after;
    for (int pages = 0; seen.size() < many && pages < many / 200 + 1; ++pages) {
        const auto got
            = F::list(romeo, {}, F::page(after.isEmpty() ? QString() : u"<after>"_s + after + u"</after>"_s));
        QCOMPARE(F::setText(got, u"count"_s).toInt(), many);
        QCOMPARE(F::resultSet(got).firstChildElement(u"first"_s).attribute(u"index"_s).toInt(), seen.size());
        seen += F::collections(got);
        after = F::setText(got, u"last"_s);
    }
    QCOMPARE(seen.size(), many);
    QCOMPARE(QSet<QString>(seen.cbegin(), seen.cend()).size(), many);
    const auto keys
        = romeo.iq(u"get"_s, F::request(u"keys"_s, {}, F::keyName(u"OLD"_s) + F::page(u"<before/><max>3</max>"_s)));
    QCOMPARE(F::collections(keys), seen.mid(many - 3));
    QCOMPARE(F::setText(keys, u"count"_s).toInt(), many);

    // The log of changes: nothing that came after a time is missing, though the clock was set back in between.
    const auto since = [&](const QString &start) {
        return romeo.iq(u"get"_s, F::request(u"modified"_s, u"start='%1'"_s.arg(start), F::page(u"<max>5</max>"_s)));
    };
    QCOMPARE(F::setText(since(u"2021-01-01T00:00:00.002448Z"_s), u"count"_s).toInt(), many - 2449);
    QCOMPARE(F::setText(since(u"2021-01-01T00:00:00.002498Z"_s), u"count"_s).toInt(), 0);
    QCOMPARE(
        F::savedVersion(F::save(romeo, u"a@x.example"_s, u"2020-01-01T00:00:00.000001Z"_s, F::data(u"k"_s, u"v"_s))),
        1);
    QCOMPARE(F::collections(since(u"2021-01-01T00:00:00.002498Z"_s)).size(), 1);
    const auto got = F::retrieve(romeo, u"a@x.example"_s, u"2020-01-01T00:00:00.000001Z"_s);
    QCOMPARE(F::elementsNamed(F::payload(got), u"EncryptedData"_s).size(), 2);

    // It is done once.
    QVERIFY(m_archive->restart());
    QCOMPARE(F::setText(F::list(romeo, {}, F::page(u"<max>0</max>"_s)), u"count"_s).toInt(), many);
    QCOMPARE((*m_archive)->server().log().count(u"is brought to version"_s), 1);
    QVERIFY2(
        (*m_archive)->server().logProblems().isEmpty(), qPrintable((*m_archive)->server().logProblems().join(u'\n')));
}

void ArchiveModuleUpgradeTest::refusesALaterVersion()
{
    QFETCH(bool, postgres);
    QVERIFY(startOn(firstVersion(postgres) + u"UPDATE letterlock_schema SET version = 99;"_s));
    QVERIFY(m_archive->restart());
    QCOMPARE(F::outcome(F::list((*m_archive)->romeo)), u"cancel/service-unavailable"_s);
    QVERIFY((*m_archive)->server().log().contains(u"belongs to another version of this module"_s));
    QCOMPARE(m_archive->number(u"SELECT version FROM letterlock_schema"_s), 99);
}

} // namespace letterlock::test

using letterlock::test::ArchiveModuleUpgradeTest;
QTEST_GUILESS_MAIN(ArchiveModuleUpgradeTest)
#include "ArchiveModuleUpgradeTest.moc"
