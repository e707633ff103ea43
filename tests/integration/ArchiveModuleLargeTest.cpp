// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleDatabase.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

using F = ArchiveModuleFixture;

constexpr int many = 2100; ///< several blocks of what is counted

/// Something that comes in pages, and the same as SQL.
struct Set {
    QString name;
    std::function<QDomElement(RawXmppStream &, const QString &page)> ask;
    QString rows; ///< "FROM … WHERE …"
    QString order;
};

QString liveWhere(const QString &condition)
{
    return u"FROM letterlock_collection c WHERE removed = 0 AND "_s + condition;
}

QList<Set> sets()
{
    QList<Set> all;
    const auto list = [&](const QString &attributes, const QString &condition) {
        all.append({u"list "_s + attributes,
            [attributes](
                RawXmppStream &stream, const QString &page) { return F::list(stream, attributes, F::page(page)); },
            liveWhere(condition), u"c.start_at, c.id"_s});
    };
    list({}, u"1 = 1"_s);
    list(u"with='a@x.example'"_s, u"bare = 'a@x.example'"_s);
    list(u"with='a@x.example' exactmatch='true'"_s, u"jid = 'a@x.example'"_s);
    list(u"with='a@x.example/r'"_s, u"jid = 'a@x.example/r'"_s);
    list(u"with='y.example'"_s, u"domain = 'y.example'"_s);
    list(u"start='2020-01-01T00:00:00.005Z' end='2020-01-01T00:00:00.025Z'"_s,
        u"start_at >= '2020-01-01T00:00:00.005000Z' AND start_at < '2020-01-01T00:00:00.025000Z'"_s);
    list(u"with='x.example' start='2020-01-01T00:00:00.015Z'"_s,
        u"domain = 'x.example' AND start_at >= '2020-01-01T00:00:00.015000Z'"_s);
    for (const QString &name : {u"OLD"_s, u"NEW"_s}) {
        all.append({u"keys "_s + name,
            [name](RawXmppStream &stream, const QString &page) {
                return stream.iq(u"get"_s, F::request(u"keys"_s, {}, F::keyName(name) + F::page(page)));
            },
            u"FROM letterlock_collection c WHERE id IN (SELECT coll FROM letterlock_key WHERE keyname = '%1')"_s.arg(
                name),
            u"c.start_at, c.id"_s});
    }
    all.append(
        {u"modified"_s, [](RawXmppStream &stream, const QString &page) { return F::modified(stream, F::page(page)); },
            u"FROM letterlock_collection c WHERE 1 = 1"_s, u"c.modseq"_s});
    return all;
}

/// "index of count: collections" of an answer.
QString told(const QDomElement &iq)
{
    return F::resultSet(iq).firstChildElement(u"first"_s).attribute(u"index"_s) + u" of "_s + F::setText(iq, u"count"_s)
        + u": "_s + F::collections(iq).join(u' ');
}

} // namespace

/// Archives that are too large to be counted with each page: what pages say of themselves stays exact, on both
/// databases, whatever is changed and by however many servers at once.
class ArchiveModuleLargeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsStayTrue_data() { databases(); }
    void countsStayTrue();
    void oddPlaces_data() { databases(); }
    void oddPlaces();
    void aWalkThroughARekeyMissesNothing_data() { databases(); }
    void aWalkThroughARekeyMissesNothing();
    void removalLeavesWhatComesMeanwhile_data() { databases(); }
    void removalLeavesWhatComesMeanwhile();
    void expiresInSteps_data() { databases(); }
    void expiresInSteps();
    void tooManyKeysForADataKey_data() { databases(); }
    void tooManyKeysForADataKey();
    void twoServersOnOneDatabase();

private:
    static void databases()
    {
        QTest::addColumn<bool>("postgres");
        QTest::newRow("SQLite") << false;
        QTest::newRow("PostgreSQL") << true;
    }
    [[nodiscard]] bool begin(const QString &hostConfig = {});
    void compareAll();
    void compareBlocks();
    std::unique_ptr<ArchiveModuleDatabase> m_archive;
};

