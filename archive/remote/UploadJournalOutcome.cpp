// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a planned save.
#include "archive/remote/KeptMarks.h"
#include "archive/remote/KeyNames.h"
#include "archive/remote/LedgerRows.h"
#include "archive/remote/Rows.h"
#include "archive/remote/UploadJournal.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

struct Place {
    qint64 collection = 0;
    CollectionVersion known = -1;
    qint64 parts = 0;
    qint64 held = 0;
    QByteArray chain;
};

/// Only an own save right behind what is known leaves nothing unknown. A gap means that somebody else has appended, an
/// older version that it is another one under the same name: then the next look has to read it.
ArchiveResult<void> noteContent(
    Database &database, const Place &place, CollectionVersion version, const QList<crypto::EncryptedData> &parts)
{
    const bool isFirst = version == 0 && place.known < 0 && place.parts == 0 && place.held == 0;
    const bool follows = place.known >= 0 && place.held > 0 && version == place.known + 1;
    if (parts.isEmpty() || !(isFirst || follows)) {
        return runSql(database,
            u"UPDATE archive_collections SET known = -1, acked = 0, held = CASE WHEN held = 0 THEN -1 ELSE held END "
            "WHERE id = ?1"_s,
            {place.collection});
    }
    QByteArray chain = place.chain;
    for (const auto &part : parts) {
        chain = chained(chain, part);
    }
    const auto last = LedgerRows::state(database, u"acked"_s);
    if (!last) {
        return std::unexpected(last.error());
    }
    const qint64 number = last->toLongLong() + 1;
    auto noted = LedgerRows::setState(database, u"acked"_s, QString::number(number));
    noted = noted
        ? runSql(database,
              u"UPDATE archive_collections SET known = ?2, held = ?3, chain = ?4, acked = ?5, "
              "first = coalesce(first, ?6) WHERE id = ?1"_s,
              {place.collection, version, place.held + parts.size(), chain, number, chained({}, parts.first())})
        : noted;
    return noted;
}

} // namespace

ArchiveResult<bool> UploadJournal::sealed(Database &database, qint64 upload, const QByteArray &request)
{
    return runSql(database, u"UPDATE archive_uploads SET request = ?2 WHERE id = ?1"_s, {upload, request})
        .transform([&database] { return database.changes() > 0; });
}

ArchiveResult<bool> UploadJournal::acknowledged(
    Database &database, qint64 upload, CollectionVersion version, const QList<crypto::EncryptedData> &parts)
{
    Place place;
    qint64 dataKey = 0;
    QList<crypto::KeyFingerprint> recipients;
    auto done = eachRow(database,
        u"SELECT u.collection, u.data_key, u.recipients, k.recipients, c.known, c.parts, c.held, c.chain "
        "FROM archive_uploads u JOIN archive_data_keys k ON k.id = u.data_key "
        "JOIN archive_collections c ON c.id = u.collection WHERE u.id = ?1"_s,
        {upload}, [&](const Statement &row) {
            place = {row.integer(0), row.integer(4), row.integer(5), row.integer(6), row.blob(7)};
            dataKey = row.integer(1);
            recipients = KeyNames::split(row.text(3));
            const auto added = KeyNames::split(row.text(2));
            for (const auto &key : added) {
                if (!recipients.contains(key)) {
                    recipients.append(key);
                }
            }
        });
    if (!done || place.collection == 0) {
        return done.transform([] { return false; });
    }
    done = noteContent(database, place, version, parts);
    const QList<std::pair<QString, QVariantList>> steps{
        {u"UPDATE archive_data_keys SET recipients = ?2, parts = parts + 1 WHERE id = ?1"_s,
            {dataKey, KeyNames::join(recipients)}},
        {u"UPDATE archive_collections SET parts = parts + 1, size = archive_collections.size + u.size, tail = "
         u"max(archive_collections.tail, u.tail) "
         "FROM archive_uploads u WHERE u.id = ?1 AND archive_collections.id = u.collection"_s,
            {upload}},
        {u"UPDATE messages SET kept = 2 WHERE id IN (SELECT r.id FROM archive_upload_messages u "
         "JOIN messages m ON m.id = u.message JOIN messages r ON r.conversation = m.conversation AND "
         "r.replaces = m.origin_id WHERE u.upload = ?1 AND r.replaces <> '' AND r.kept = 0)"_s,
            {upload}},
    };
    for (const auto &[sql, values] : steps) {
        done = done ? runSql(database, sql, values) : done;
    }
    done = done ? KeptMarks::arrived(database, upload, place.collection) : done;
    return (done ? forget(database, upload) : done).transform([] { return true; });
}

ArchiveResult<void> UploadJournal::forget(Database &database, qint64 upload)
{
    const auto done = runSql(database, u"DELETE FROM archive_upload_messages WHERE upload = ?1"_s, {upload});
    return done ? runSql(database, u"DELETE FROM archive_uploads WHERE id = ?1"_s, {upload}) : done;
}

ArchiveResult<void> UploadJournal::putBack(Database &database, qint64 upload, bool placeIsTaken)
{
    qint64 collection = 0;
    bool facts = false;
    auto done = eachRow(database, u"SELECT collection, facts FROM archive_uploads WHERE id = ?1"_s, {upload},
        [&](const Statement &row) {
            collection = row.integer(0);
            facts = row.integer(1) != 0;
        });
    if (done) {
        done = facts ? runSql(database,
                           u"INSERT OR IGNORE INTO archive_facts (message, changed) SELECT message, 0 FROM "
                           "archive_upload_messages WHERE upload = ?1"_s,
                           {upload})
                     : KeptMarks::notSent(database, upload);
    }
    // Whatever changed meanwhile is in the rows that are sealed anew.
    done = done
        ? runSql(database, u"DELETE FROM archive_facts WHERE (SELECT kept FROM messages WHERE id = message) = 0"_s)
        : done;
    done = done ? forget(database, upload) : done;
    return done ? runSql(database,
                      placeIsTaken ? u"UPDATE archive_collections SET own = 0 WHERE id = ?1"_s
                                   : u"DELETE FROM archive_collections WHERE id = ?1 AND parts = 0 AND known < 0 AND "
                                     "own = 1"_s,
                      {collection})
                : done;
}

ArchiveResult<QList<UploadJournal::Entry>> UploadJournal::leftovers(Database &database)
{
    QList<qint64> unsealed;
    QList<Entry> entries;
    auto read = eachRow(
        database, u"SELECT id, request, facts FROM archive_uploads ORDER BY id"_s, {}, [&](const Statement &row) {
            if (row.isNull(1)) {
                unsealed.append(row.integer(0));
            } else {
                entries.append(
                    {.upload = row.integer(0), .request = row.blob(1), .messages = {}, .facts = row.integer(2) != 0});
            }
        });
    for (auto &entry : entries) {
        if (read) {
            read
                = eachRow(database, u"SELECT message FROM archive_upload_messages WHERE upload = ?1 ORDER BY message"_s,
                    {entry.upload}, [&](const Statement &row) { entry.messages.append(row.integer(0)); });
        }
    }
    for (const qint64 upload : std::as_const(unsealed)) {
        if (read) {
            read = putBack(database, upload);
        }
    }
    return read ? ArchiveResult<QList<Entry>>(entries) : std::unexpected(read.error());
}

} // namespace letterlock::archive
