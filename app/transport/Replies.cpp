// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/Replies.h"

using namespace Qt::StringLiterals;

namespace letterlock::app::replies {

namespace {

crypto::XmlElement frame(const crypto::XmlElement &stanza, const QString &type)
{
    crypto::XmlElement reply(stanza.name(), stanza.ns());
    const QString to = stanza.attribute(u"from");
    const QString id = stanza.attribute(u"id");
    if (!to.isEmpty()) {
        reply.setAttribute(u"to"_s, to);
    }
    reply.setAttribute(u"type"_s, type);
    if (!id.isEmpty()) {
        reply.setAttribute(u"id"_s, id);
    }
    return reply;
}

} // namespace

crypto::XmlElement result(const crypto::XmlElement &request, crypto::XmlElement payload)
{
    auto reply = frame(request, u"result"_s);
    if (!payload.isNull()) {
        reply.append(std::move(payload));
    }
    return reply;
}

crypto::XmlElement error(
    const crypto::XmlElement &stanza, const QString &type, const QString &condition, crypto::XmlElement detail)
{
    crypto::XmlElement error(u"error"_s, stanza.ns());
    error.setAttribute(u"type"_s, type);
    error.append(crypto::XmlElement(condition, u"urn:ietf:params:xml:ns:xmpp-stanzas"_s));
    if (!detail.isNull()) {
        error.append(std::move(detail));
    }
    return replies::error(stanza, std::move(error));
}

crypto::XmlElement error(const crypto::XmlElement &stanza, crypto::XmlElement error)
{
    auto reply = frame(stanza, u"error"_s);
    reply.append(std::move(error));
    return reply;
}

} // namespace letterlock::app::replies
