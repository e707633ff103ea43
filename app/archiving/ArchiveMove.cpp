// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/ArchiveMove.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::ArchivePlace;
using archive::ArchiveResult;

ArchiveMove::ArchiveMove(archive::Store &store, ArchivePlaces &places, QObject *parent)
    : QObject(parent)
    , m_places(places)
    , m_mover(store, places.remote(), [&places](ArchivePlace place) { return places.settle(place); })
{
    connect(&m_mover, &archive::ArchiveMover::progressed, this, [this](int done, int total) {
        m_done = done;
        m_total = total;
        Q_EMIT changed();
    });
}

ArchivePlace ArchiveMove::destination() const
{
    switch (m_places.place()) {
    case ArchivePlace::Server:
        return ArchivePlace::PrivateStorage;
    case ArchivePlace::PrivateStorage:
        return ArchivePlace::Server;
    case ArchivePlace::Unknown:
        break;
    }
    return ArchivePlace::Unknown;
}

void ArchiveMove::start()
{
    const auto target = destination();
    if (m_state != State::Idle || target == ArchivePlace::Unknown) {
        return;
    }
    m_result.reset();
    setState(State::Trying);
    m_places.canUse(target).then(this, [this, target](const ArchiveResult<bool> &works) {
        if (works && *works) {
            run(target);
            return;
        }
        setState(State::Idle);
        m_problem = works ? archive::ArchiveError{archive::ArchiveError::Code::Unsupported, m_places.reason()}
                          : works.error();
        Q_EMIT changed();
    });
}

void ArchiveMove::run(ArchivePlace target)
{
    m_done = m_total = 0;
    setState(m_cancelWanted ? State::Undoing : State::Moving);
    auto moved = m_mover.run(target);
    if (m_cancelWanted) {
        m_mover.cancel();
    }
    moved.then(this, [this](const ArchiveResult<archive::MoveSummary> &result) {
        if (!result) {
            stop(result.error());
            return;
        }
        m_cancelWanted = false;
        m_result = *result;
        setState(State::Idle);
        Q_EMIT finished();
    });
}

void ArchiveMove::cancel()
{
    m_cancelWanted = true;
    m_mover.cancel();
    if (m_state == State::Waiting) {
        resumeUnfinished();
    } else if (m_state == State::Moving) {
        setState(State::Undoing);
    }
}

void ArchiveMove::resumeUnfinished()
{
    if (m_mover.isRunning() || m_state == State::Trying) {
        return;
    }
    m_mover.unfinished().then(this, [this](const ArchiveResult<std::optional<archive::MoveJournal::Move>> &move) {
        if (!move) {
            stop(move.error());
        } else if (*move && m_places.place() == ArchivePlace::Unknown) {
            setState(State::Waiting); // until it is known again where the archive is
        } else if (*move) {
            run((*move)->target);
        }
    });
}

void ArchiveMove::stop(const archive::ArchiveError &problem)
{
    setState(State::Waiting);
    m_problem = problem;
    Q_EMIT changed();
}

void ArchiveMove::setState(State state)
{
    m_state = state;
    m_problem.reset();
    Q_EMIT changed();
}

} // namespace letterlock::app
