// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/HistoryReader.h"

#include "archive/history/MessageRows.h"
#include "archive/store/EachRow.h"

#include <QTimeZone>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr int largestPage = 2000;
constexpr qint64 quarterOfAnHour = 900'000; // ms, as in the migration

int bounded(int limit)
{
    return std::clamp(limit, 1, largestPage);
}

} // namespace

ArchiveResult<void> HistoryReader::each(
    const QString &sql, const QVariantList &values, const std::function<void(const Statement &)> &take)
{
    return eachRow(m_database, sql, values, take);
}

ArchiveResult<QList<Message>> HistoryReader::messages(const QString &condition, const QVariantList &values)
{
    QList<Message> found;
    const auto done = each(u"SELECT %1 FROM messages m WHERE %2"_s.arg(MessageRows::columns(), condition), values,
        [&found](const Statement &row) { found.append(MessageRows::read(row)); });
    if (!done) {
        return std::unexpected(done.error());
    }
    return found;
}

ArchiveResult<QList<OutboxEntry>> HistoryReader::outbox()
{
    QList<OutboxEntry> entries;
    const auto done = each(
        u"SELECT o.message, m.conversation, o.recipient, o.origin_id, o.body, o.reply_to, o.replaces, "
        "o.sealed, o.attempts, o.scheme, m.files, m.thread, (SELECT a.sender FROM messages a WHERE "
        "a.origin_id <> '' AND a.origin_id = o.reply_to AND a.conversation = m.conversation LIMIT 1) FROM outbox "
        "o JOIN messages m ON m.id = o.message "
        "WHERE o.given_up = 0 AND NOT EXISTS (SELECT 1 FROM file_uploads u WHERE u.message = o.message) "
        "ORDER BY o.seq"_s,
        {}, [&entries](const Statement &row) {
            OutboxEntry entry;
            entry.message = row.integer(0);
            entry.conversation = row.integer(1);
            entry.to = crypto::BareJid::parse(row.text(2)).value_or(crypto::BareJid());
            entry.originId = row.text(3);
            entry.body = row.text(4);
            entry.replyTo = row.text(5);
            entry.replaces = row.text(6);
            entry.sealed = row.integer(7) != 0;
            entry.attempts = int(row.integer(8));
            entry.scheme
                = row.integer(9) == int(crypto::SchemeId::Jose) ? crypto::SchemeId::Jose : crypto::SchemeId::Ox;
            // A correction is a text: what is attached to the message stays as it is.
            entry.files = entry.replaces.isEmpty() ? row.blob(10) : QByteArray();
            entry.thread = row.text(11);
            if (const auto author = crypto::Jid::parse(row.text(12))) {
                entry.replyAuthor = author->bare();
            }
            entries.append(entry);
        });
    if (!done) {
        return std::unexpected(done.error());
    }
    return entries;
}

ArchiveResult<QSet<QString>> HistoryReader::knownStanzaIds(const QStringList &stanzaIds)
{
    QSet<QString> known;
    for (const QString &id : stanzaIds) {
        const auto done = each(u"SELECT 1 FROM messages WHERE stanza_id <> '' AND stanza_id = ?1 LIMIT 1"_s, {id},
            [&](const Statement &) { known.insert(id); });
        if (!done) {
            return std::unexpected(done.error());
        }
    }
    return known;
}

ArchiveResult<std::optional<Message>> HistoryReader::messageByOrigin(
    ConversationId conversation, const QString &originId)
{
    const auto found = messages(u"m.origin_id <> '' AND m.origin_id = ?1 AND m.conversation = ?2 AND m.replaces = '' "
                                "ORDER BY m.id LIMIT 1"_s,
        {originId, conversation});
    if (!found) {
        return std::unexpected(found.error());
    }
    return found->isEmpty() ? std::nullopt : std::optional(found->constFirst());
}

ArchiveResult<QList<Message>> HistoryReader::page(ConversationId conversation, MessageId before, int limit)
{
    const MessageId end = before > 0 ? before : std::numeric_limits<MessageId>::max();
    auto found = messages(u"m.conversation = ?1 AND m.id < ?2 AND m.replaces = '' ORDER BY m.id DESC LIMIT ?3"_s,
        {conversation, end, bounded(limit)});
    if (found) {
        std::ranges::reverse(*found);
    }
    return found;
}

