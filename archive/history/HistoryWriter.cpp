// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/HistoryWriter.h"

#include "archive/history/MessageRows.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

ArchiveResult<void> HistoryWriter::run(const QString &sql, const QVariantList &values)
{
    auto statement = m_database.prepare(sql);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    for (int i = 0; i < values.size(); ++i) {
        statement->bind(i + 1, values[i]);
    }
    return statement->run();
}

ArchiveResult<ConversationId> HistoryWriter::conversationWith(const crypto::BareJid &peer)
{
    if (peer.isEmpty()) {
        return archiveError(ArchiveError::Code::StoreFailed, u"a conversation needs a peer"_s);
    }
    auto find = m_database.prepare(u"SELECT id FROM conversations WHERE peer = ?1"_s);
    if (!find) {
        return std::unexpected(find.error());
    }
    const auto row = find->bind(1, peer.toString()).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (*row) {
        return find->integer(0);
    }
    if (auto made = run(u"INSERT INTO conversations (peer) VALUES (?1)"_s, {peer.toString()}); !made) {
        return std::unexpected(made.error());
    }
    const ConversationId id = m_database.lastInsertId();
    m_changes.touched.insert(id);
    return id;
}

ArchiveResult<void> HistoryWriter::setColumn(ConversationId conversation, const QString &column, const QVariant &value)
{
    m_changes.touched.insert(conversation);
    return run(u"UPDATE conversations SET %1 = ?2 WHERE id = ?1"_s.arg(column), {conversation, value});
}

ArchiveResult<std::optional<Message>> HistoryWriter::shownByOrigin(ConversationId conversation, const QString &originId)
{
    if (originId.isEmpty()) {
        return std::nullopt;
    }
    auto find = m_database.prepare(
        u"SELECT %1 FROM messages m WHERE m.origin_id <> '' AND m.origin_id = ?1 AND m.conversation = ?2 "
        "AND m.replaces = '' ORDER BY m.id LIMIT 1"_s.arg(MessageRows::columns()));
    if (!find) {
        return std::unexpected(find.error());
    }
    const auto row = find->bind(1, originId).bind(2, conversation).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(MessageRows::read(*find)) : std::nullopt;
}

ArchiveResult<std::optional<Message>> HistoryWriter::shownFor(MessageId id)
{
    auto find = m_database.prepare(u"SELECT conversation, replaces FROM messages WHERE id = ?1"_s);
    if (!find) {
        return std::unexpected(find.error());
    }
    const auto row = find->bind(1, id).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (*row && !find->text(1).isEmpty()) {
        return shownByOrigin(find->integer(0), find->text(1));
    }
    return MessageRows::byId(m_database, id);
}

/// A copy may know what the first one did not: the server's id, that the server keeps it, or the text itself.
ArchiveResult<void> HistoryWriter::learnFrom(const Message &earlier, const Message &again)
{
    if (again.archiveMarks != 0) {
        return {};
    }
    if (earlier.archiveMarks != 0) {
        return adopt(earlier, again);
    }
    bool changed = false;
    if (earlier.stanzaId.isEmpty() && !again.stanzaId.isEmpty()) {
        if (auto done = run(u"UPDATE messages SET stanza_id = ?2 WHERE id = ?1"_s, {earlier.id, again.stanzaId});
            !done) {
            return done;
        }
    }
    if (earlier.kept == Kept::OnlyHere && again.kept == Kept::OnServer) {
        if (auto done = run(u"UPDATE messages SET kept = 2 WHERE id = ?1"_s, {earlier.id}); !done) {
            return done;
        }
        changed = true;
    }
    const bool says = !again.body.isEmpty() || !again.files.isEmpty();
    if (isClosed(earlier.sealing) && !isClosed(again.sealing) && says && !earlier.retracted) {
        return takeOpened(earlier, again);
    }
    return changed ? noteChanged(earlier.id) : ArchiveResult<void>();
}

ArchiveResult<Appended> HistoryWriter::append(Message message, bool countsAsUnread)
{
    const auto earlier = m_duplicates.of(message);
    if (!earlier) {
        return std::unexpected(earlier.error());
    }
    if (*earlier) {
        if (auto learnt = learnFrom(**earlier, message); !learnt) {
            return std::unexpected(learnt.error());
        }
        return Appended{(*earlier)->id, true};
    }
    if (auto stored = MessageRows::insert(m_database, message); !stored) {
        return std::unexpected(stored.error());
    }
    if (message.outgoing && message.delivery != Delivery::Waiting) {
        // Written on another device, by somebody who had read what was there.
        if (auto read = readUpTo(message.conversation, message.id); !read) {
            return std::unexpected(read.error());
        }
    }
    const int unread = countsAsUnread && !message.outgoing ? 1 : 0;
    if (auto touched = MessageRows::touchConversation(m_database, message, unread); !touched) {
        return std::unexpected(touched.error());
    }
    m_changes.touched.insert(message.conversation);
    m_changes.stored.append(message);
    return Appended{message.id, false};
}