bool ArchiveModuleLargeTest::begin(const QString &hostConfig)
{
    QFETCH(bool, postgres);
    m_archive = std::make_unique<ArchiveModuleDatabase>(postgres);
    return m_archive->start(hostConfig)
        && m_archive
               ->sql(ArchiveModuleDatabase::collections(many)
                   + u"UPDATE letterlock_user SET mtime = (SELECT MAX(mtime) FROM letterlock_collection);"_s)
               .isEmpty();
}

/// Count, index and rows of pages in all places of each set, against plain SQL.
void ArchiveModuleLargeTest::compareAll()
{
    auto &romeo = (*m_archive)->romeo;
    for (const Set &set : sets()) {
        const QStringList rows
            = m_archive->sql(u"SELECT c.jid || '|' || c.start_at "_s + set.rows + u" ORDER BY "_s + set.order + u';');
        const auto expected = [&](qsizetype first) {
            QStringList page = rows.mid(first, 2);
            page.replaceInStrings(QRegularExpression(u"(\\.[0-9]{3})000Z$"_s), u"\\1Z"_s);
            page.replaceInStrings(u".000Z"_s, u"Z"_s);
            return page.isEmpty() ? u" of %1: "_s.arg(rows.size())
                                  : u"%1 of %2: %3"_s.arg(first).arg(rows.size()).arg(page.join(u' '));
        };
        const auto ask = [&](const QString &page) { return set.ask(romeo, u"<max>2</max>"_s + page); };
        const auto place = qPrintable(set.name);
        if (rows.isEmpty()) {
            QVERIFY2(F::collections(ask({})).isEmpty(), place);
            continue;
        }
        QVERIFY2(rows.size() > 4, place);
        const qsizetype middle = rows.size() / 2;
        const auto first = ask({});
        QCOMPARE(told(first), expected(0));
        QCOMPARE(told(ask(u"<after>%1</after>"_s.arg(F::setText(first, u"last"_s)))), expected(2));
        const auto last = ask(u"<before/>"_s);
        QCOMPARE(told(last), expected(rows.size() - 2));
        QCOMPARE(told(ask(u"<before>%1</before>"_s.arg(F::setText(last, u"first"_s)))), expected(rows.size() - 4));
        const auto half = ask(u"<index>%1</index>"_s.arg(middle));
        QCOMPARE(told(half), expected(middle));
        QCOMPARE(told(ask(u"<after>%1</after>"_s.arg(F::setText(half, u"last"_s)))), expected(middle + 2));
        QCOMPARE(told(ask(u"<before>%1</before>"_s.arg(F::setText(half, u"first"_s)))), expected(middle - 2));
    }
}

/// What is stored of the counts, against plain SQL.
void ArchiveModuleLargeTest::compareBlocks()
{
    const auto counted = [&](const QString &scope) {
        return m_archive->number(u"SELECT SUM(amount) FROM letterlock_block WHERE scope = '%1'"_s.arg(scope));
    };
    const auto live
        = [&](const QString &condition) { return m_archive->number(u"SELECT COUNT(*) "_s + liveWhere(condition)); };
    QCOMPARE(counted(u"all"_s), live(u"1 = 1"_s));
    QCOMPARE(counted(u"bare:a@x.example"_s), live(u"bare = 'a@x.example'"_s));
    QCOMPARE(counted(u"change"_s), m_archive->number(u"SELECT COUNT(*) FROM letterlock_collection"_s));
    QCOMPARE(counted(u"key:OLD"_s),
        m_archive->number(u"SELECT COUNT(DISTINCT coll) FROM letterlock_key WHERE keyname = 'OLD'"_s));
}

