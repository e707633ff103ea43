// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

#include "app/archiving/ArchivePlaces.h"
#include "archive/remote/ArchiveMover.h"

namespace letterlock::app {

/// Moving the archive to the other kind of place, as a person sees it: long work that can be left alone, goes on by
/// itself after the next sign-in, and can be taken back until the new place counts.
class ArchiveMove : public QObject {
    Q_OBJECT
public:
    enum class State {
        Idle,
        Trying, ///< does the other place keep what it is given?
        Moving,
        Undoing,
        Waiting, ///< for the next connection, or for somebody to press "Continue"
    };
    ArchiveMove(archive::Store &store, ArchivePlaces &places, QObject *parent = nullptr);

    /// The other kind of place; Unknown while there is none to move from.
    [[nodiscard]] archive::ArchivePlace destination() const;
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] int done() const { return m_done; }
    [[nodiscard]] int total() const { return m_total; } ///< collections
    [[nodiscard]] std::optional<archive::ArchiveError> problem() const { return m_problem; }
    [[nodiscard]] std::optional<archive::MoveSummary> result() const
    {
        return m_result;
    } ///< of the last one that ended

    void start();
    void cancel(); ///< takes back what was copied; without effect once the new place counts
    void resumeUnfinished();

Q_SIGNALS:
    void changed();
    void finished(); ///< moved, or taken back

private:
    void run(archive::ArchivePlace target);
    void stop(const archive::ArchiveError &problem);
    void setState(State state);

    ArchivePlaces &m_places;
    archive::ArchiveMover m_mover;
    State m_state = State::Idle;
    int m_done = 0;
    int m_total = 0;
    bool m_cancelWanted = false;
    std::optional<archive::ArchiveError> m_problem;
    std::optional<archive::MoveSummary> m_result;
};

} // namespace letterlock::app
