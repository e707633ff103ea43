// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/ConversationController.h"

#include "app/chat/MessageParts.h"
#include "crypto/jose/Jwe.h"

#include <chrono>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

constexpr qsizetype longestText = 64 * 1024; // octets; sealed and in Base64 it still fits a stanza of 256 KiB
// By address; whoever is not in it is sealed for with OpenPGP.
const auto sealingScope = u"not-sealed"_s;
const QByteArray notSealed = "1";
const QByteArray sessionKey = "session-key";

crypto::SchemeId schemeOf(SealingChoice choice)
{
    switch (choice) {
    case SealingChoice::Sealed:
        return crypto::SchemeId::Ox;
    case SealingChoice::SessionKey:
        return crypto::SchemeId::Jose;
    case SealingChoice::NotSealed:
        break;
    }
    return crypto::SchemeId::None;
}

} // namespace

ConversationController::ConversationController(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_timeline(ports.history)
{
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(800ms);
    connect(&m_draftTimer, &QTimer::timeout, this, &ConversationController::flushDraft);
    m_typingTimer.setSingleShot(true);
    m_typingTimer.setInterval(5s);
    connect(&m_typingTimer, &QTimer::timeout, this, [this] {
        m_composing = false;
        sendChatState(false);
    });
    m_peerTypingTimer.setSingleShot(true);
    m_peerTypingTimer.setInterval(30s); // a lost "paused" must not leave the peer typing for ever
    connect(&m_peerTypingTimer, &QTimer::timeout, this, [this] { setPeerTyping(false); });
    connect(&m_ports.keys, &KeyController::contactKeysChanged, this, [this](const crypto::BareJid &contact) {
        if (contact == m_peer) {
            Q_EMIT stateChanged();
        }
    });
    connect(&m_ports.keys, &KeyController::ownKeysChanged, this, &ConversationController::stateChanged);
    const auto refresh = [this](const crypto::BareJid &peer) {
        if (peer == m_peer) {
            Q_EMIT stateChanged();
        }
    };
    connect(&m_ports.outgoing, &OutgoingPipeline::heldChanged, this, refresh);
    connect(&m_ports.features, &PeerFeatures::changed, this, refresh);
}

ConversationController::~ConversationController()
{
    flushDraft();
}

SendBlock ConversationController::sendBlock() const
{
    return m_ports.outgoing.block(m_peer, schemeOf(m_sealing));
}

SendBlock ConversationController::waitingFor() const
{
    return m_ports.outgoing.heldFor(m_peer);
}

FeatureSupport ConversationController::sessionKeySupport() const
{
    return m_ports.features.support(m_peer, crypto::Jwe::ns);
}

bool ConversationController::isGroup() const
{
    return m_ports.features.isGroup(m_peer);
}

crypto::TrustVerdict ConversationController::trust() const
{
    return m_ports.keys.verdict(m_peer);
}

void ConversationController::open(archive::ConversationId conversation, const crypto::BareJid &peer)
{
    if (conversation == m_conversation) {
        Q_EMIT opened();
        return;
    }
    close();
    m_conversation = conversation;
    m_peer = peer;
    m_sealing = m_choices ? m_choices->value(peer.toString(), SealingChoice::Sealed) : SealingChoice::Sealed;
    m_draft.clear();
    m_timeline.showNewest(conversation);
    if (!m_ports.keys.isFresh(peer)) {
        m_ports.keys.discover(peer);
    }
    if (m_ports.outgoing.isEnabled(crypto::SchemeId::Jose)) {
        m_ports.features.watch(peer);
    }
    if (!m_choices) {
        loadChoices();
    }
    // The list is read beside the writer: a draft on its way into the store may not be in it yet.
    const auto unstored = m_unstoredDrafts.constFind(conversation);
    const auto onItsWay = unstored == m_unstoredDrafts.cend() ? std::optional<QString>() : *unstored;
    m_ports.history.conversations().then(
        this, [this, conversation, onItsWay](const archive::ArchiveResult<QList<archive::ConversationSummary>> &all) {
            if (conversation != m_conversation) {
                return;
            }
            for (const auto &summary : all.value_or(QList<archive::ConversationSummary>())) {
                if (summary.id == conversation) {
                    // What was typed meanwhile is newer than what is stored.
                    if (m_draft.isEmpty() && !m_draftTimer.isActive()) {
                        m_draft = onItsWay.value_or(summary.draft);
                    }
                    m_timeline.setUnread(summary.unread);
                }
            }
            Q_EMIT opened();
        });
}

void ConversationController::loadChoices()
{
    if (std::exchange(m_loadingChoices, true)) {
        return;
    }
    m_ports.history.values(sealingScope)
        .then(this, [this](const archive::ArchiveResult<QHash<QString, QByteArray>> &stored) {
            m_loadingChoices = false;
            const auto waiting = std::exchange(m_waitForChoices, {});
            if (!stored) {
                if (!waiting.isEmpty()) {
                    Q_EMIT notStored(stored.error());
                }
                return;
            }
            m_choices.emplace();
            for (const auto &[peer, choice] : stored->asKeyValueRange()) {
                m_choices->insert(peer, choice == sessionKey ? SealingChoice::SessionKey : SealingChoice::NotSealed);
            }
            m_choices->insert(m_chosenMeanwhile);
            m_sealing = m_choices->value(m_peer.toString(), SealingChoice::Sealed);
            Q_EMIT stateChanged();
            for (const auto &send : waiting) {
                send();
            }
        });
}

bool ConversationController::mustWait(const std::function<void()> &send)
{
    if (m_choices) {
        return false;
    }
    // How it travels is not known yet; it never travels any other way.
    m_waitForChoices.append([this, send, conversation = m_conversation] {
        if (conversation == m_conversation) {
            send();
        }
    });
    loadChoices();
    return true;
}

void ConversationController::openWith(const crypto::BareJid &peer)
{
    m_ports.history.conversationWith(peer).then(
        this, [this, peer](const archive::ArchiveResult<archive::ConversationId> &conversation) {
            if (conversation) {
                open(*conversation, peer);
            }
        });
}

void ConversationController::close()
{
    flushDraft();
    if (m_composing) {
        m_composing = false;
        m_typingTimer.stop();
        sendChatState(false);
    }
    m_conversation = 0;
    m_peer = {};
    m_peerTyping = false;
    m_timeline.clear();
}

void ConversationController::send(const QString &text, const QString &replyTo)
{
    sendText(text, replyTo, {});
}

void ConversationController::correctLast(const QString &text)
{
    for (int row = m_timeline.rowCount() - 1; row >= 0; --row) {
        const auto message = m_timeline.index(row).data(TimelineModel::MessageRole).value<archive::Message>();
        if (message.outgoing && !message.retracted) {
            sendText(text, message.replyTo, message.originId);
            return;
        }
    }
}

void ConversationController::sendText(const QString &text, const QString &replyTo, const QString &replaces)
{
    if (m_conversation == 0 || text.trimmed().isEmpty()) {
        return;
    }
    if (mustWait([this, text, replyTo, replaces] { sendText(text, replyTo, replaces); }) || refuses(text)) {
        return;
    }
    const auto conversation = m_conversation;
    m_ports.outgoing.submit(conversation, m_peer, text, schemeOf(m_sealing), replyTo, replaces)
        .then(this, [this, conversation](const archive::ArchiveResult<archive::Appended> &result) {
            stored(conversation, result);
        });
}

bool ConversationController::refuses(const QString &text)
{
    auto block = text.toUtf8().size() > longestText ? SendBlock::TooLong : sendBlock();
    // Keys that could not be looked up yet are no reason to refuse: the message waits in the outbox, sealed or not at
    // all.
    if (block == SendBlock::KeysUnknown) {
        block = SendBlock::None;
    }
    if (block != SendBlock::None) {
        Q_EMIT sendRefused(block);
    }
    return block != SendBlock::None;
}

void ConversationController::stored(
    archive::ConversationId conversation, const archive::ArchiveResult<archive::Appended> &result)
{
    if (!result) {
        Q_EMIT notStored(result.error());
        return;
    }
    m_composing = false;
    m_typingTimer.stop();
    if (conversation == m_conversation) {
        m_draft.clear();
        m_draftTimer.stop();
    }
    storeDraft(conversation, {});
    Q_EMIT sent();
}

void ConversationController::sendFiles(
    const QList<FileVault::Sealed> &files, const QString &text, const QString &replyTo)
{
    if (m_conversation == 0 || files.isEmpty()
        || mustWait([this, files, text, replyTo] { sendFiles(files, text, replyTo); }) || refuses(text)) {
        return;
    }
    const auto conversation = m_conversation;
    QList<QFuture<archive::ArchiveResult<archive::Appended>>> results;
    for (const auto &sealed : files) {
        const bool first = results.isEmpty();
        results.append(m_ports.outgoing.submit(conversation, m_peer, first ? text : QString(), schemeOf(m_sealing),
            first ? replyTo : QString(), {}, {archive::SharedFile::pack({sealed.file}), sealed.copy, sealed.size}));
    }
    QtFuture::whenAll(results.begin(), results.end())
        .then(this, [this, conversation](const QList<QFuture<archive::ArchiveResult<archive::Appended>>> &all) {
            // In the order they were given: the first one that failed is the reason told.
            for (const auto &future : all) {
                if (future.resultCount() == 0 || !future.result()) {
                    stored(conversation,
                        future.resultCount() == 0 ? archive::archiveError(archive::ArchiveError::Code::Cancelled)
                                                  : future.result());
                    return;
                }
            }
            stored(conversation, archive::Appended{});
            Q_EMIT filesStored();
        });
}

void ConversationController::retryMessage(archive::MessageId message)
{
    m_ports.history.retry(message).then(this, [this, message](const archive::ArchiveResult<void> &) {
        m_ports.outgoing.drain();
        Q_EMIT retrying(message);
    });
}

void ConversationController::setDraft(const QString &draft)
{
    if (draft != m_draft) {
        m_draft = draft;
        m_draftTimer.start();
    }
}

void ConversationController::flushDraft()
{
    if (m_conversation != 0 && m_draftTimer.isActive()) {
        m_draftTimer.stop();
        storeDraft(m_conversation, m_draft);
    }
}

void ConversationController::storeDraft(archive::ConversationId conversation, const QString &draft)
{
    m_unstoredDrafts.insert(conversation, draft);
    m_ports.history.setDraft(conversation, draft)
        .then(this, [this, conversation, draft](const archive::ArchiveResult<void> &stored) {
            // One that could not be stored is still there as long as the program runs.
            if (stored && m_unstoredDrafts.value(conversation) == draft) {
                m_unstoredDrafts.remove(conversation);
            }
        });
}

void ConversationController::setSealing(SealingChoice choice)
{
    if (m_conversation == 0 || choice == m_sealing) {
        return;
    }
    m_sealing = choice;
    (m_choices ? *m_choices : m_chosenMeanwhile).insert(m_peer.toString(), choice);
    if (choice != SealingChoice::Sealed) {
        m_ports.history.setValue(
            sealingScope, m_peer.toString(), choice == SealingChoice::SessionKey ? sessionKey : notSealed);
    } else {
        m_ports.history.removeValue(sealingScope, m_peer.toString());
    }
    Q_EMIT stateChanged();
}

void ConversationController::sendAnyway()
{
    m_ports.keys.sendAnyway(m_peer);
}

void ConversationController::typed()
{
    if (m_conversation == 0) {
        return;
    }
    m_typingTimer.start();
    if (!m_composing) {
        m_composing = true;
        sendChatState(true);
    }
}

void ConversationController::sendChatState(bool composing)
{
    if (m_peer.isEmpty() || !m_sendsTyping || !m_ports.roster.isSubscribedToUs(m_peer)) {
        return;
    }
    MessageParts parts;
    parts.chatState = composing ? MessageParts::ChatState::Composing : MessageParts::ChatState::Paused;
    // Chat states say nothing that presence does not; sealing each would cost a signature per keystroke pause.
    m_ports.outgoing.sendTransient(crypto::Jid(m_peer, {}), parts.write(), crypto::SchemeId::None);
}

void ConversationController::markRead()
{
    if (m_conversation != 0) {
        m_ports.history.markRead(m_conversation);
    }
}

void ConversationController::setPeerTyping(bool typing)
{
    if (typing) {
        m_peerTypingTimer.start();
    }
    if (typing != m_peerTyping) {
        m_peerTyping = typing;
        Q_EMIT stateChanged();
    }
}

} // namespace letterlock::app
