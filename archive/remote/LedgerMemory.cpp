// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/LedgerMemory.h"

#include "archive/remote/LedgerRows.h"
#include "archive/remote/Rows.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

const QString counterName = u"ledger-counter"_s;
const QString logName = u"ledger-log"_s;
const QString deviceName = u"ledger-device"_s;
const QString faultName = u"ledger-fault"_s;

ArchiveResult<void> remember(Database &database, const LedgerHead &head)
{
    auto done = LedgerRows::setState(database, counterName, QString::number(head.counter));
    done = done ? LedgerRows::setState(database, logName, head.log.join(u' ')) : done;
    // What we replaced is left over if this head has it no longer.
    done = done ? runSql(database, u"UPDATE archive_ledger_pieces SET written = 1 WHERE written = 2"_s) : done;
    done = done ? runSql(database, u"DELETE FROM archive_ledger_pieces WHERE written = 0"_s) : done;
    for (const auto &[bucket, item] : head.pieces.asKeyValueRange()) {
        done = done ? runSql(database,
                          u"INSERT INTO archive_ledger_pieces (bucket, item) VALUES (?1, ?2) "
                          "ON CONFLICT (bucket, item) DO UPDATE SET written = 0"_s,
                          {bucket, item})
                    : done;
    }
    return done;
}

/// Two heads may have met on a server that compares the fence and writes in two steps.
ArchiveResult<void> tellAgain(Database &database, const QString &bucket, const QList<LedgerEntry> &known)
{
    QHash<CollectionId, qint64> stamps;
    for (const auto &entry : known) {
        stamps.insert(entry.id, entry.stamp);
    }
    const auto here = LedgerMemory::bucket(database, bucket);
    if (!here) {
        return std::unexpected(here.error());
    }
    for (const auto &entry : *here) {
        if (entry.dirty == 0 && stamps.value(entry.id, -1) < entry.stamp) {
            const auto marked = runSql(database,
                u"UPDATE archive_ledger SET dirty = 1 WHERE peer = ?1 AND start = ?2"_s, LedgerRows::placeOf(entry.id));
            if (!marked) {
                return marked;
            }
        }
    }
    return {};
}

} // namespace

ArchiveResult<LedgerMemory> LedgerMemory::load(Database &database)
{
    LedgerMemory memory;
    auto read = eachRow(
        database, u"SELECT name, value FROM archive_state WHERE name LIKE 'ledger-%'"_s, {}, [&](const Statement &row) {
            const auto name = row.text(0);
            if (name == counterName) {
                memory.counter = row.text(1).toLongLong();
            } else if (name == logName) {
                memory.log = row.text(1).split(u' ', Qt::SkipEmptyParts);
            } else if (name == deviceName) {
                memory.device = row.text(1);
            }
        });
    if (read && memory.device.isEmpty()) {
        memory.device = crypto::randomName().first(10);
        read = LedgerRows::setState(database, deviceName, memory.device);
    }
    if (read) {
        read = eachRow(
            database, u"SELECT bucket, item, written FROM archive_ledger_pieces"_s, {}, [&](const Statement &row) {
                if (row.integer(2) == 1) {
                    memory.leftovers.append(row.text(1));
                } else {
                    memory.pieces.insert(row.text(0), row.text(1));
                }
            });
    }
    return read ? ArchiveResult<LedgerMemory>(memory) : std::unexpected(read.error());
}

ArchiveResult<void> LedgerMemory::took(Database &database, const LedgerHead &head, const Pieces &read)
{
    const auto before = load(database);
    if (!before) {
        return std::unexpected(before.error());
    }
    ArchiveResult<void> done;
    for (const auto &[name, entries] : read.asKeyValueRange()) {
        for (const auto &entry : entries) {
            done = done ? LedgerRows::merge(database, entry) : done;
        }
        done = done ? tellAgain(database, name, entries) : done;
    }
    for (const auto &[name, item] : before->pieces.asKeyValueRange()) {
        if (done && !head.pieces.contains(name)) {
            done = lost(database, name);
        }
    }
    return done ? remember(database, head) : done;
}

ArchiveResult<void> LedgerMemory::published(Database &database, const LedgerHead &head, const Pieces &told)
{
    ArchiveResult<void> done;
    for (const auto &entries : told) {
        for (const auto &entry : entries) {
            if (done && entry.dirty > 0) {
                done = runSql(database,
                    u"UPDATE archive_ledger SET stamp = ?3, dirty = dirty - min(dirty, ?4) "
                    "WHERE peer = ?1 AND start = ?2"_s,
                    LedgerRows::placeOf(entry.id) + QVariantList{head.counter, entry.dirty});
            }
        }
    }
    return done ? remember(database, head) : done;
}

ArchiveResult<void> LedgerMemory::lost(Database &database)
{
    const auto forgotten = runSql(database, u"DELETE FROM archive_ledger_pieces WHERE written <> 1"_s);
    return forgotten ? runSql(database, u"UPDATE archive_ledger SET dirty = dirty + 1"_s) : forgotten;
}

ArchiveResult<void> LedgerMemory::lost(Database &database, const QString &bucket)
{
    return runSql(database, u"UPDATE archive_ledger SET dirty = dirty + 1 WHERE bucket = ?1"_s, {bucket});
}

ArchiveResult<void> LedgerMemory::writing(
    Database &database, const QString &bucket, const QString &item, const QString &before)
{
    const auto noted = runSql(database,
        u"INSERT OR IGNORE INTO archive_ledger_pieces (bucket, item, written) VALUES (?1, ?2, 1)"_s, {bucket, item});
    return noted
        ? runSql(database,
              u"UPDATE archive_ledger_pieces SET written = 2 WHERE bucket = ?1 AND item = ?2 AND written = 0"_s,
              {bucket, before})
        : noted;
}

ArchiveResult<void> LedgerMemory::dropped(Database &database)
{
    return runSql(database, u"DELETE FROM archive_ledger_pieces WHERE written = 1"_s);
}

ArchiveResult<QStringList> LedgerMemory::untold(Database &database)
{
    QStringList names;
    const auto read = eachRow(database, u"SELECT DISTINCT bucket FROM archive_ledger WHERE dirty <> 0"_s, {},
        [&](const Statement &row) { names.append(row.text(0)); });
    return read ? ArchiveResult<QStringList>(names) : std::unexpected(read.error());
}

ArchiveResult<QList<LedgerEntry>> LedgerMemory::bucket(Database &database, const QString &name)
{
    QList<LedgerEntry> entries;
    const auto read = eachRow(
        database, LedgerRows::columns + u"WHERE bucket = ?1 ORDER BY start, peer"_s, {name}, [&](const Statement &row) {
            if (auto entry = LedgerRows::entryFrom(row)) {
                entries.append(*std::move(entry));
            }
        });
    return read ? ArchiveResult<QList<LedgerEntry>>(entries) : std::unexpected(read.error());
}

ArchiveResult<LedgerHeadFault> LedgerMemory::fault(Database &database)
{
    return LedgerRows::state(database, faultName).transform([](const QString &value) {
        return LedgerHeadFault(value.toInt());
    });
}

ArchiveResult<void> LedgerMemory::setFault(Database &database, LedgerHeadFault fault)
{
    return LedgerRows::setState(database, faultName, QString::number(int(fault)));
}

} // namespace letterlock::archive
