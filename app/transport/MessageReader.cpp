// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/MessageReader.h"

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr auto carbonsNamespace = u"urn:xmpp:carbons:2";
constexpr auto forwardNamespace = u"urn:xmpp:forward:0";
constexpr auto delayNamespace = u"urn:xmpp:delay";
constexpr auto idNamespace = u"urn:xmpp:sid:0";
constexpr auto archiveNamespace = u"urn:xmpp:mam:2";
constexpr auto eventNamespace = u"http://jabber.org/protocol/pubsub#event";
constexpr auto clientNamespace = u"jabber:client";

QDateTime stamp(const crypto::XmlElement &delay)
{
    const auto time = QDateTime::fromString(delay.attribute(u"stamp"), Qt::ISODateWithMs);
    return time.isValid() ? time.toUTC() : QDateTime();
}

MessageReader::Reading dropped(const char *what)
{
    qCWarning(crypto::lcTransport) << "dropped a forged or broken" << what;
    return MessageReader::Nothing{};
}

} // namespace

MessageReader::MessageReader(crypto::Jid own)
    : m_own(std::move(own))
{
}

bool MessageReader::isOwnServer(const QString &from) const
{
    return from.isEmpty() || from == m_own.bare().toString()
        || crypto::Jid::parse(from) == crypto::Jid(m_own.bare(), {});
}

MessageReader::Reading MessageReader::read(const crypto::XmlElement &stanza) const
{
    const QString from = stanza.attribute(u"from");
    const bool isError = stanza.attribute(u"type") == u"error";
    for (const auto *child : stanza.elements()) {
        if (child->ns() == carbonsNamespace && (child->name() == u"sent" || child->name() == u"received")) {
            return isOwnServer(from) && !isError ? readCarbon(*child) : dropped("carbon");
        }
        if (child->is(u"result", archiveNamespace)) {
            return isOwnServer(from) && !isError ? readResult(*child) : dropped("archive result");
        }
        if (child->is(u"event", eventNamespace)) {
            const auto sender = from.isEmpty() ? m_own : crypto::Jid::parse(from).value_or(crypto::Jid());
            // A service speaks with a bare address; a full one is a person (or a room's occupant) imitating it.
            const bool isService = !sender.isEmpty() && (from.isEmpty() || sender.resource().isEmpty());
            for (const auto *items : child->elements()) {
                if (isService && !isError && !items->attribute(u"node").isEmpty()) {
                    return Event{sender.bare(), items->attribute(u"node"), *items};
                }
            }
            return dropped("event");
        }
    }
    if (auto read = message(stanza, IncomingMessage::Origin::Live)) {
        return *std::move(read);
    }
    return dropped("message");
}

MessageReader::Reading MessageReader::readCarbon(const crypto::XmlElement &carbon) const
{
    const auto *forwarded = carbon.child(u"forwarded", forwardNamespace);
    const auto *inner = forwarded ? forwarded->child(u"message", clientNamespace) : nullptr;
    auto read = inner ? message(*inner, IncomingMessage::Origin::Carbon) : std::nullopt;
    if (!read) {
        return dropped("carbon");
    }
    const bool fits = carbon.name() == u"sent" ? read->sentByUs : read->to.bare() == m_own.bare();
    return fits ? Reading(*std::move(read)) : dropped("carbon");
}

MessageReader::Reading MessageReader::readResult(const crypto::XmlElement &result) const
{
    const auto *forwarded = result.child(u"forwarded", forwardNamespace);
    const auto *inner = forwarded ? forwarded->child(u"message", clientNamespace) : nullptr;
    auto read = inner ? message(*inner, IncomingMessage::Origin::Archive) : std::nullopt;
    if (!read || result.attribute(u"id").isEmpty()) {
        return dropped("archive result");
    }
    read->stanzaId = result.attribute(u"id");
    if (const auto *delay = forwarded->child(u"delay", delayNamespace)) {
        read->delayedAt = stamp(*delay);
    }
    return ArchiveResult{result.attribute(u"queryid"), *std::move(read)};
}

std::optional<IncomingMessage> MessageReader::message(
    const crypto::XmlElement &stanza, IncomingMessage::Origin origin) const
{
    IncomingMessage read;
    const QString from = stanza.attribute(u"from");
    const QString to = stanza.attribute(u"to");
    const auto sender = from.isEmpty() ? crypto::Jid(m_own.bare(), {}) : crypto::Jid::parse(from);
    const auto recipient = to.isEmpty() ? m_own : crypto::Jid::parse(to);
    if (!sender || !recipient) {
        return std::nullopt;
    }
    read.origin = origin;
    read.from = *sender;
    read.to = *recipient;
    read.sentByUs = sender->bare() == m_own.bare();
    read.id = stanza.attribute(u"id");
    const auto *originId = stanza.child(u"origin-id", idNamespace);
    read.originId = originId && !originId->attribute(u"id").isEmpty() ? originId->attribute(u"id") : read.id;
    for (const auto *id : stanza.elements(u"stanza-id", idNamespace)) {
        if (m_trustsStanzaIds && crypto::Jid::parse(id->attribute(u"by")) == crypto::Jid(m_own.bare(), {})) {
            read.stanzaId = id->attribute(u"id");
        }
    }
    for (const auto *delay : stanza.elements(u"delay", delayNamespace)) {
        const QString by = delay->attribute(u"from");
        if (m_deliversLate && !by.isEmpty() && (by == m_own.bare().domain() || isOwnServer(by))) {
            read.delayedAt = stamp(*delay);
        }
    }
    read.receivedAt = QDateTime::currentDateTimeUtc();
    read.stanza = stanza;
    return read;
}

} // namespace letterlock::app
