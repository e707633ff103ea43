// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>

#include <optional>

#include "archive/model/RemoteValues.h"
#include "archive/remote/LedgerEntry.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

class Statement;

/// What has to be on the server, as this device remembers it (0060_ledger.sql): filled by what is read and written
/// there. Every function runs inside one transaction of the store.
class LedgerRows {
public:
    static constexpr qint64 aDay = 24LL * 60 * 60 * 1000;

    static QString bucketOf(const CollectionId &id); ///< ten days of a month
    static ArchiveResult<std::optional<LedgerEntry>> find(Database &database, const CollectionId &id);
    /// The whole collection was read; `digests` has one for each part, see chained(). What does not fit becomes a
    /// suspect, and nothing else is changed.
    static ArchiveResult<void> read(
        Database &database, const CollectionId &id, CollectionVersion version, const QByteArrayList &digests);
    static ArchiveResult<void> saved(Database &database, const SaveRequest &request, CollectionVersion version);
    /// One of our devices removes it, now.
    static ArchiveResult<void> removing(Database &database, const CollectionId &id, qint64 now);
    static ArchiveResult<void> removing(Database &database, const RemoveRange &range, qint64 now);
    /// The server says that it was removed. False: none of our devices has said so; it becomes a suspect.
    static ArchiveResult<bool> gone(Database &database, const CollectionId &id, qint64 now);
    /// What another device has told with the shared list.
    static ArchiveResult<void> merge(Database &database, const LedgerEntry &told);

    /// Does the server's collection have the parts that were vouched for, at its beginning?
    static bool holds(const LedgerEntry &entry, const QByteArrayList &digests);
    static ArchiveResult<void> put(Database &database, const LedgerEntry &entry, bool whole);
    static ArchiveResult<bool> isShared(Database &database); ///< there is a list for all devices
    static ArchiveResult<QString> state(Database &database, const QString &name);
    static ArchiveResult<void> setState(Database &database, const QString &name, const QString &value);
    static QVariantList placeOf(const CollectionId &id); ///< ?1 and ?2 of a statement
    static const QString columns; ///< SELECT ... FROM archive_ledger, for entryFrom()
    static std::optional<LedgerEntry> entryFrom(const Statement &row);
};

} // namespace letterlock::archive
