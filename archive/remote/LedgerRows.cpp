// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/LedgerRows.h"

#include <QCryptographicHash>
#include <QTimeZone>

#include <algorithm>

#include "archive/remote/ArchiveProbe.h"
#include "archive/remote/Rows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr qsizetype digestSize = 16;

using Found = ArchiveResult<std::optional<LedgerEntry>>;

ArchiveResult<void> suspect(Database &database, const CollectionId &id, int kind)
{
    return runSql(database, u"UPDATE archive_ledger SET suspect = ?3 WHERE peer = ?1 AND start = ?2"_s,
        LedgerRows::placeOf(id) + QVariantList{kind});
}

bool isTheSame(const LedgerEntry &removed, CollectionVersion version, const QByteArrayList &digests)
{
    if (removed.parts < 0) {
        return removed.version == version;
    }
    return removed.parts == digests.size() && LedgerRows::holds(removed, digests);
}

} // namespace

const QString LedgerRows::columns
    = u"SELECT peer, start, microseconds, version, parts, chain, removed, removed_at, stamp, dirty FROM archive_ledger "_s;

QByteArray chained(const QByteArray &before, const crypto::EncryptedData &part)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(before);
    hash.addData(part.keyName.toUtf8());
    hash.addData(QByteArrayView("\0", 1));
    hash.addData(part.cipherValue);
    return hash.result().first(digestSize);
}

QString LedgerRows::bucketOf(const CollectionId &id)
{
    const auto start = id.start.toUTC();
    return start.toString(u"yyyy-MM-"_s) + QString::number(std::min(2, (start.date().day() - 1) / 10));
}

QVariantList LedgerRows::placeOf(const CollectionId &id)
{
    return {id.address(), id.start.toMSecsSinceEpoch()};
}

std::optional<LedgerEntry> LedgerRows::entryFrom(const Statement &row)
{
    const auto start = QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc());
    auto id = CollectionId::at(row.text(0), start);
    if (!id) {
        return std::nullopt;
    }
    id->microseconds = int(row.integer(2));
    return LedgerEntry{.id = *id,
        .version = row.integer(3),
        .parts = row.integer(4),
        .chain = row.blob(5),
        .removed = row.integer(6) != 0,
        .removedAt = row.integer(7),
        .stamp = row.integer(8),
        .dirty = row.integer(9)};
}

Found LedgerRows::find(Database &database, const CollectionId &id)
{
    std::optional<LedgerEntry> found;
    const auto read = eachRow(database, columns + u"WHERE peer = ?1 AND start = ?2"_s, placeOf(id),
        [&](const Statement &row) { found = entryFrom(row); });
    return read ? Found(found) : std::unexpected(read.error());
}

bool LedgerRows::holds(const LedgerEntry &entry, const QByteArrayList &digests)
{
    return entry.parts <= 0 || (digests.size() >= entry.parts && digests[entry.parts - 1] == entry.chain);
}

/// Whatever was thought of it before: from here on this is what holds.
ArchiveResult<void> LedgerRows::put(Database &database, const LedgerEntry &entry, bool whole)
{
    return runSql(database,
        u"INSERT INTO archive_ledger (peer, start, microseconds, bucket, version, parts, chain, removed, removed_at, "
        "stamp, dirty, whole, checked) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
        "coalesce((SELECT CAST(value AS INTEGER) FROM archive_state WHERE name = 'ledger-walk'), 0)) "
        "ON CONFLICT (start, peer) DO UPDATE SET version = ?5, parts = ?6, chain = ?7, removed = ?8, removed_at = ?9, "
        "stamp = ?10, dirty = ?11, whole = ?12, checked = excluded.checked, suspect = 0, fault = 0"_s,
        placeOf(entry.id)
            + QVariantList{entry.id.microseconds, bucketOf(entry.id), entry.version, entry.parts, entry.chain,
                entry.removed, entry.removedAt, entry.stamp, entry.dirty, whole});
}

ArchiveResult<void> LedgerRows::read(
    Database &database, const CollectionId &id, CollectionVersion version, const QByteArrayList &digests)
{
    const auto found = find(database, id);
    if (!found) {
        return std::unexpected(found.error());
    }
    auto entry = found->value_or(LedgerEntry{.id = id});
    if (entry.removed) {
        if (isTheSame(entry, version, digests)) {
            return {}; // it is about to go
        }
        entry.removed = false;
        entry.parts = -1;
    }
    if (!holds(entry, digests)) {
        return suspect(database, id, 2);
    }
    const bool isNews = !*found || (*found)->removed || entry.parts != digests.size();
    entry.id.microseconds = id.microseconds;
    entry.version = version;
    entry.parts = digests.size();
    entry.chain = digests.isEmpty() ? QByteArray() : digests.last();
    entry.dirty += isNews ? 1 : 0;
    return put(database, entry, true);
}

ArchiveResult<void> LedgerRows::saved(Database &database, const SaveRequest &request, CollectionVersion version)
{
    if (ArchiveProbe::isProbe(request.id)) {
        return {};
    }
    const auto found = find(database, request.id);
    if (!found) {
        return std::unexpected(found.error());
    }
    auto entry = found->value_or(LedgerEntry{.id = request.id});
    const bool isFirst = !*found || entry.removed;
    if (isFirst) {
        if (version != 0 || request.parts.isEmpty()) {
            return {}; // others have written too: the next look reads it
        }
        entry.removed = false;
        entry.parts = 0;
        entry.chain.clear();
    } else if (entry.parts < 0 || version != entry.version + 1) {
        return {};
    }
    for (const auto &part : request.parts) {
        entry.chain = chained(entry.chain, part);
    }
    entry.parts += request.parts.size();
    entry.version = version;
    entry.dirty += request.parts.isEmpty() ? 0 : 1;
    if (isFirst) {
        return put(database, entry, true);
    }
    return runSql(database,
        u"UPDATE archive_ledger SET version = ?3, parts = ?4, chain = ?5, dirty = ?6 WHERE peer = ?1 AND start = ?2"_s,
        placeOf(request.id) + QVariantList{entry.version, entry.parts, entry.chain, entry.dirty});
}

