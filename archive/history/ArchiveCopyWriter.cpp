// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/HistoryWriter.h"
#include "archive/history/MessageRows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

/// The message itself takes the place of the copy that a server's archive had of it.
ArchiveResult<void> HistoryWriter::adopt(const Message &copy, const Message &message)
{
    const auto done = run(
        u"UPDATE messages SET body = ?2, sender = ?3, origin_id = ?4, stanza_id = ?5, reply_to = ?6, delivery = ?7, "
        "sealing = ?8, edited = ?9, retracted = ?10, signer = ?11, seal_digest = ?12, sealed_stanza = ?13, kept = ?14, "
        "collection = NULL, archive_marks = 0, edits = ?15, files = ?16, scheme = ?17, time_is_odd = ?18, "
        "thread = ?19, corrected_at = ?20 WHERE id = ?1"_s,
        {copy.id, message.body, message.sender.toString(), message.originId, message.stanzaId, message.replyTo,
            int(message.delivery), int(message.sealing), message.edited, message.retracted, message.signer.toString(),
            message.sealDigest.isEmpty() ? QVariant() : QVariant(message.sealDigest),
            message.sealedStanza.isEmpty() ? QVariant() : QVariant(message.sealedStanza), int(message.kept),
            message.edits, MessageRows::blobOf(message.files), int(message.scheme), MessageRows::timeMarkOf(message),
            MessageRows::textOf(message.thread), message.correctedAt});
    // The row changed while it counted as kept, but what is noted about kept rows is for those sealed here.
    const auto forgotten = done && message.kept == Kept::OnlyHere
        ? run(u"DELETE FROM archive_facts WHERE message = ?1"_s, {copy.id})
        : done;
    return forgotten ? noteChanged(copy.id) : forgotten;
}

} // namespace letterlock::archive
