// SPDX-License-Identifier: GPL-3.0-or-later
// What arrived and could not be opened: asking for keys, and opening it later.
#include <algorithm>

#include "app/chat/IncomingPipeline.h"
#include "app/chat/MessageParts.h"
#include "app/transport/IqRequests.h"
#include "crypto/base/LogCategories.h"
#include "crypto/jose/Jwe.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr int mostAtOnce = 500;
constexpr int mostSlight = 100;

std::optional<IncomingMessage> keptStanza(const archive::Message &message)
{
    auto stanza = crypto::XmlElement::parse(message.sealedStanza);
    if (!stanza) {
        return std::nullopt;
    }
    IncomingMessage in;
    in.origin = IncomingMessage::Origin::Archive;
    in.from = crypto::Jid::parse(stanza->attribute(u"from")).value_or(message.sender);
    in.to = crypto::Jid::parse(stanza->attribute(u"to")).value_or(crypto::Jid());
    in.sentByUs = message.outgoing;
    in.id = in.originId = stanza->attribute(u"id");
    // It was here then; that it opens only now says nothing about its age.
    in.receivedAt = message.time;
    in.delayedAt = message.time;
    in.stanza = *std::move(stanza);
    return in;
}

archive::SendFault faultOf(const crypto::XmlElement &stanza)
{
    using archive::SendFault;
    // The draft's own conditions first: beside them stands bad-request or not-acceptable (R35).
    const auto *error = stanza.child(u"error", u"jabber:client");
    const auto says = [&](QStringView condition) { return error && error->child(condition, crypto::Jwe::ns); };
    if (says(u"insufficient-information")) {
        return SendFault::NoKey;
    }
    if (says(u"decryption-failed")) {
        return SendFault::NotOpened;
    }
    if (says(u"bad-timestamp")) {
        return SendFault::BadTime;
    }
    const QString condition = stanzaError(stanza).condition;
    if (condition.startsWith("remote-server-"_L1)) {
        return SendFault::Unreachable;
    }
    static const QStringList nobody{
        u"service-unavailable"_s, u"recipient-unavailable"_s, u"item-not-found"_s, u"gone"_s, u"jid-malformed"_s};
    return nobody.contains(condition) ? SendFault::NotTaken : SendFault::Refused;
}

} // namespace

void IncomingPipeline::takeError(const IncomingMessage &message)
{
    const auto peer = message.from.bare();
    const bool isOurs = message.sentByUs || message.origin == IncomingMessage::Origin::Archive;
    if (isOurs || peer.isEmpty() || message.id.isEmpty()) {
        return;
    }
    m_ports.history.sentBack(peer, message.id, faultOf(message.stanza))
        .then(this, [](const archive::ArchiveResult<void> &noted) {
            if (!noted) {
                qCWarning(crypto::lcApp).noquote()
                    << "that a message was sent back cannot be stored:" << noted.error().detail;
            }
        });
}

/// Signed by a key that is not here: it may have been announced since we last looked, or not be announced any more.
QFuture<crypto::OpenOutcome> IncomingPipeline::openAgain(
    const crypto::BareJid &author, const crypto::OpenOutcome &outcome, const Opening &open)
{
    if (author == m_ports.keys.account()) {
        return crypto::ready(crypto::OpenOutcome(outcome));
    }
    if (!std::holds_alternative<crypto::NeedsKey>(outcome)) {
        return awaitFormer(author, outcome);
    }
    return lookUpKeys(author)
        .then(this, open)
        .unwrap()
        .then(this,
            [this, author, open](const crypto::OpenOutcome &again) -> QFuture<crypto::OpenOutcome> {
                const auto *needs = std::get_if<crypto::NeedsKey>(&again);
                if (!needs) {
                    return awaitFormer(author, again);
                }
                return m_ports.keys.lookForFormer(author, needs->keyId)
                    .then(this,
                        [again, open](bool here) { return here ? open() : crypto::ready(crypto::OpenOutcome(again)); })
                    .unwrap();
            })
        .unwrap();
}

/// The look for another message's key may have put it into the keyring without having said yet whose it is.
QFuture<crypto::OpenOutcome> IncomingPipeline::awaitFormer(
    const crypto::BareJid &author, const crypto::OpenOutcome &outcome)
{
    const auto *opened = std::get_if<crypto::Opened>(&outcome);
    if (!opened || opened->signer.isEmpty() || m_ports.keys.mayHaveSigned(author, opened->signer)) {
        return crypto::ready(crypto::OpenOutcome(outcome));
    }
    return m_ports.keys.lookForFormer(author, opened->signer.toString()).then(this, [outcome](bool) {
        return outcome;
    });
}

/// Where there are too many, whoever has most loses one: a flood pushes out nobody else's.
void IncomingPipeline::keepSlight(const IncomingMessage &message)
{
    m_slight.append(message);
    if (m_slight.size() <= mostSlight) {
        return;
    }
    QHash<crypto::BareJid, int> counts;
    for (const auto &slight : std::as_const(m_slight)) {
        ++counts[slight.from.bare()];
    }
    const int most = *std::ranges::max_element(counts);
    const auto one = std::ranges::find_if(
        m_slight, [&](const IncomingMessage &slight) { return counts.value(slight.from.bare()) == most; });
    m_slight.erase(one);
}

