// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <memory>

#include "archive/remote/FutureChain.h"
#include "archive/remote/MoveJournal.h"
#include "archive/store/Store.h"

namespace letterlock::archive {

struct MoveSummary {
    int moved = 0;
    int left = 0; ///< collections that are not sealed stay where they are
    bool undone = false;
};

/// Moves the archive from one kind of place to the other: copies the sealed collections as they are, reads each back
/// and compares, makes the target the place of the account, and only then removes at the source. Journaled: killed
/// between any two requests it goes on without loss. Until the target is the place it can be undone.
class ArchiveMover : public QObject {
    Q_OBJECT
public:
    /// Makes `place` the account's, for all devices.
    using Settle = std::function<Pending<void>(ArchivePlace place)>;

    ArchiveMover(Store &store, PlacedArchive &remote, Settle settle, QObject *parent = nullptr);

    /// Begins, or goes on with what is under way. One at a time. Errors stop it; call again to go on.
    Pending<MoveSummary> run(ArchivePlace target);
    /// Before the target is the place: takes back what was copied. After it: no effect.
    void cancel() { m_cancelled = true; }
    Pending<std::optional<MoveJournal::Move>> unfinished();
    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void progressed(int done, int total); ///< collections

private:
    Pending<MoveSummary> goOn(MoveJournal::Move move);
    Pending<void> copyPage(QString after);
    Pending<void> copyHeads(QList<CollectionHead> heads);
    Pending<void> copy(CollectionId id);
    Pending<void> copyInto(SealedCollection source, int attempt);
    Pending<void> saveMissing(SealedCollection missing);
    Pending<void> removeRows();
    Pending<void> removeRow(MoveJournal::Row row);
    Pending<void> note(MoveJournal::Row row);
    Pending<void> dropRow(CollectionId id);
    Pending<void> removeRest();
    Pending<void> undo();
    Pending<MoveSummary> finish();
    static Pending<void> quietly(Pending<void> removal, QObject *context);
    Pending<SealedCollection> fetchAll(RemoteArchive &from, CollectionId id, QString after, SealedCollection soFar);
    template <class Job> auto write(Job job);

    Store &m_store;
    PlacedArchive &m_remote;
    Settle m_settle;
    RemoteArchive *m_source = nullptr;
    RemoteArchive *m_target = nullptr;
    MoveSummary m_summary;
    int m_total = 0;
    int m_done = 0;
    QSet<CollectionId> m_left;
    bool m_running = false;
    bool m_cancelled = false;
};

} // namespace letterlock::archive
