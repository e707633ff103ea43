// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/ConversationThreads.h"
#include "archive/history/HistoryWriter.h"
#include "archive/history/MessageRows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

ArchiveResult<Appended> HistoryWriter::enqueue(Message message, const OutboxEntry &entry)
{
    const auto corrected = shownByOrigin(message.conversation, entry.replaces);
    if (!corrected) {
        return std::unexpected(corrected.error());
    }
    auto thread = ConversationThreads::of(m_database, message);
    if (!thread) {
        return std::unexpected(thread.error());
    }
    message.thread = *std::move(thread);
    Appended appended;
    if (*corrected) {
        // The correction itself is a row that is never shown; the corrected message shows the new text at once.
        if (auto stored = MessageRows::insert(m_database, message, entry.replaces); !stored) {
            return std::unexpected(stored.error());
        }
        appended.id = message.id;
        if (auto done = replaceContent((*corrected)->id, message.body, message.sealing, message.signer, true); !done) {
            return std::unexpected(done.error());
        }
        // What this device sent before may come back from our server.
        if (auto noted = run(u"UPDATE messages SET corrected_at = max(corrected_at, ?2) WHERE id = ?1"_s,
                {(*corrected)->id, message.time.toMSecsSinceEpoch()});
            !noted) {
            return std::unexpected(noted.error());
        }
    } else {
        auto stored = append(message, false);
        if (!stored) {
            return stored;
        }
        appended = *stored;
    }
    const auto queued
        = run(u"INSERT INTO outbox (message, recipient, origin_id, body, reply_to, replaces, sealed, scheme) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (message) DO NOTHING"_s,
            {appended.id, entry.to.toString(), entry.originId, entry.body, entry.replyTo, entry.replaces, entry.sealed,
                int(entry.scheme)});
    if (!queued || entry.upload.isEmpty()) {
        return queued ? ArchiveResult<Appended>(appended) : std::unexpected(queued.error());
    }
    const auto upload = run(u"INSERT INTO file_uploads (message, copy, size) VALUES (?1, ?2, ?3)"_s,
        {appended.id, entry.upload, entry.uploadSize});
    const auto copy = upload
        ? run(u"INSERT INTO file_copies (message, position, copy) VALUES (?1, 0, ?2)"_s, {appended.id, entry.upload})
        : upload;
    if (!copy) {
        return std::unexpected(copy.error());
    }
    return appended;
}

ArchiveResult<void> HistoryWriter::outboxSent(MessageId message, const QString &stanzaId)
{
    // A receipt or an error of the peer may have overtaken the server's acknowledgement.
    if (auto gone = run(u"DELETE FROM outbox WHERE message = ?1 AND NOT EXISTS "
                        "(SELECT 1 FROM messages WHERE id = ?1 AND fault <> 0)"_s,
            {message});
        !gone) {
        return gone;
    }
    // Failed (5) for a reason that is not the peer's counts as nothing.
    if (auto noted = run(
            u"UPDATE messages SET delivery = CASE WHEN fault <> 0 THEN delivery "
            "ELSE max(delivery % 5, 2) END, stanza_id = CASE WHEN ?2 <> '' THEN ?2 ELSE stanza_id END WHERE id = ?1"_s,
            {message, stanzaId});
        !noted) {
        return noted;
    }
    const auto shown = shownFor(message);
    if (!shown || !*shown) {
        return shown ? ArchiveResult<void>() : std::unexpected(shown.error());
    }
    return (*shown)->id == message ? noteChanged(message) : putDelivery(**shown, Delivery::Sent);
}

ArchiveResult<void> HistoryWriter::putFiles(MessageId id, const QByteArray &files)
{
    return run(u"UPDATE messages SET files = ?2 WHERE id = ?1 AND retracted = 0"_s, {id, MessageRows::blobOf(files)});
}

ArchiveResult<void> HistoryWriter::filesUploaded(MessageId id, const QByteArray &files)
{
    if (auto put = putFiles(id, files); !put) {
        return put;
    }
    if (auto gone = run(u"DELETE FROM file_uploads WHERE message = ?1"_s, {id}); !gone) {
        return gone;
    }
    return noteChanged(id);
}

ArchiveResult<void> HistoryWriter::outboxFailed(MessageId message, bool tryAgain)
{
    if (tryAgain) {
        return run(u"UPDATE outbox SET attempts = attempts + 1 WHERE message = ?1"_s, {message});
    }
    if (auto given = run(u"UPDATE outbox SET attempts = attempts + 1, given_up = 1 WHERE message = ?1"_s, {message});
        !given) {
        return given;
    }
    const auto shown = shownFor(message);
    if (!shown || !*shown) {
        return shown ? ArchiveResult<void>() : std::unexpected(shown.error());
    }
    // A correction that could not be sent shows at the message it corrects: the peer does not have this text.
    if (auto done = run(u"UPDATE messages SET delivery = ?3 WHERE id IN (?1, ?2)"_s,
            {message, (*shown)->id, int(Delivery::Failed)});
        !done) {
        return done;
    }
    return noteChanged((*shown)->id);
}

