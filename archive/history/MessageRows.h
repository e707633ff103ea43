// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

#include "archive/model/Message.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// Rows of `messages` and `conversations` as values. The only place that knows the order of their columns.
namespace MessageRows {

/// "m.id, m.conversation, …" for a SELECT in which `messages` is called m.
[[nodiscard]] const QString &columns();
inline constexpr int columnCount = 26;
[[nodiscard]] Message read(const Statement &row);

/// The column time_is_odd: 0 good, 1 odd, above that which TimeMark.
[[nodiscard]] int timeMarkOf(const Message &message);
[[nodiscard]] crypto::TimeMark timeMarkFrom(qint64 column);
/// All rows of a bound statement over columns().
[[nodiscard]] ArchiveResult<QList<Message>> readAll(Statement &statement);
[[nodiscard]] ArchiveResult<std::optional<Message>> byId(Database &database, MessageId id);
/// Gives the message its id (its time, moved on where taken, but not below `notBefore`) and stores it.
[[nodiscard]] ArchiveResult<void> insert(
    Database &database, Message &message, const QString &replaces = {}, MessageId notBefore = 0);

[[nodiscard]] ArchiveResult<QList<ConversationSummary>> conversations(Database &database);
[[nodiscard]] ArchiveResult<std::optional<ConversationSummary>> conversation(Database &database, ConversationId id);
/// The last_… columns follow this message if it is the newest; `unread` is added.
[[nodiscard]] ArchiveResult<void> touchConversation(Database &database, const Message &message, int unread);

[[nodiscard]] QString previewOf(const QString &body);
/// A TEXT column that is never NULL.
[[nodiscard]] QString textOf(const QString &text);
/// A BLOB column that is never NULL.
[[nodiscard]] QVariant blobOf(const QByteArray &bytes);

} // namespace MessageRows

} // namespace letterlock::archive
