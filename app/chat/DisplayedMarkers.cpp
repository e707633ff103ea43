// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/DisplayedMarkers.h"

namespace letterlock::app {

void DisplayedMarkers::wanted(const crypto::Jid &from, const QString &id, crypto::SchemeId scheme)
{
    // In an open window a message is seen before its wish is known.
    if (!id.isEmpty() && m_readUpTo.value(from.bare()) == id) {
        m_wanted.remove(from.bare());
        Q_EMIT displayed(from, id, scheme);
    } else {
        m_wanted.insert(from.bare(), {from, id, scheme});
    }
}

void DisplayedMarkers::wasRead(const crypto::BareJid &peer, const QString &newest)
{
    m_readUpTo.insert(peer, newest);
    const auto found = m_wanted.constFind(peer);
    if (found == m_wanted.cend()) {
        return;
    }
    const auto wanted = *found;
    m_wanted.erase(found);
    Q_EMIT displayed(wanted.from, wanted.id, wanted.scheme);
}

} // namespace letterlock::app
