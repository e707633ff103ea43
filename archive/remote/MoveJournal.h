// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "archive/model/Collection.h"
#include "archive/remote/PlacedArchive.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// What a move of the archive has done so far (0040_move.sql). Every function runs inside one transaction of the store.
class MoveJournal {
public:
    enum class Phase { Copying = 1, Removing = 2, Undoing = 3 };
    struct Move {
        ArchivePlace target = ArchivePlace::Unknown;
        Phase phase = Phase::Copying;
    };
    struct Row {
        CollectionId id;
        CollectionVersion sourceVersion = -1;
        CollectionVersion targetVersion = -1;
        bool wasThere = false;
    };

    static ArchiveResult<std::optional<Move>> current(Database &database); ///< nothing: none is under way
    static ArchiveResult<void> begin(Database &database, ArchivePlace target);
    static ArchiveResult<void> setPhase(Database &database, Phase phase);
    static ArchiveResult<std::optional<Row>> find(Database &database, const CollectionId &id);
    static ArchiveResult<std::optional<Row>> first(Database &database);
    static ArchiveResult<void> keep(Database &database, const Row &row);
    static ArchiveResult<void> drop(Database &database, const CollectionId &id);
    static ArchiveResult<int> count(Database &database);
    static ArchiveResult<void> end(Database &database);
    /// The archive is at the target from now on. What is known of the source's versions says nothing about it, except
    /// where this device has compared both.
    static ArchiveResult<void> switchOver(Database &database);
    /// Another device has moved it: everything has to be looked at again.
    static ArchiveResult<void> forgetVersions(Database &database);
};

} // namespace letterlock::archive
