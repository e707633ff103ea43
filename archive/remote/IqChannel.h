// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>

#include "archive/model/ArchiveError.h"
#include "crypto/base/XmlElement.h"
#include "crypto/identity/Jid.h"

namespace letterlock::archive {

/// Sends a request to the own account's server and brings the answer's payload: all that the archive needs of XMPP.
/// An empty payload in the answer is a null XmlElement. Stanza errors, time-outs and lost links are ArchiveErrors:
/// item-not-found NotFound, conflict Conflict, resource-constraint QuotaReached, not-acceptable TooLarge or Refused,
/// feature-not-implemented and service-unavailable Unsupported, internal-server-error ServerFailed, others Refused.
/// `detail` begins with the condition's name. Finishes in the caller's thread (which has an event loop).
class IqChannel {
public:
    enum class Type { Get, Set };
    virtual ~IqChannel() = default;
    virtual QFuture<ArchiveResult<crypto::XmlElement>> request(Type type, crypto::XmlElement payload) = 0;
    [[nodiscard]] virtual bool isConnected() const = 0;
    [[nodiscard]] virtual crypto::BareJid account() const = 0;
    /// Largest stanza the server takes in octets; 262,144 unless it announced otherwise.
    [[nodiscard]] virtual qsizetype stanzaLimit() const = 0;
};

} // namespace letterlock::archive
