// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/OutgoingPipeline.h"

#include "app/chat/MessageParts.h"
#include "crypto/base/LogCategories.h"
#include "crypto/base/Random.h"
#include "crypto/jose/Jwe.h"

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

MessageParts partsOf(const archive::OutboxEntry &entry)
{
    MessageParts parts;
    parts.hasBody = true;
    parts.body = entry.body;
    parts.files = archive::SharedFile::unpack(entry.files);
    parts.replaces = entry.replaces;
    parts.replyTo = entry.replyTo;
    parts.replyAuthor = entry.replyAuthor;
    parts.thread = entry.thread;
    parts.wantsReceipt = true;
    parts.chatState = MessageParts::ChatState::Active;
    return parts;
}

} // namespace

OutgoingPipeline::OutgoingPipeline(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
    connect(&m_ports.keys, &KeyController::contactKeysChanged, this, &OutgoingPipeline::drain);
    connect(&m_ports.keys, &KeyController::ownKeysChanged, this, &OutgoingPipeline::drain);
    connect(&m_ports.features, &PeerFeatures::changed, this, [this](const crypto::BareJid &peer) {
        if (m_told.contains(peer) || m_held.contains(peer)) {
            drain();
        }
    });
    m_stuck.setSingleShot(true);
    m_stuck.setInterval(60s);
    connect(&m_stuck, &QTimer::timeout, this, [this] {
        // Sent again under the same id: receivers tell the duplicate.
        m_busy = false;
        drain();
    });
}

crypto::MessageScheme *OutgoingPipeline::scheme(crypto::SchemeId id) const
{
    for (auto *scheme : m_ports.schemes) {
        if (scheme->id() == id) {
            return scheme;
        }
    }
    return nullptr;
}

void OutgoingPipeline::setEnabled(crypto::SchemeId scheme, bool enabled)
{
    if (enabled && m_disabled.remove(scheme)) {
        drain();
    } else if (!enabled) {
        m_disabled.insert(scheme);
    }
}

bool OutgoingPipeline::isEnabled(crypto::SchemeId id) const
{
    return scheme(id) && !m_disabled.contains(id);
}

QFuture<archive::ArchiveResult<archive::Appended>> OutgoingPipeline::submit(archive::ConversationId conversation,
    const crypto::BareJid &to, const QString &body, crypto::SchemeId scheme, const QString &replyTo,
    const QString &replaces, const OutgoingFiles &files)
{
    const bool sealed = scheme != crypto::SchemeId::None;
    archive::Message message;
    message.conversation = conversation;
    message.outgoing = true;
    message.sender = crypto::Jid(m_ports.keys.account(), {});
    message.time = m_ports.clock.now();
    message.body = body;
    message.files = files.packed;
    message.originId = crypto::randomName();
    message.replyTo = replyTo;
    message.delivery = archive::Delivery::Waiting;
    message.sealing = sealed ? archive::Sealing::Sealed : archive::Sealing::NotSealed;
    message.scheme = scheme;
    message.signer = scheme == crypto::SchemeId::Ox ? m_ports.keys.currentKey() : crypto::KeyFingerprint();

    archive::OutboxEntry entry;
    entry.conversation = conversation;
    entry.to = to;
    entry.originId = message.originId;
    entry.body = body;
    entry.upload = files.copy;
    entry.uploadSize = files.size;
    entry.replyTo = replyTo;
    entry.replaces = replaces;
    entry.sealed = sealed;
    entry.scheme = sealed ? scheme : crypto::SchemeId::Ox;
    return m_ports.history.enqueue(message, entry)
        .then(this, [this](const archive::ArchiveResult<archive::Appended> &stored) {
            if (stored) {
                drain();
            }
            return stored;
        });
}

void OutgoingPipeline::drain()
{
    if (m_busy) {
        m_again = true;
        return;
    }
    if (!m_ports.transport.isConnected()) {
        return;
    }
    m_busy = true;
    m_again = false;
    m_held.clear();
    m_stuck.stop();
    const int generation = ++m_generation;
    m_ports.history.outbox().then(
        this, [this, generation](const archive::ArchiveResult<QList<archive::OutboxEntry>> &outbox) {
            if (generation != m_generation) {
                return;
            }
            if (!outbox) {
                qCCritical(crypto::lcApp).noquote() << "the outbox cannot be read:" << outbox.error().detail;
            }
            m_queue = outbox.value_or(QList<archive::OutboxEntry>());
            sendNext();
        });
}

