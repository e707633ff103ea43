// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/MessageRows.h"

#include "archive/history/OuterIds.h"

#include <QTimeZone>

#include <algorithm>

#include "archive/model/SharedFile.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive::MessageRows {

namespace {

constexpr int previewLength = 200;

const QString &conversationColumns()
{
    static const QString columns
        = u"id, peer, name, last_id, last_time, preview, last_outgoing, last_delivery, last_sealing, unread, pinned, "
          "muted, draft, last_file, coalesce((SELECT m.scheme FROM messages m WHERE m.id = last_id), 0)"_s;
    return columns;
}

QDateTime timeOf(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::utc());
}

/// Stored numbers are ours, but a damaged value must not become an enumerator that does not exist.
template <class Enum> Enum enumOf(qint64 value, Enum last)
{
    return value < 0 || value > qint64(last) ? Enum{} : Enum(value);
}

ConversationSummary readConversation(const Statement &row)
{
    ConversationSummary summary;
    summary.id = row.integer(0);
    summary.peer = crypto::BareJid::parse(row.text(1)).value_or(crypto::BareJid());
    summary.name = row.text(2);
    summary.lastMessage = row.integer(3);
    summary.lastTime = row.isNull(4) ? QDateTime() : timeOf(row.integer(4));
    summary.preview = row.text(5);
    summary.lastOutgoing = row.integer(6) != 0;
    summary.lastDelivery = enumOf(row.integer(7), Delivery::Failed);
    summary.lastSealing = enumOf(row.integer(8), Sealing::WaitsForKey);
    summary.unread = int(row.integer(9));
    summary.pinned = row.integer(10) != 0;
    summary.muted = row.integer(11) != 0;
    summary.draft = row.text(12);
    summary.lastFile = enumOf(row.integer(13), LastFile::Other);
    summary.lastScheme = enumOf(row.integer(14), crypto::SchemeId::Jose);
    return summary;
}

/// The first id from `wanted` on that is free.
ArchiveResult<MessageId> freeId(Database &database, MessageId wanted)
{
    auto statement
        = database.prepare(u"SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM messages WHERE id = ?1) THEN ?1 ELSE ("
                           "SELECT m.id + 1 FROM messages m WHERE m.id >= ?1 AND NOT EXISTS (SELECT 1 FROM messages n "
                           "WHERE n.id = m.id + 1) "
                           "ORDER BY m.id LIMIT 1) END"_s);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    if (auto row = statement->bind(1, wanted).step(); !row) {
        return std::unexpected(row.error());
    }
    return statement->integer(0);
}

} // namespace

const QString &columns()
{
    static const QString columns
        = u"m.id, m.conversation, m.outgoing, m.sender, m.time, m.body, m.origin_id, m.stanza_id, m.reply_to, "
          "m.delivery, m.sealing, m.edited, m.retracted, m.time_is_odd, m.signer, m.seal_digest, m.sealed_stanza, "
          "m.kept, m.replaces, m.archive_marks, m.scheme, m.edits, m.files, m.fault, m.thread, "
          "m.corrected_at"_s;
    return columns;
}

Message read(const Statement &row)
{
    Message message;
    message.id = row.integer(0);
    message.conversation = row.integer(1);
    message.outgoing = row.integer(2) != 0;
    message.sender = crypto::Jid::parse(row.text(3)).value_or(crypto::Jid());
    message.time = timeOf(row.integer(4));
    message.body = row.text(5);
    message.originId = row.text(6);
    message.stanzaId = row.text(7);
    message.replyTo = row.text(8);
    message.delivery = enumOf(row.integer(9), Delivery::Failed);
    message.sealing = enumOf(row.integer(10), Sealing::WaitsForKey);
    message.edited = row.integer(11) != 0;
    message.retracted = row.integer(12) != 0;
    message.timeIsOdd = row.integer(13) != 0;
    message.timeMark = timeMarkFrom(row.integer(13));
    message.signer = crypto::KeyFingerprint::parse(row.text(14)).value_or(crypto::KeyFingerprint());
    message.sealDigest = row.isNull(15) ? QByteArray() : row.blob(15);
    message.sealedStanza = row.isNull(16) ? QByteArray() : row.blob(16);
    message.kept = enumOf(row.integer(17), Kept::OnServer);
    message.replaces = row.text(18);
    message.archiveMarks = int(row.integer(19));
    message.scheme = enumOf(row.integer(20), crypto::SchemeId::Jose);
    message.edits = int(row.integer(21));
    message.files = row.blob(22);
    message.fault = enumOf(row.integer(23), SendFault::Refused);
    message.thread = row.text(24);
    message.correctedAt = row.integer(25);
    return message;
}

int timeMarkOf(const Message &message)
{
    return message.timeMark == crypto::TimeMark::Good ? int(message.timeIsOdd) : int(message.timeMark) + 1;
}

crypto::TimeMark timeMarkFrom(qint64 column)
{
    return column > 1 ? enumOf(column - 1, crypto::TimeMark::Decreasing) : crypto::TimeMark::Good;
}

ArchiveResult<QList<Message>> readAll(Statement &statement)
{
    QList<Message> messages;
    for (;;) {
        const auto row = statement.step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return messages;
        }
        messages.append(read(statement));
    }
}

