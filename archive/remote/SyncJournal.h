// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

#include "archive/model/Collection.h"
#include "archive/remote/CollectionReader.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// What this device has read of the archive so far (0010_archive.sql). Every function runs inside one transaction of
/// the store.
class SyncJournal {
public:
    struct Start {
        QString cursor; ///< opaque id of the last change that was dealt with
        QList<CollectionId> again; ///< had parts that could not be opened
    };
    /// A change of a message that is stored here.
    struct Fact {
        Message stored;
        Message archived; ///< the newest that the archive was told
        Message newest; ///< of both
    };

    struct Imported {
        QList<Fact> facts;
        bool isEarly = false; ///< facts about messages that are not here yet: to be read again when all else was
        bool isDoubtful = false; ///< it is another one than it was, and it is not known yet whether it may be
    };
    struct Known {
        CollectionVersion version = -1; ///< the newest whose whole content is here; -1 = none
        QByteArray first; ///< digest of the part that it begins with; empty = not known
        bool isOwnSave = false; ///< that version came from here and was not met in the order of changes yet
    };

    static ArchiveResult<Start> start(Database &database);
    static ArchiveResult<Start> left(Database &database); ///< when all changes were met
    static ArchiveResult<void> setCursor(Database &database, const QString &cursor);
    static ArchiveResult<Known> known(Database &database, const CollectionId &id);
    static ArchiveResult<QList<OwnRun>> ownRuns(Database &database, const QList<CollectionChange> &page);
    static ArchiveResult<void> seen(Database &database, const CollectionId &id); ///< it is as this device knows it
    /// After the import: its messages are on the server, whoever brought them there, and none else is in it. Returns
    /// what the archive knows better; what is known better here is noted to be uploaded.
    static ArchiveResult<Imported> imported(
        Database &database, ConversationId conversation, const CollectionId &id, const CollectionReading &reading);
    /// Facts that came from the server need not go there, unless something else changed meanwhile.
    static ArchiveResult<void> settled(Database &database, const CollectionId &id, const Imported &applied);
    /// Somebody removed it: its messages are only here from now on, as far as they are not elsewhere too. They are not
    /// uploaded again by themselves, unless it was replaced or removed with a period that does not hold them.
    static ArchiveResult<void> removed(Database &database, const CollectionId &id);
    /// The server did not give it in a form that can be read: look again next time.
    static ArchiveResult<void> unread(Database &database, const CollectionId &id);
    static ArchiveResult<int> closedParts(Database &database); ///< of all collections
    /// What this device believes to be on the server, except what is just being written.
    static ArchiveResult<QList<CollectionId>> believedThere(Database &database);
    /// The server has lost it: its messages are only here from now on, and are uploaded again.
    static ArchiveResult<void> lost(Database &database, const CollectionId &id);
    static ArchiveResult<QStringList> wrappedDataKeys(Database &database); ///< whose wraps were acknowledged
    static ArchiveResult<void> lostWraps(Database &database, const QString &dataKey); ///< they go up again too
    static ArchiveResult<void> lookAgain(Database &database); ///< at all collections with closed parts

private:
    struct Row;
    static ArchiveResult<Row> row(Database &database, const CollectionId &id);
    static ArchiveResult<bool> evidence(
        Database &database, const Row &row, const CollectionReading &reading, const QSet<MessageId> &found);
    static ArchiveResult<void> drop(Database &database, const Row &row);
};

} // namespace letterlock::archive