// P-60: after each kind of change.
void ArchiveModuleLargeTest::countsStayTrue()
{
    QVERIFY(begin());
    auto &romeo = (*m_archive)->romeo;
    compareAll();
    if (QTest::currentTestFailed()) {
        return;
    }
    QVERIFY(m_archive->number(u"SELECT COUNT(DISTINCT scope) FROM letterlock_block"_s) >= 5);
    const auto at
        = [](int number) { return u"2020-01-01T00:00:00.%1Z"_s.arg(number * 10 + 1, 6, 10, QLatin1Char('0')); };
    const auto with
        = [](int number) { return QStringList{u"a@x.example"_s, u"a@x.example/r"_s, u"b@y.example"_s}.at(number % 3); };
    const auto remove = [&](const QString &attributes) {
        QCOMPARE(F::outcome(romeo.iq(u"set"_s, F::request(u"remove"_s, attributes))), u"result"_s);
    };
    // Re-key, newest first; then two keys for one public key in a collection, of which one goes.
    for (int i = many - 1; i >= many - 20; --i) {
        QVERIFY(F::savedVersion(F::save(romeo, with(i), at(i), F::key(u"k"_s, u"NEW"_s, u"w"_s))) > 0);
        QCOMPARE(F::outcome(romeo.iq(u"set"_s,
                     F::request(u"delete"_s, F::id(with(i), at(i)), F::keyName(i % 2 ? u"OLD"_s : u"NONE"_s)))),
            u"result"_s);
    }
    F::save(romeo, with(7), at(7), F::key(u"other"_s, u"OLD"_s, u"w"_s) + F::key(u"k"_s, u"NEW"_s, u"w"_s));
    F::save(romeo, with(7), at(7), F::key(u"other"_s, u"OLD"_s, u"changed"_s));
    // New ones before all others, among them, and behind.
    for (int i = 0; i < 10; ++i) {
        for (const QString &start : {u"2019-12-31T23:59:59.%1Z"_s.arg(i), u"2020-01-01T00:00:00.01%1002Z"_s.arg(i),
                 u"2026-01-01T00:00:00.%1Z"_s.arg(i)}) {
            QCOMPARE(F::savedVersion(
                         F::save(romeo, with(i), start, F::data(u"k"_s, start) + F::key(u"k"_s, u"OLD"_s, u"w"_s))),
                0);
        }
    }
    compareAll();
    compareBlocks();
    remove(F::id(with(1500), at(1500)));
    remove(u"with='b@y.example' start='2020-01-01T00:00:00.01Z' end='2020-01-01T00:00:00.02Z'"_s);
    // One that was removed comes back.
    QCOMPARE(F::savedVersion(F::save(romeo, with(1500), at(1500), F::data(u"k"_s, u"again"_s))), 0);
    QVERIFY(m_archive->restart());
    compareAll();
    compareBlocks();
    remove(u"end='2020-01-01T00:00:00.0201Z'"_s);
    compareAll();
    QVERIFY2(
        (*m_archive)->server().logProblems().isEmpty(), qPrintable((*m_archive)->server().logProblems().join(u'\n')));
}

