// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/StanzaEnvelope.h"

#include "crypto/jose/Jwe.h"
#include "crypto/jose/StampRules.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

const QString forwardNs = u"urn:xmpp:forward:0"_s;
const QString delayNs = u"urn:xmpp:delay"_s;
const QString clientNs = u"jabber:client"_s;
const QString serverNs = u"jabber:server"_s;

std::unexpected<CryptoError> malformed(const QString &detail)
{
    return cryptoError(CryptoError::Code::MalformedInput, u"envelope: "_s + detail);
}

bool isStanza(const XmlElement &element)
{
    return (element.ns() == clientNs || element.ns() == serverNs)
        && (element.name() == "message"_L1 || element.name() == "iq"_L1 || element.name() == "presence"_L1);
}

/// The same element with jabber:client in place of jabber:server.
XmlElement asClient(const XmlElement &element)
{
    XmlElement result(element.name(), element.ns() == serverNs ? clientNs : element.ns());
    for (const auto &attribute : element.attributes()) {
        result.setAttribute(attribute.name, attribute.value, attribute.ns);
    }
    for (const auto &node : element.nodes()) {
        result.append(node.isText() ? node : asClient(node));
    }
    return result;
}

} // namespace

QByteArray StanzaEnvelope::toXml() const
{
    XmlElement forwarded(u"forwarded"_s, forwardNs);
    forwarded.append(XmlElement(u"delay"_s, delayNs).setAttribute(u"stamp"_s, StampRules::write(stamp)));
    forwarded.append(stanza);
    return forwarded.toXml();
}

CryptoResult<StanzaEnvelope> StanzaEnvelope::parse(const QByteArray &utf8)
{
    const auto root = XmlElement::parse(utf8, {.bytes = Jwe::largestContent});
    if (!root) {
        return malformed(root.error().detail);
    }
    if (!root->is(u"forwarded", forwardNs) || !root->text().trimmed().isEmpty()) {
        return malformed(u"not forwarded"_s);
    }
    const XmlElement *delay = nullptr;
    const XmlElement *stanza = nullptr;
    for (const auto *child : root->elements()) {
        auto &place = isStanza(*child) ? stanza : delay;
        if (place || (&place == &delay && !child->is(u"delay", delayNs))) {
            return malformed(u"not one delay and one stanza"_s);
        }
        place = child;
    }
    if (!delay || !stanza) {
        return malformed(u"not one delay and one stanza"_s);
    }
    return StanzaEnvelope{
        StampRules::read(delay->attribute(u"stamp")), stanza->ns() == serverNs ? asClient(*stanza) : *stanza};
}

} // namespace letterlock::crypto
