// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>

#include <optional>

#include "archive/model/Preferences.h"
#include "archive/model/RemoteValues.h"
#include "archive/remote/LedgerEntry.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// Compares what the server has with what has to be there. Every function runs inside one transaction of the store.
class LedgerCheck {
public:
    struct Reading { ///< of a whole collection
        CollectionVersion version = 0;
        QByteArrayList digests;
    };

    // A walk over the server's whole list; cheap, finds what is gone or has a lower version.
    static ArchiveResult<bool> isDue(Database &database, qint64 now); ///< large archives are walked over once a day
    static ArchiveResult<qint64> begin(Database &database);
    static ArchiveResult<void> listed(
        Database &database, qint64 walk, const QList<CollectionHead> &heads, qint64 now);
    static ArchiveResult<void> end(Database &database, qint64 walk, qint64 now);

    /// Read whole, one by one. `audit`: and a few whose content was not compared for the longest time.
    static ArchiveResult<QList<LedgerEntry>> suspects(Database &database, bool audit);
    /// No reading: it is not there. None: all is well, and it is no suspect any more.
    static ArchiveResult<LedgerFault> judge(Database &database, const LedgerEntry &suspect,
        const std::optional<Reading> &reading, const Preferences &preferences, qint64 now);
    /// Unless something was told of it since it was read. True: it is new.
    static ArchiveResult<bool> find(Database &database, const LedgerEntry &suspect, LedgerFault fault, qint64 now);

    static ArchiveResult<QList<LedgerFinding>> findings(Database &database);
    /// What is here of it counts as only here, and goes up again. Returns those that have to go on the server first.
    static ArchiveResult<QList<CollectionId>> giveBack(Database &database, qint64 now);
    static ArchiveResult<void> accept(Database &database, qint64 now); ///< as it is now
};

} // namespace letterlock::archive
