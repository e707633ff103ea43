// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/history/HistoryStore.h"
#include "archive/store/Store.h"

namespace letterlock::archive {

struct HistoryChanges;
class HistoryWriter;

/// History in the profile's SQLCipher file. The store outlives it. Whatever a call changed is told by signals in this
/// object's thread after the commit, before the call's own continuation runs, and also if nobody keeps its future.
class SqlHistoryStore final : public HistoryStore {
    Q_OBJECT
public:
    explicit SqlHistoryStore(Store &store, QObject *parent = nullptr);

    /// What earlier versions left shown and should not be, once for each profile: bubbles with nothing in them, and
    /// corrections beside what they corrected.
    QFuture<ArchiveResult<void>> hideLeftovers();

    QFuture<ArchiveResult<ConversationId>> conversationWith(const crypto::BareJid &peer) override;
    QFuture<ArchiveResult<QList<ConversationSummary>>> conversations() override;
    QFuture<ArchiveResult<void>> setConversationName(ConversationId conversation, const QString &name) override;
    QFuture<ArchiveResult<void>> setPinned(ConversationId conversation, bool pinned) override;
    QFuture<ArchiveResult<void>> setMuted(ConversationId conversation, bool muted) override;
    QFuture<ArchiveResult<void>> setDraft(ConversationId conversation, const QString &draft) override;
    QFuture<ArchiveResult<void>> markRead(ConversationId conversation) override;
    QFuture<ArchiveResult<void>> readElsewhere(ConversationId conversation, const QString &originId) override;

    QFuture<ArchiveResult<Appended>> append(Message message, bool countsAsUnread) override;
    QFuture<ArchiveResult<int>> import(
        QList<Message> messages, const QString &archive, const ArchiveCursor &cursor) override;
    QFuture<ArchiveResult<QSet<QString>>> knownStanzaIds(const QStringList &stanzaIds) override;
    QFuture<ArchiveResult<Appended>> enqueue(Message message, OutboxEntry entry) override;
    QFuture<ArchiveResult<QList<OutboxEntry>>> outbox() override;
    QFuture<ArchiveResult<void>> outboxSent(MessageId message, const QString &stanzaId) override;
    QFuture<ArchiveResult<void>> outboxFailed(MessageId message, bool tryAgain) override;
    QFuture<ArchiveResult<void>> sentBack(const crypto::BareJid &peer, const QString &id, SendFault fault) override;
    QFuture<ArchiveResult<void>> retry(MessageId message) override;

    QFuture<ArchiveResult<void>> setDelivery(ConversationId conversation, const QString &originId, Delivery delivery,
        SendFault fault = SendFault::None) override;
    QFuture<ArchiveResult<void>> correct(MessageId message, const Message &correction, const QDateTime &stamp) override;
    QFuture<ArchiveResult<void>> replaceContent(MessageId message, const QString &body, Sealing sealing,
        const crypto::KeyFingerprint &signer, bool edited) override;
    QFuture<ArchiveResult<void>> openClosed(MessageId message, Message opened) override;
    QFuture<ArchiveResult<void>> setClosedForm(MessageId message, Sealing form) override;
    QFuture<ArchiveResult<void>> retract(ConversationId conversation, const QString &originId) override;
    QFuture<ArchiveResult<void>> filesUploaded(MessageId message, const QByteArray &files) override;

    QFuture<ArchiveResult<std::optional<Message>>> message(MessageId id) override;
    QFuture<ArchiveResult<std::optional<Message>>> messageByOrigin(
        ConversationId conversation, const QString &originId) override;
    QFuture<ArchiveResult<QList<Message>>> page(ConversationId conversation, MessageId before, int limit) override;
    QFuture<ArchiveResult<QList<Message>>> pageAfter(ConversationId conversation, MessageId after, int limit) override;
    QFuture<ArchiveResult<QList<Message>>> pageAround(
        ConversationId conversation, MessageId around, int limit) override;
    QFuture<ArchiveResult<QList<Message>>> closedMessages(int limit, const crypto::BareJid &peer = {}) override;

    QFuture<ArchiveResult<SearchPage>> search(SearchQuery query) override;
    QFuture<ArchiveResult<int>> countHits(SearchQuery query) override;
    QFuture<ArchiveResult<QMap<QDate, int>>> messagesPerDay(const QDate &from, const QDate &to) override;
    QFuture<ArchiveResult<Totals>> totals(ConversationId conversation) override;

    QFuture<ArchiveResult<ArchiveCursor>> cursor(const QString &archive) override;

    QFuture<ArchiveResult<QHash<QString, QByteArray>>> values(const QString &scope) override;
    QFuture<ArchiveResult<void>> setValue(const QString &scope, const QString &name, const QByteArray &value) override;
    QFuture<ArchiveResult<void>> removeValue(const QString &scope, const QString &name) override;

private:
    /// Runs `job(HistoryWriter &)` in a transaction and tells afterwards what it changed.
    template <class F> auto change(F job, crypto::Priority priority = crypto::Priority::Interactive);
    /// Runs `job(Database &)` for reading.
    template <class F> auto ask(F job);
    void publish(const HistoryChanges &changes);

    Store &m_store;
};

} // namespace letterlock::archive
