// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/SealedStanzas.h"

#include <algorithm>

#include "app/transport/IqRequests.h"
#include "app/transport/PresenceReader.h"
#include "app/transport/Replies.h"
#include "crypto/base/LogCategories.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const auto clientNamespace = u"jabber:client"_s;

TransportError problem(TransportError::Code code, const QString &detail)
{
    return {code, {}, detail, {}};
}

TransportError problem(const crypto::CryptoError &error)
{
    return problem(TransportError::Code::ProtocolError, u"cannot be sealed: "_s + error.detail);
}

crypto::XmlElement stanza(const QString &name, const crypto::Jid &from, const crypto::Jid &to, const QString &type)
{
    crypto::XmlElement stanza(name, clientNamespace);
    stanza.setAttribute(u"from"_s, from.toString()).setAttribute(u"to"_s, to.toString());
    if (!type.isEmpty()) {
        stanza.setAttribute(u"type"_s, type);
    }
    return stanza.setAttribute(u"id"_s, crypto::randomName());
}

const crypto::XmlElement *sealOf(const crypto::XmlElement &stanza)
{
    return stanza.child(u"e2e", crypto::Jwe::ns);
}

TransportResult<crypto::XmlElement> answerIn(const crypto::StanzaOutcome &outcome, const QString &id)
{
    const auto *opened = std::get_if<crypto::OpenedStanza>(&outcome);
    if (!opened) {
        return std::unexpected(problem(TransportError::Code::ProtocolError, u"the sealed answer does not open"_s));
    }
    // Outside anybody on the way can write the id of any request, and hand over the answer to another one.
    if (opened->stanza.attribute(u"id") != id) {
        return std::unexpected(
            problem(TransportError::Code::ProtocolError, u"the sealed answer is to another request"_s));
    }
    if (opened->stanza.attribute(u"type") == u"error"_s) {
        return std::unexpected(stanzaError(opened->stanza));
    }
    const auto *payload = opened->stanza.firstElement();
    return payload ? *payload : crypto::XmlElement();
}

} // namespace

SealedStanzas::SealedStanzas(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
    connect(&m_ports.transport, &Transport::presenceChanged, this, &SealedStanzas::onPresence);
    connect(&m_ports.asker, &SessionKeyAsker::keyArrived, this, &SealedStanzas::openAgain);
    connect(&m_ports.asker, &SessionKeyAsker::keyRefused, this, &SealedStanzas::giveUp);
}

QFuture<TransportResult<crypto::XmlElement>> SealedStanzas::sendIq(
    bool isSet, const crypto::Jid &to, crypto::XmlElement payload, std::chrono::milliseconds patience)
{
    using Answer = TransportResult<crypto::XmlElement>;
    auto inner = stanza(u"iq"_s, m_ports.transport.ownJid(), to, isSet ? u"set"_s : u"get"_s);
    inner.append(std::move(payload));
    const QString innerId = inner.attribute(u"id");
    return m_ports.scheme.sealStanza(std::move(inner))
        .then(this,
            [this, isSet, to, patience](const crypto::CryptoResult<crypto::XmlElement> &outer) -> QFuture<Answer> {
                const auto *seal = outer ? sealOf(*outer) : nullptr;
                if (!seal) {
                    return crypto::ready(
                        Answer(std::unexpected(problem(outer ? crypto::CryptoError{} : outer.error()))));
                }
                // The transport gives the outer request an id of its own.
                return m_ports.transport.sendIq(isSet, to, *seal, patience);
            })
        .unwrap()
        .then(this,
            [this, to, innerId](const Answer &answer) -> QFuture<Answer> {
                if (!answer) {
                    return crypto::ready(Answer(answer));
                }
                if (!answer->is(u"e2e", crypto::Jwe::ns)) {
                    return crypto::ready(Answer(std::unexpected(
                        problem(TransportError::Code::ProtocolError, u"a sealed request was answered in the open"_s))));
                }
                auto promise = std::make_shared<QPromise<Answer>>();
                promise->start();
                auto result = stanza(u"iq"_s, to, m_ports.transport.ownJid(), u"result"_s);
                result.append(*answer);
                open(arrived(std::move(result)), [promise, innerId](const crypto::StanzaOutcome &outcome) {
                    promise->addResult(answerIn(outcome, innerId));
                    promise->finish();
                });
                return promise->future();
            })
        .unwrap();
}

QFuture<TransportResult<void>> SealedStanzas::sendPresence(
    const crypto::Jid &to, Availability availability, const QString &status)
{
    const bool gone = availability == Availability::Offline;
    auto inner = stanza(u"presence"_s, m_ports.transport.ownJid(), to, gone ? u"unavailable"_s : QString());
    if (availability == Availability::Away || availability == Availability::Busy) {
        inner.appendTextElement(u"show"_s, availability == Availability::Away ? u"away"_s : u"dnd"_s);
    }
    if (!status.isEmpty()) {
        inner.appendTextElement(u"status"_s, status);
    }
    return m_ports.scheme.sealStanza(std::move(inner))
        .then(this,
            [this](const crypto::CryptoResult<crypto::XmlElement> &outer) {
                return outer ? m_ports.transport.sendStanza(*outer)
                             : crypto::ready(TransportResult<void>(std::unexpected(problem(outer.error()))));
            })
        .unwrap();
}

