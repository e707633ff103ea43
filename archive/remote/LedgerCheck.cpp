// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/LedgerCheck.h"

#include <QTimeZone>

#include "archive/remote/ArchiveProbe.h"
#include "archive/remote/LedgerRows.h"
#include "archive/remote/Rows.h"
#include "archive/remote/SyncJournal.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr int audited = 3; ///< collections per walk
constexpr int largeArchive = 2000; ///< collections
constexpr int mostSuspects = 200; ///< in one go; the rest has its turn with the next look
const QString walkName = u"ledger-walk"_s;
const QString walkedName = u"ledger-walked"_s;

ArchiveResult<void> set(Database &database, const QString &change, const CollectionId &id, const QVariantList &more = {})
{
    return runSql(database, u"UPDATE archive_ledger SET "_s + change + u" WHERE peer = ?1 AND start = ?2"_s,
        LedgerRows::placeOf(id) + more);
}

/// The server was told to forget it after a while.
bool hasExpired(const LedgerEntry &entry, const Preferences &preferences, qint64 now)
{
    const auto &rule = preferences.ruleFor(crypto::Jid(entry.id.with, entry.id.resource));
    return rule.expire && entry.id.start.toMSecsSinceEpoch() + *rule.expire * 1000 <= now;
}

ArchiveResult<void> note(Database &database, const CollectionHead &head, qint64 now)
{
    const auto found = LedgerRows::find(database, head.id);
    if (!found) {
        return std::unexpected(found.error());
    }
    if (!*found) {
        return SyncJournal::unread(database, head.id);
    }
    const auto &entry = **found;
    if (entry.removed) {
        // Whoever wanted it gone did not get that far, or somebody has made it anew.
        const bool isOld = now - entry.removedAt > LedgerRows::aDay;
        if (!isOld && entry.version == head.version) {
            return {};
        }
        const auto reset
            = isOld ? set(database, u"version = -2, parts = -1"_s, head.id) : ArchiveResult<void>();
        return reset ? SyncJournal::unread(database, head.id) : reset;
    }
    if (entry.version < 0) {
        return set(database, u"version = ?3"_s, head.id, {head.version});
    }
    if (head.version > entry.version) {
        return SyncJournal::unread(database, head.id);
    }
    // What was missed and is there, and what was more than it is now, is read.
    return runSql(database,
        u"UPDATE archive_ledger SET suspect = 2 WHERE peer = ?1 AND start = ?2 AND (?3 OR suspect = 1 OR fault = 1)"_s,
        LedgerRows::placeOf(head.id) + QVariantList{head.version < entry.version});
}

/// The wrapped keys of a month lie with one of its collections, and it may be this one.
ArchiveResult<void> wrapAgain(Database &database, const CollectionId &id)
{
    return runSql(database,
        u"UPDATE archive_data_keys SET recipients = '' WHERE month = strftime('%Y-%m', ?2 / 1000, 'unixepoch') "
        "AND conversation IN (SELECT conversation FROM archive_collections WHERE peer = ?1 AND start = ?2)"_s,
        LedgerRows::placeOf(id));
}

} // namespace

ArchiveResult<bool> LedgerCheck::isDue(Database &database, qint64 now)
{
    qint64 rows = 0;
    const auto counted = eachRow(database, u"SELECT count(*) FROM (SELECT 1 FROM archive_ledger LIMIT ?1)"_s,
        {largeArchive}, [&](const Statement &row) { rows = row.integer(0); });
    if (!counted) {
        return std::unexpected(counted.error());
    }
    return LedgerRows::state(database, walkedName).transform([&](const QString &last) {
        return rows < largeArchive || now - last.toLongLong() > LedgerRows::aDay || last.toLongLong() > now;
    });
}

ArchiveResult<qint64> LedgerCheck::begin(Database &database)
{
    const auto last = LedgerRows::state(database, walkName);
    if (!last) {
        return std::unexpected(last.error());
    }
    const qint64 walk = last->toLongLong() + 1;
    return LedgerRows::setState(database, walkName, QString::number(walk)).transform([walk] { return walk; });
}

ArchiveResult<void> LedgerCheck::listed(
    Database &database, qint64 walk, const QList<CollectionHead> &heads, qint64 now)
{
    ArchiveResult<void> done;
    for (const auto &head : heads) {
        if (done && !ArchiveProbe::isProbe(head.id)) {
            done = note(database, head, now);
            done = done ? set(database, u"checked = ?3"_s, head.id, {walk}) : done;
        }
    }
    return done;
}

ArchiveResult<void> LedgerCheck::end(Database &database, qint64 walk, qint64 now)
{
    const auto missed = runSql(database,
        u"UPDATE archive_ledger SET suspect = 1 WHERE checked < ?1 AND removed = 0 AND fault <> 1"_s, {walk});
    return missed ? LedgerRows::setState(database, walkedName, QString::number(now)) : missed;
}

ArchiveResult<QList<LedgerEntry>> LedgerCheck::suspects(Database &database, bool audit)
{
    QList<LedgerEntry> found;
    const auto take = [&](const Statement &row) {
        if (auto entry = LedgerRows::entryFrom(row)) {
            found.append(*std::move(entry));
        }
    };
    auto read = eachRow(database, LedgerRows::columns + u"WHERE suspect <> 0 ORDER BY start LIMIT ?1"_s,
        {mostSuspects}, take);
    if (read && audit) {
        read = eachRow(database,
            LedgerRows::columns + u"WHERE removed = 0 AND suspect = 0 AND fault = 0 ORDER BY looked LIMIT ?1"_s,
            {audited}, take);
    }
    return read ? ArchiveResult<QList<LedgerEntry>>(found) : std::unexpected(read.error());
}

