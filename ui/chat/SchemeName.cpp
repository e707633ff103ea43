// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/SchemeName.h"

#include <QHash>

#include "crypto/base/XmlElement.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

QString schemeName(const QByteArray &sealedStanza)
{
    static const QHash<QString, QString> known{{u"eu.siacs.conversations.axolotl"_s, u"OMEMO"_s},
        {u"urn:xmpp:omemo:1"_s, u"OMEMO"_s}, {u"urn:xmpp:omemo:2"_s, u"OMEMO"_s}, {u"urn:xmpp:otr:0"_s, u"OTR"_s},
        {u"jabber:x:encrypted"_s, u"PGP (XEP-0027)"_s}, {u"urn:xmpp:openpgp:0"_s, u"OpenPGP"_s}};
    constexpr qsizetype longest = 40;
    const auto stanza = crypto::XmlElement::parse(sealedStanza);
    const auto *eme = stanza ? stanza->child(u"encryption", u"urn:xmpp:eme:0") : nullptr;
    if (!eme) {
        return {};
    }
    const QString ns = eme->attribute(u"namespace");
    const QString name = eme->attribute(u"name").simplified();
    return known.contains(ns) ? known.value(ns) : (name.isEmpty() ? ns : name).left(longest);
}

} // namespace letterlock::ui