// P-60, P-62: places that are before, behind or between all rows.
void ArchiveModuleLargeTest::oddPlaces()
{
    QVERIFY(begin());
    auto &romeo = (*m_archive)->romeo;
    const QString nothing = u" of %1: "_s.arg(many);
    const auto index = [](const QDomElement &iq) { return told(iq).section(u':', 0, 0); };
    const auto list = [&](const QString &page) { return F::list(romeo, {}, F::page(u"<max>3</max>"_s + page)); };
    QCOMPARE(told(list(u"<after>9999-12-31T23:59:59.999999Z#999999999999999</after>"_s)), nothing);
    QCOMPARE(told(list(u"<before>0000-01-01T00:00:00Z#0</before>"_s)), nothing);
    QCOMPARE(index(list(u"<after>0000-01-01T00:00:00Z#0</after>"_s)), u"0 of %1"_s.arg(many));
    QCOMPARE(index(list(u"<before>9999-12-31T23:59:59Z#0</before>"_s)), u"%1 of %2"_s.arg(many - 3).arg(many));
    QCOMPARE(index(list(u"<after>2020-01-01T00:00:00.0100001Z#1</after>"_s)), u" of "_s); // no instant
    QCOMPARE(index(list(u"<after>2020-01-01T00:00:00.015Z#1</after>"_s)), u"1500 of %1"_s.arg(many));
    QCOMPARE(index(list(u"<index>%1</index>"_s.arg(many - 1))), u"%1 of %2"_s.arg(many - 1).arg(many));
    QCOMPARE(told(list(u"<index>%1</index>"_s.arg(many))), nothing);
    QCOMPARE(told(list(u"<index>999999999999999</index>"_s)), nothing);
    QCOMPARE(F::outcome(list(u"<after>#</after>"_s)), u"cancel/item-not-found"_s);
    QCOMPARE(F::outcome(list(u"<after>2020-01-01T00:00:00Z#-1</after>"_s)), u"cancel/item-not-found"_s);
    // Contradictory and one-sided ranges.
    const auto ranged = [&](const QString &attributes, const QString &page = {}) {
        return index(F::list(romeo, attributes, F::page(u"<max>3</max>"_s + page)));
    };
    QCOMPARE(ranged(u"start='2020-01-01T00:00:00.02Z' end='2020-01-01T00:00:00.01Z'"_s), u" of "_s);
    QCOMPARE(
        ranged(u"start='2020-01-01T00:00:00.02Z'"_s, u"<after>2020-01-01T00:00:00.01Z#5</after>"_s), u"0 of 100"_s);
    QCOMPARE(
        ranged(u"end='2020-01-01T00:00:00.02Z'"_s, u"<before>2020-01-01T00:00:00.03Z#5</before>"_s), u"1997 of 2000"_s);
    QCOMPARE(ranged(u"end='2020-01-01T00:00:00.02Z'"_s, u"<after>2020-01-01T00:00:00.03Z#5</after>"_s), u" of 2000"_s);
    QCOMPARE(ranged(u"start='2020-01-01T00:00:00.02Z'"_s, u"<index>99</index>"_s), u"99 of 100"_s);
    // The log of changes, by time and by place. The fixture's times start at 2021.
    const auto modified = [&](const QString &start, const QString &page) {
        return index(romeo.iq(
            u"get"_s, F::request(u"modified"_s, u"start='%1'"_s.arg(start), F::page(u"<max>3</max>"_s + page))));
    };
    QCOMPARE(modified(u"2021-01-01T00:00:00.000048Z"_s, {}), u"0 of %1"_s.arg(many - 49));
    QCOMPARE(modified(u"2021-01-01T00:00:00.000048Z"_s, u"<before/>"_s), u"%1 of %2"_s.arg(many - 52).arg(many - 49));
    QCOMPARE(modified(u"2030-01-01T00:00:00Z"_s, {}), u" of 0"_s);
    QCOMPARE(modified(u"2030-01-01T00:00:00Z"_s, u"<after>2000</after>"_s), u"2000 of %1"_s.arg(many));
    QCOMPARE(modified(u"2030-01-01T00:00:00Z"_s, u"<after>999999999999999</after>"_s), u" of %1"_s.arg(many));
}

// P-61: each page of the walk comes after changes that take away what the page before had.
void ArchiveModuleLargeTest::aWalkThroughARekeyMissesNothing()
{
    QVERIFY(begin());
    auto &romeo = (*m_archive)->romeo;
    QString after;
    int seen = 0;
    int gone = 0;
    for (;;) {
        const QString place = after.isEmpty() ? QString() : u"<after>"_s + after + u"</after>"_s;
        const auto page = romeo.iq(
            u"get"_s, F::request(u"keys"_s, {}, F::keyName(u"OLD"_s) + F::page(u"<max>150</max>"_s + place)));
        const QStringList collections = F::collections(page);
        if (collections.isEmpty()) {
            break;
        }
        QCOMPARE(told(page).section(u':', 0, 0), u"%1 of %2"_s.arg(seen - gone).arg(many - gone));
        seen += int(collections.size());
        after = F::setText(page, u"last"_s);
        for (const QString &collection : {collections.last(), collections.first()}) {
            const QString with = collection.section(u'|', 0, 0);
            const QString start = collection.section(u'|', 1);
            QVERIFY(F::savedVersion(F::save(romeo, with, start, F::key(u"k"_s, u"NEW"_s, u"w"_s))) > 0);
            QCOMPARE(F::outcome(romeo.iq(u"set"_s,
                         gone % 4 == 0 ? F::request(u"remove"_s, F::id(with, start))
                                       : F::request(u"delete"_s, F::id(with, start), F::keyName(u"OLD"_s)))),
                u"result"_s);
            gone += 1;
        }
    }
    QCOMPARE(seen, many);
}

