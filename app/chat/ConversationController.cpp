// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/ConversationController.h"

#include "crypto/jose/Jwe.h"

#include <chrono>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

// By address; whoever is not in it is sealed for with OpenPGP.
const auto sealingScope = u"not-sealed"_s;
const QByteArray notSealed = "1";
const QByteArray sessionKey = "session-key";

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
        sendChatState(m_peer, MessageParts::ChatState::Paused);
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
        sendChatState(m_peer, MessageParts::ChatState::Paused);
    }
    m_conversation = 0;
    m_peer = {};
    m_peerTyping = false;
    m_timeline.clear();
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
