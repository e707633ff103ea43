// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleFixture.h"
#include "tests/support/TempPostgres.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

const QString with = u"a@x.example/r"_s;

QString day(int number)
{
    return u"2026-03-%1T00:00:00Z"_s.arg(number, 2, 10, QLatin1Char('0'));
}

} // namespace

/// The same module on PostgreSQL: each statement of the store is used once.
class ArchiveModulePostgresTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void savesAndRetrieves();
    void pages();
    void sharesAndRehomesKeys();
    void rekeys();
    void tellsOfChangesAfterRestart();
    void purgesADeletedAccount();

private:
    using F = ArchiveModuleFixture;
    TempPostgres m_postgres;
    std::unique_ptr<ArchiveModuleFixture> m_fixture;
};

void ArchiveModulePostgresTest::initTestCase()
{
    QVERIFY(m_postgres.start());
    m_fixture = std::make_unique<ArchiveModuleFixture>(
        m_postgres.moduleConfig() + u"modules_enabled = { \"register\" }; allow_registration = false"_s);
    QVERIFY2(m_fixture->start(), qPrintable(m_fixture->server().log()));
    const QString file = m_fixture->server().dataDirectory() + u"/localhost/letterlock_archive.sqlite"_s;
    QVERIFY(!QFile::exists(file));
}

void ArchiveModulePostgresTest::init()
{
    m_fixture->romeo.iq(u"set"_s, F::request(u"remove"_s, {}));
}

void ArchiveModulePostgresTest::cleanupTestCase()
{
    QVERIFY2(m_fixture->server().logProblems().isEmpty(), qPrintable(m_fixture->server().logProblems().join(u'\n')));
}

// P-31, P-34, P-35
void ArchiveModulePostgresTest::savesAndRetrieves()
{
    const QString content = F::data(u"k"_s, u"Ünïcode \U0001F600"_s) + F::key(u"k"_s, u"A"_s, u"w"_s)
        + u"<x xmlns='jabber:x:data' type='submit'><field var='a'/></x><next with='n@x.example' "
          u"start='2026-01-01T00:00:00Z'/>"
          "<p xmlns='urn:p'>Grüße</p>"_s;
    QCOMPARE(F::savedVersion(F::save(m_fixture->romeo, with, day(1), content, u"subject='S'"_s)), 0);
    QCOMPARE(F::savedVersion(F::save(m_fixture->romeo, with, day(1), content, u"subject='S'"_s)), 0);
    QCOMPARE(F::savedVersion(F::save(m_fixture->romeo, with, day(1), {}, u"subject='T'"_s)), 1);
    const auto got = F::retrieve(m_fixture->romeo, with, day(1));
    QCOMPARE(F::childNames(F::payload(got)),
        QStringList({u"next"_s, u"x"_s, u"p"_s, u"EncryptedData"_s, u"EncryptedKey"_s, u"set"_s}));
    QCOMPARE(F::payload(got).attribute(u"subject"_s), u"T"_s);
    QCOMPARE(F::payload(got).firstChildElement(u"p"_s).text(), u"Grüße"_s);
    QCOMPARE(F::cipherValues(got, u"EncryptedData"_s), QStringList{u"Ünïcode \U0001F600"_s});
    QCOMPARE(F::outcome(F::save(m_fixture->romeo, with, day(1), u"<note>x</note>"_s)), u"modify/not-acceptable"_s);
    QCOMPARE(F::outcome(F::retrieve(m_fixture->juliet, with, day(1))), u"cancel/item-not-found"_s);
}

// P-41, P-53, P-60
void ArchiveModulePostgresTest::pages()
{
    for (int i = 7; i >= 1; --i) {
        QCOMPARE(F::savedVersion(F::save(m_fixture->romeo, with, day(i), F::data(u"k"_s, day(i)))), 0);
    }
    QStringList seen;
    QString after;
    while (seen.size() < 7) {
        const auto got = F::list(m_fixture->romeo, u"with='a@x.example' end='2027-01-01T00:00:00Z'"_s,
            F::page(u"<max>3</max>"_s + (after.isEmpty() ? QString() : u"<after>"_s + after + u"</after>"_s)));
        QVERIFY(!F::collections(got).isEmpty());
        QCOMPARE(F::resultSet(got).firstChildElement(u"first"_s).attribute(u"index"_s), QString::number(seen.size()));
        seen += F::collections(got);
        after = F::setText(got, u"last"_s);
    }
    QCOMPARE(seen.first(), with + u'|' + day(1));
    QCOMPARE(seen.last(), with + u'|' + day(7));
    const auto last = F::list(m_fixture->romeo, u"with='x.example'"_s, F::page(u"<max>2</max><before/>"_s));
    QCOMPARE(F::collections(last), seen.mid(5));
    QCOMPARE(F::collections(F::list(m_fixture->romeo, {}, F::page(u"<max>1</max><index>2</index>"_s))), seen.mid(2, 1));
}

