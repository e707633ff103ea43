// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QHash>
#include <QString>

#include "archive/model/ArchiveError.h"
#include "crypto/base/XmlElement.h"

namespace letterlock::archive {

/// Private storage on the own server (XEP-0223): nodes only the account can read. Write access checks the node's
/// configuration first; Refused means the server would not keep it private.
class PrivateStore {
public:
    virtual ~PrivateStore() = default;
    /// All items of a node by item id; an absent node is an empty answer.
    virtual QFuture<ArchiveResult<QHash<QString, crypto::XmlElement>>> items(QString node) = 0;
    virtual QFuture<ArchiveResult<void>> put(QString node, QString id, crypto::XmlElement payload) = 0;
    virtual QFuture<ArchiveResult<void>> retract(QString node, QString id) = 0;
    /// Creates a node whose title is `token`. Conflict = it exists (somebody else holds the lease).
    virtual QFuture<ArchiveResult<void>> createLease(QString node, QString token) = 0;
    virtual QFuture<ArchiveResult<QString>> leaseToken(QString node) = 0; ///< NotFound = free
    virtual QFuture<ArchiveResult<void>> dropLease(QString node) = 0;
};

} // namespace letterlock::archive