crypto::IncomingSealed SealedStanzas::arrived(crypto::XmlElement stanza) const
{
    crypto::IncomingSealed sealed;
    sealed.from = crypto::Jid::parse(stanza.attribute(u"from")).value_or(crypto::Jid());
    sealed.to = crypto::Jid::parse(stanza.attribute(u"to")).value_or(m_ports.transport.ownJid());
    sealed.receivedAt = m_ports.clock.now();
    sealed.stanza = std::move(stanza);
    return sealed;
}

void SealedStanzas::open(crypto::IncomingSealed sealed, Opening done)
{
    m_ports.scheme.openStanza(sealed).then(
        this, [this, sealed, done = std::move(done)](const crypto::StanzaOutcome &outcome) {
            const auto *needs = std::get_if<crypto::NeedsKey>(&outcome);
            if (!needs) {
                done(outcome);
                return;
            }
            if (!mayWait(sealed.from.bare())) {
                done(crypto::Rejected{crypto::Rejected::Reason::KeyNotHere, u"the key is not asked for"_s,
                    crypto::SealFault::InsufficientInformation});
                return;
            }
            m_waiting.append({sealed, needs->keyId, done});
            m_ports.asker.want(sealed.from, needs->keyId);
        });
}

bool SealedStanzas::mayWait(const crypto::BareJid &sender)
{
    const auto now = m_ports.clock.now();
    m_waiting.removeIf(
        [&](const Waiting &waiting) { return std::abs(waiting.sealed.receivedAt.secsTo(now)) > longestWait; });
    // A stranger is not asked, and must not take the place of others.
    const auto ofSender = std::ranges::count_if(
        m_waiting, [&](const Waiting &waiting) { return waiting.sealed.from.bare() == sender; });
    return m_ports.asker.mayAsk(sender) && m_waiting.size() < mostWaiting && ofSender < mostWaitingOfOne;
}

void SealedStanzas::openAgain(const crypto::BareJid &sender, const QString &sid)
{
    for (auto &waiting : std::exchange(m_waiting, {})) {
        if (waiting.sealed.from.bare() == sender && waiting.sid == sid) {
            open(std::move(waiting.sealed), std::move(waiting.done));
        } else {
            m_waiting.append(std::move(waiting));
        }
    }
}

void SealedStanzas::giveUp(const crypto::BareJid &sender, const QString &sid)
{
    for (auto &waiting : std::exchange(m_waiting, {})) {
        if (waiting.sealed.from.bare() == sender && waiting.sid == sid) {
            waiting.done(crypto::Rejected{crypto::Rejected::Reason::KeyNotHere, u"the sender does not give the key"_s,
                crypto::SealFault::InsufficientInformation});
        } else {
            m_waiting.append(std::move(waiting));
        }
    }
}

void SealedStanzas::handle(const IncomingRequest &request)
{
    open(arrived(request.stanza), [this, outer = request.stanza](const crypto::StanzaOutcome &outcome) {
        if (const auto *opened = std::get_if<crypto::OpenedStanza>(&outcome)) {
            answer(outer, opened->stanza);
            return;
        }
        // A request is always answered (draft section 5.1).
        const auto *rejected = std::get_if<crypto::Rejected>(&outcome);
        const bool hasFault = rejected && rejected->fault != crypto::SealFault::None;
        sendFault(outer, hasFault ? rejected->fault : crypto::SealFault::DecryptionFailed);
    });
}

void SealedStanzas::answer(const crypto::XmlElement &outer, const crypto::XmlElement &inner)
{
    const auto payload = m_ports.transport.answerTo(inner);
    auto reply
        = payload ? replies::result(inner, *payload) : replies::error(inner, u"cancel"_s, u"service-unavailable"_s);
    reply.setAttribute(u"from"_s, m_ports.transport.ownJid().toString());
    reply.setAttribute(u"to"_s, outer.attribute(u"from"));
    m_ports.scheme.sealStanza(std::move(reply), outer.attribute(u"id"))
        .then(this, [this, outer](const crypto::CryptoResult<crypto::XmlElement> &sealed) {
            if (sealed) {
                m_ports.transport.sendStanza(*sealed);
            } else {
                qCWarning(crypto::lcApp).noquote() << "an answer cannot be sealed:" << sealed.error().detail;
                m_ports.transport.sendStanza(replies::error(outer, u"wait"_s, u"internal-server-error"_s));
            }
        });
}

void SealedStanzas::sendFault(const crypto::XmlElement &stanza, crypto::SealFault fault)
{
    if (auto error = crypto::JoseScheme::answerTo(stanza, fault)) {
        m_ports.transport.sendStanza(*std::move(error));
    }
}

void SealedStanzas::onPresence(const PresenceChange &presence)
{
    if (!m_ports.scheme.recognises(presence.stanza)) {
        return;
    }
    auto sealed = arrived(presence.stanza);
    sealed.from = presence.jid;
    open(std::move(sealed), [this, from = presence.jid, outer = presence.stanza](const crypto::StanzaOutcome &outcome) {
        const auto *opened = std::get_if<crypto::OpenedStanza>(&outcome);
        if (!opened) {
            qCInfo(crypto::lcApp).noquote() << "sealed presence of" << from.toString() << "was not opened";
            const auto *rejected = std::get_if<crypto::Rejected>(&outcome);
            if (rejected && m_mayTell && m_mayTell(from.bare())) {
                sendFault(outer, rejected->fault);
            }
            return;
        }
        Q_EMIT presenceOpened(readPresence(from, opened->stanza));
    });
}

} // namespace letterlock::app
