// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QPromise>
#include <QQueue>
#include <QSet>

#include <memory>

#include "app/keys/KeyController.h"
#include "app/transport/Transport.h"
#include "archive/history/HistoryStore.h"
#include "crypto/base/Clock.h"
#include "crypto/message/MessageScheme.h"

namespace letterlock::app {

/// The road of a message from the wire to the screen, in a written order:
/// queue per conversation -> drop known server id -> open -> judge -> store -> announce.
class IncomingPipeline : public QObject {
    Q_OBJECT
public:
    struct Ports {
        archive::HistoryStore &history;
        KeyController &keys;
        QList<crypto::MessageScheme *> schemes;
        const crypto::Clock &clock;
    };
    explicit IncomingPipeline(Ports ports, QObject *parent = nullptr);

    void receive(const IncomingMessage &message);
    /// A page of the server's archive, oldest first, stored together with the cursor. Finishes with the number of new
    /// ones.
    QFuture<archive::ArchiveResult<int>> receivePage(
        QList<IncomingMessage> messages, const QString &archive, const archive::ArchiveCursor &cursor);
    /// A page out of turn, so that the newest can be read first: signed texts that open now and depend on no order are
    /// stored. Everything else waits for receivePage(), which comes by here again.
    QFuture<archive::ArchiveResult<int>> receiveEarly(QList<IncomingMessage> messages);
    /// A key arrived: closed messages are tried again, oldest first; with a scheme, only its own; with a peer, only
    /// those of its conversation. What still waits says so again (keyWanted).
    void retryClosed(crypto::SchemeId only = crypto::SchemeId::None, const crypto::BareJid &peer = {});
    /// The sender does not give this key: what waits for it will not open.
    void giveUpKey(const crypto::BareJid &sender, const QString &keyId);

Q_SIGNALS:
    void messageArrived(
        const letterlock::archive::Message &message, const crypto::BareJid &peer); ///< new, not ours, live
    /// The local store did not take it; the server's archive still has it.
    void notStored(const letterlock::archive::ArchiveError &error);
    void typingChanged(const crypto::BareJid &peer, bool typing);
    /// The peer asks for a receipt of this message, and it was opened and stored.
    void receiptWanted(
        const crypto::Jid &from, const QString &id, crypto::SchemeId scheme, letterlock::archive::MessageId message);
    /// Another device of ours has told the peer that everything up to this message was displayed.
    void toldElsewhere(const crypto::BareJid &peer, letterlock::archive::MessageId message);
    /// A message waits for a key that only its sender can give.
    void keyWanted(const crypto::Jid &sender, const QString &keyId);
    /// A stanza was not opened, and its sender should be told; once for each stanza.
    void sealFailed(const crypto::XmlElement &stanza, crypto::SealFault fault);

private:
    /// A message after opening and judging: what is to be stored, and what else its payload says.
    struct Judged {
        IncomingMessage in;
        crypto::BareJid peer;
        std::vector<crypto::XmlElement> payload; ///< of the seal, or of the stanza where nothing was sealed
        archive::Message message;
        QDateTime stampedAt; ///< inside the seal
        bool hasContent = false;
        QString missingKey; ///< that the sender would have to give
        crypto::SealFault fault = crypto::SealFault::None;
    };
    void next(const crypto::BareJid &peer);
    QFuture<void> ensureKeys(const crypto::BareJid &peer);
    QFuture<void> lookUpKeys(const crypto::BareJid &peer);
    QFuture<Judged> openAndJudge(IncomingMessage message);
    using Opening = std::function<QFuture<crypto::OpenOutcome>()>;
    QFuture<crypto::OpenOutcome> openAgain(
        const crypto::BareJid &author, const crypto::OpenOutcome &outcome, const Opening &open);
    QFuture<crypto::OpenOutcome> awaitFormer(const crypto::BareJid &author, const crypto::OpenOutcome &outcome);
    [[nodiscard]] bool mayComeEarly(const Judged &judged) const;
    Judged judge(IncomingMessage message, const crypto::OpenOutcome &outcome) const;
    QFuture<void> store(Judged judged);
    void tell(const Judged &judged);
    void keepSlight(const IncomingMessage &message);
    void takeError(const IncomingMessage &message); ///< something of ours was sent back
    void openLater(QList<archive::Message> closed);
    QFuture<void> takeOpened(const archive::Message &closed, const Judged &judged);
    QFuture<void> putOpened(const archive::Message &closed, const Judged &judged);
    [[nodiscard]] crypto::MessageScheme *schemeOf(const crypto::XmlElement &stanza) const;
    void tellNotStored(const archive::ArchiveError &error);
    void applySideEffects(const Judged &judged, archive::ConversationId conversation);
    /// False: what it corrects is not here.
    QFuture<bool> correct(const Judged &judged, archive::ConversationId conversation, const QString &replaces);
    void correctOrAppend(const Judged &judged, archive::ConversationId conversation, const QString &replaces);

    Ports m_ports;
    QHash<crypto::BareJid, QQueue<IncomingMessage>> m_queues;
    QSet<crypto::BareJid> m_busy;
    QHash<crypto::BareJid, QList<std::shared_ptr<QPromise<void>>>> m_waitingForKeys;
    bool m_opening = false; ///< closed messages are being opened, one after the other
    QList<std::pair<crypto::SchemeId, crypto::BareJid>> m_openAgain; ///< walks that were asked for meanwhile
    /// Receipts and the like that wait for a key: not worth storing, but until then they are kept here.
    QList<IncomingMessage> m_slight;
    QSet<std::pair<crypto::BareJid, QString>> m_refusedKeys; ///< until the walk that closes what waited for them
};

} // namespace letterlock::app