// P-66: a removal of many takes its time, and others save while it goes on.
void ArchiveModuleLargeTest::removalLeavesWhatComesMeanwhile()
{
    QVERIFY(begin());
    RawXmppStream second;
    QVERIFY((*m_archive)->signIn(second, u"romeo"_s, u"second"_s));
    const auto left = [&] { return F::setText(F::list(second, {}, F::page(u"<max>0</max>"_s)), u"count"_s).toInt(); };
    QCOMPARE(left(), many);
    const QString removal = (*m_archive)->romeo.sendIq(u"set"_s, F::request(u"remove"_s, {}));
    while (left() == many) { }
    const QString start = u"2024-01-01T00:00:00Z"_s;
    QCOMPARE(F::savedVersion(F::save(second, u"new@x.example"_s, start, F::data(u"k"_s, u"new"_s))), 0);
    QCOMPARE(F::outcome((*m_archive)->romeo.answer(removal, 60000)), u"result"_s);
    QCOMPARE(F::collections(F::list(second)), QStringList{u"new@x.example|"_s + start});
    QCOMPARE(left(), 1);
}

// P-08: more than one step can take.
void ArchiveModuleLargeTest::expiresInSteps()
{
    QVERIFY(begin(u"letterlock_archive_expiry_interval = 1"_s));
    auto &romeo = (*m_archive)->romeo;
    const auto left = [&](const QString &attributes) {
        return F::setText(F::list(romeo, attributes, F::page(u"<max>0</max>"_s)), u"count"_s).toInt();
    };
    QCOMPARE(left({}), many);
    QCOMPARE(
        F::outcome(romeo.iq(u"set"_s,
            F::request(u"pref"_s, {},
                u"<default otr='concede' save='body' expire='1'/><item jid='y.example' otr='concede' save='body'/>"_s))),
        u"result"_s);
    QTRY_COMPARE_WITH_TIMEOUT(left({}), many / 3, 60000);
    QCOMPARE(left(u"with='b@y.example'"_s), many / 3);
    QCOMPARE(F::setText(F::modified(romeo, F::page(u"<max>0</max>"_s)), u"count"_s).toInt(), many);
}

// P-68: a page that would carry far more than an answer may is refused, and not read first.
void ArchiveModuleLargeTest::tooManyKeysForADataKey()
{
    QVERIFY(begin());
    const auto memory = [&] {
        QFile number((*m_archive)->server().directory() + u"/prosody.pid"_s);
        QFile status(number.open(QIODevice::ReadOnly)
                ? u"/proc/%1/status"_s.arg(QString::fromLatin1(number.readAll()).trimmed())
                : QString());
        const QString text = status.open(QIODevice::ReadOnly) ? QString::fromLatin1(status.readAll()) : QString();
        return QRegularExpression(u"VmHWM:\\s*([0-9]+) kB"_s).match(text).captured(1).toInt() / 1024;
    };
    QCOMPARE(
        m_archive->sql(u"INSERT INTO letterlock_key (coll, carried, keyname, uid, start_at, bytes, value) "
                       "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 10) SELECT c.id, "
                       "'k1', 'N' || s.i, c.uid, c.start_at, 3000, '<EncryptedKey "
                       "xmlns=\"http://www.w3.org/2001/04/xmlenc#\">' || c.id || '-' || s.i || '%1</EncryptedKey>' "
                       "FROM letterlock_collection c, s;"_s.arg(QString(3000, u'x'))),
        QStringList());
    auto &romeo = (*m_archive)->romeo;
    const QString start = u"2020-01-01T00:00:00.000001Z"_s;
    QCOMPARE(F::outcome(F::retrieve(romeo, u"a@x.example"_s, u"2020-01-01T00:00:00.000031Z"_s)), u"result"_s);
    const int before = memory();
    QVERIFY(before > 0);
    QCOMPARE(F::outcome(F::retrieve(romeo, u"a@x.example"_s, start)), u"modify/not-acceptable"_s);
    QVERIFY2(memory() < before + 40, qPrintable(u"%1 MiB, %2 MiB before"_s.arg(memory()).arg(before)));
    // Those for one public key are still many, those of its own are not.
    QCOMPARE(F::outcome(F::retrieve(romeo, u"a@x.example"_s, start, F::keyName(u"N1"_s))), u"modify/not-acceptable"_s);
    QCOMPARE(
        F::cipherValues(F::retrieve(romeo, u"a@x.example"_s, start, F::keyName(u"OLD"_s)), u"EncryptedKey"_s).size(),
        1);
    QVERIFY2(memory() < before + 40, qPrintable(u"%1 MiB, %2 MiB before"_s.arg(memory()).arg(before)));
}