ArchiveResult<int> HistoryWriter::import(QList<Message> messages, const QString &archive, const ArchiveCursor &cursor)
{
    // Ascending ids are what the index is fast with.
    std::ranges::stable_sort(messages, {}, &Message::time);
    int added = 0;
    QHash<ConversationId, Message> newest;
    QList<Message> stored;
    QDateTime lastTime;
    MessageId next = 0;
    for (Message &message : messages) {
        const auto earlier = m_duplicates.of(message);
        if (!earlier) {
            return std::unexpected(earlier.error());
        }
        if (*earlier) {
            if (auto learnt = learnFrom(**earlier, message); !learnt) {
                return std::unexpected(learnt.error());
            }
            continue;
        }
        // Archives with whole seconds bring many messages of one time: go on where the last one ended.
        const MessageId notBefore = message.time == lastTime ? next : 0;
        lastTime = message.time;
        if (auto done = MessageRows::insert(m_database, message, {}, notBefore); !done) {
            return std::unexpected(done.error());
        }
        next = message.id + 1;
        stored.append(message);
        if (message.replaces.isEmpty()) {
            newest.insert(message.conversation, message);
            ++added;
        }
    }
    for (const Message &message : std::as_const(newest)) {
        if (auto touched = MessageRows::touchConversation(m_database, message, 0); !touched) {
            return std::unexpected(touched.error());
        }
        m_changes.touched.insert(message.conversation);
        m_changes.imported.append(message.conversation);
    }
    if (auto counted = countImported(stored); !counted) {
        return std::unexpected(counted.error());
    }
    if (!archive.isEmpty()) {
        const QVariant time = cursor.newestTime.isValid() ? cursor.newestTime.toMSecsSinceEpoch() : QVariant();
        if (auto moved = run(u"INSERT INTO cursors (archive, newest_id, newest_time) VALUES (?1, ?2, ?3) ON CONFLICT "
                             "(archive) DO UPDATE SET newest_id = ?2, newest_time = ?3"_s,
                {archive, cursor.newestId, time});
            !moved) {
            return std::unexpected(moved.error());
        }
    }
    return added;
}

ArchiveResult<void> HistoryWriter::setDelivery(
    ConversationId conversation, const QString &originId, Delivery delivery, SendFault fault)
{
    const auto found = shownByOrigin(conversation, originId);
    if (!found) {
        return std::unexpected(found.error());
    }
    if (!*found || !(*found)->outgoing) {
        return {};
    }
    return putDelivery(**found, delivery, fault);
}

ArchiveResult<void> HistoryWriter::putDelivery(const Message &message, Delivery delivery, SendFault fault)
{
    const auto rank = [](Delivery d) { return d == Delivery::Failed ? 0 : int(d) - int(Delivery::Waiting); };
    // Only forward; a message that failed or waits is the one that may be given up or tried again.
    const bool cameBack = delivery == Delivery::Failed && fault != SendFault::None
        && (message.delivery == Delivery::Sent || message.delivery == Delivery::Failed) && message.fault != fault;
    const bool forward
        = delivery != Delivery::Failed && delivery != message.delivery && rank(delivery) >= rank(message.delivery);
    if (!forward && !cameBack) {
        return {};
    }
    if (auto done = run(u"UPDATE messages SET delivery = ?2, fault = ?3 WHERE id = ?1"_s,
            {message.id, int(delivery), int(cameBack ? fault : SendFault::None)});
        !done) {
        return done;
    }
    if (forward && message.fault != SendFault::None) {
        // One device sent it back, another one has it.
        if (auto gone = run(u"DELETE FROM outbox WHERE message = ?1 AND given_up = 1"_s, {message.id}); !gone) {
            return gone;
        }
    }
    return noteChanged(message.id);
}

ArchiveResult<void> HistoryWriter::replaceContent(
    MessageId id, const QString &body, Sealing sealing, const crypto::KeyFingerprint &signer, bool edited)
{
    // What was kept to be opened later has done its duty once there is text.
    const QString forget = isClosed(sealing) ? u""_s : u", sealed_stanza = NULL"_s;
    if (auto done = run(u"UPDATE messages SET body = ?2, sealing = ?3, signer = ?4, edited = max(edited, ?5)%1 "
                        "WHERE id = ?1 AND retracted = 0"_s.arg(forget),
            {id, body, int(sealing), signer.toString(), int(edited)});
        !done) {
        return done;
    }
    return noteChanged(id);
}

