// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/ArchiveMove.h"

#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::ArchivePlace;
using archive::ArchiveResult;

namespace {

const QString scope = u"archive.move"_s;
const QString leaseName = u"lease"_s;

} // namespace

ArchiveMove::ArchiveMove(archive::ArchivePorts ports, ArchivePlaces &places, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_places(places)
    , m_mover(ports.store, places.remote(), [&places](ArchivePlace place) { return places.settle(place); })
    , m_lease(ports.privateStore, this)
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
    m_cancelWanted = false; // of one that came to nothing
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
    m_isRunning = true;
    moveUnderLease(target).then(this, [this](const ArchiveResult<archive::MoveSummary> &result) {
        m_isRunning = false;
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

archive::Pending<void> ArchiveMove::takeLease()
{
    return archive::andThen(m_ports.history.values(scope), this, [this](const QHash<QString, QByteArray> &values) {
        // Kept until the move has ended: after a crash the lease is still ours.
        m_token = QString::fromLatin1(values.value(leaseName));
        if (!m_token.isEmpty()) {
            return m_lease.take(m_token);
        }
        m_token = crypto::randomName();
        return archive::andThen(m_ports.history.setValue(scope, leaseName, m_token.toLatin1()), this,
            [this] { return m_lease.take(m_token); });
    });
}

archive::Pending<archive::MoveSummary> ArchiveMove::moveUnderLease(ArchivePlace target)
{
    auto moved = archive::andThen(takeLease(), this, [this, target] {
        auto running = m_mover.run(target);
        if (m_cancelWanted) {
            m_mover.cancel();
        }
        return running;
    });
    return archive::andThen(std::move(moved), this, [this](const archive::MoveSummary &summary) {
        // What is left of the lease after a failure here is dropped by the next move.
        return archive::andAny(
            m_lease.drop(m_token), this, [summary](const ArchiveResult<void> &) { return archive::done(summary); });
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
    if (m_isRunning || m_state == State::Trying) {
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
