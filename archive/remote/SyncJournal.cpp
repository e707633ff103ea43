// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/SyncJournal.h"

#include <QHash>
#include <QTimeZone>

#include <algorithm>

#include "archive/history/Duplicates.h"
#include "archive/history/MessageState.h"
#include "archive/remote/KeptMarks.h"
#include "archive/remote/LedgerRows.h"
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

ArchiveResult<QList<CollectionId>> placesWhere(Database &database, const QString &condition)
{
    QList<CollectionId> places;
    const auto read = eachRow(database,
        u"SELECT peer, start, microseconds FROM archive_collections WHERE "_s + condition + u" ORDER BY start"_s, {},
        [&](const Statement &row) {
            if (auto id
                = CollectionId::at(row.text(0), QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc()))) {
                id->microseconds = int(row.integer(2));
                places.append(*id);
            }
        });
    return read ? ArchiveResult<QList<CollectionId>>(places) : std::unexpected(read.error());
}

/// Other devices may have told of a removal that explains it, or will; or it is the server's doing, which the person
/// decides about.
ArchiveResult<bool> isSuspect(Database &database, const CollectionId &id, bool *isFound)
{
    bool suspect = false;
    const auto shared = LedgerRows::isShared(database);
    const auto read = eachRow(database, u"SELECT suspect, fault FROM archive_ledger WHERE peer = ?1 AND start = ?2"_s,
        LedgerRows::placeOf(id), [&](const Statement &row) {
            suspect = row.integer(0) != 0 || row.integer(1) != 0;
            *isFound = row.integer(1) != 0;
        });
    return !read || !shared ? std::unexpected(read ? shared.error() : read.error())
                            : ArchiveResult<bool>(suspect && *shared);
}

} // namespace

struct SyncJournal::Row {
    qint64 id = 0; ///< 0 = none
    CollectionVersion known = -1;
    qint64 held = 0;
    QByteArray chain;
    qint64 acked = 0;
    QByteArray first;
};

ArchiveResult<SyncJournal::Row> SyncJournal::row(Database &database, const CollectionId &id)
{
    Row found;
    const auto read = eachRow(database,
        u"SELECT id, known, held, chain, acked, first FROM archive_collections WHERE peer = ?1 AND start = ?2"_s,
        {id.address(), id.start.toMSecsSinceEpoch()}, [&](const Statement &row) {
            found = {row.integer(0), row.integer(1), row.integer(2), row.blob(3), row.integer(4), row.blob(5)};
        });
    return read ? ArchiveResult<Row>(found) : std::unexpected(read.error());
}

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
    auto again = read ? placesWhere(database, u"look_again = 1"_s) : std::unexpected(read.error());
    return again.transform([&](const QList<CollectionId> &places) {
        start.again = places;
        return start;
    });
}

ArchiveResult<SyncJournal::Start> SyncJournal::left(Database &database)
{
    // What was believed to be there and is not known any more, as at another place, was not met: is it there at all?
    return placesWhere(database, u"look_again = 1 OR (known < 0 AND held <> 0)"_s)
        .transform([](const QList<CollectionId> &places) { return Start{.cursor = {}, .again = places}; });
}

ArchiveResult<void> SyncJournal::setCursor(Database &database, const QString &cursor)
{
    return runSql(database,
        u"INSERT INTO archive_state (name, value) VALUES ('cursor', ?1) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s,
        {cursor});
}

ArchiveResult<SyncJournal::Known> SyncJournal::known(Database &database, const CollectionId &id)
{
    return row(database, id).transform([](const Row &row) { return Known{row.known, row.first, row.acked > 0}; });
}

ArchiveResult<void> SyncJournal::seen(Database &database, const CollectionId &id)
{
    return runSql(database, u"UPDATE archive_collections SET acked = 0 WHERE peer = ?1 AND start = ?2"_s,
        {id.address(), id.start.toMSecsSinceEpoch()});
}

ArchiveResult<QList<OwnRun>> SyncJournal::ownRuns(Database &database, const QList<CollectionChange> &page)
{
    QList<OwnRun> runs;
    qint64 last = 0;
    for (const auto &change : page) {
        const auto found = row(database, change.id);
        if (!found) {
            return std::unexpected(found.error());
        }
        // One that was appended to may have been another one before that.
        const bool isOwn = !change.removed && change.version == 0 && found->known == 0 && found->acked > 0;
        if (isOwn && last > 0 && found->acked == last + 1) {
            runs.last().before.append(runs.last().last.id);
            runs.last().last = change;
            runs.last().first = found->first;
        } else if (isOwn) {
            runs.append({.before = {}, .last = change, .first = found->first});
        }
        last = isOwn ? found->acked : 0;
    }
    runs.removeIf([](const OwnRun &run) { return run.before.isEmpty(); });
    return runs;
}