//
void ArchiveModulePostgresTest::sharesAndRehomesKeys()
{
    F::save(m_fixture->romeo, with, day(1), F::data(u"k"_s, u"1"_s) + F::key(u"k"_s, u"A"_s, u"w"_s));
    F::save(m_fixture->romeo, with, day(2), F::data(u"k"_s, u"2"_s));
    QCOMPARE(F::cipherValues(F::retrieve(m_fixture->romeo, with, day(2)), u"EncryptedKey"_s), QStringList{u"w"_s});
    QCOMPARE(F::outcome(m_fixture->romeo.iq(u"set"_s, F::request(u"remove"_s, F::id(with, day(1))))), u"result"_s);
    QCOMPARE(F::cipherValues(F::retrieve(m_fixture->romeo, with, day(2)), u"EncryptedKey"_s), QStringList{u"w"_s});
}

//
void ArchiveModulePostgresTest::rekeys()
{
    for (int i = 1; i <= 3; ++i) {
        F::save(m_fixture->romeo, with, day(i),
            F::data(u"k%1"_s.arg(i), u"v"_s) + F::key(u"k%1"_s.arg(i), u"OLD"_s, u"w"_s));
    }
    const auto keys = [this](const QString &name) {
        return m_fixture->romeo.iq(u"get"_s, F::request(u"keys"_s, {}, F::keyName(name) + F::page(u"<max>2</max>"_s)));
    };
    QCOMPARE(F::collections(keys(u"OLD"_s)).size(), 2);
    QCOMPARE(F::setText(keys(u"OLD"_s), u"count"_s), u"3"_s);
    for (int i = 1; i <= 3; ++i) {
        QCOMPARE(
            F::savedVersion(F::save(m_fixture->romeo, with, day(i), F::key(u"k%1"_s.arg(i), u"NEW"_s, u"n"_s))), 1);
        QCOMPARE(F::outcome(
                     m_fixture->romeo.iq(u"set"_s, F::request(u"delete"_s, F::id(with, day(i)), F::keyName(u"OLD"_s)))),
            u"result"_s);
    }
    QVERIFY(F::payload(keys(u"OLD"_s)).firstChildElement().isNull());
    QCOMPARE(F::setText(keys(u"NEW"_s), u"count"_s), u"3"_s);
}

// P-49, P-50, P-67
void ArchiveModulePostgresTest::tellsOfChangesAfterRestart()
{
    F::save(m_fixture->romeo, with, day(8), F::data(u"k"_s, u"v"_s));
    F::save(m_fixture->romeo, with, day(9), F::data(u"k"_s, u"v"_s));
    m_fixture->romeo.iq(u"set"_s, F::request(u"remove"_s, F::id(with, day(8))));
    m_fixture->server().kill();
    QVERIFY(m_fixture->server().restart());
    QVERIFY(m_fixture->signIn(m_fixture->romeo));
    QVERIFY(m_fixture->signIn(m_fixture->juliet, u"juliet"_s));
    const auto got = F::modified(m_fixture->romeo, F::page(u"<before/><max>2</max>"_s));
    QCOMPARE(F::childNames(F::payload(got)), QStringList({u"changed"_s, u"removed"_s, u"set"_s}));
    QCOMPARE(F::collections(got), QStringList({with + u'|' + day(9), with + u'|' + day(8)}));
}

void ArchiveModulePostgresTest::purgesADeletedAccount()
{
    QCOMPARE(F::savedVersion(F::save(m_fixture->juliet, with, day(1), F::data(u"k"_s, u"v"_s))), 0);
    m_fixture->juliet.iq(u"set"_s, u"<query xmlns='jabber:iq:register'><remove/></query>"_s);
    m_fixture->server().stop();
    QProcess query;
    query.start(u"psql"_s,
        {u"-h"_s, m_postgres.folder(), u"-U"_s, u"letterlock"_s, u"-Atc"_s,
            u"SELECT username FROM letterlock_user ORDER BY 1"_s, u"postgres"_s});
    QVERIFY(query.waitForFinished());
    QCOMPARE(query.readAllStandardOutput().trimmed(), "romeo");
}

} // namespace letterlock::test

using letterlock::test::ArchiveModulePostgresTest;
QTEST_GUILESS_MAIN(ArchiveModulePostgresTest)
#include "ArchiveModulePostgresTest.moc"
