// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>

#include "archive/history/Duplicates.h"
#include "archive/history/HistoryStore.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// What a transaction did, to be told once it is committed.
struct HistoryChanges {
    QList<Message> stored;
    QList<Message> changed;
    QSet<ConversationId> touched;
    QList<ConversationSummary> conversations; ///< those touched, as they are now
    QList<ConversationId> imported;
};

/// The writing half of SqlHistoryStore: runs on the writer thread inside one transaction, one object for each.
class HistoryWriter {
public:
    HistoryWriter(Database &database, HistoryChanges &changes)
        : m_database(database)
        , m_changes(changes)
        , m_duplicates(database)
    {
    }

    [[nodiscard]] ArchiveResult<ConversationId> conversationWith(const crypto::BareJid &peer);
    /// `column` is one of ours, never text from outside.
    [[nodiscard]] ArchiveResult<void> setColumn(
        ConversationId conversation, const QString &column, const QVariant &value);

    [[nodiscard]] ArchiveResult<void> markRead(ConversationId conversation);
    [[nodiscard]] ArchiveResult<void> readElsewhere(ConversationId conversation, const QString &originId);
    [[nodiscard]] ArchiveResult<Appended> append(Message message, bool countsAsUnread);
    [[nodiscard]] ArchiveResult<int> import(
        QList<Message> messages, const QString &archive, const ArchiveCursor &cursor);

    [[nodiscard]] ArchiveResult<Appended> enqueue(Message message, const OutboxEntry &entry);
    [[nodiscard]] ArchiveResult<void> outboxSent(MessageId message, const QString &stanzaId);
    [[nodiscard]] ArchiveResult<void> outboxFailed(MessageId message, bool tryAgain);
    [[nodiscard]] ArchiveResult<void> sentBack(const crypto::BareJid &peer, const QString &id, SendFault fault);
    [[nodiscard]] ArchiveResult<void> retry(MessageId message);

    [[nodiscard]] ArchiveResult<void> setDelivery(
        ConversationId conversation, const QString &originId, Delivery delivery, SendFault fault = SendFault::None);
    [[nodiscard]] ArchiveResult<void> correct(MessageId id, const Message &correction, const QDateTime &stamp);
    [[nodiscard]] ArchiveResult<void> replaceContent(
        MessageId id, const QString &body, Sealing sealing, const crypto::KeyFingerprint &signer, bool edited);
    [[nodiscard]] ArchiveResult<void> openClosed(MessageId id, Message opened);
    [[nodiscard]] ArchiveResult<void> setClosedForm(MessageId id, Sealing form);
    [[nodiscard]] ArchiveResult<void> retract(ConversationId conversation, const QString &originId);
    [[nodiscard]] ArchiveResult<void> filesUploaded(MessageId id, const QByteArray &files);

    /// A step through what earlier versions left shown; true if there are more.
    [[nodiscard]] ArchiveResult<bool> hideLeftovers();

    [[nodiscard]] ArchiveResult<void> setValue(const QString &scope, const QString &name, const QByteArray &value);
    [[nodiscard]] ArchiveResult<void> removeValue(const QString &scope, const QString &name);

    /// Reads the conversations that were touched; call last.
    [[nodiscard]] ArchiveResult<void> finish();

private:
    /// One statement with values; nothing comes back.
    [[nodiscard]] ArchiveResult<void> run(const QString &sql, const QVariantList &values);
    [[nodiscard]] ArchiveResult<std::optional<Message>> shownByOrigin(
        ConversationId conversation, const QString &originId);
    /// The message the correction with this id stands for, or the message itself.
    [[nodiscard]] ArchiveResult<std::optional<Message>> shownFor(MessageId id);
    [[nodiscard]] ArchiveResult<void> adopt(const Message &copy, const Message &message);
    [[nodiscard]] ArchiveResult<void> learnFrom(const Message &earlier, const Message &again);
    [[nodiscard]] ArchiveResult<void> takeOpened(const Message &closed, const Message &opened);
    [[nodiscard]] ArchiveResult<void> putDelivery(
        const Message &message, Delivery delivery, SendFault fault = SendFault::None);
    [[nodiscard]] ArchiveResult<void> putIntoOutbox(MessageId message); ///< again, if it is not in it
    [[nodiscard]] ArchiveResult<void> noteChanged(MessageId id);
    [[nodiscard]] ArchiveResult<void> readUpTo(ConversationId conversation, MessageId message);
    [[nodiscard]] ArchiveResult<void> countImported(const QList<Message> &messages);
    [[nodiscard]] ArchiveResult<void> hide(const Message &shown, const Message &opened);
    [[nodiscard]] ArchiveResult<void> hideLeftover(Message shown, const QString &replaces);
    [[nodiscard]] ArchiveResult<void> putFiles(MessageId id, const QByteArray &files);

    Database &m_database;
    HistoryChanges &m_changes;
    Duplicates m_duplicates;
};

} // namespace letterlock::archive
