// SPDX-License-Identifier: GPL-3.0-or-later
// The part of HistoryWriter for what turned out to be nothing to show.
#include "archive/history/HistoryWriter.h"
#include "archive/history/MessageRows.h"
#include "archive/store/EachRow.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr int rowsAtOnce = 5000; // so that nobody who writes waits for a long history

} // namespace

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

ArchiveResult<bool> HistoryWriter::hideLeftovers()
{
    std::optional<MessageId> from;
    auto done = eachRow(m_database,
        u"SELECT CAST(value AS INTEGER) FROM profile_values WHERE scope = 'history' AND name = 'leftovers-from'"_s, {},
        [&](const Statement &row) { from = row.integer(0); });
    if (!done || !from) {
        return done.transform([] { return false; });
    }
    MessageId upTo = 0;
    done = eachRow(m_database, u"SELECT max(id) FROM (SELECT id FROM messages WHERE id > ?1 ORDER BY id LIMIT ?2)"_s,
        {*from, rowsAtOnce}, [&](const Statement &row) { upTo = row.isNull(0) ? 0 : row.integer(0); });
    if (!done || upTo == 0) {
        done = done ? removeValue(u"history"_s, u"leftovers-from"_s) : done;
        return done.transform([] { return false; });
    }
    QList<std::pair<Message, QString>> found;
    // A correction was given the id of what it corrected, and no digest; texts themselves have that of their seal.
    done = eachRow(m_database,
        u"SELECT %1, m.body = '' FROM messages m WHERE m.id > ?1 AND m.id <= ?2 AND m.replaces = '' AND m.sealing = 0 "
        "AND m.retracted = 0 AND m.archive_marks = 0 AND m.files = x'' AND (m.body = '' OR (m.origin_id <> '' AND "
        "m.seal_digest IS NULL AND EXISTS (SELECT 1 FROM messages o WHERE o.origin_id <> '' AND "
        "o.origin_id = m.origin_id AND o.conversation = m.conversation AND o.id < m.id AND o.outgoing = m.outgoing "
        "AND o.signer = m.signer AND o.edited = 1 AND o.retracted = 0 AND o.replaces = '' AND o.archive_marks = 0)))"_s
            .arg(MessageRows::columns()),
        {*from, upTo}, [&](const Statement &row) {
            const auto message = MessageRows::read(row);
            const bool isEmpty = row.integer(MessageRows::columnCount) != 0;
            found.append({message, isEmpty ? QString(saysNothing) : message.originId});
        });
    for (const auto &[message, replaces] : std::as_const(found)) {
        done = done ? hideLeftover(message, replaces) : done;
    }
    done = done ? setValue(u"history"_s, u"leftovers-from"_s, QByteArray::number(upTo)) : done;
    return done.transform([] { return true; });
}

ArchiveResult<void> HistoryWriter::hideLeftover(Message shown, const QString &replaces)
{
    if (replaces != saysNothing) {
        shown.originId.clear(); // by it other devices would find what it corrected
    }
    auto opened = shown;
    opened.body.clear();
    opened.replaces = replaces;
    auto done = hide(shown, opened);
    // An empty text is told to the archive here, as it does not change; a row that has no id of its own cannot be.
    const bool canBeTold = shown.kept != Kept::OnlyHere && (!shown.stanzaId.isEmpty() || !shown.originId.isEmpty());
    return done ? run(canBeTold ? u"INSERT OR IGNORE INTO archive_facts (message, changed) VALUES (?1, "
                                  "strftime('%s', 'now') * 1000)"_s
                                : u"DELETE FROM archive_facts WHERE message = ?1"_s,
                      {shown.id})
                : done;
}

} // namespace letterlock::archive
