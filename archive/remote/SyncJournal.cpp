// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/SyncJournal.h"

#include <QHash>
#include <QTimeZone>

#include "archive/history/Duplicates.h"
#include "archive/history/MessageState.h"
#include "archive/remote/Rows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

using Steps = QList<std::pair<QString, QVariantList>>;

ArchiveResult<void> runAll(Database &database, const Steps &steps)
{
    for (const auto &[sql, values] : steps) {
        if (auto done = runSql(database, sql, values); !done) {
            return done;
        }
    }
    return {};
}

} // namespace

ArchiveResult<SyncJournal::Start> SyncJournal::start(Database &database)
{
    Start start;
    // Ended between the import and its bookkeeping: nobody knows whether they are there still.
    auto read
        = runSql(database, u"UPDATE messages SET kept = 0 WHERE kept = 2 AND collection IS NULL AND replaces = ''"_s);
    if (read) {
        read = eachRow(database, u"SELECT value FROM archive_state WHERE name = 'cursor'"_s, {},
            [&](const Statement &row) { start.cursor = row.text(0); });
    }
    if (read) {
        read = eachRow(database,
            u"SELECT peer, start, microseconds FROM archive_collections WHERE look_again = 1 ORDER BY start"_s, {},
            [&](const Statement &row) {
                if (auto id
                    = CollectionId::at(row.text(0), QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc()))) {
                    id->microseconds = int(row.integer(2));
                    start.again.append(*id);
                }
            });
    }
    return read ? ArchiveResult<Start>(start) : std::unexpected(read.error());
}

ArchiveResult<void> SyncJournal::setCursor(Database &database, const QString &cursor)
{
    return runSql(database,
        u"INSERT INTO archive_state (name, value) VALUES ('cursor', ?1) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s,
        {cursor});
}

ArchiveResult<CollectionVersion> SyncJournal::known(Database &database, const CollectionId &id)
{
    CollectionVersion version = -1;
    const auto read = eachRow(database, u"SELECT known FROM archive_collections WHERE peer = ?1 AND start = ?2"_s,
        {id.address(), id.start.toMSecsSinceEpoch()}, [&](const Statement &row) { version = row.integer(0); });
    return read ? ArchiveResult<CollectionVersion>(version) : std::unexpected(read.error());
}

