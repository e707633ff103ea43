// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/history/HistoryStore.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// The reading half of SqlHistoryStore: runs on the reader thread.
class HistoryReader {
public:
    explicit HistoryReader(Database &database)
        : m_database(database)
    {
    }

    [[nodiscard]] ArchiveResult<QList<OutboxEntry>> outbox();
    [[nodiscard]] ArchiveResult<QSet<QString>> knownStanzaIds(const QStringList &stanzaIds);
    [[nodiscard]] ArchiveResult<std::optional<Message>> messageByOrigin(
        ConversationId conversation, const QString &originId);
    [[nodiscard]] ArchiveResult<QList<Message>> page(ConversationId conversation, MessageId before, int limit);
    [[nodiscard]] ArchiveResult<QList<Message>> pageAfter(ConversationId conversation, MessageId after, int limit);
    [[nodiscard]] ArchiveResult<QList<Message>> pageAround(ConversationId conversation, MessageId around, int limit);
    [[nodiscard]] ArchiveResult<QList<Message>> closedMessages(int limit, const crypto::BareJid &peer = {});
    [[nodiscard]] ArchiveResult<QMap<QDate, int>> messagesPerDay(const QDate &from, const QDate &to);
    [[nodiscard]] ArchiveResult<HistoryStore::Totals> totals(ConversationId conversation);
    [[nodiscard]] ArchiveResult<ArchiveCursor> cursor(const QString &archive);
    [[nodiscard]] ArchiveResult<QHash<QString, QByteArray>> values(const QString &scope);

private:
    [[nodiscard]] ArchiveResult<QList<Message>> messages(const QString &condition, const QVariantList &values);
    [[nodiscard]] ArchiveResult<void> each(
        const QString &sql, const QVariantList &values, const std::function<void(const Statement &)> &take);

    Database &m_database;
};

} // namespace letterlock::archive
