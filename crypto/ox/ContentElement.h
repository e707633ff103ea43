// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>

#include <vector>

#include "crypto/base/XmlElement.h"
#include "crypto/identity/Jid.h"

namespace letterlock::crypto {

/// The content element of XEP-0373 section 3.1: what stands inside the OpenPGP message.
struct ContentElement {
    enum class Kind {
        Signcrypt,
        Sign,
        Crypt,
    };

    Kind kind = Kind::Signcrypt;
    QList<BareJid> to; ///< resources dropped (O-06)
    QDateTime time; ///< UTC
    std::vector<XmlElement> payload;

    /// UTF-8. Adds a fresh `rpad` of random length, except to `sign`.
    [[nodiscard]] QByteArray toXml() const;
    /// Everything that can be told from the text alone (O-02, O-06, O-07, O-09). Zones are read in any form, also the
    /// "+0000" of profanity; a time without zone is UTC.
    static CryptoResult<ContentElement> parse(const QByteArray &utf8);

    static const QString ns; ///< urn:xmpp:openpgp:0
};

} // namespace letterlock::crypto
