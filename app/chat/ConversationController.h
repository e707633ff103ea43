// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

#include "app/chat/MessageParts.h"
#include "app/chat/OutgoingPipeline.h"
#include "app/chat/TimelineModel.h"
#include "app/files/FileVault.h"
#include "app/keys/KeyController.h"
#include "app/roster/RosterController.h"
#include "archive/history/HistoryStore.h"

namespace letterlock::app {

/// How the next message of a conversation will travel.
enum class SealingChoice { Sealed, NotSealed, SessionKey };

/// The conversation that is open: its timeline, draft, sealing and what the composer may do. One exists; open()
/// switches it.
class ConversationController : public QObject {
    Q_OBJECT
public:
    struct Ports {
        archive::HistoryStore &history;
        RosterController &roster;
        KeyController &keys;
        OutgoingPipeline &outgoing;
        PeerFeatures &features;
    };
    explicit ConversationController(Ports ports, QObject *parent = nullptr);
    ~ConversationController() override; ///< a draft that was not stored yet is

    [[nodiscard]] archive::ConversationId conversation() const { return m_conversation; }
    [[nodiscard]] crypto::BareJid peer() const { return m_peer; }
    [[nodiscard]] TimelineModel &timeline() { return m_timeline; }
    [[nodiscard]] QString draft() const { return m_draft; }
    [[nodiscard]] SealingChoice sealing() const { return m_sealing; }
    [[nodiscard]] SendBlock sendBlock() const; ///< for the current sealing choice
    [[nodiscard]] SendBlock waitingFor() const; ///< why a message of the outbox stays there; None = nothing is held
    [[nodiscard]] FeatureSupport sessionKeySupport() const; ///< of the peer's programs
    [[nodiscard]] bool isGroup() const;
    [[nodiscard]] crypto::TrustVerdict trust() const; ///< of the peer's key
    [[nodiscard]] bool peerIsTyping() const { return m_peerTyping; }

    void open(archive::ConversationId conversation, const crypto::BareJid &peer);
    void openWith(const crypto::BareJid &peer); ///< makes the conversation if needed
    void close();
    void send(const QString &text, const QString &replyTo = {}); ///< clears the draft once it is stored
    /// One message for each; the words go with the first, or alone where the peer's program would show the link then.
    /// Their copies are in the vault already.
    void sendFiles(const QList<FileVault::Sealed> &files, const QString &text, const QString &replyTo = {});
    void correctLast(const QString &text);
    void retryMessage(archive::MessageId message);
    void setDraft(const QString &draft); ///< stored after a pause, and on open()/close()
    void setSealing(SealingChoice choice); ///< sticky per conversation, never changed by itself
    void sendAnyway(); ///< lifts KeyChangedAfterChecked for this key
    void typed(); ///< call on every change of the composer's text
    void markRead(); ///< window is active and the newest message is visible
    void setPeerTyping(bool typing);
    void setSendsTyping(bool sends) { m_sendsTyping = sends; }

Q_SIGNALS:
    void opened();
    void stateChanged(); ///< sealing, block, trust or typing
    void sendRefused(letterlock::app::SendBlock block); ///< the text stays in the composer
    void sent(); ///< stored in the outbox
    void filesStored(); ///< in the outbox, to be uploaded
    /// The person saw everything up to `newest`, the peer's last message.
    void wasRead(const letterlock::crypto::BareJid &peer, letterlock::archive::MessageId newest);
    void retrying(letterlock::archive::MessageId message); ///< back in the outbox, after it had failed
    void notStored(const letterlock::archive::ArchiveError &error); ///< the text stays in the composer

private:
    void flushDraft();
    void storeDraft(archive::ConversationId conversation, const QString &draft);
    /// As it was when a message was submitted; the conversation may be switched before it is stored.
    struct Origin {
        archive::ConversationId conversation = 0;
        crypto::BareJid peer;
        SealingChoice sealing = SealingChoice::Sealed;
        bool typed = false; ///< the peer was told that somebody writes
    };
    [[nodiscard]] Origin origin() const { return {m_conversation, m_peer, m_sealing, m_composing}; }
    void sendChatState(const crypto::BareJid &peer, MessageParts::ChatState state);
    [[nodiscard]] static crypto::SchemeId schemeOf(SealingChoice choice);
    void sendText(const QString &text, const QString &replyTo, const QString &replaces);
    [[nodiscard]] bool refuses(const QString &text); ///< and says why
    void loadChoices();
    [[nodiscard]] bool mustWait(const std::function<void()> &send); ///< until the choices are known
    void stored(const Origin &origin, const archive::ArchiveResult<archive::Appended> &result);

    Ports m_ports;
    TimelineModel m_timeline;
    archive::ConversationId m_conversation = 0;
    crypto::BareJid m_peer;
    QString m_draft;
    QHash<archive::ConversationId, QString> m_unstoredDrafts;
    SealingChoice m_sealing = SealingChoice::Sealed;
    /// By address; read once, since the store is read beside its writer and would tell of a choice before the last.
    std::optional<QHash<QString, SealingChoice>> m_choices;
    QHash<QString, SealingChoice> m_chosenMeanwhile; ///< while they are being read
    QList<std::function<void()>> m_waitForChoices;
    bool m_loadingChoices = false;
    bool m_peerTyping = false;
    bool m_composing = false;
    bool m_sendsTyping = true;
    QTimer m_draftTimer;
    QTimer m_typingTimer;
    QTimer m_peerTypingTimer;
};

} // namespace letterlock::app
