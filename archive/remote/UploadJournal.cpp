// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/UploadJournal.h"

#include <QTimeZone>

#include <algorithm>

#include "archive/collection/CollectionCodec.h"
#include "archive/remote/KeyNames.h"
#include "archive/remote/Rows.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

// More than one collection can hold, since the smallest entry takes about 200 octets.
constexpr qsizetype mostMessages = 512;
constexpr qsizetype fewMessages = 8; // divides the other by a power of 4
// With random nonces a data key is replaced long before two of them are likely to meet.
constexpr qint64 mostParts = 1 << 20;

// Corrections travel as the corrected message's new state. What waits in the outbox may still change or fail.
const QString isDue = u"m.kept = 0 AND m.replaces = '' AND m.delivery <> 1 AND (m.delivery <> 5 OR m.fault <> 0) "
                      "AND m.id NOT IN (SELECT message FROM archive_withheld)"_s;

struct Peer {
    ConversationId conversation = 0;
    crypto::BareJid jid;
};

} // namespace

/// Where a run goes: a new collection, or the end of one of ours.
struct UploadJournal::Target {
    qint64 collection = 0;
    ConversationId conversation = 0;
    CollectionId id;
    int part = 0;
};

struct UploadJournal::KeyChoice {
    qint64 row = 0;
    QString name;
    QList<crypto::KeyFingerprint> missing;
};

ArchiveResult<UploadJournal::KeyChoice> UploadJournal::dataKey(
    Database &database, ConversationId conversation, const QDateTime &start, const Wishes &wishes)
{
    const QString month = start.toUTC().toString(u"yyyy-MM"_s);
    KeyChoice choice;
    QString known;
    auto found = eachRow(database,
        u"SELECT id, name, recipients FROM archive_data_keys WHERE conversation = ?1 AND month = ?2 "
        "AND generation = ?3 AND parts < ?4 ORDER BY id"_s,
        {conversation, month, wishes.generation, mostParts}, [&](const Statement &row) {
            // Whoever is no recipient any more must not be able to open what is sealed from now on.
            const auto wrapped = KeyNames::split(row.text(2));
            const bool fits = std::ranges::all_of(
                wrapped, [&](const crypto::KeyFingerprint &key) { return wishes.recipients.contains(key); });
            if (fits) {
                choice.row = row.integer(0);
                choice.name = row.text(1);
                known = row.text(2);
            }
        });
    if (found && choice.row == 0) {
        choice.name = crypto::randomName();
        found = runSql(database,
            u"INSERT INTO archive_data_keys (conversation, month, generation, name) VALUES (?1, ?2, ?3, ?4)"_s,
            {conversation, month, wishes.generation, choice.name});
        choice.row = database.lastInsertId();
    }
    if (!found) {
        return std::unexpected(found.error());
    }
    const auto have = KeyNames::split(known);
    for (const auto &key : wishes.recipients) {
        if (!have.contains(key)) {
            choice.missing.append(key);
        }
    }
    return choice;
}

ArchiveResult<UploadJournal::Target> UploadJournal::target(
    Database &database, ConversationId conversation, const crypto::BareJid &peer, const CollectionCutter::Run &run)
{
    Target target{.conversation = conversation, .id = {peer, run.messages.first().time.toUTC()}};
    if (run.continues) {
        const auto read = eachRow(database,
            u"SELECT id, start, parts FROM archive_collections WHERE own = 1 AND conversation = ?1 "
            "ORDER BY tail DESC LIMIT 1"_s,
            {conversation}, [&](const Statement &row) {
                target.collection = row.integer(0);
                target.id.start = QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc());
                target.part = static_cast<int>(row.integer(2));
            });
        if (!read) {
            return std::unexpected(read.error());
        }
        return target;
    }
    for (bool taken = true; taken;) {
        taken = false;
        const auto read = eachRow(database, u"SELECT 1 FROM archive_collections WHERE peer = ?1 AND start = ?2"_s,
            {peer.toString(), target.id.start.toMSecsSinceEpoch()}, [&](const Statement &) { taken = true; });
        if (!read) {
            return std::unexpected(read.error());
        }
        if (taken) {
            target.id.start = target.id.start.addMSecs(1);
        }
    }
    const auto inserted
        = runSql(database, u"INSERT INTO archive_collections (peer, start, conversation, own) VALUES (?1, ?2, ?3, 1)"_s,
            {peer.toString(), target.id.start.toMSecsSinceEpoch(), conversation});
    if (!inserted) {
        return std::unexpected(inserted.error());
    }
    target.collection = database.lastInsertId();
    return target;
}

