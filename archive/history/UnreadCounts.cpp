// SPDX-License-Identifier: GPL-3.0-or-later
// The part of HistoryWriter that counts what was not read yet.
#include "archive/history/HistoryWriter.h"
#include "archive/history/MessageRows.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

ArchiveResult<void> HistoryWriter::markRead(ConversationId conversation)
{
    m_changes.touched.insert(conversation);
    // Not own messages: one may have been written before what arrives late was seen.
    return run(u"UPDATE conversations SET unread = 0, read_to = max(read_to, coalesce((SELECT id FROM messages WHERE "
               "conversation = ?1 AND outgoing = 0 ORDER BY id DESC LIMIT 1), 0)) WHERE id = ?1"_s,
        {conversation});
}

ArchiveResult<void> HistoryWriter::readElsewhere(ConversationId conversation, const QString &originId)
{
    auto find = m_database.prepare(u"SELECT id FROM messages WHERE origin_id <> '' AND origin_id = ?1 AND "
                                   "conversation = ?2 AND outgoing = 0 ORDER BY id DESC LIMIT 1"_s);
    if (!find) {
        return std::unexpected(find.error());
    }
    const auto row = find->bind(1, originId).bind(2, conversation).step();
    return row && *row ? readUpTo(conversation, find->integer(0)) : row.transform([](bool) { });
}

ArchiveResult<void> HistoryWriter::readUpTo(ConversationId conversation, MessageId message)
{
    m_changes.touched.insert(conversation);
    return run(u"UPDATE conversations SET read_to = ?2, unread = min(unread, (SELECT count(*) FROM messages WHERE "
               "conversation = ?1 AND id > ?2 AND outgoing = 0 AND replaces = '')) WHERE id = ?1 AND read_to < ?2"_s,
        {conversation, message});
}

/// In whatever order pages come: what is read moves forward only, and each message is counted when it comes.
ArchiveResult<void> HistoryWriter::countImported(const QList<Message> &messages)
{
    QHash<ConversationId, MessageId> written;
    for (const auto &message : messages) {
        if (message.outgoing && message.replaces.isEmpty() && message.archiveMarks == 0) {
            auto &newest = written[message.conversation];
            newest = std::max(newest, message.id);
        }
    }
    for (const auto &[conversation, message] : written.asKeyValueRange()) {
        if (auto done = readUpTo(conversation, message); !done) {
            return done;
        }
    }
    for (const auto &message : messages) {
        if (message.outgoing || message.retracted || !message.replaces.isEmpty() || message.archiveMarks != 0) {
            continue;
        }
        if (auto done = run(u"UPDATE conversations SET unread = unread + 1 WHERE id = ?1 AND read_to < ?2 AND ?2 >= "
                            "coalesce((SELECT CAST(value AS INTEGER) FROM profile_values WHERE scope = 'history' AND "
                            "name = 'unread-since'), 0)"_s,
                {message.conversation, message.id});
            !done) {
            return done;
        }
    }
    return {};
}

} // namespace letterlock::archive
