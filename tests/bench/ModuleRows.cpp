// SPDX-License-Identifier: GPL-3.0-or-later
// What the server module takes for a page of a large archive, on both of its databases.
#include <QProcess>

#include "archive/collection/CollectionXml.h"
#include "crypto/base/Random.h"
#include "tests/bench/ArchiveStation.h"
#include "tests/bench/Rows.h"
#include "tests/support/TempPostgres.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

using archive::CollectionXml;
using Type = archive::IqChannel::Type;

constexpr int saved = 1000; ///< by requests; the rest are copies of those
constexpr int changes = 15;

/// Runs SQL in the database that the module uses.
using RunSql = std::function<void(const QByteArray &)>;

void runProgram(const QString &program, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    need(process.waitForFinished(patience) && process.exitCode() == 0, "the archive was not filled");
}

/// Copies that differ in the microsecond of their start and in the names of their data keys.
QByteArray copies(int count)
{
    QByteArray sql = "BEGIN;";
    for (int i = 1; i < count; ++i) {
        const auto number = QByteArray::number(i);
        const auto start = "substr(o.start_at, 1, 20) || '" + number.rightJustified(6, '0') + "Z'";
        const auto shift = QByteArray::number(i * saved);
        const auto of = " o ON o.id = x.coll JOIN letterlock_collection n ON n.uid = o.uid AND n.jid = o.jid AND "
                        "n.start_at = "
            + start + " WHERE o.id <= " + QByteArray::number(saved) + ";";
        sql += "INSERT INTO letterlock_collection (uid, jid, bare, domain, start_at, version, content, removed, "
               "modseq, "
               "mtime, archived_at, bytes, next_seq) SELECT uid, jid, bare, domain, "
            + start + ", version, content, removed, modseq + " + shift
            + ", mtime, archived_at, bytes, next_seq FROM letterlock_collection o WHERE o.id <= "
            + QByteArray::number(saved)
            + ";INSERT INTO letterlock_item (coll, seq, uid, kind, keyname, digest, bytes, value) SELECT n.id, x.seq, "
              "x.uid, x.kind, x.keyname || '-"
            + number + "', x.digest, x.bytes, x.value FROM letterlock_item x JOIN letterlock_collection" + of
            + "INSERT INTO letterlock_key (coll, carried, keyname, uid, start_at, bytes, value) SELECT n.id, x.carried "
              "|| '-"
            + number
            + "', x.keyname, x.uid, n.start_at, x.bytes, x.value FROM letterlock_key x JOIN "
              "letterlock_collection"
            + of;
    }
    const auto times = QByteArray::number(count);
    return sql + "UPDATE letterlock_user SET modseq = modseq * " + times + ", bytes = bytes * " + times + ";COMMIT;";
}

struct Pages {
    int collections = 0;
    double list = 0; ///< a page of a walk over all of it, ms
    double keys = 0;
    double listAnew = 0; ///< the last page, just after something was saved
    double keysAnew = 0;
    double memory = 0;
};

/// Walks over all pages and leaves the place before the last one in `last`.
double walk(Station &station, const std::function<crypto::XmlElement(const QString &)> &page, int count, QString *last)
{
    QString after;
    const double whole = Series::milliseconds(count, [&](int) {
        *last = after;
        return station.channel.request(Type::Get, page(after)).then([&](const BareAnswer &answer) {
            if (answer) {
                after = answer->nodes().back().childText(u"last"_s, u"http://jabber.org/protocol/rsm"_s);
                need(!after.isEmpty(), "the walk ended early");
            }
            return answer;
        });
    });
    return whole / count;
}

