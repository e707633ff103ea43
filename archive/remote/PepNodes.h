// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStringList>

#include "archive/remote/FutureChain.h"
#include "crypto/base/XmlElement.h"

namespace letterlock::archive {

/// Items in private nodes of the own account (XEP-0223), one by one, with fenced writes. A fence is the node's title:
/// whoever set it last may publish, everybody else's publishing is refused by the server itself, so that nothing is
/// overwritten by somebody who has not seen it. One request is one round trip; nothing is retried here.
class PepNodes {
public:
    virtual ~PepNodes() = default;
    /// What the server announces is enough to try.
    virtual Pending<bool> isOffered() = 0;
    /// Creates the node if it is absent, sets its title and reads back that it is private: Refused if not.
    virtual Pending<void> fence(QString node, QString token) = 0;
    /// Conflict: somebody else has set the fence since, or the node is not as private as it was. It may have been
    /// written all the same, just before or just after the other one has read.
    virtual Pending<void> publish(QString node, QString id, crypto::XmlElement payload, QString token) = 0;
    /// The named items; what is absent is left out.
    virtual Pending<QHash<QString, crypto::XmlElement>> fetch(QString node, QStringList ids) = 0;
    virtual Pending<QStringList> ids(QString node) = 0; ///< of all items; an absent node has none
    [[nodiscard]] virtual qsizetype largestItem() const = 0; ///< octets of XML that one publishing can carry
    virtual Pending<void> retract(QString node, QString id) = 0; ///< what is absent is no error
    virtual Pending<void> remove(QString node) = 0; ///< likewise
};

} // namespace letterlock::archive
