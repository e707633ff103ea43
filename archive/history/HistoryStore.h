// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QFuture>
#include <QHash>
#include <QList>
#include <QMap>
#include <QObject>
#include <QSet>

#include "archive/history/SearchQuery.h"
#include "archive/model/ArchiveError.h"
#include "archive/model/Message.h"

namespace letterlock::archive {

/// A message that still has to reach the server. A row before it is a stanza; survives kill -9.
struct OutboxEntry {
    MessageId message = 0;
    ConversationId conversation = 0;
    crypto::BareJid to;
    QString originId;
    QString body;
    QString replyTo;
    crypto::BareJid replyAuthor; ///< on reading: who wrote the answered message; empty = not known here
    QString replaces; ///< originId of the message it corrects
    QString thread; ///< of the message
    bool sealed = true; ///< the person's choice when it was written; never changed by itself
    crypto::SchemeId scheme = crypto::SchemeId::Ox; ///< with which, where sealed; a choice as well
    int attempts = 0;
    QByteArray files; ///< of the message, with their addresses
    QString upload; ///< on enqueue: the sealed copy that has to reach the server before; empty = none
    qint64 uploadSize = 0;
};

struct Appended {
    MessageId id = 0;
    bool duplicate = false; ///< was there already; `id` is the earlier one
};

/// Position of a walk through a server's message archive (XEP-0313).
struct ArchiveCursor {
    QString newestId; ///< everything up to this id is here
    QDateTime newestTime;
};

/// Local history: messages, conversations, outbox, drafts, cursors. Store before show: `messageStored` fires after the
/// commit. May be called from the GUI thread; work runs on the store's threads; signals come in the object's thread.
class HistoryStore : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual QFuture<ArchiveResult<ConversationId>> conversationWith(const crypto::BareJid &peer) = 0; ///< makes it
    virtual QFuture<ArchiveResult<QList<ConversationSummary>>> conversations() = 0; ///< newest first, pinned on top
    virtual QFuture<ArchiveResult<void>> setConversationName(ConversationId conversation, const QString &name) = 0;
    virtual QFuture<ArchiveResult<void>> setPinned(ConversationId conversation, bool pinned) = 0;
    virtual QFuture<ArchiveResult<void>> setMuted(ConversationId conversation, bool muted) = 0;
    virtual QFuture<ArchiveResult<void>> setDraft(ConversationId conversation, const QString &draft) = 0;
    virtual QFuture<ArchiveResult<void>> markRead(ConversationId conversation) = 0;
    /// Another device of ours has shown everything up to this message.
    virtual QFuture<ArchiveResult<void>> readElsewhere(ConversationId conversation, const QString &originId) = 0;

    /// Stores one message; row and search index in one transaction. Duplicates by stanzaId, or by originId together
    /// with sender (and signer) are recognised, and a replayed seal (same sealDigest) is one too. Raises `unread` for
    /// incoming.
    virtual QFuture<ArchiveResult<Appended>> append(Message message, bool countsAsUnread) = 0;
    /// Import in one sorted transaction (an archive page, an opened collection). With a cursor it is moved in the same
    /// transaction. What is incoming and newer than what was read last counts as unread, unless it is older than this
    /// profile; what we wrote on another device was read before. Emits `historyImported`.
    virtual QFuture<ArchiveResult<int>> import(
        QList<Message> messages, const QString &archive = {}, const ArchiveCursor &cursor = {})
        = 0;
    /// Which of these server-assigned ids are here already: such messages need not be opened again.
    virtual QFuture<ArchiveResult<QSet<QString>>> knownStanzaIds(const QStringList &stanzaIds) = 0;
    /// Stores an outgoing message and its outbox row together; the message gets its thread (ConversationThreads).
    virtual QFuture<ArchiveResult<Appended>> enqueue(Message message, OutboxEntry entry) = 0;
    /// Without those whose files are not on the server yet.
    virtual QFuture<ArchiveResult<QList<OutboxEntry>>> outbox() = 0;
    /// Our server has it: the outbox row goes, delivery becomes Sent, the server's id is noted, all in one transaction.
    virtual QFuture<ArchiveResult<void>> outboxSent(MessageId message, const QString &stanzaId) = 0;
    virtual QFuture<ArchiveResult<void>> outboxFailed(MessageId message, bool tryAgain) = 0;
    /// `peer` sent back what went out under this id (the outer one, where the seal hides another). Only what was sent
    /// to this peer and has arrived nowhere becomes Failed, for retry(); anything else changes nothing.
    virtual QFuture<ArchiveResult<void>> sentBack(const crypto::BareJid &peer, const QString &id, SendFault fault) = 0;
    /// A Failed message goes back to the outbox; not under the session key that did not open it.
    virtual QFuture<ArchiveResult<void>> retry(MessageId message) = 0;

