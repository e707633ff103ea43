// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QList>
#include <QString>

#include "archive/model/ArchiveError.h"
#include "archive/model/Collection.h"
#include "archive/model/RemoteValues.h"
#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::archive {

/// The archive on the server as a port. One request is one round trip; nothing is retried here. Call from a thread with
/// an event loop; futures finish in it.
class RemoteArchive {
public:
    virtual ~RemoteArchive() = default;

    /// Is there an archive that keeps sealed collections? Proven by saving a tiny one and reading it back.
    virtual QFuture<ArchiveResult<bool>> probe() = 0;
    virtual QFuture<ArchiveResult<CollectionVersion>> save(SaveRequest request) = 0;
    virtual QFuture<ArchiveResult<RemotePage<CollectionHead>>> list(PageRequest page) = 0;
    /// One page of parts with every wrap they use.
    virtual QFuture<ArchiveResult<RemotePage<SealedCollection>>> retrieve(CollectionId id, PageRequest page) = 0;
    virtual QFuture<ArchiveResult<void>> remove(CollectionId id) = 0;
    /// All collections of a period, of a conversation, or both (P-47). Nothing there is no error. Made of list() and
    /// remove() where there is no better way.
    virtual QFuture<ArchiveResult<void>> removeRange(RemoveRange range);
    virtual QFuture<ArchiveResult<RemotePage<CollectionChange>>> modified(QDateTime since, PageRequest page) = 0;
    virtual QFuture<ArchiveResult<RemotePage<CollectionKeys>>> keys(KeyName key, PageRequest page) = 0;
    virtual QFuture<ArchiveResult<void>> deleteKeys(CollectionId id, KeyName key) = 0;

private:
    QFuture<ArchiveResult<void>> removeEach(QList<CollectionId> ids);
    QFuture<ArchiveResult<QList<CollectionId>>> listRange(RemoveRange range, QString after, QList<CollectionId> found);
};

} // namespace letterlock::archive