void OutgoingPipeline::sendNext()
{
    while (!m_queue.isEmpty() && m_held.contains(m_queue.first().to)) {
        m_queue.removeFirst();
    }
    if (m_queue.isEmpty() || !m_ports.transport.isConnected()) {
        m_busy = false;
        const bool whole = m_queue.isEmpty();
        m_queue.clear();
        if (m_again) {
            drain();
        } else if (whole) {
            tellHeld();
        }
        return;
    }
    const auto entry = m_queue.takeFirst();
    if (!entry.sealed) {
        OutgoingMessage message;
        message.id = entry.originId;
        message.children = partsOf(entry).write();
        transmit(entry, std::move(message));
        return;
    }
    if (const auto why = obstacle(entry); why != SendBlock::None) {
        m_held.insert(entry.to, why);
        sendNext();
        return;
    }
    seal(entry);
}

void OutgoingPipeline::tellHeld()
{
    auto before = std::exchange(m_told, m_held);
    for (auto it = m_told.cbegin(); it != m_told.cend(); ++it) {
        if (before.take(it.key()) != it.value()) {
            Q_EMIT heldChanged(it.key());
        }
    }
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        Q_EMIT heldChanged(it.key());
    }
}

SendBlock OutgoingPipeline::block(const crypto::BareJid &to, crypto::SchemeId scheme) const
{
    if (scheme == crypto::SchemeId::None) {
        return SendBlock::None;
    }
    if (!isEnabled(scheme)) {
        return SendBlock::SessionKeysOff;
    }
    if (scheme == crypto::SchemeId::Jose) {
        if (m_ports.features.isGroup(to)) {
            return SendBlock::IsGroup;
        }
        // Nobody online, or nobody who says: it is sealed, and whoever opens it asks for the key.
        const bool none = m_ports.features.support(to, crypto::Jwe::ns) == FeatureSupport::None;
        return none ? SendBlock::NoSessionKeysThere : SendBlock::None;
    }
    if (m_ports.keys.currentKey().isEmpty()) {
        return SendBlock::NoOwnKey;
    }
    switch (m_ports.keys.keysOf(to).knowledge) {
    case ContactKeys::Knowledge::Unknown:
    case ContactKeys::Knowledge::Unreachable:
        return SendBlock::KeysUnknown;
    case ContactKeys::Knowledge::SubscriptionNeeded:
        return SendBlock::SubscriptionNeeded;
    case ContactKeys::Knowledge::NoneAnnounced:
        return SendBlock::NoKeyYet;
    case ContactKeys::Knowledge::NoneUsable:
        return SendBlock::NoUsableKey;
    case ContactKeys::Knowledge::Known:
        break;
    }
    if (m_ports.keys.verdict(to) == crypto::TrustVerdict::NewAfterChecked) {
        return SendBlock::KeyChangedAfterChecked;
    }
    return m_ports.keys.recipientsFor(to).isEmpty() ? SendBlock::NoUsableKey : SendBlock::None;
}

SendBlock OutgoingPipeline::obstacle(const archive::OutboxEntry &entry)
{
    if (entry.scheme != crypto::SchemeId::Ox) {
        m_ports.features.watch(entry.to);
        const auto why = block(entry.to, entry.scheme);
        const bool asked = m_ports.features.support(entry.to, crypto::Jwe::ns) == FeatureSupport::Asked;
        return why == SendBlock::None && asked ? SendBlock::KeysUnknown : why;
    }
    if (!isEnabled(entry.scheme)) {
        return SendBlock::SessionKeysOff;
    }
    if (!m_ports.keys.isFresh(entry.to)) {
        m_ports.keys.discover(entry.to); // contactKeysChanged drains again
        return SendBlock::KeysUnknown;
    }
    if (m_ports.keys.verdict(entry.to) == crypto::TrustVerdict::NewAfterChecked) {
        return SendBlock::KeyChangedAfterChecked;
    }
    // Keys of before are good enough where they cannot be looked up now.
    const bool hasKeys = !m_ports.keys.recipientsFor(entry.to).isEmpty() && !m_ports.keys.currentKey().isEmpty();
    const auto why = block(entry.to, entry.scheme);
    return hasKeys ? SendBlock::None : why == SendBlock::None ? SendBlock::NoUsableKey : why;
}

