// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/PresenceReader.h"

namespace letterlock::app {

namespace {

constexpr auto clientNamespace = u"jabber:client";

Availability availabilityOf(const crypto::XmlElement &presence)
{
    if (presence.attribute(u"type") == u"unavailable") {
        return Availability::Offline;
    }
    const QString show = presence.childText(u"show", clientNamespace);
    if (show == u"dnd") {
        return Availability::Busy;
    }
    return show == u"away" || show == u"xa" ? Availability::Away : Availability::Online;
}

} // namespace

PresenceChange readPresence(const crypto::Jid &from, const crypto::XmlElement &stanza)
{
    return {from, availabilityOf(stanza), stanza.childText(u"status", clientNamespace).left(1000), stanza};
}

} // namespace letterlock::app