Pages measure(int collections, const QString &config, const std::function<RunSql(ProsodyServer &)> &sqlFor,
    ArchiveKeysForBench &keys)
{
    ProsodyServer server({.accounts = {{account, u"secret"_s}}, .hostConfig = limitless + config});
    need(server.start(), "no server");
    Station station(server, account, keys);
    const CollectionXml xml;
    const auto part = *station.ring.seal(QByteArray(300, 'x'), crypto::randomName());
    auto wraps = *station.ring.wrap(crypto::randomName(), {keys.oldKey});
    int number = 0;
    const auto save = [&] {
        wraps.first().carriedKeyName = u"data-key-%1"_s.arg(number);
        archive::SaveRequest request{
            {*crypto::BareJid::parse(u"peer%1@example.org"_s.arg(number % peers)),
                QDateTime(QDate(2010, 1, 1), QTime(0, 0), QTimeZone::utc()).addSecs(qint64(number) * 86'400)},
            {part}, wraps, {}};
        request.parts.first().keyName = wraps.first().carriedKeyName;
        ++number;
        return station.channel.request(Type::Set, xml.save(request));
    };
    announce("filling a module", collections);
    Series::milliseconds(saved, [&](int) { return save(); });
    sqlFor(server)(copies(collections / saved));

    Pages result{.collections = collections};
    QString lastList;
    QString lastKeys;
    const auto listPage = [&](const QString &after) { return xml.list({100, after}); };
    const auto keysPage = [&](const QString &after) { return xml.keys(keys.oldKey, {50, after}); };
    result.list = walk(station, listPage, collections / 100, &lastList);
    result.keys = walk(station, keysPage, collections / 50, &lastKeys);
    const auto anew = [&](const crypto::XmlElement &request) {
        QList<double> times;
        for (int i = 0; i < changes; ++i) {
            Series::milliseconds(1, [&](int) { return save(); });
            times.append(Series::milliseconds(1, [&](int) { return station.channel.request(Type::Get, request); }));
        }
        return median(times);
    };
    result.listAnew = anew(listPage(lastList));
    result.keysAnew = anew(keysPage(lastKeys));
    result.memory = memoryOf(processOf(server), "VmHWM");
    need(server.logProblems().isEmpty(), "the server had problems");
    return result;
}

QList<Row> rowsOf(const QString &store, const Pages &small, const Pages &large)
{
    QList<Row> rows;
    const auto row = [&](const QString &name, double before, double after, double budget, const QString &unit) {
        rows.append(
            {.name = u"module on %1, %2 to %3: %4"_s.arg(store).arg(small.collections).arg(large.collections).arg(name),
                .measured = after,
                .floor = before,
                .budget = budget,
                .unit = unit,
                .note = {}});
    };
    row(u"a page of the whole list"_s, small.list, large.list, 1.5, u"ms"_s);
    row(u"a page of all keys"_s, small.keys, large.keys, 1.5, u"ms"_s);
    // Every change keeps the counts true, so nothing is counted anew.
    row(u"the last page of the list after a change"_s, small.listAnew, large.listAnew, 1.5, u"ms"_s);
    row(u"the last page of keys after a change"_s, small.keysAnew, large.keysAnew, 1.5, u"ms"_s);
    row(u"the server's memory"_s, small.memory, large.memory, 1.5, u"MiB"_s);
    return rows;
}

} // namespace

void moduleRows(const Tell &tell)
{
    constexpr int small = 10'000;
    constexpr int large = 100'000;
    ArchiveKeysForBench keys;
    const auto sqlite = [](ProsodyServer &server) -> RunSql {
        return [file = server.dataDirectory() + u"/localhost/letterlock_archive.sqlite"_s](const QByteArray &sql) {
            const auto code = u"local db = require 'lsqlite3'.open('%1'); "
                              "if db:exec(io.read 'a') ~= 0 then error(db:errmsg()) end"_s;
            runProgram(u"lua5.4"_s, {u"-e"_s, code.arg(file)}, sql);
        };
    };
    const auto smallHere = measure(small, {}, sqlite, keys);
    tell(rowsOf(u"SQLite"_s, smallHere, measure(large, {}, sqlite, keys)));
    const auto postgres = [&keys](int collections) {
        TempPostgres database;
        need(database.start(), "no PostgreSQL");
        const auto run = [folder = database.folder()](ProsodyServer &) -> RunSql {
            return [folder](const QByteArray &sql) {
                runProgram(u"psql"_s,
                    {u"-q"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-h"_s, folder, u"-U"_s, u"letterlock"_s, u"postgres"_s},
                    sql + "VACUUM ANALYZE;"); // a server that runs for long does so by itself
            };
        };
        return measure(collections, database.moduleConfig(), run, keys);
    };
    const auto smallThere = postgres(small);
    tell(rowsOf(u"PostgreSQL"_s, smallThere, postgres(large)));
}

} // namespace letterlock::test