// P-66: servers that share a database change one archive at once.
void ArchiveModuleLargeTest::twoServersOnOneDatabase()
{
    m_archive = std::make_unique<ArchiveModuleDatabase>(true);
    QVERIFY(m_archive->start());
    const auto other = m_archive->another();
    QVERIFY2(other->start(), qPrintable(other->server().log()));
    // Both make the owner's row.
    QStringList ids[2];
    RawXmppStream *streams[] = {&(*m_archive)->romeo, &other->romeo};
    const auto both = [&](const std::function<QString(int server, int number)> &request, int count) {
        for (int i = 0; i < count; ++i) {
            for (int server = 0; server < 2; ++server) {
                ids[server] << streams[server]->sendIq(u"set"_s, request(server, i));
            }
        }
        for (int server = 0; server < 2; ++server) {
            while (!ids[server].isEmpty()) {
                QCOMPARE(F::outcome(streams[server]->answer(ids[server].takeFirst(), 60000)), u"result"_s);
            }
        }
    };
    const auto save = [](const QString &with, const QString &content) {
        return F::request(u"save"_s, {}, u"<chat %1>%2</chat>"_s.arg(F::id(with, u"2025-01-01T00:00:00Z"_s), content));
    };
    both([&](int server, int) { return save(u"first@x.example"_s, F::data(u"k"_s, QString::number(server))); }, 1);
    QVERIFY(!QTest::currentTestFailed());
    QCOMPARE(m_archive->sql(u"DELETE FROM letterlock_item; DELETE FROM letterlock_collection; "
                            "DELETE FROM letterlock_user;"_s
                 + ArchiveModuleDatabase::collections(many)),
        QStringList());
    F::list(*streams[0]);
    F::list(*streams[1], u"with='a@x.example'"_s);
    F::modified(*streams[0], F::page({}));
    streams[1]->iq(u"get"_s, F::request(u"keys"_s, {}, F::keyName(u"OLD"_s)));
    compareBlocks();
    both(
        [&](int server, int number) {
            const QString name = u"s%1-%2"_s.arg(server).arg(number);
            switch (number % 4) {
            case 0: // the same collection
                return save(u"a@x.example"_s, F::data(u"k"_s, name) + F::key(name, u"OLD"_s, u"w"_s));
            case 1:
                return save(name + u"@x.example"_s, F::data(u"k"_s, name) + F::key(name, u"OLD"_s, u"w"_s));
            case 2:
                return F::request(
                    u"delete"_s, F::id(u"a@x.example"_s, u"2025-01-01T00:00:00Z"_s), F::keyName(u"OLD"_s));
            default:
                return save(u"a@x.example"_s, F::key(name, u"NEW"_s, u"w"_s));
            }
        },
        100);
    compareBlocks();
    QCOMPARE(m_archive->number(u"SELECT COUNT(*) - COUNT(DISTINCT modseq) FROM letterlock_collection"_s), 0);
    QCOMPARE(
        m_archive->number(u"SELECT MAX(c.modseq) - u.modseq FROM letterlock_collection c, letterlock_user u GROUP BY "
                          "u.modseq"_s),
        0);
    QCOMPARE(
        m_archive->number(u"SELECT SUM(c.bytes) - u.bytes FROM letterlock_collection c, letterlock_user u GROUP BY "
                          "u.bytes"_s),
        0);
    QCOMPARE(F::cipherValues(F::retrieve(*streams[0], u"a@x.example"_s, u"2025-01-01T00:00:00Z"_s), u"EncryptedData"_s)
                 .size(),
        50);
    for (const auto *server : {&(*m_archive)->server(), &other->server()}) {
        QVERIFY2(server->logProblems().isEmpty(), qPrintable(server->logProblems().join(u'\n')));
    }
}

} // namespace letterlock::test

using letterlock::test::ArchiveModuleLargeTest;
QTEST_GUILESS_MAIN(ArchiveModuleLargeTest)
#include "ArchiveModuleLargeTest.moc"