ArchiveResult<QList<Message>> HistoryReader::pageAfter(ConversationId conversation, MessageId after, int limit)
{
    return messages(u"m.conversation = ?1 AND m.id > ?2 AND m.replaces = '' ORDER BY m.id LIMIT ?3"_s,
        {conversation, after, bounded(limit)});
}

ArchiveResult<QList<Message>> HistoryReader::pageAround(ConversationId conversation, MessageId around, int limit)
{
    const int half = std::max(bounded(limit) / 2, 1);
    auto before = page(conversation, std::max<MessageId>(around, 1), half);
    if (!before) {
        return before;
    }
    const auto from = pageAfter(conversation, around - 1, std::max(bounded(limit) - half, 1));
    if (!from) {
        return from;
    }
    return *before + *from;
}

ArchiveResult<QList<Message>> HistoryReader::closedMessages(int limit, const crypto::BareJid &peer)
{
    // Not those whose seal is broken: no key mends them.
    const QString which = u"m.sealing > 1 AND m.sealing <> ?1 AND m.retracted = 0 AND m.sealed_stanza IS NOT NULL "
                          "%1 ORDER BY m.id DESC LIMIT ?2"_s;
    if (peer.isEmpty()) {
        return messages(which.arg(QString()), {int(Sealing::SealBroken), bounded(limit)});
    }
    return messages(which.arg(u"AND m.conversation = (SELECT id FROM conversations WHERE peer = ?3)"_s),
        {int(Sealing::SealBroken), bounded(limit), peer.toString()});
}

ArchiveResult<QMap<QDate, int>> HistoryReader::messagesPerDay(const QDate &from, const QDate &to)
{
    const qint64 first = from.isValid() ? from.startOfDay().toMSecsSinceEpoch() / quarterOfAnHour : 0;
    const qint64 end = to.isValid() ? to.addDays(1).startOfDay().toMSecsSinceEpoch() / quarterOfAnHour
                                    : std::numeric_limits<qint64>::max();
    QMap<QDate, int> days;
    const auto done
        = each(u"SELECT quarter, messages FROM activity WHERE quarter >= ?1 AND quarter < ?2 AND messages > 0"_s,
            {first, end}, [&days](const Statement &row) {
                const auto start
                    = QDateTime::fromMSecsSinceEpoch(row.integer(0) * quarterOfAnHour, QTimeZone::systemTimeZone());
                days[start.date()] += int(row.integer(1));
            });
    if (!done) {
        return std::unexpected(done.error());
    }
    return days;
}

ArchiveResult<HistoryStore::Totals> HistoryReader::totals(ConversationId conversation)
{
    // Each count is answered by an index alone.
    const QString one = conversation > 0 ? u" AND conversation = ?1"_s : QString();
    const QVariantList values = conversation > 0 ? QVariantList{conversation} : QVariantList();
    HistoryStore::Totals totals;
    qint64 all = 0;
    const auto done = each(u"SELECT (SELECT count(*) FROM messages WHERE kept = 0%1), "
                           "(SELECT count(*) FROM messages WHERE kept = 1%1), "
                           "(SELECT count(*) FROM messages WHERE conversation > 0%1)"_s.arg(one),
        values, [&](const Statement &row) {
            totals.onlyHere = row.integer(0);
            totals.uploading = row.integer(1);
            all = row.integer(2);
        });
    if (!done) {
        return std::unexpected(done.error());
    }
    totals.onServer = all - totals.onlyHere - totals.uploading;
    return totals;
}

ArchiveResult<ArchiveCursor> HistoryReader::cursor(const QString &archive)
{
    ArchiveCursor cursor;
    const auto done = each(
        u"SELECT newest_id, newest_time FROM cursors WHERE archive = ?1"_s, {archive}, [&cursor](const Statement &row) {
            cursor.newestId = row.text(0);
            if (!row.isNull(1)) {
                cursor.newestTime = QDateTime::fromMSecsSinceEpoch(row.integer(1), QTimeZone::utc());
            }
        });
    if (!done) {
        return std::unexpected(done.error());
    }
    return cursor;
}

ArchiveResult<QHash<QString, QByteArray>> HistoryReader::values(const QString &scope)
{
    QHash<QString, QByteArray> found;
    const auto done = each(u"SELECT name, value FROM profile_values WHERE scope = ?1"_s, {scope},
        [&found](const Statement &row) { found.insert(row.text(0), row.blob(1)); });
    if (!done) {
        return std::unexpected(done.error());
    }
    return found;
}

} // namespace letterlock::archive