ArchiveResult<std::optional<Message>> byId(Database &database, MessageId id)
{
    auto statement = database.prepare(u"SELECT %1 FROM messages m WHERE m.id = ?1"_s.arg(columns()));
    if (!statement) {
        return std::unexpected(statement.error());
    }
    const auto row = statement->bind(1, id).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(read(*statement)) : std::nullopt;
}

ArchiveResult<void> insert(Database &database, Message &message, const QString &replaces, MessageId notBefore)
{
    // 0 means "not stored", so that a message from 1970 or without a time starts at 1.
    const qint64 milliseconds = message.time.isValid() ? std::max<qint64>(message.time.toMSecsSinceEpoch(), 1) : 1;
    const auto id = freeId(database, std::max<MessageId>(milliseconds, notBefore));
    if (!id) {
        return std::unexpected(id.error());
    }
    auto statement = database.prepare(
        u"INSERT INTO messages (id, conversation, outgoing, sender, time, body, origin_id, stanza_id, reply_to, "
        u"delivery, "
        "sealing, edited, retracted, time_is_odd, signer, seal_digest, sealed_stanza, kept, replaces, "
        "archive_marks, scheme, edits, files, fault, thread, corrected_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, "
        "?21, ?22, ?23, ?24, ?25, ?26)"_s);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    message.id = *id;
    message.time = timeOf(milliseconds);
    statement->bind(1, message.id).bind(2, message.conversation).bind(3, message.outgoing);
    statement->bind(4, message.sender.toString()).bind(5, milliseconds).bind(6, message.body);
    statement->bind(7, message.originId).bind(8, message.stanzaId).bind(9, message.replyTo);
    statement->bind(10, int(message.delivery)).bind(11, int(message.sealing)).bind(12, message.edited);
    statement->bind(13, message.retracted).bind(14, timeMarkOf(message)).bind(15, message.signer.toString());
    const auto bytesOrNull = [](const QByteArray &bytes) { return bytes.isEmpty() ? QVariant() : QVariant(bytes); };
    statement->bind(16, bytesOrNull(message.sealDigest)).bind(17, bytesOrNull(message.sealedStanza));
    statement->bind(18, int(message.kept))
        .bind(19, textOf(replaces.isEmpty() ? message.replaces : replaces))
        .bind(20, message.archiveMarks)
        .bind(21, int(message.scheme))
        .bind(22, std::max(message.edits, int(message.edited)))
        .bind(23, blobOf(message.files))
        .bind(24, message.delivery == Delivery::Failed ? int(message.fault) : 0)
        .bind(25, textOf(message.thread))
        .bind(26, message.correctedAt);
    const auto stored = statement->run();
    return stored ? OuterIds::note(database, message) : stored;
}

ArchiveResult<QList<ConversationSummary>> conversations(Database &database)
{
    auto statement = database.prepare(
        u"SELECT %1 FROM conversations ORDER BY pinned DESC, last_time DESC, id DESC"_s.arg(conversationColumns()));
    if (!statement) {
        return std::unexpected(statement.error());
    }
    QList<ConversationSummary> all;
    for (;;) {
        const auto row = statement->step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return all;
        }
        all.append(readConversation(*statement));
    }
}

ArchiveResult<std::optional<ConversationSummary>> conversation(Database &database, ConversationId id)
{
    auto statement = database.prepare(u"SELECT %1 FROM conversations WHERE id = ?1"_s.arg(conversationColumns()));
    if (!statement) {
        return std::unexpected(statement.error());
    }
    const auto row = statement->bind(1, id).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(readConversation(*statement)) : std::nullopt;
}

ArchiveResult<void> touchConversation(Database &database, const Message &message, int unread)
{
    auto last = database.prepare(
        u"UPDATE conversations SET last_id = ?2, last_time = ?3, preview = ?4, last_outgoing = ?5, last_delivery = ?6, "
        "last_sealing = ?7, last_file = ?8 WHERE id = ?1 AND last_id <= ?2"_s);
    if (!last) {
        return std::unexpected(last.error());
    }
    last->bind(1, message.conversation).bind(2, message.id).bind(3, message.time.toMSecsSinceEpoch());
    const auto files = SharedFile::unpack(message.files);
    const auto file = files.isEmpty() ? LastFile::None
        : files.first().isPicture()   ? LastFile::Picture
                                      : LastFile::Other;
    const QString preview = message.body.isEmpty() && !files.isEmpty() ? files.first().name : message.body;
    last->bind(8, int(file));
    last->bind(4, previewOf(preview)).bind(5, message.outgoing).bind(6, int(message.delivery));
    if (auto done = last->bind(7, int(message.sealing)).run(); !done || unread == 0) {
        return done;
    }
    auto count = database.prepare(u"UPDATE conversations SET unread = unread + ?2 WHERE id = ?1"_s);
    if (!count) {
        return std::unexpected(count.error());
    }
    return count->bind(1, message.conversation).bind(2, unread).run();
}

QString textOf(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

QVariant blobOf(const QByteArray &bytes)
{
    return bytes.isNull() ? QByteArray("") : bytes;
}

QString previewOf(const QString &body)
{
    // Enough for one line; a long paste must not be copied into the list.
    QString line = body.left(4 * previewLength).simplified().left(previewLength);
    if (!line.isEmpty() && line.back().isHighSurrogate()) {
        line.chop(1);
    }
    return line;
}

} // namespace letterlock::archive::MessageRows
