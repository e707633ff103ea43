// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/JoseScheme.h"

#include "crypto/base/Random.h"
#include "crypto/jose/SealableStanza.h"
#include "crypto/jose/StanzaSealer.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;

const QString clientNs = u"jabber:client"_s;
const QString emeNs = u"urn:xmpp:eme:0"_s;
const QString hintsNs = u"urn:xmpp:hints"_s;
const QString stanzasNs = u"urn:ietf:params:xml:ns:xmpp-stanzas"_s;

std::vector<XmlElement> wireElements(const XmlElement &stanza, XmlElement e2e, bool transient)
{
    std::vector<XmlElement> elements;
    if (stanza.name() == "message"_L1) {
        elements.emplace_back(transient ? u"no-permanent-store"_s : u"store"_s, hintsNs);
        elements.push_back(XmlElement(u"encryption"_s, emeNs).setAttribute(u"namespace"_s, Jwe::ns));
    }
    elements.push_back(std::move(e2e));
    return elements;
}

} // namespace

JoseScheme::JoseScheme(SessionKeyStore &store, Worker &worker, const Clock &clock, SessionKeyPolicy policy)
    : m_sealer(std::make_shared<StanzaSealer>(store, clock, policy))
    , m_worker(worker)
{
}

JoseScheme::~JoseScheme() = default;

QStringList JoseScheme::discoFeatures() const
{
    return {Jwe::ns};
}

bool JoseScheme::recognises(const XmlElement &stanza) const
{
    return stanza.attribute(u"type") != "error"_L1 && stanza.child(u"e2e", Jwe::ns);
}

QFuture<SealOutcome> JoseScheme::seal(OutgoingContent content)
{
    XmlElement message(u"message"_s, clientNs);
    const QString id = content.innerId.isEmpty() ? randomName() : content.innerId;
    message.setAttribute(u"from"_s, content.from.toString()).setAttribute(u"to"_s, content.to.toString());
    message.setAttribute(u"type"_s, u"chat"_s).setAttribute(u"id"_s, id);
    for (auto &element : content.payload) {
        message.append(std::move(element));
    }
    return m_worker.run([sealer = m_sealer, message, id, transient = content.transient]() -> SealOutcome {
        auto e2e = sealer->seal(message);
        if (!e2e) {
            return std::unexpected(e2e.error());
        }
        return SealedContent{wireElements(message, *std::move(e2e), transient), id};
    });
}

QFuture<OpenOutcome> JoseScheme::open(IncomingSealed sealed)
{
    if (!recognises(sealed.stanza) || sealed.stanza.name() != "message"_L1) {
        return ready(OpenOutcome(NotForUs{}));
    }
    const auto priority = sealed.priority;
    return m_worker.run(
        [sealer = m_sealer, sealed = std::move(sealed)]() -> OpenOutcome {
            auto outcome = sealer->open(sealed);
            auto *whole = std::get_if<OpenedStanza>(&outcome);
            if (!whole) {
                return std::visit(
                    [](auto &&other) -> OpenOutcome {
                        if constexpr (std::is_same_v<std::decay_t<decltype(other)>, OpenedStanza>) {
                            return NotForUs{};
                        } else {
                            return std::forward<decltype(other)>(other);
                        }
                    },
                    std::move(outcome));
            }
            Opened opened;
            for (const auto *element : whole->stanza.elements()) {
                opened.payload.push_back(*element);
            }
            opened.stampedAt = whole->stampedAt;
            opened.timeMark = whole->timeMark;
            opened.timeIsOdd = whole->timeMark != TimeMark::Good;
            opened.sealDigest = whole->sealDigest;
            opened.innerId = whole->stanza.attribute(u"id");
            return opened;
        },
        priority);
}

QFuture<CryptoResult<XmlElement>> JoseScheme::sealStanza(XmlElement stanza, QString outerId)
{
    const QString id = outerId.isEmpty() ? randomName() : outerId;
    if (id == stanza.attribute(u"id") && !SealableStanza::isAnswer(stanza)) {
        return ready(CryptoResult<XmlElement>(cryptoError(Code::MalformedInput, u"equal ids"_s)));
    }
    return m_worker.run([sealer = m_sealer, stanza = std::move(stanza), id]() -> CryptoResult<XmlElement> {
        auto e2e = sealer->seal(stanza);
        if (!e2e) {
            return e2e;
        }
        XmlElement outer(stanza.name(), clientNs);
        for (const auto &name : {u"from"_s, u"to"_s}) {
            outer.setAttribute(name, stanza.attribute(name));
        }
        if (const QString type = SealableStanza::outerType(stanza); !type.isEmpty()) {
            outer.setAttribute(u"type"_s, type);
        }
        outer.setAttribute(u"id"_s, id);
        const bool transient = stanza.child(u"no-permanent-store", hintsNs) || stanza.child(u"no-store", hintsNs);
        for (auto &element : wireElements(stanza, *std::move(e2e), transient)) {
            outer.append(std::move(element));
        }
        return outer;
    });
}

QFuture<StanzaOutcome> JoseScheme::openStanza(IncomingSealed sealed)
{
    if (!recognises(sealed.stanza)) {
        return ready(StanzaOutcome(NotForUs{}));
    }
    const auto priority = sealed.priority;
    return m_worker.run([sealer = m_sealer, sealed = std::move(sealed)] { return sealer->open(sealed); }, priority);
}

QFuture<CryptoResult<int>> JoseScheme::removeExpired()
{
    return m_worker.run([sealer = m_sealer] { return sealer->removeExpired(); }, Priority::Background);
}

std::optional<XmlElement> JoseScheme::answerTo(const XmlElement &stanza, SealFault fault)
{
    const QString type = stanza.attribute(u"type");
    if (fault == SealFault::None || type == "error"_L1 || SealableStanza::isAnswer(stanza)) {
        return std::nullopt;
    }
    const bool isTime = fault == SealFault::BadTimestamp;
    const QString own = isTime                 ? u"bad-timestamp"_s
        : fault == SealFault::DecryptionFailed ? u"decryption-failed"_s
                                               : u"insufficient-information"_s;
    XmlElement error(u"error"_s, clientNs);
    error.setAttribute(u"type"_s, u"modify"_s);
    error.append(XmlElement(isTime ? u"not-acceptable"_s : u"bad-request"_s, stanzasNs));
    error.append(XmlElement(own, Jwe::ns));
    XmlElement answer(stanza.name(), clientNs);
    answer.setAttribute(u"type"_s, u"error"_s);
    const auto copy = [&](const QString &to, QStringView from) {
        if (stanza.hasAttribute(from)) {
            answer.setAttribute(to, stanza.attribute(from));
        }
    };
    copy(u"id"_s, u"id");
    copy(u"to"_s, u"from");
    copy(u"from"_s, u"to");
    return answer.append(std::move(error));
}

} // namespace letterlock::crypto
