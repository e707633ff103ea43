// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/message/MessageScheme.h"

namespace letterlock::crypto {

/// A whole stanza out of its seal.
struct OpenedStanza {
    XmlElement stanza; ///< in jabber:client; kind, and for iq and presence also type, fit the outer one
    QString sid; ///< an answer is sealed with a key of our own
    QDateTime stampedAt;
    TimeMark timeMark = TimeMark::Good; ///< other marks only on messages; iq and presence are rejected
    QByteArray sealDigest;
};
using StanzaOutcome = std::variant<OpenedStanza, NeedsKey, NotForUs, Rejected>;

} // namespace letterlock::crypto