/// Is it the one that it was? Otherwise what was believed to be in it and was not found is not kept there. False: that
/// is to be judged later.
ArchiveResult<bool> SyncJournal::evidence(
    Database &database, const Row &row, const CollectionReading &reading, const QSet<MessageId> &found)
{
    const auto &digests = reading.digests;
    const bool isTheSame = row.held > 0 && digests.size() >= row.held && digests[row.held - 1] == row.chain;
    // What does not open may hold what is missed.
    const bool isReadable = reading.isSteady && reading.isWhole && reading.opened.closedParts == 0;
    if (!isTheSame && row.held != 0) {
        if (!isReadable) {
            return false;
        }
        const auto gone = KeptMarks::withdraw(database, row.id, found);
        // Whoever appends to it once more may meet its removal once more.
        const auto closed = gone && row.held > 0
            ? runSql(database, u"UPDATE archive_collections SET own = 0 WHERE id = ?1"_s, {row.id})
            : gone.transform([](const auto &) { });
        if (!closed) {
            return std::unexpected(closed.error());
        }
    }
    return runSql(database,
        u"UPDATE archive_collections SET held = ?2, chain = ?3, first = ?4, acked = 0 WHERE id = ?1"_s,
        {row.id, digests.size(), digests.isEmpty() ? QByteArray() : digests.last(),
            digests.isEmpty() ? QByteArray() : digests.first()})
        .transform([] { return true; });
}

ArchiveResult<SyncJournal::Imported> SyncJournal::imported(
    Database &database, ConversationId conversation, const CollectionId &id, const CollectionReading &reading)
{
    const auto &opened = reading.opened;
    const int closed = opened.closedParts + opened.movedParts; // neither shows anything
    const auto before = SyncJournal::known(database, id);
    if (!before) {
        return std::unexpected(before.error());
    }
    auto done = runSql(database,
        u"INSERT INTO archive_collections (peer, start, conversation, known, closed, microseconds) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (peer, start) DO UPDATE SET conversation = ?3, known = ?4, "
        "closed = ?5, look_again = 0, microseconds = ?6"_s,
        {id.address(), id.start.toMSecsSinceEpoch(), conversation, reading.version, closed, id.microseconds});
    const auto place = done ? row(database, id) : std::unexpected(done.error());
    if (!place) {
        return std::unexpected(place.error());
    }
    const qint64 collection = place->id;
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
    QSet<MessageId> there;
    for (const auto &message : opened.messages) {
        const auto stored = done ? found(message, Duplicates::Signer::MustFit) : std::unexpected(done.error());
        if (!stored) {
            return std::unexpected(stored.error());
        }
        if (*stored) {
            there.insert((*stored)->id);
        }
    }
    done = done ? KeptMarks::found(database, collection, there) : done;
    bool isFinding = false;
    auto isSure = isSuspect(database, id, &isFinding).transform([](bool suspect) { return !suspect; });
    isSure = isSure && *isSure && done ? evidence(database, *place, reading, there) : isSure;
    if (!done || !isSure) {
        return std::unexpected(done ? isSure.error() : done.error());
    }
    bool isEarly = false;
    for (const auto &message : opened.facts) {
        const auto stored = done ? found(message, Duplicates::Signer::Any) : std::unexpected(done.error());
        if (!stored) {
            return std::unexpected(stored.error());
        }
        isEarly = isEarly || !*stored;
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
        if (done && newest.correctedAt > stored.correctedAt) {
            done = runSql(
                database, u"UPDATE messages SET corrected_at = ?2 WHERE id = ?1"_s, {stored.id, newest.correctedAt});
        }
        if (MessageState::differs(stored, newest)) {
            facts.append({stored, *archived, newest});
            facts.last().newest.id = stored.id;
            if (done && stored.body != newest.body) {
                // With its text it counts one more.
                done = runSql(database, u"UPDATE messages SET edits = ?2 WHERE id = ?1"_s,
                    {stored.id, std::max(0, newest.edits - 1)});
            }
        }
        if (done && !changedHere && MessageState::differs(*archived, newest)) {
            // Only to the collection that its changes go to, or every device would tell it everywhere.
            done = runSql(database,
                u"INSERT OR IGNORE INTO archive_facts (message, changed) SELECT id, 0 FROM messages WHERE id = ?1 AND "
                "kept = 2 AND collection = ?2"_s,
                {stored.id, collection});
        }
    }
    isEarly = isEarly && before->version != reading.version;
    const bool isDoubtful = !*isSure && !isFinding;
    if (done && (isEarly || isDoubtful || !facts.isEmpty())) {
        // Once more, should the program end before they are applied.
        done = runSql(database, u"UPDATE archive_collections SET look_again = 1 WHERE id = ?1"_s, {collection});
    }
    return done ? ArchiveResult<Imported>({facts, isEarly, isDoubtful}) : std::unexpected(done.error());
}