    /// Delivery only moves forward. Finds own messages by originId within the conversation. Failed is for what another
    /// device got back, with its reason; it counts where nothing more than Sent is known.
    virtual QFuture<ArchiveResult<void>> setDelivery(
        ConversationId conversation, const QString &originId, Delivery delivery, SendFault fault = SendFault::None)
        = 0;
    /// A correction arrived, stamped by its sender inside the seal. One that was stamped before what has been taken
    /// over already changes nothing: a text of before must not come back by being sent once more, or late.
    virtual QFuture<ArchiveResult<void>> correct(MessageId message, const Message &correction, const QDateTime &stamp)
        = 0;
    /// A closed message was opened after all, or a correction of ours went out.
    virtual QFuture<ArchiveResult<void>> replaceContent(
        MessageId message, const QString &body, Sealing sealing, const crypto::KeyFingerprint &signer, bool edited)
        = 0;
    /// A closed message opened: its content is that of `opened`, in its place. Where the same message is here already,
    /// the closed row is hidden, as it is where `opened` says what it replaces.
    virtual QFuture<ArchiveResult<void>> openClosed(MessageId message, Message opened) = 0;
    /// A closed message will not open for another reason than was thought.
    virtual QFuture<ArchiveResult<void>> setClosedForm(MessageId message, Sealing form) = 0;
    virtual QFuture<ArchiveResult<void>> retract(ConversationId conversation, const QString &originId) = 0;
    /// The files of an own message are on the server: their addresses are known, nothing is left to upload.
    virtual QFuture<ArchiveResult<void>> filesUploaded(MessageId message, const QByteArray &files) = 0;

    virtual QFuture<ArchiveResult<std::optional<Message>>> message(MessageId id) = 0;
    virtual QFuture<ArchiveResult<std::optional<Message>>> messageByOrigin(
        ConversationId conversation, const QString &originId)
        = 0;
    /// The newest `limit` messages older than `before` (0 = from the end), oldest first.
    virtual QFuture<ArchiveResult<QList<Message>>> page(ConversationId conversation, MessageId before, int limit) = 0;
    virtual QFuture<ArchiveResult<QList<Message>>> pageAfter(ConversationId conversation, MessageId after, int limit)
        = 0;
    /// About `limit` messages with `around` (a message id, or any time in ms) in the middle, oldest first.
    virtual QFuture<ArchiveResult<QList<Message>>> pageAround(ConversationId conversation, MessageId around, int limit)
        = 0;
    /// The newest that might open with a new key; with `peer` only those of this conversation, which others cannot push
    /// out.
    virtual QFuture<ArchiveResult<QList<Message>>> closedMessages(int limit, const crypto::BareJid &peer = {}) = 0;

    virtual QFuture<ArchiveResult<SearchPage>> search(SearchQuery query) = 0;
    virtual QFuture<ArchiveResult<int>> countHits(SearchQuery query) = 0; ///< of all pages, up to 10,000
    virtual QFuture<ArchiveResult<QMap<QDate, int>>> messagesPerDay(const QDate &from, const QDate &to)
        = 0; ///< local days
    struct Totals {
        qint64 onServer = 0;
        qint64 uploading = 0;
        qint64 onlyHere = 0;
    };
    virtual QFuture<ArchiveResult<Totals>> totals(ConversationId conversation = 0) = 0; ///< 0 = all

    virtual QFuture<ArchiveResult<ArchiveCursor>> cursor(const QString &archive) = 0;

    /// Small values of the profile (trust, announced keys, root key generations …) by scope and name.
    virtual QFuture<ArchiveResult<QHash<QString, QByteArray>>> values(const QString &scope) = 0;
    virtual QFuture<ArchiveResult<void>> setValue(const QString &scope, const QString &name, const QByteArray &value)
        = 0;
    virtual QFuture<ArchiveResult<void>> removeValue(const QString &scope, const QString &name) = 0;

Q_SIGNALS:
    void messageStored(const letterlock::archive::Message &message);
    void messageChanged(const letterlock::archive::Message &message);
    void conversationChanged(const letterlock::archive::ConversationSummary &conversation);
    void historyImported(const QList<letterlock::archive::ConversationId> &conversations);
};

} // namespace letterlock::archive
