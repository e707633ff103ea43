// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/SyncJournal.h"

#include <QTimeZone>

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

/// The stored row that a message of the archive is, by the rules by which history tells duplicates.
ArchiveResult<std::optional<Message>> find(
    Database &database, ConversationId conversation, const Message &message, bool anySigner)
{
    std::optional<Message> found;
    ArchiveResult<void> read;
    const auto look = [&](const QString &column, const QVariant &value) {
        if (!read || found) {
            return;
        }
        read = eachRow(database,
            u"SELECT %1 FROM messages m WHERE %2 = ?1 AND m.conversation = ?2 AND m.outgoing = ?3 AND m.replaces = ''"_s
                .arg(messageColumns, column),
            {value, conversation, message.outgoing}, [&](const Statement &row) {
                const auto stored = messageFrom(row);
                const bool same = column != u"m.origin_id"_s || message.outgoing || anySigner
                    || (stored.sender.bare() == message.sender.bare() && stored.signer == message.signer);
                if (!found && same) {
                    found = stored;
                }
            });
    };
    if (!message.stanzaId.isEmpty()) {
        look(u"m.stanza_id"_s, message.stanzaId);
    }
    if (!message.originId.isEmpty()) {
        look(u"m.origin_id"_s, message.originId);
    }
    if (!message.sealDigest.isEmpty()) {
        look(u"m.seal_digest"_s, message.sealDigest);
    }
    return read ? ArchiveResult<std::optional<Message>>(found) : std::unexpected(read.error());
}

bool tellsMore(const Message &stored, const Message &newest)
{
    return stored.body != newest.body || (newest.retracted && !stored.retracted) || (newest.edited && !stored.edited)
        || (newest.outgoing && newest.delivery > stored.delivery);
}

} // namespace

ArchiveResult<SyncJournal::Start> SyncJournal::start(Database &database)
{
    Start start;
    auto read = eachRow(database, u"SELECT value FROM archive_state WHERE name = 'cursor'"_s, {},
        [&](const Statement &row) { start.cursor = row.text(0); });
    if (read) {
        read = eachRow(database, u"SELECT peer, start FROM archive_collections WHERE look_again = 1 ORDER BY start"_s,
            {}, [&](const Statement &row) {
                if (const auto peer = crypto::BareJid::parse(row.text(0))) {
                    start.again.append({*peer, QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc())});
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
        {id.with.toString(), id.start.toMSecsSinceEpoch()}, [&](const Statement &row) { version = row.integer(0); });
    return read ? ArchiveResult<CollectionVersion>(version) : std::unexpected(read.error());
}

ArchiveResult<QList<SyncJournal::Fact>> SyncJournal::imported(Database &database, ConversationId conversation,
    const CollectionId &id, CollectionVersion version, const OpenedCollection &opened)
{
    const int closed = opened.closedParts;
    auto done = runSql(database,
        u"INSERT INTO archive_collections (peer, start, conversation, known, closed) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (peer, start) DO UPDATE SET conversation = ?3, known = ?4, closed = ?5, look_again = 0"_s,
        {id.with.toString(), id.start.toMSecsSinceEpoch(), conversation, version, closed});
    qint64 collection = 0;
    if (done) {
        done = eachRow(database, u"SELECT id FROM archive_collections WHERE peer = ?1 AND start = ?2"_s,
            {id.with.toString(), id.start.toMSecsSinceEpoch()},
            [&](const Statement &row) { collection = row.integer(0); });
    }
    for (const auto &message : opened.messages) {
        if (!done) {
            return std::unexpected(done.error());
        }
        const auto stored = find(database, conversation, message, false);
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
    QHash<MessageId, Fact> newest;
    for (const auto &message : opened.facts) {
        const auto stored = find(database, conversation, message, true);
        if (!stored) {
            return std::unexpected(stored.error());
        }
        if (*stored) {
            newest.insert((*stored)->id, {**stored, message});
        }
    }
    QList<Fact> facts;
    for (const auto &fact : std::as_const(newest)) {
        bool changedHere = false;
        if (done) {
            done = eachRow(database,
                u"SELECT 1 FROM archive_facts WHERE message = ?1 UNION ALL SELECT 1 FROM archive_upload_messages "
                "WHERE message = ?1"_s,
                {fact.stored.id}, [&](const Statement &) { changedHere = true; });
        }
        if (!changedHere && tellsMore(fact.stored, fact.newest)) {
            facts.append(fact);
        }
    }
    return done ? ArchiveResult<QList<Fact>>(facts) : std::unexpected(done.error());
}

ArchiveResult<void> SyncJournal::settled(Database &database, const QList<MessageId> &messages)
{
    Steps steps;
    for (const MessageId message : messages) {
        steps.append({u"DELETE FROM archive_facts WHERE message = ?1"_s, {message}});
    }
    return runAll(database, steps);
}

ArchiveResult<void> SyncJournal::removed(Database &database, const CollectionId &id)
{
    const QVariantList place{id.with.toString(), id.start.toMSecsSinceEpoch()};
    const QString inIt
        = u"collection IN (SELECT id FROM archive_collections WHERE peer = ?1 AND start = ?2) AND kept = 2"_s;
    return runAll(database,
        {
            {u"INSERT OR IGNORE INTO archive_withheld (message) SELECT id FROM messages WHERE "_s + inIt, place},
            {u"UPDATE messages SET kept = 0, collection = NULL WHERE "_s + inIt, place},
            {u"DELETE FROM archive_collections WHERE peer = ?1 AND start = ?2 AND id NOT IN "
             "(SELECT collection FROM archive_uploads)"_s,
                place},
        });
}

ArchiveResult<QList<CollectionId>> SyncJournal::believedThere(Database &database)
{
    QList<CollectionId> all;
    const auto read = eachRow(database,
        u"SELECT peer, start FROM archive_collections c WHERE c.id NOT IN (SELECT collection FROM archive_uploads) AND "
        "EXISTS (SELECT 1 FROM messages m WHERE m.collection = c.id AND m.kept = 2)"_s,
        {}, [&](const Statement &row) {
            if (const auto peer = crypto::BareJid::parse(row.text(0))) {
                all.append({*peer, QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc())});
            }
        });
    return read ? ArchiveResult<QList<CollectionId>>(all) : std::unexpected(read.error());
}

ArchiveResult<void> SyncJournal::lost(Database &database, const CollectionId &id)
{
    const QVariantList place{id.with.toString(), id.start.toMSecsSinceEpoch()};
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