ArchiveResult<void> HistoryWriter::openClosed(MessageId id, Message opened)
{
    const auto closed = MessageRows::byId(m_database, id);
    if (!closed || !*closed) {
        return closed ? ArchiveResult<void>() : std::unexpected(closed.error());
    }
    if (!opened.replaces.isEmpty()) {
        return hide(**closed, opened);
    }
    if (!isClosed((*closed)->sealing) || (*closed)->retracted) {
        return {};
    }
    opened.conversation = (*closed)->conversation;
    opened.stanzaId.clear(); // it is the closed row's own, and would find that
    const auto earlier = m_duplicates.of(opened);
    if (!earlier) {
        return std::unexpected(earlier.error());
    }
    if (*earlier && (*earlier)->id != id) {
        // The sender did not know that it had arrived and sent it once more.
        opened.replaces = saysNothing;
        return hide(**closed, opened);
    }
    return takeOpened(**closed, opened);
}

ArchiveResult<void> HistoryWriter::takeOpened(const Message &closed, const Message &opened)
{
    const auto scheme = opened.scheme == crypto::SchemeId::None ? closed.scheme : opened.scheme;
    if (auto done = run(u"UPDATE messages SET origin_id = ?2, reply_to = ?3, time_is_odd = ?4, scheme = ?5, "
                        "seal_digest = ?6, thread = ?7, corrected_at = max(corrected_at, ?8) WHERE id = ?1"_s,
            {closed.id, opened.originId.isEmpty() ? closed.originId : opened.originId, opened.replyTo,
                MessageRows::timeMarkOf(opened), int(scheme),
                opened.sealDigest.isEmpty() ? QVariant() : QVariant(opened.sealDigest),
                MessageRows::textOf(opened.thread), opened.correctedAt});
        !done) {
        return done;
    }
    if (auto put = putFiles(closed.id, opened.files); !put) {
        return put;
    }
    // The archive knows what became of it; a copy out of the server's own memory knows only that it was sent.
    if (opened.outgoing && closed.outgoing) {
        if (auto put = putDelivery(closed, opened.delivery, opened.fault); !put) {
            return put;
        }
    }
    return replaceContent(closed.id, opened.body, opened.sealing, opened.signer, opened.edited);
}

ArchiveResult<void> HistoryWriter::setClosedForm(MessageId id, Sealing form)
{
    if (auto done = run(u"UPDATE messages SET sealing = ?2 WHERE id = ?1 AND sealing > 1"_s, {id, int(form)}); !done) {
        return done;
    }
    return noteChanged(id);
}

ArchiveResult<void> HistoryWriter::retract(ConversationId conversation, const QString &originId)
{
    const auto found = shownByOrigin(conversation, originId);
    if (!found) {
        return std::unexpected(found.error());
    }
    if (!*found) {
        return {};
    }
    if (auto done
        = run(u"UPDATE messages SET retracted = 1, body = '', files = x'', sealed_stanza = NULL WHERE id = ?1"_s,
            {(*found)->id});
        !done) {
        return done;
    }
    // What nobody can open any more goes with the next start.
    if (auto gone = run(u"DELETE FROM file_copies WHERE message = ?1"_s, {(*found)->id}); !gone) {
        return gone;
    }
    return noteChanged((*found)->id);
}

ArchiveResult<void> HistoryWriter::setValue(const QString &scope, const QString &name, const QByteArray &value)
{
    // A null QByteArray would be NULL.
    return run(u"INSERT INTO profile_values (scope, name, value) VALUES (?1, ?2, ?3) "
               "ON CONFLICT (scope, name) DO UPDATE SET value = ?3"_s,
        {scope, name, value.isNull() ? QByteArray("") : value});
}

ArchiveResult<void> HistoryWriter::removeValue(const QString &scope, const QString &name)
{
    return run(u"DELETE FROM profile_values WHERE scope = ?1 AND name = ?2"_s, {scope, name});
}

ArchiveResult<void> HistoryWriter::noteChanged(MessageId id)
{
    const auto message = MessageRows::byId(m_database, id);
    if (!message) {
        return std::unexpected(message.error());
    }
    if (!*message) {
        return {};
    }
    m_changes.changed.append(**message);
    auto last = m_database.prepare(u"SELECT 1 FROM conversations WHERE id = ?1 AND last_id = ?2"_s);
    if (!last) {
        return std::unexpected(last.error());
    }
    const auto isLast = last->bind(1, (*message)->conversation).bind(2, id).step();
    if (!isLast) {
        return std::unexpected(isLast.error());
    }
    if (!*isLast) {
        return {};
    }
    m_changes.touched.insert((*message)->conversation);
    return MessageRows::touchConversation(m_database, **message, 0);
}

ArchiveResult<void> HistoryWriter::finish()
{
    for (const ConversationId id : std::as_const(m_changes.touched)) {
        auto summary = MessageRows::conversation(m_database, id);
        if (!summary) {
            return std::unexpected(summary.error());
        }
        if (*summary) {
            m_changes.conversations.append(**summary);
        }
    }
    return {};
}

} // namespace letterlock::archive