void OutgoingPipeline::seal(const archive::OutboxEntry &entry)
{
    crypto::OutgoingContent content{m_ports.keys.account(), entry.to, partsOf(entry).write(),
        m_ports.keys.recipientsFor(entry.to), false, entry.originId};
    scheme(entry.scheme)->seal(std::move(content)).then(this, [this, entry](const crypto::SealOutcome &sealed) {
        if (sealed) {
            depart(entry, *sealed);
            return;
        }
        qCWarning(crypto::lcApp).noquote() << "a message cannot be sealed:" << sealed.error().detail;
        const bool tooLarge = sealed.error().code == crypto::CryptoError::Code::TooLarge;
        m_ports.history.outboxFailed(entry.message, !tooLarge);
        if (!tooLarge) {
            m_held.insert(entry.to, SendBlock::CannotSeal);
        }
        sendNext();
    });
}

void OutgoingPipeline::depart(const archive::OutboxEntry &entry, const crypto::SealedContent &sealed)
{
    OutgoingMessage message;
    message.children = sealed.elements;
    if (sealed.innerId.isEmpty()) {
        message.id = entry.originId;
        transmit(entry, std::move(message));
        return;
    }
    // The id that counts is sealed; outside stands one that says nothing.
    message.id = crypto::randomName();
    message.namesOrigin = false;
    if (!m_beforeSending || sealed.elements.empty()) {
        transmit(entry, std::move(message));
        return;
    }
    Departure departure{entry, message.id, m_ports.clock.now(), sealed.elements.front()};
    for (const auto &element : sealed.elements) {
        if (element.hasAttribute(u"id")) {
            departure.seal = element;
        }
    }
    m_beforeSending(departure).then(
        this, [this, entry, message = std::move(message)]() mutable { transmit(entry, std::move(message)); });
}

void OutgoingPipeline::transmit(const archive::OutboxEntry &entry, OutgoingMessage message)
{
    message.to = crypto::Jid(entry.to, {});
    m_stuck.start();
    const int generation = m_generation;
    m_ports.transport.sendMessage(std::move(message))
        .then(this, [this, entry, generation](const TransportResult<void> &sent) {
            if (sent) {
                m_ports.history.outboxSent(entry.message, {})
                    .then(this, [this, generation](const archive::ArchiveResult<void> &) {
                        if (generation == m_generation) {
                            m_stuck.stop();
                            sendNext();
                        }
                    });
                return;
            }
            if (generation != m_generation) {
                return;
            }
            m_stuck.stop();
            const auto code = sent.error().code;
            if (code == TransportError::Code::ProtocolError || code == TransportError::Code::StanzaError) {
                // Would fail the same way again; the person decides.
                m_ports.history.outboxFailed(entry.message, false);
            }
            sendNext();
        });
}

void OutgoingPipeline::sendTransient(
    const crypto::Jid &to, std::vector<crypto::XmlElement> payload, crypto::SchemeId scheme)
{
    if (!m_ports.transport.isConnected()) {
        return;
    }
    const auto send = [this, to](std::vector<crypto::XmlElement> elements) {
        OutgoingMessage message;
        message.to = to;
        message.children = std::move(elements);
        m_ports.transport.sendMessage(std::move(message));
    };
    if (scheme == crypto::SchemeId::None) {
        send(std::move(payload));
        return;
    }
    if (!isEnabled(scheme)) {
        return;
    }
    const auto recipients = m_ports.keys.recipientsFor(to.bare());
    const bool needsKeys = scheme == crypto::SchemeId::Ox;
    if (needsKeys
        && (m_ports.keys.verdict(to.bare()) == crypto::TrustVerdict::NewAfterChecked || recipients.isEmpty()
            || m_ports.keys.currentKey().isEmpty())) {
        return;
    }
    this->scheme(scheme)
        ->seal({m_ports.keys.account(), to.bare(), std::move(payload), recipients, true, {}})
        .then(this, [send](const crypto::SealOutcome &result) {
            if (result) {
                send(result->elements);
            }
        });
}

} // namespace letterlock::app