ArchiveResult<UploadJournal::Plan> UploadJournal::write(
    Database &database, const Target &target, const CollectionCutter::Run &run, const Wishes &wishes, bool facts)
{
    const auto key = dataKey(database, target.conversation, target.id.start, wishes);
    if (!key) {
        return std::unexpected(key.error());
    }
    const qint64 tail = facts ? 0 : run.messages.last().time.toMSecsSinceEpoch();
    auto written = runSql(database,
        u"INSERT INTO archive_uploads (collection, data_key, recipients, facts, size, tail) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"_s,
        {target.collection, key->row, KeyNames::join(key->missing), facts, qint64(run.size), tail});
    const qint64 upload = database.lastInsertId();
    for (const auto &message : run.messages) {
        if (written) {
            written = runSql(database, u"INSERT INTO archive_upload_messages (upload, message) VALUES (?1, ?2)"_s,
                {upload, message.id});
        }
        if (written) {
            // From here on a change of the message is noted as a fact.
            written = runSql(database,
                facts ? u"DELETE FROM archive_facts WHERE message = ?1"_s
                      : u"UPDATE messages SET kept = 1 WHERE id = ?1"_s,
                {message.id});
        }
    }
    if (!written) {
        return std::unexpected(written.error());
    }
    return Plan{.upload = upload,
        .conversation = target.conversation,
        .order = {.collection = {.id = target.id, .part = target.part, .messages = run.messages},
            .account = wishes.account,
            .dataKeyName = key->name,
            .wrapFor = key->missing,
            .facts = facts},
        .size = run.size};
}

/// The first run of what is due in a conversation; nothing if it may still grow and need not be sent.
ArchiveResult<std::optional<CollectionCutter::Run>> UploadJournal::firstRun(
    Database &database, ConversationId conversation, const Wishes &wishes)
{
    std::optional<CollectionCutter::Tail> tail;
    auto read = eachRow(database,
        u"SELECT tail, size FROM archive_collections WHERE own = 1 AND conversation = ?1 ORDER BY tail DESC LIMIT 1"_s,
        {conversation}, [&](const Statement &row) {
            tail = {QDateTime::fromMSecsSinceEpoch(row.integer(0), QTimeZone::utc()), row.integer(1)};
        });
    QList<CollectionCutter::Run> runs;
    // Most runs are short: reading stops where the next one begins.
    for (qsizetype limit = fewMessages; read; limit = std::min(4 * limit, mostMessages)) {
        QList<Message> messages;
        qsizetype rows = 0;
        read = eachRow(database,
            u"SELECT "_s + messageColumns + u" FROM messages m WHERE m.conversation = ?1 AND "_s + isDue
                + u" ORDER BY m.id LIMIT ?2"_s,
            {conversation, limit + qint64(wishes.skipped.size())}, [&](const Statement &row) {
                ++rows;
                const auto message = messageFrom(row);
                if (!wishes.skipped.contains(message.id)) {
                    messages.append(message);
                }
            });
        runs = CollectionCutter::cut(messages, wishes.now, tail, wishes.limit);
        if (runs.size() > 1 || limit == mostMessages || rows < limit) {
            break;
        }
    }
    if (!read) {
        return std::unexpected(read.error());
    }
    if (runs.isEmpty() || !(runs.first().isOver || wishes.evenOpenOnes)) {
        return std::nullopt;
    }
    auto run = runs.first();
    run.size -= run.continues ? tail->size : 0;
    return run;
}