ArchiveResult<SyncJournal::Imported> SyncJournal::imported(Database &database, ConversationId conversation,
    const CollectionId &id, CollectionVersion version, const OpenedCollection &opened)
{
    const int closed = opened.closedParts + opened.movedParts; // neither shows anything
    const auto before = SyncJournal::known(database, id);
    if (!before) {
        return std::unexpected(before.error());
    }
    auto done = runSql(database,
        u"INSERT INTO archive_collections (peer, start, conversation, known, closed, microseconds) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (peer, start) DO UPDATE SET conversation = ?3, known = ?4, "
        "closed = ?5, look_again = 0, microseconds = ?6"_s,
        {id.address(), id.start.toMSecsSinceEpoch(), conversation, version, closed, id.microseconds});
    qint64 collection = 0;
    if (done) {
        done = eachRow(database, u"SELECT id FROM archive_collections WHERE peer = ?1 AND start = ?2"_s,
            {id.address(), id.start.toMSecsSinceEpoch()}, [&](const Statement &row) { collection = row.integer(0); });
    }
    Duplicates duplicates(database);
    struct Known {
        Message stored;
        std::optional<Message> archived;
    };
    QHash<MessageId, Known> known;
    const auto found = [&](Message message, Duplicates::Signer signer) -> ArchiveResult<std::optional<Message>> {
        message.conversation = conversation;
        message.kept = Kept::OnServer;
        auto stored = duplicates.of(message, signer);
        // What a server recorded of a message does not keep the message itself.
        if (!stored || !*stored || Duplicates::isCopy(**stored, message)) {
            return stored ? ArchiveResult<std::optional<Message>>(std::nullopt) : stored;
        }
        auto &entry = known[(*stored)->id];
        entry.stored = **stored;
        entry.archived = entry.archived ? MessageState::newest(*entry.archived, message) : message;
        return stored;
    };
    for (const auto &message : opened.messages) {
        const auto stored = done ? found(message, Duplicates::Signer::MustFit) : std::unexpected(done.error());
        if (!stored) {
            return std::unexpected(stored.error());
        }
        // A row that is just being uploaded from here is settled by its own acknowledgement.
        if (*stored) {
            done = runSql(database,
                u"UPDATE messages SET kept = 2, collection = coalesce(collection, ?2) WHERE id = ?1 AND kept <> 1"_s,
                {(*stored)->id, collection});
        }
    }
    bool isEarly = false;
    for (const auto &message : opened.facts) {
        const auto stored = done ? found(message, Duplicates::Signer::Any) : std::unexpected(done.error());
        if (!stored) {
            return std::unexpected(stored.error());
        }
        isEarly = isEarly || !*stored;
    }
    if (done && isEarly && *before != version) {
        // Once more, should the program end before that.
        done = runSql(database, u"UPDATE archive_collections SET look_again = 1 WHERE id = ?1"_s, {collection});
    }
    QList<Fact> facts;
    for (const auto &[stored, archived] : std::as_const(known)) {
        if (stored.archiveMarks != 0) {
            continue; // nobody changes those
        }
        bool changedHere = false;
        if (done) {
            done = eachRow(database,
                u"SELECT 1 FROM archive_facts WHERE message = ?1 UNION ALL SELECT 1 FROM archive_upload_messages "
                "WHERE message = ?1"_s,
                {stored.id}, [&](const Statement &) { changedHere = true; });
        }
        // What is on its way from here will be the last that the archive was told.
        const auto newest
            = changedHere ? MessageState::newest(*archived, stored) : MessageState::newest(stored, *archived);
        if (MessageState::differs(stored, newest)) {
            facts.append({stored, *archived, newest});
            facts.last().newest.id = stored.id;
        }
        if (done && !changedHere && MessageState::differs(*archived, newest)) {
            // Only to the collection that its changes go to, or every device would tell it everywhere.
            done = runSql(database,
                u"INSERT OR IGNORE INTO archive_facts (message, changed) SELECT id, 0 FROM messages WHERE id = ?1 AND "
                "kept = 2 AND collection = ?2"_s,
                {stored.id, collection});
        }
    }
    return done ? ArchiveResult<Imported>({facts, isEarly}) : std::unexpected(done.error());
}

ArchiveResult<void> SyncJournal::settled(Database &database, const QList<Fact> &facts)
{
    Steps steps;
    for (const auto &[stored, archived, newest] : facts) {
        steps.append(
            {u"UPDATE messages SET edits = ?2 WHERE id = ?1 AND body = ?3"_s, {stored.id, newest.edits, newest.body}});
        steps.append({u"DELETE FROM archive_facts WHERE message = ?1 AND EXISTS (SELECT 1 FROM messages m WHERE "
                      "m.id = ?1 AND (m.retracted = 1 OR m.body = ?2) AND m.retracted = ?3 AND "
                      "(m.outgoing = 0 OR m.delivery = ?4))"_s,
            {stored.id, archived.body, archived.retracted, int(archived.delivery)}});
    }
    return runAll(database, steps);
}

