// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>

#include "crypto/base/CryptoError.h"
#include "crypto/base/XmlElement.h"

namespace letterlock::crypto {

/// What is sealed: a whole stanza and the time it was made, in a `<forwarded/>` element (E-05, E-06).
struct StanzaEnvelope {
    QDateTime stamp; ///< UTC; invalid when read from something that is no UTC time of XEP-0082 (E-44)
    XmlElement stanza; ///< message, iq or presence in jabber:client, also where jabber:server was read

    [[nodiscard]] QByteArray toXml() const; ///< UTF-8
    /// Exactly one delay and one stanza in a stanza namespace, no other element and no text (E-25).
    static CryptoResult<StanzaEnvelope> parse(const QByteArray &utf8);
};

} // namespace letterlock::crypto