ArchiveResult<void> LedgerRows::removing(Database &database, const CollectionId &id, qint64 now)
{
    return runSql(database,
        // What the server has said of it before still waits to be taken note of.
        u"UPDATE archive_ledger SET removed = 1, removed_at = ?3, dirty = dirty + 1, fault = 0 "
        "WHERE peer = ?1 AND start = ?2"_s,
        placeOf(id) + QVariantList{now});
}

ArchiveResult<void> LedgerRows::removing(Database &database, const RemoveRange &range, qint64 now)
{
    QList<CollectionId> ids;
    auto done = eachRow(database, columns + u"WHERE removed = 0 AND start >= ?1 AND start < ?2"_s,
        {range.from.isValid() ? range.from.toMSecsSinceEpoch() : LLONG_MIN,
            range.until.isValid() ? range.until.toMSecsSinceEpoch() : LLONG_MAX},
        [&](const Statement &row) {
            const auto entry = entryFrom(row);
            if (entry && range.holds(entry->id)) {
                ids.append(entry->id);
            }
        });
    for (const auto &id : std::as_const(ids)) {
        done = done ? removing(database, id, now) : done;
    }
    return done;
}

ArchiveResult<bool> LedgerRows::gone(Database &database, const CollectionId &id, qint64 now)
{
    const auto found = find(database, id);
    const auto shared = isShared(database);
    if (!found || !shared) {
        return std::unexpected(found ? shared.error() : found.error());
    }
    if (!*found || (*found)->removed) {
        return suspect(database, id, 0).transform([] { return true; });
    }
    // Without a list for all devices nobody could have said so. Whoever appends while another device removes may lose
    // what was appended, but not without a word.
    if (!*shared || now - (*found)->removedAt < aDay) {
        return runSql(database,
            u"UPDATE archive_ledger SET removed = 1, dirty = dirty + 1, suspect = 0, fault = 0 "
            "WHERE peer = ?1 AND start = ?2"_s,
            placeOf(id))
            .transform([] { return true; });
    }
    // One that the person has heard of is not judged again with every look.
    return runSql(
        database, u"UPDATE archive_ledger SET suspect = 1 WHERE peer = ?1 AND start = ?2 AND fault <> 1"_s, placeOf(id))
        .transform([] { return false; });
}

ArchiveResult<void> LedgerRows::merge(Database &database, const LedgerEntry &told)
{
    const auto found = find(database, told.id);
    if (!found) {
        return std::unexpected(found.error());
    }
    auto taken = told;
    taken.dirty = 0;
    if (!*found) {
        return put(database, taken, false);
    }
    const auto &here = **found;
    if (told.stamp <= here.stamp) {
        return {};
    }
    // All of it is here as long as there is not more of it.
    bool whole = false;
    int wasSuspect = 0;
    auto read = eachRow(database, u"SELECT whole, suspect FROM archive_ledger WHERE peer = ?1 AND start = ?2"_s,
        placeOf(told.id), [&](const Statement &row) {
            whole = row.integer(0) != 0;
            wasSuspect = int(row.integer(1));
        });
    if (!read) {
        return read;
    }
    whole = whole && (told.parts <= here.parts || told.version == here.version);
    if (told.removedAt > here.removedAt) {
        // Removed meanwhile, and perhaps made anew: nothing that was known before holds. What the server says of it
        // waits to be taken note of.
        auto put = LedgerRows::put(database, taken, whole);
        return put && (taken.removed || wasSuspect != 0) ? suspect(database, told.id, 1) : put;
    }
    if (here.removed && here.dirty > 0) {
        return {};
    }
    if (told.removed || here.removed) {
        auto put = LedgerRows::put(database, taken, whole);
        return put && wasSuspect != 0 ? suspect(database, told.id, wasSuspect) : put;
    }
    if (told.parts < here.parts) {
        return runSql(database,
            u"UPDATE archive_ledger SET stamp = ?3, dirty = dirty + 1 "
            "WHERE peer = ?1 AND start = ?2"_s,
            placeOf(told.id) + QVariantList{told.stamp});
    }
    const bool differs = told.parts == here.parts && told.chain != here.chain;
    auto updated = runSql(database,
        u"UPDATE archive_ledger SET version = max(version, ?3), parts = ?4, chain = ?5, stamp = ?6, dirty = 0, "
        "whole = ?7 WHERE peer = ?1 AND start = ?2"_s,
        placeOf(told.id) + QVariantList{told.version, told.parts, told.chain, told.stamp, whole});
    return updated && differs ? suspect(database, told.id, 2) : updated;
}

ArchiveResult<bool> LedgerRows::isShared(Database &database)
{
    return state(database, u"ledger-counter"_s).transform([](const QString &counter) { return !counter.isEmpty(); });
}

ArchiveResult<QString> LedgerRows::state(Database &database, const QString &name)
{
    QString value;
    const auto read = eachRow(database, u"SELECT value FROM archive_state WHERE name = ?1"_s, {name},
        [&](const Statement &row) { value = row.text(0); });
    return read ? ArchiveResult<QString>(value) : std::unexpected(read.error());
}

ArchiveResult<void> LedgerRows::setState(Database &database, const QString &name, const QString &value)
{
    return runSql(database,
        u"INSERT INTO archive_state (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2"_s,
        {name, value});
}

} // namespace letterlock::archive
