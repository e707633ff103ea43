// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/MoveJournal.h"

#include <QTimeZone>

#include "archive/remote/Rows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

const QString rowColumns = u"SELECT peer, start, source_version, target_version, was_there FROM archive_moved "_s;

QVariantList place(const CollectionId &id)
{
    return {id.address(), id.start.toMSecsSinceEpoch()};
}

ArchiveResult<std::optional<MoveJournal::Row>> readRow(
    Database &database, const QString &condition, const QVariantList &values)
{
    std::optional<MoveJournal::Row> found;
    const auto read = eachRow(database, rowColumns + condition, values, [&](const Statement &row) {
        const auto start = QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc());
        if (const auto id = CollectionId::at(row.text(0), start)) {
            found = MoveJournal::Row{*id, row.integer(2), row.integer(3), row.integer(4) != 0};
        }
    });
    return read ? ArchiveResult<std::optional<MoveJournal::Row>>(found) : std::unexpected(read.error());
}

/// Each place counts changes and versions by itself.
ArchiveResult<void> forgetOrder(Database &database)
{
    const auto cursor = runSql(database, u"DELETE FROM archive_state WHERE name = 'cursor'"_s);
    return cursor ? runSql(database, u"UPDATE archive_ledger SET version = -1"_s) : cursor;
}

} // namespace

ArchiveResult<std::optional<MoveJournal::Move>> MoveJournal::current(Database &database)
{
    std::optional<Move> move;
    const auto read = eachRow(database, u"SELECT target, phase FROM archive_move"_s, {},
        [&](const Statement &row) { move = Move{ArchivePlace(row.integer(0)), Phase(row.integer(1))}; });
    return read ? ArchiveResult<std::optional<Move>>(move) : std::unexpected(read.error());
}

ArchiveResult<void> MoveJournal::begin(Database &database, ArchivePlace target)
{
    return runSql(
        database, u"INSERT INTO archive_move (id, target, phase) VALUES (1, ?1, 1)"_s, {static_cast<int>(target)});
}

ArchiveResult<void> MoveJournal::setPhase(Database &database, Phase phase)
{
    return runSql(database, u"UPDATE archive_move SET phase = ?1"_s, {static_cast<int>(phase)});
}

ArchiveResult<std::optional<MoveJournal::Row>> MoveJournal::find(Database &database, const CollectionId &id)
{
    return readRow(database, u"WHERE peer = ?1 AND start = ?2"_s, place(id));
}

ArchiveResult<std::optional<MoveJournal::Row>> MoveJournal::first(Database &database)
{
    return readRow(database, u"ORDER BY start, peer LIMIT 1"_s, {});
}

ArchiveResult<void> MoveJournal::keep(Database &database, const Row &row)
{
    return runSql(database,
        u"INSERT INTO archive_moved (peer, start, source_version, target_version, was_there) "
        "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (start, peer) DO UPDATE SET source_version = ?3, "
        "target_version = ?4"_s,
        place(row.id) + QVariantList{row.sourceVersion, row.targetVersion, row.wasThere});
}

ArchiveResult<void> MoveJournal::drop(Database &database, const CollectionId &id)
{
    return runSql(database, u"DELETE FROM archive_moved WHERE peer = ?1 AND start = ?2"_s, place(id));
}

ArchiveResult<int> MoveJournal::count(Database &database)
{
    int rows = 0;
    const auto read = eachRow(database, u"SELECT count(*) FROM archive_moved"_s, {},
        [&](const Statement &row) { rows = static_cast<int>(row.integer(0)); });
    return read ? ArchiveResult<int>(rows) : std::unexpected(read.error());
}

ArchiveResult<void> MoveJournal::end(Database &database)
{
    const auto rows = runSql(database, u"DELETE FROM archive_moved"_s);
    return rows ? runSql(database, u"DELETE FROM archive_move"_s) : rows;
}

ArchiveResult<void> MoveJournal::switchOver(Database &database)
{
    const auto known = runSql(database,
        u"UPDATE archive_collections SET known = coalesce((SELECT target_version FROM archive_moved m WHERE "
        "m.peer = archive_collections.peer AND m.start = archive_collections.start AND "
        "m.source_version = archive_collections.known), -1)"_s);
    const auto cursor = known ? forgetOrder(database) : known;
    return cursor ? setPhase(database, Phase::Removing) : cursor;
}

ArchiveResult<void> MoveJournal::forgetVersions(Database &database)
{
    const auto known = runSql(database, u"UPDATE archive_collections SET known = -1"_s);
    return known ? forgetOrder(database) : known;
}

} // namespace letterlock::archive
