// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/SealableStanza.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto::SealableStanza {

bool isAnswer(const XmlElement &stanza)
{
    const QString type = stanza.attribute(u"type");
    return stanza.name() == "iq"_L1 && (type == "result"_L1 || type == "error"_L1);
}

QString outerType(const XmlElement &stanza)
{
    return isAnswer(stanza) ? u"result"_s : stanza.attribute(u"type");
}
bool mayBeSealed(const XmlElement &stanza)
{
    const QString type = stanza.attribute(u"type");
    if (stanza.ns() != "jabber:client"_L1) {
        return false;
    }
    if (stanza.name() == "iq"_L1) {
        return type == "get"_L1 || type == "set"_L1 || isAnswer(stanza);
    }
    if (stanza.name() == "presence"_L1) {
        return type.isEmpty() || type == "unavailable"_L1;
    }
    return stanza.name() == "message"_L1 && type != "groupchat"_L1 && type != "error"_L1;
}
bool fits(const XmlElement &inner, const XmlElement &outer)
{
    return inner.name() == outer.name() && mayBeSealed(inner)
        && (inner.name() == "message"_L1 || outerType(inner) == outer.attribute(u"type"));
}

} // namespace letterlock::crypto::SealableStanza
