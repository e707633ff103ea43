// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/KeptMarks.h"

#include "archive/remote/Rows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

ArchiveResult<QList<qint64>> numbers(Database &database, const QString &sql, const QVariantList &values)
{
    QList<qint64> found;
    const auto read = eachRow(database, sql, values, [&](const Statement &row) { found.append(row.integer(0)); });
    return read ? ArchiveResult<QList<qint64>>(found) : std::unexpected(read.error());
}

/// Where else it is becomes its place; false: nowhere.
ArchiveResult<bool> moveOn(Database &database, MessageId message)
{
    const auto places = numbers(
        database, u"SELECT collection FROM archive_also WHERE message = ?1 ORDER BY collection LIMIT 1"_s, {message});
    if (!places || places->isEmpty()) {
        return places ? ArchiveResult<bool>(false) : std::unexpected(places.error());
    }
    const qint64 place = places->first();
    auto moved = runSql(database, u"UPDATE messages SET kept = 2, collection = ?2 WHERE id = ?1"_s, {message, place});
    moved = moved
        ? runSql(database, u"DELETE FROM archive_also WHERE message = ?1 AND collection = ?2"_s, {message, place})
        : moved;
    // Does it say the newest there?
    moved = moved ? runSql(database, u"UPDATE archive_collections SET look_again = 1 WHERE id = ?1"_s, {place}) : moved;
    return moved.transform([] { return true; });
}

} // namespace

ArchiveResult<void> KeptMarks::found(Database &database, qint64 collection, const QSet<MessageId> &messages)
{
    ArchiveResult<void> noted;
    for (const MessageId id : messages) {
        // A row that is just being uploaded from here is settled by its own acknowledgement.
        noted = noted ? runSql(database,
                            u"UPDATE messages SET kept = 2, collection = ?2 WHERE id = ?1 AND kept <> 1 AND "
                            "collection IS NULL"_s,
                            {id, collection})
                      : noted;
        if (noted && database.changes() == 0) {
            noted = runSql(database,
                u"INSERT OR IGNORE INTO archive_also (message, collection) SELECT id, ?2 FROM messages WHERE id = ?1 "
                "AND (kept = 1 OR collection <> ?2)"_s,
                {id, collection});
        }
        // Its collection was not removed but replaced: what is not in the new one was not meant.
        noted = noted ? runSql(database,
                            u"DELETE FROM archive_withheld WHERE peer <> '' AND (peer, start) IN "
                            "(SELECT peer, start FROM archive_withheld WHERE message = ?1)"_s,
                            {id})
                      : noted;
    }
    return noted;
}

ArchiveResult<KeptMarks::Withdrawn> KeptMarks::withdraw(
    Database &database, qint64 collection, const QSet<MessageId> &still)
{
    const auto own = numbers(database, u"SELECT id FROM messages WHERE collection = ?1 AND kept = 2"_s, {collection});
    const auto also = numbers(database, u"SELECT message FROM archive_also WHERE collection = ?1"_s, {collection});
    if (!own || !also) {
        return std::unexpected(own ? also.error() : own.error());
    }
    Withdrawn gone;
    ArchiveResult<void> noted;
    for (const MessageId id : *also) {
        if (!still.contains(id)) {
            noted = noted ? runSql(database, u"DELETE FROM archive_also WHERE message = ?1 AND collection = ?2"_s,
                                {id, collection})
                          : noted;
            noted = noted ? runSql(database,
                                u"UPDATE archive_collections SET look_again = 1 WHERE id = (SELECT collection FROM "
                                "messages WHERE id = ?1 AND kept = 2)"_s,
                                {id})
                          : noted;
        }
    }
    for (const MessageId id : *own) {
        if (!noted || still.contains(id)) {
            continue;
        }
        const auto moved = moveOn(database, id);
        if (!moved) {
            return std::unexpected(moved.error());
        }
        if (*moved) {
            gone.isElsewhere = true;
            continue;
        }
        noted = runSql(database, u"UPDATE messages SET kept = 0, collection = NULL WHERE id = ?1"_s, {id});
        // It will go up as it is then.
        noted = noted ? runSql(database, u"DELETE FROM archive_facts WHERE message = ?1"_s, {id}) : noted;
        gone.nowhere.append(id);
    }
    return noted ? ArchiveResult<Withdrawn>(gone) : std::unexpected(noted.error());
}

ArchiveResult<void> KeptMarks::notSent(Database &database, qint64 upload)
{
    const auto messages = numbers(database,
        u"SELECT m.id FROM archive_upload_messages u JOIN messages m ON m.id = u.message WHERE u.upload = ?1 AND "
        "m.kept = 1"_s,
        {upload});
    if (!messages) {
        return std::unexpected(messages.error());
    }
    for (const MessageId id : *messages) {
        const auto moved = moveOn(database, id);
        if (!moved) {
            return std::unexpected(moved.error());
        }
        if (*moved) {
            continue;
        }
        if (auto noted = runSql(database, u"UPDATE messages SET kept = 0 WHERE id = ?1"_s, {id}); !noted) {
            return noted;
        }
    }
    return {};
}

ArchiveResult<void> KeptMarks::arrived(Database &database, qint64 upload, qint64 collection)
{
    const auto noted = runSql(database,
        u"UPDATE messages SET kept = 2, collection = ?2 WHERE kept = 1 AND id IN "
        "(SELECT message FROM archive_upload_messages WHERE upload = ?1)"_s,
        {upload, collection});
    return noted ? runSql(database,
                       u"DELETE FROM archive_also WHERE collection = ?2 AND message IN (SELECT m.id FROM "
                       "archive_upload_messages u JOIN messages m ON m.id = u.message WHERE u.upload = ?1 AND "
                       "m.collection = ?2)"_s,
                       {upload, collection})
                 : noted;
}

} // namespace letterlock::archive