ArchiveResult<void> SyncJournal::removed(Database &database, const CollectionId &id)
{
    const QVariantList place{id.address(), id.start.toMSecsSinceEpoch()};
    const QString inIt
        = u"collection IN (SELECT id FROM archive_collections WHERE peer = ?1 AND start = ?2) AND kept = 2"_s;
    // Two devices may have uploaded the same message: then it is still in the other collection. None spans more than a
    // month.
    const QString others
        = u"UPDATE archive_collections SET look_again = 1 WHERE known >= 0 AND NOT (peer = ?1 AND start = ?2) AND "
          "conversation = (SELECT conversation FROM archive_collections WHERE peer = ?1 AND start = ?2) AND "
          "start BETWEEN ?2 - 2678400000 AND (SELECT max(time) FROM messages WHERE "_s
        + inIt + u')';
    return runAll(database,
        {
            {others, place},
            {u"INSERT OR IGNORE INTO archive_withheld (message) SELECT id FROM messages WHERE "_s + inIt, place},
            {u"UPDATE messages SET kept = 0, collection = NULL WHERE "_s + inIt, place},
            {u"DELETE FROM archive_collections WHERE peer = ?1 AND start = ?2 AND id NOT IN "
             "(SELECT collection FROM archive_uploads)"_s,
                place},
        });
}

ArchiveResult<void> SyncJournal::unread(Database &database, const CollectionId &id)
{
    return runSql(database,
        u"INSERT INTO archive_collections (peer, start, look_again) VALUES (?1, ?2, 1) "
        "ON CONFLICT (peer, start) DO UPDATE SET look_again = 1"_s,
        {id.with.toString(), id.start.toMSecsSinceEpoch()});
}

ArchiveResult<int> SyncJournal::closedParts(Database &database)
{
    int count = 0;
    const auto read = eachRow(database, u"SELECT coalesce(sum(closed), 0) FROM archive_collections"_s, {},
        [&](const Statement &row) { count = static_cast<int>(row.integer(0)); });
    return read ? ArchiveResult<int>(count) : std::unexpected(read.error());
}

ArchiveResult<QList<CollectionId>> SyncJournal::believedThere(Database &database)
{
    QList<CollectionId> all;
    const auto read = eachRow(database,
        u"SELECT peer, start, microseconds FROM archive_collections c WHERE "
        "c.id NOT IN (SELECT collection FROM archive_uploads) AND EXISTS (SELECT 1 FROM messages m WHERE m.collection = c.id AND m.kept = 2)"_s,
        {}, [&](const Statement &row) {
            const auto start = QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc());
            if (auto id = CollectionId::at(row.text(0), start)) {
                id->microseconds = int(row.integer(2));
                all.append(*id);
            }
        });
    return read ? ArchiveResult<QList<CollectionId>>(all) : std::unexpected(read.error());
}

ArchiveResult<void> SyncJournal::lost(Database &database, const CollectionId &id)
{
    const QVariantList place{id.address(), id.start.toMSecsSinceEpoch()};
    return runAll(database,
        {
            {u"UPDATE messages SET kept = 0, collection = NULL WHERE kept = 2 AND collection IN "
             "(SELECT id FROM archive_collections WHERE peer = ?1 AND start = ?2)"_s,
                place},
            {u"DELETE FROM archive_collections WHERE peer = ?1 AND start = ?2 AND id NOT IN "
             "(SELECT collection FROM archive_uploads)"_s,
                place},
        });
}

ArchiveResult<QStringList> SyncJournal::wrappedDataKeys(Database &database)
{
    QStringList names;
    const auto read = eachRow(database, u"SELECT name FROM archive_data_keys WHERE recipients <> ''"_s, {},
        [&](const Statement &row) { names.append(row.text(0)); });
    return read ? ArchiveResult<QStringList>(names) : std::unexpected(read.error());
}

ArchiveResult<void> SyncJournal::lostWraps(Database &database, const QString &dataKey)
{
    return runSql(database, u"UPDATE archive_data_keys SET recipients = '' WHERE name = ?1"_s, {dataKey});
}

ArchiveResult<void> SyncJournal::lookAgain(Database &database)
{
    return runSql(database, u"UPDATE archive_collections SET look_again = 1 WHERE closed > 0"_s);
}

} // namespace letterlock::archive