ArchiveResult<void> HistoryWriter::sentBack(const crypto::BareJid &peer, const QString &id, SendFault fault)
{
    // What is sealed whole went out under an id of its own, and only that one is known to whoever could not open it.
    auto find = m_database.prepare(
        u"SELECT m.id FROM messages m WHERE m.origin_id <> '' AND m.origin_id = coalesce((SELECT s.origin_id FROM "
        "session_sent s WHERE s.outer_id = ?2 AND s.peer = ?1), ?2) AND m.conversation = (SELECT c.id FROM "
        "conversations c WHERE c.peer = ?1) AND m.outgoing = 1 AND (m.scheme <> ?3 OR EXISTS (SELECT 1 FROM "
        "session_sent s WHERE s.outer_id = ?2 AND s.peer = ?1)) AND m.sealing IN (0, 1) AND m.retracted = 0 AND "
        "m.delivery IN (1, 2) LIMIT 1"_s);
    if (!find) {
        return std::unexpected(find.error());
    }
    const auto row = find->bind(1, peer.toString()).bind(2, id).bind(3, int(crypto::SchemeId::Jose)).step();
    if (!row || !*row || fault == SendFault::None) {
        return row ? ArchiveResult<void>() : std::unexpected(row.error());
    }
    const MessageId message = find->integer(0);
    if (auto kept = putIntoOutbox(message); !kept) {
        return kept;
    }
    const auto shown = shownFor(message);
    if (!shown) {
        return std::unexpected(shown.error());
    }
    if (auto noted = run(u"UPDATE messages SET fault = ?3 WHERE id IN (?1, ?2)"_s,
            {message, *shown ? (*shown)->id : message, int(fault)});
        !noted) {
        return noted;
    }
    return outboxFailed(message, false);
}

ArchiveResult<void> HistoryWriter::putIntoOutbox(MessageId message)
{
    return run(u"INSERT INTO outbox (message, recipient, origin_id, body, reply_to, replaces, sealed, scheme) "
               "SELECT m.id, c.peer, m.origin_id, m.body, m.reply_to, m.replaces, m.sealing = 0, max(m.scheme, 1) "
               "FROM messages m JOIN conversations c ON c.id = m.conversation WHERE m.id = ?1 "
               "ON CONFLICT (message) DO NOTHING"_s,
        {message});
}

ArchiveResult<void> HistoryWriter::retry(MessageId message)
{
    const auto found = MessageRows::byId(m_database, message);
    if (!found || !*found) {
        return found ? ArchiveResult<void>() : std::unexpected(found.error());
    }
    if ((*found)->fault == SendFault::NoKey || (*found)->fault == SendFault::NotOpened) {
        const auto retired
            = run(u"UPDATE session_keys SET retired = 1 WHERE own = 1 AND sid IN (SELECT sid FROM session_sent WHERE "
                  "peer = session_keys.peer AND (origin_id = ?1 OR origin_id IN (SELECT origin_id FROM messages WHERE "
                  "replaces <> '' AND replaces = ?1 AND conversation = ?2 AND outgoing = 1)))"_s,
                {(*found)->originId, (*found)->conversation});
        if (!retired) {
            return retired;
        }
    }
    const QString mine = u"message = ?1 OR (replaces <> '' AND replaces = ?2 AND message IN "
                         "(SELECT id FROM messages WHERE conversation = ?3 AND outgoing = 1))"_s;
    const QVariantList values{message, (*found)->originId, (*found)->conversation};
    if (auto again = run(u"UPDATE outbox SET given_up = 0, attempts = 0 WHERE %1"_s.arg(mine), values); !again) {
        return again;
    }
    const auto &failed = **found;
    const bool cameBack = failed.outgoing && failed.delivery == Delivery::Failed && failed.fault != SendFault::None;
    if (m_database.changes() == 0 && cameBack && !failed.retracted) {
        // Another device sent it; nothing of it waits here yet.
        if (auto kept = putIntoOutbox(message); !kept) {
            return kept;
        }
    }
    if (auto done = run(u"UPDATE messages SET delivery = 1, fault = 0 WHERE delivery = 5 AND (id = ?1 OR id IN "
                        "(SELECT message FROM outbox WHERE %1))"_s.arg(mine),
            values);
        !done) {
        return done;
    }
    return noteChanged(message);
}

} // namespace letterlock::archive
