// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/remote/LedgerHead.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// What this device remembers of the shared list, so that an older one shows. Every function runs inside one
/// transaction of the store.
struct LedgerMemory {
    using Pieces = QHash<QString, QList<LedgerEntry>>; ///< by bucket

    qint64 counter = 0; ///< 0 = never seen one
    QStringList log;
    QMap<QString, QString> pieces;
    QString device; ///< names this device among the account's
    QStringList leftovers; ///< items of ours that belong to no head

    static ArchiveResult<LedgerMemory> load(Database &database);
    /// A newer head and those of its pieces that were not known. What we told and it does not know is told again.
    static ArchiveResult<void> took(Database &database, const LedgerHead &head, const Pieces &read);
    /// `told` is what the new head says in the pieces that were written.
    static ArchiveResult<void> published(Database &database, const LedgerHead &head, const Pieces &told);
    /// Nothing of it is on the server any more: all of it is told again.
    static ArchiveResult<void> lost(Database &database);
    static ArchiveResult<void> lost(Database &database, const QString &bucket);
    /// Will be put there instead of `before`, which goes when a head without it is known.
    static ArchiveResult<void> writing(
        Database &database, const QString &bucket, const QString &item, const QString &before);
    static ArchiveResult<void> dropped(Database &database); ///< the leftovers are gone
    static ArchiveResult<QStringList> untold(Database &database); ///< buckets with something to tell
    static ArchiveResult<QList<LedgerEntry>> bucket(Database &database, const QString &name);
    static ArchiveResult<LedgerHeadFault> fault(Database &database);
    static ArchiveResult<void> setFault(Database &database, LedgerHeadFault fault);
};

} // namespace letterlock::archive
