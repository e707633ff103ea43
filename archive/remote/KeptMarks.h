// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSet>

#include "archive/model/Message.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// In which collections of the archive a message is, as far as this device has evidence (0082_evidence.sql). It counts
/// as kept as long as there is one. Every function runs inside one transaction of the store.
class KeptMarks {
public:
    struct Withdrawn {
        QList<MessageId> nowhere; ///< only here from now on
        bool isElsewhere = false; ///< others of them are still in another collection
    };

    /// The collection was read, and these are in it.
    static ArchiveResult<void> found(Database &database, qint64 collection, const QSet<MessageId> &messages);
    /// Of what was believed to be in the collection only `still` is. What the archive was told there is compared once
    /// more with what the other collections say.
    static ArchiveResult<Withdrawn> withdraw(Database &database, qint64 collection, const QSet<MessageId> &still = {});
    /// A save of these has certainly not arrived, or nobody knows any more.
    static ArchiveResult<void> notSent(Database &database, qint64 upload);
    /// A save has arrived in this collection.
    static ArchiveResult<void> arrived(Database &database, qint64 upload, qint64 collection);
};

} // namespace letterlock::archive