ArchiveResult<void> SyncJournal::settled(Database &database, const CollectionId &id, const Imported &applied)
{
    Steps steps;
    if (!applied.isEarly && !applied.isDoubtful) {
        steps.append({u"UPDATE archive_collections SET look_again = 0 WHERE peer = ?1 AND start = ?2"_s,
            {id.address(), id.start.toMSecsSinceEpoch()}});
    }
    for (const auto &[stored, archived, newest] : applied.facts) {
        steps.append({u"DELETE FROM archive_facts WHERE message = ?1 AND EXISTS (SELECT 1 FROM messages m WHERE "
                      "m.id = ?1 AND (m.retracted = 1 OR m.body = ?2) AND m.retracted = ?3 AND "
                      "(m.outgoing = 0 OR m.delivery = ?4))"_s,
            {stored.id, archived.body, archived.retracted, int(archived.delivery)}});
    }
    return runAll(database, steps);
}

ArchiveResult<void> SyncJournal::drop(Database &database, const Row &row)
{
    // The wraps of its data keys may have been in it, and nobody else has used them.
    auto done = runSql(database,
        u"UPDATE archive_data_keys SET recipients = '' WHERE (conversation, month) IN (SELECT conversation, "
        "strftime('%Y-%m', start / 1000, 'unixepoch') FROM archive_collections WHERE id = ?1)"_s,
        {row.id});
    done = done ? runSql(database, u"DELETE FROM archive_also WHERE collection = ?1"_s, {row.id}) : done;
    done = done ? runSql(database,
                      u"UPDATE archive_collections SET known = -1, own = 0, parts = 0, held = 0, chain = NULL, "
                      "first = NULL, acked = 0, look_again = 0, closed = 0 WHERE id = ?1"_s,
                      {row.id})
                : done;
    return done ? runSql(database,
                      u"DELETE FROM archive_collections WHERE id = ?1 AND id NOT IN "
                      "(SELECT collection FROM archive_uploads)"_s,
                      {row.id})
                : done;
}

ArchiveResult<void> SyncJournal::removed(Database &database, const CollectionId &id)
{
    const auto place = row(database, id);
    if (!place || place->id == 0) {
        return place.transform([](const Row &) { });
    }
    const auto gone = KeptMarks::withdraw(database, place->id);
    if (!gone) {
        return std::unexpected(gone.error());
    }
    ArchiveResult<void> done;
    for (const MessageId message : gone->isElsewhere ? QList<MessageId>() : gone->nowhere) {
        done = done
            ? runSql(database, u"INSERT OR IGNORE INTO archive_withheld (message, peer, start) VALUES (?1, ?2, ?3)"_s,
                  {message, id.with.toString(), id.start.toMSecsSinceEpoch()})
            : done;
    }
    return done ? drop(database, *place) : done;
}

ArchiveResult<void> SyncJournal::unread(Database &database, const CollectionId &id)
{
    return runSql(database,
        u"INSERT INTO archive_collections (peer, start, look_again) VALUES (?1, ?2, 1) "
        "ON CONFLICT (peer, start) DO UPDATE SET look_again = 1"_s,
        {id.address(), id.start.toMSecsSinceEpoch()});
}

ArchiveResult<int> SyncJournal::closedParts(Database &database)
{
    int count = 0;
    const auto read = eachRow(database, u"SELECT coalesce(sum(closed), 0) FROM archive_collections WHERE closed > 0"_s,
        {}, [&](const Statement &row) { count = static_cast<int>(row.integer(0)); });
    return read ? ArchiveResult<int>(count) : std::unexpected(read.error());
}

ArchiveResult<QList<CollectionId>> SyncJournal::believedThere(Database &database)
{
    return placesWhere(database,
        u"id NOT IN (SELECT collection FROM archive_uploads) AND EXISTS (SELECT 1 FROM messages m WHERE m.collection = archive_collections.id AND m.kept = 2)"_s);
}

ArchiveResult<void> SyncJournal::lost(Database &database, const CollectionId &id)
{
    const auto place = row(database, id);
    if (!place || place->id == 0) {
        return place.transform([](const Row &) { });
    }
    const auto gone = KeptMarks::withdraw(database, place->id);
    return gone ? drop(database, *place) : std::unexpected(gone.error());
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
