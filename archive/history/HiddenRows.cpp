// SPDX-License-Identifier: GPL-3.0-or-later
// The part of HistoryWriter for what turned out to be nothing to show.
#include "archive/history/HistoryWriter.h"
#include "archive/history/MessageRows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

/// It was shown as closed, and is a correction or says nothing. The row stays, as those of own corrections do: what is
/// known by its ids does not come once more, and the archive is told.
ArchiveResult<void> HistoryWriter::hide(const Message &shown, const Message &opened)
{
    if (!shown.replaces.isEmpty()) {
        return {};
    }
    const auto scheme = opened.scheme == crypto::SchemeId::None ? shown.scheme : opened.scheme;
    const QList<std::pair<QString, QVariantList>> steps{
        {u"UPDATE conversations SET unread = unread - 1 WHERE id = ?1 AND unread > 0 AND ?3 = 0 AND unread > "
         "(SELECT count(*) FROM messages WHERE conversation = ?1 AND id > ?2 AND outgoing = 0 AND replaces = '')"_s,
            {shown.conversation, shown.id, int(shown.outgoing)}},
        {u"UPDATE activity SET messages = messages - 1 WHERE quarter = (SELECT time / 900000 FROM messages WHERE "
         "id = ?1)"_s,
            {shown.id}},
        // While it is shown still: the indexes forget it, and that it changed is noted for the archive.
        {u"UPDATE messages SET body = '', files = x'', sealing = ?2, signer = ?3, origin_id = ?4, seal_digest = ?5, "
         "scheme = ?6, sealed_stanza = NULL WHERE id = ?1"_s,
            {shown.id, int(opened.sealing), opened.signer.toString(),
                opened.originId.isEmpty() ? shown.originId : opened.originId,
                opened.sealDigest.isEmpty() ? QVariant() : QVariant(opened.sealDigest), int(scheme)}},
        // Where the archive does not have it, it has nothing to wait for either.
        {u"UPDATE messages SET replaces = ?2, kept = CASE kept WHEN 0 THEN 2 ELSE kept END WHERE id = ?1"_s,
            {shown.id, opened.replaces}},
        {u"UPDATE conversations SET last_id = 0, last_time = NULL, preview = '', last_outgoing = 0, "
         "last_delivery = 0, last_sealing = 0, last_file = 0 WHERE id = ?1 AND last_id = ?2"_s,
            {shown.conversation, shown.id}},
    };
    for (const auto &[sql, values] : steps) {
        if (auto done = run(sql, values); !done) {
            return done;
        }
    }
    m_changes.touched.insert(shown.conversation);
    m_changes.imported.append(shown.conversation);
    auto newest = m_database.prepare(
        u"SELECT %1 FROM messages m WHERE m.conversation = ?1 AND m.replaces = '' ORDER BY m.id DESC LIMIT 1"_s.arg(
            MessageRows::columns()));
    if (!newest) {
        return std::unexpected(newest.error());
    }
    const auto row = newest->bind(1, shown.conversation).step();
    if (!row || !*row) {
        return row.transform([](bool) { });
    }
    return MessageRows::touchConversation(m_database, MessageRows::read(*newest), 0);
}

} // namespace letterlock::archive