ArchiveResult<LedgerFault> LedgerCheck::judge(Database &database, const LedgerEntry &suspect,
    const std::optional<Reading> &reading, const Preferences &preferences, qint64 now)
{
    const auto found = LedgerRows::find(database, suspect.id);
    if (!found) {
        return std::unexpected(found.error());
    }
    const auto none = [] { return LedgerFault::None; };
    const bool isHonest = !*found || (*found)->removed;
    if (!reading) {
        if (!isHonest && now - (*found)->removedAt >= LedgerRows::aDay && !hasExpired(**found, preferences, now)) {
            return LedgerFault::Missing;
        }
        auto taken = isHonest ? ArchiveResult<void>() : LedgerRows::removing(database, suspect.id, now);
        taken = taken ? set(database, u"suspect = 0"_s, suspect.id) : taken;
        return taken ? SyncJournal::removed(database, suspect.id).transform(none) : taken.transform(none);
    }
    if (isHonest) {
        // About to go, or made anew: the next look reads it.
        auto taken = set(database, u"suspect = 0"_s, suspect.id);
        return taken ? SyncJournal::unread(database, suspect.id).transform(none) : taken.transform(none);
    }
    if (!LedgerRows::holds(**found, reading->digests)) {
        return reading->digests.size() < (*found)->parts ? LedgerFault::Older : LedgerFault::Different;
    }
    if ((*found)->parts == reading->digests.size() && (*found)->version == reading->version) {
        return set(database, u"suspect = 0, fault = 0, looked = ?3"_s, suspect.id, {now}).transform(none);
    }
    // There is more than was vouched for, or the same in another version: the sync reads, opens and vouches for it.
    const auto kept = set(database, u"suspect = 0, fault = 0, looked = ?3, version = min(version, ?4)"_s, suspect.id,
        {now, reading->version});
    return kept && (*found)->parts != reading->digests.size()
        ? SyncJournal::unread(database, suspect.id).transform(none)
        : kept.transform(none);
}

ArchiveResult<bool> LedgerCheck::find(Database &database, const LedgerEntry &suspect, LedgerFault fault, qint64 now)
{
    const auto found = LedgerRows::find(database, suspect.id);
    if (!found || !*found) {
        return found ? ArchiveResult<bool>(false) : std::unexpected(found.error());
    }
    if ((*found)->stamp != suspect.stamp || (*found)->removedAt != suspect.removedAt
        || (*found)->chain != suspect.chain || (*found)->removed) {
        return false; // told anew: the next look judges
    }
    if (const auto judged = set(database, u"suspect = 0"_s, suspect.id); !judged) {
        return std::unexpected(judged.error());
    }
    return runSql(database,
        u"UPDATE archive_ledger SET fault = ?3, found = ?4 WHERE peer = ?1 AND start = ?2 AND fault <> ?3"_s,
        LedgerRows::placeOf(suspect.id) + QVariantList{int(fault), now})
        .transform([&database] { return database.changes() > 0; });
}

ArchiveResult<QList<LedgerFinding>> LedgerCheck::findings(Database &database)
{
    QList<LedgerFinding> all;
    const auto read = eachRow(database,
        u"SELECT l.peer, l.start, l.microseconds, l.fault, l.whole AND EXISTS (SELECT 1 FROM archive_collections c "
        "JOIN messages m ON m.collection = c.id WHERE c.peer = l.peer AND c.start = l.start) "
        "FROM archive_ledger l WHERE l.fault <> 0 ORDER BY l.start"_s,
        {}, [&](const Statement &row) {
            const auto start = QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc());
            if (auto id = CollectionId::at(row.text(0), start)) {
                id->microseconds = int(row.integer(2));
                all.append({*id, LedgerFault(row.integer(3)), row.integer(4) != 0});
            }
        });
    return read ? ArchiveResult<QList<LedgerFinding>>(all) : std::unexpected(read.error());
}

ArchiveResult<QList<CollectionId>> LedgerCheck::giveBack(Database &database, qint64 now)
{
    const auto all = findings(database);
    if (!all) {
        return std::unexpected(all.error());
    }
    QList<CollectionId> there;
    ArchiveResult<void> done;
    for (const auto &finding : *all) {
        if (!done || !finding.isHere) {
            continue;
        }
        done = wrapAgain(database, finding.id);
        done = done ? LedgerRows::removing(database, finding.id, now) : done;
        done = done ? SyncJournal::lost(database, finding.id) : done;
        if (finding.fault != LedgerFault::Missing) {
            there.append(finding.id);
        }
    }
    return done ? ArchiveResult<QList<CollectionId>>(there) : std::unexpected(done.error());
}

ArchiveResult<void> LedgerCheck::accept(Database &database, qint64 now)
{
    const auto all = findings(database);
    ArchiveResult<void> done = all ? ArchiveResult<void>() : std::unexpected(all.error());
    for (const auto &finding : all.value_or(QList<LedgerFinding>())) {
        if (done && finding.fault == LedgerFault::Missing) {
            done = wrapAgain(database, finding.id);
            done = done ? LedgerRows::removing(database, finding.id, now) : done;
            done = done ? SyncJournal::removed(database, finding.id) : done;
        } else if (done) {
            done = set(database,
                u"version = -1, parts = -1, chain = NULL, removed_at = ?3, dirty = dirty + 1, fault = 0, suspect = 0"_s,
                finding.id, {now});
            done = done ? SyncJournal::unread(database, finding.id) : done;
        }
    }
    return done;
}

} // namespace letterlock::archive