void IncomingPipeline::tell(const Judged &judged)
{
    if (!judged.missingKey.isEmpty()) {
        if (!judged.hasContent && judged.in.origin == IncomingMessage::Origin::Live && !judged.in.sentByUs) {
            keepSlight(judged.in);
        }
        Q_EMIT keyWanted(judged.in.from, judged.missingKey);
    }
    const bool live = judged.in.origin == IncomingMessage::Origin::Live;
    if (live && !judged.in.sentByUs && judged.fault != crypto::SealFault::None) {
        Q_EMIT sealFailed(judged.in.stanza, judged.fault);
    }
}

void IncomingPipeline::retryClosed(crypto::SchemeId only, const crypto::BareJid &peer)
{
    if (std::exchange(m_opening, true)) {
        if (!m_openAgain.contains(std::pair(only, peer))) {
            m_openAgain.append({only, peer});
        }
        return;
    }
    for (const auto &slight : std::exchange(m_slight, {})) {
        if (peer.isEmpty() || slight.from.bare() == peer) {
            receive(slight);
        } else {
            m_slight.append(slight);
        }
    }
    m_ports.history.closedMessages(mostAtOnce, peer)
        .then(this, [this, only](const archive::ArchiveResult<QList<archive::Message>> &found) {
            auto closed = found.value_or(QList<archive::Message>());
            closed.removeIf([only](const archive::Message &message) {
                return only != crypto::SchemeId::None && message.scheme != only;
            });
            // In the order they were written: stamps are judged by it.
            std::ranges::sort(closed, {}, &archive::Message::id);
            openLater(std::move(closed));
        });
}

void IncomingPipeline::openLater(QList<archive::Message> closed)
{
    if (closed.isEmpty()) {
        m_opening = false;
        if (m_openAgain.isEmpty()) {
            m_refusedKeys.clear();
        } else {
            const auto [only, peer] = m_openAgain.takeFirst();
            retryClosed(only, peer);
        }
        return;
    }
    const auto message = closed.takeFirst();
    const auto in = keptStanza(message);
    if (!in) {
        openLater(std::move(closed));
        return;
    }
    // Each sees what the one before has changed: a correction finds what opened just before it.
    openAndJudge(*in)
        .then(this, [this, message](const Judged &judged) { return takeOpened(message, judged); })
        .unwrap()
        .then(this, [this, closed = std::move(closed)]() mutable { openLater(std::move(closed)); });
}

QFuture<void> IncomingPipeline::takeOpened(const archive::Message &closed, const Judged &judged)
{
    const auto nothing = QtFuture::makeReadyVoidFuture();
    if (!judged.missingKey.isEmpty()) {
        if (closed.sealing != archive::Sealing::WaitsForKey) {
            return nothing; // refused before: not asked for again, and not told again
        }
        if (!m_refusedKeys.contains({judged.in.from.bare(), judged.missingKey})) {
            Q_EMIT keyWanted(judged.in.from, judged.missingKey);
            return nothing;
        }
        m_ports.history.setClosedForm(closed.id, archive::Sealing::KeyNotHere);
        if (!closed.outgoing) {
            Q_EMIT sealFailed(judged.in.stanza, crypto::SealFault::InsufficientInformation);
        }
        return nothing;
    }
    const bool waited = closed.sealing == archive::Sealing::WaitsForKey && closed.scheme != crypto::SchemeId::Ox;
    if (archive::isClosed(judged.message.sealing)) {
        if (waited && judged.message.sealing != archive::Sealing::WaitsForKey) {
            // The key has come and does not open it.
            m_ports.history.setClosedForm(closed.id, judged.message.sealing);
            if (!closed.outgoing && judged.fault != crypto::SealFault::None) {
                Q_EMIT sealFailed(judged.in.stanza, judged.fault);
            }
        }
        return nothing;
    }
    const auto parts = MessageParts::read(judged.payload);
    applySideEffects(judged, closed.conversation);
    const bool wantsReceipt = waited && !closed.outgoing && judged.hasContent && parts.wantsReceipt
        && parts.replaces.isEmpty() && !judged.in.id.isEmpty();
    return putOpened(closed, judged).then(this, [this, judged, wantsReceipt, id = closed.id] {
        if (wantsReceipt) {
            Q_EMIT receiptWanted(judged.in.from, judged.in.id, judged.message.scheme, id);
        }
    });
}

void IncomingPipeline::giveUpKey(const crypto::BareJid &sender, const QString &keyId)
{
    m_refusedKeys.insert({sender, keyId});
    // What other devices of ours sent stands in many conversations.
    retryClosed(crypto::SchemeId::Jose, sender == m_ports.keys.account() ? crypto::BareJid() : sender);
}

} // namespace letterlock::app