ArchiveResult<std::optional<UploadJournal::Plan>> UploadJournal::plan(Database &database, const Wishes &wishes)
{
    ConversationId after = 0;
    for (;;) {
        // One conversation at a time: what is due in all of them together may be a million messages.
        Peer peer;
        bool isKept = false;
        const auto read = eachRow(database,
            u"SELECT m.conversation, c.peer FROM messages m JOIN conversations c ON c.id = m.conversation "
            "WHERE m.conversation > ?1 AND "_s
                + isDue + u" ORDER BY m.conversation LIMIT 1"_s,
            {after}, [&](const Statement &row) {
                const auto jid = crypto::BareJid::parse(row.text(1));
                isKept = jid && wishes.preferences.keeps(*jid);
                peer = {row.integer(0), jid.value_or(crypto::BareJid())};
            });
        if (!read || peer.conversation == 0) {
            return read ? ArchiveResult<std::optional<Plan>>(std::nullopt) : std::unexpected(read.error());
        }
        after = peer.conversation;
        const auto run = isKept ? firstRun(database, peer.conversation, wishes)
                                : ArchiveResult<std::optional<CollectionCutter::Run>>(std::nullopt);
        if (!run) {
            return std::unexpected(run.error());
        }
        if (!*run) {
            continue;
        }
        const auto place = target(database, peer.conversation, peer.jid, **run);
        const auto plan = place ? write(database, *place, **run, wishes, false)
                                : ArchiveResult<Plan>(std::unexpected(place.error()));
        return plan ? ArchiveResult<std::optional<Plan>>(*plan) : std::unexpected(plan.error());
    }
}

ArchiveResult<std::optional<UploadJournal::Plan>> UploadJournal::planFacts(Database &database, const Wishes &wishes)
{
    const qint64 quietSince = wishes.evenOpenOnes ? LLONG_MAX : wishes.now.toMSecsSinceEpoch() - CollectionCutter::gap;
    Target place;
    CollectionCutter::Run run;
    bool valid = true;
    const auto read = eachRow(database,
        u"SELECT "_s + messageColumns
            + u", a.id, a.peer, a.start, a.parts, a.conversation FROM archive_facts f JOIN messages m ON m.id = "
              "f.message "
              "JOIN archive_collections a ON a.id = m.collection WHERE m.kept = 2 AND f.changed <= ?1 "
              "ORDER BY a.id, m.id LIMIT ?2"_s,
        {quietSince, qint64(mostMessages + wishes.skipped.size())}, [&](const Statement &row) {
            const auto message = messageFrom(row);
            const auto peer = crypto::BareJid::parse(row.text(messageColumnCount + 1));
            const qsizetype size = CollectionCodec::entrySize(message);
            const bool fits = run.messages.isEmpty()
                || (row.integer(messageColumnCount) == place.collection && run.size + size <= wishes.limit);
            if (wishes.skipped.contains(message.id) || !fits || (peer && !wishes.preferences.keeps(*peer))) {
                return;
            }
            valid = valid && peer;
            place = {.collection = row.integer(messageColumnCount),
                .conversation = message.conversation,
                .id = {peer.value_or(crypto::BareJid()),
                    QDateTime::fromMSecsSinceEpoch(row.integer(messageColumnCount + 2), QTimeZone::utc())},
                .part = static_cast<int>(row.integer(messageColumnCount + 3))};
            run.messages.append(message);
            run.size += size;
        });
    if (!read) {
        return std::unexpected(read.error());
    }
    if (run.messages.isEmpty() || !valid) {
        return std::nullopt;
    }
    const auto plan = write(database, place, run, wishes, true);
    return plan ? ArchiveResult<std::optional<Plan>>(*plan) : std::unexpected(plan.error());
}

ArchiveResult<int> UploadJournal::waiting(Database &database, const Preferences &preferences)
{
    int count = 0;
    const auto read = eachRow(database,
        u"SELECT c.peer, count(*) FROM messages m JOIN conversations c ON c.id = m.conversation WHERE "_s + isDue
            + u" GROUP BY c.peer"_s,
        {}, [&](const Statement &row) {
            const auto jid = crypto::BareJid::parse(row.text(0));
            count += jid && preferences.keeps(*jid) ? static_cast<int>(row.integer(1)) : 0;
        });
    return read ? ArchiveResult<int>(count) : std::unexpected(read.error());
}

} // namespace letterlock::archive
