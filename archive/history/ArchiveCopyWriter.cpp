// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/HistoryWriter.h"
#include "archive/history/MessageRows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

/// A server that records by itself keeps neither ids nor seals: its copy is known by direction, time and text, or by
/// the time of a sealed message and the words that stood outside of the seal.
ArchiveResult<std::optional<Message>> HistoryWriter::archiveCopyOf(const Message &message)
{
    constexpr qint64 sameText = 90'000; // ms; clocks differ
    constexpr qint64 sameSeal = 10'000;
    const bool isCopy = message.archiveMarks != 0;
    const qint64 time = message.time.toMSecsSinceEpoch();
    if (!isCopy) {
        // Usually there are none, and then nothing is looked for.
        const auto any = hasArchiveCopies();
        if (!any || !*any) {
            return any ? ArchiveResult<std::optional<Message>>(std::nullopt) : std::unexpected(any.error());
        }
    }
    m_hasArchiveCopies.reset();
    auto find = m_database.prepare(
        u"SELECT %1 FROM messages m WHERE m.conversation = ?1 AND %2 BETWEEN ?2 AND ?3 AND m.outgoing = ?4 AND "
        "m.replaces = '' AND m.archive_marks %3 0 ORDER BY abs(m.time - ?5)"_s.arg(
            MessageRows::columns(), isCopy ? u"m.id"_s : u"m.time"_s, isCopy ? u"="_s : u"<>"_s));
    if (!find) {
        return std::unexpected(find.error());
    }
    find->bind(1, message.conversation).bind(2, time - sameText).bind(3, time + sameText).bind(4, message.outgoing);
    find->bind(5, time);
    for (;;) {
        const auto row = find->step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return std::nullopt;
        }
        const auto other = MessageRows::read(*find);
        const auto &copy = isCopy ? message : other;
        const auto &original = isCopy ? other : message;
        const bool near = std::abs(other.time.toMSecsSinceEpoch() - time) <= sameSeal;
        const bool isNotice = copy.body.contains(u"encrypted"_s, Qt::CaseInsensitive)
            || copy.body.contains(u"OpenPGP"_s, Qt::CaseInsensitive);
        if (copy.body == original.body || (near && isNotice && original.sealing != Sealing::NotSealed)) {
            return other;
        }
    }
}

ArchiveResult<bool> HistoryWriter::hasArchiveCopies()
{
    if (!m_hasArchiveCopies) {
        auto find = m_database.prepare(u"SELECT 1 FROM messages WHERE archive_marks <> 0 LIMIT 1"_s);
        if (!find) {
            return std::unexpected(find.error());
        }
        const auto row = find->step();
        if (!row) {
            return std::unexpected(row.error());
        }
        m_hasArchiveCopies = *row;
    }
    return *m_hasArchiveCopies;
}

/// The message itself takes the place of the copy that a server's archive had of it.
ArchiveResult<void> HistoryWriter::adopt(const Message &copy, const Message &message)
{
    const auto done = run(
        u"UPDATE messages SET body = ?2, sender = ?3, origin_id = ?4, stanza_id = ?5, reply_to = ?6, delivery = ?7, "
        "sealing = ?8, edited = ?9, retracted = ?10, signer = ?11, seal_digest = ?12, sealed_stanza = ?13, kept = ?14, "
        "collection = NULL, archive_marks = 0, scheme = ?15, time_is_odd = ?16 WHERE id = ?1"_s,
        {copy.id, message.body, message.sender.toString(), message.originId, message.stanzaId, message.replyTo,
            int(message.delivery), int(message.sealing), message.edited, message.retracted, message.signer.toString(),
            message.sealDigest.isEmpty() ? QVariant() : QVariant(message.sealDigest),
            message.sealedStanza.isEmpty() ? QVariant() : QVariant(message.sealedStanza), int(message.kept),
            int(message.scheme), MessageRows::timeMarkOf(message)});
    // The row changed while it counted as kept, but what is noted about kept rows is for those sealed here.
    const auto forgotten = done && message.kept == Kept::OnlyHere
        ? run(u"DELETE FROM archive_facts WHERE message = ?1"_s, {copy.id})
        : done;
    return forgotten ? noteChanged(copy.id) : forgotten;
}

} // namespace letterlock::archive
