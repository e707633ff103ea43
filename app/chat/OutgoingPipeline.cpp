// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/OutgoingPipeline.h"

#include "app/chat/MessageParts.h"
#include "crypto/base/LogCategories.h"
#include "crypto/base/Random.h"

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

OutgoingPipeline::OutgoingPipeline(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
    connect(&m_ports.keys, &KeyController::contactKeysChanged, this, &OutgoingPipeline::drain);
    connect(&m_ports.keys, &KeyController::ownKeysChanged, this, &OutgoingPipeline::drain);
    m_stuck.setSingleShot(true);
    m_stuck.setInterval(60s);
    connect(&m_stuck, &QTimer::timeout, this, [this] {
        // Sent again under the same id: receivers tell the duplicate.
        m_busy = false;
        drain();
    });
}

QFuture<archive::ArchiveResult<archive::Appended>> OutgoingPipeline::submit(archive::ConversationId conversation,
    const crypto::BareJid &to, const QString &body, bool sealed, const QString &replyTo, const QString &replaces)
{
    archive::Message message;
    message.conversation = conversation;
    message.outgoing = true;
    message.sender = crypto::Jid(m_ports.keys.account(), {});
    message.time = m_ports.clock.now();
    message.body = body;
    message.originId = crypto::randomName();
    message.replyTo = replyTo;
    message.delivery = archive::Delivery::Waiting;
    message.sealing = sealed ? archive::Sealing::Sealed : archive::Sealing::NotSealed;
    message.signer = sealed ? m_ports.keys.currentKey() : crypto::KeyFingerprint();

    archive::OutboxEntry entry;
    entry.conversation = conversation;
    entry.to = to;
    entry.originId = message.originId;
    entry.body = body;
    entry.replyTo = replyTo;
    entry.replaces = replaces;
    entry.sealed = sealed;
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
        m_queue.clear();
        if (m_again) {
            drain();
        }
        return;
    }
    const auto entry = m_queue.takeFirst();
    const auto hold = [this, &entry](const QString &reason) {
        m_held.insert(entry.to);
        Q_EMIT held(entry.to, reason);
        sendNext();
    };
    MessageParts parts;
    parts.hasBody = true;
    parts.body = entry.body;
    parts.replaces = entry.replaces;
    parts.replyTo = entry.replyTo;
    parts.wantsReceipt = true;
    parts.chatState = MessageParts::ChatState::Active;
    if (!entry.sealed) {
        transmit(entry, parts.write());
        return;
    }
    if (!m_ports.keys.isFresh(entry.to)) {
        m_ports.keys.discover(entry.to); // contactKeysChanged drains again
        hold(u"looking for the key"_s);
        return;
    }
    if (m_ports.keys.verdict(entry.to) == crypto::TrustVerdict::NewAfterChecked) {
        hold(u"new key after a checked one"_s);
        return;
    }
    const auto recipients = m_ports.keys.recipientsFor(entry.to);
    if (recipients.isEmpty() || m_ports.keys.currentKey().isEmpty()) {
        hold(u"no usable key"_s);
        return;
    }
    m_ports.scheme.seal({m_ports.keys.account(), entry.to, parts.write(), recipients, false})
        .then(this, [this, entry](const crypto::SealOutcome &sealed) {
            if (sealed) {
                transmit(entry, sealed->elements);
                return;
            }
            qCWarning(crypto::lcApp).noquote() << "a message cannot be sealed:" << sealed.error().detail;
            m_held.insert(entry.to);
            const bool tooLarge = sealed.error().code == crypto::CryptoError::Code::TooLarge;
            m_ports.history.outboxFailed(entry.message, !tooLarge);
            Q_EMIT held(entry.to, sealed.error().detail);
            sendNext();
        });
}

void OutgoingPipeline::transmit(archive::OutboxEntry entry, std::vector<crypto::XmlElement> elements)
{
    OutgoingMessage message;
    message.to = crypto::Jid(entry.to, {});
    message.id = entry.originId;
    message.children = std::move(elements);
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

void OutgoingPipeline::sendTransient(const crypto::Jid &to, std::vector<crypto::XmlElement> payload, bool sealed)
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
    if (!sealed) {
        send(std::move(payload));
        return;
    }
    const auto recipients = m_ports.keys.recipientsFor(to.bare());
    if (m_ports.keys.verdict(to.bare()) == crypto::TrustVerdict::NewAfterChecked || recipients.isEmpty()
        || m_ports.keys.currentKey().isEmpty()) {
        return;
    }
    m_ports.scheme.seal({m_ports.keys.account(), to.bare(), std::move(payload), recipients, true})
        .then(this, [send](const crypto::SealOutcome &result) {
            if (result) {
                send(result->elements);
            }
        });
}

} // namespace letterlock::app
