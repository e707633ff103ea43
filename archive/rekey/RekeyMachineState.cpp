// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/RekeyMachine.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

bool isLinkProblem(const ArchiveError &error)
{
    return error.code == ArchiveError::Code::Disconnected || error.code == ArchiveError::Code::TimedOut;
}

/// Waiting or trying again does not mend these.
bool isFinal(const ArchiveError &error)
{
    using Code = ArchiveError::Code;
    return error.code == Code::LeaseHeld || error.code == Code::StoreFailed || error.code == Code::DiskFull
        || error.code == Code::Damaged || error.code == Code::WrongKey || error.code == Code::NewerVersion;
}

} // namespace

Pending<void> RekeyMachine::count()
{
    return andThen(m_journal.plan(), m_context.get(), [this](const std::optional<JournalPlan> &plan) {
        return andThen(m_journal.counts(), m_context.get(), [this, plan](const JournalCounts &counts) {
            apply(counts, plan);
            return done();
        });
    });
}

void RekeyMachine::apply(const JournalCounts &counts, const std::optional<JournalPlan> &plan)
{
    if (!plan) {
        return; // stopped: the last numbers stay
    }
    if (plan->phase == RekeyPhase::Finished) {
        m_progress.phase = RekeyPhase::Finished;
    }
    m_progress.collections = counts.collections - counts.kept;
    m_progress.wraps = plan->plan.mode == RekeyMode::Rewrap ? counts.rows - counts.gone : plan->wrapsFound;
    m_progress.readBack = counts.readBack + counts.removed;
    m_progress.removed = counts.removed;
    m_progress.setAside = counts.setAside;
    m_progress.bytesSent = plan->bytesSent;
    m_progress.total = counts.rows - counts.gone - counts.kept;
    switch (m_progress.phase) {
    case RekeyPhase::Listing:
        m_progress.done = m_progress.total;
        break;
    case RekeyPhase::Sealing:
        m_progress.done = m_progress.total - counts.planned;
        break;
    case RekeyPhase::ReadingBack:
        m_progress.done = m_progress.readBack;
        break;
    case RekeyPhase::Removing:
    case RekeyPhase::Finished:
        m_progress.total -= counts.setAside;
        m_progress.done = m_progress.removed;
        break;
    }
}

void RekeyMachine::fail(const ArchiveError &error)
{
    m_log(u"%1 (%2)"_s.arg(
        isLinkProblem(error) ? u"waiting for the connection"_s : u"stopped at a problem"_s, error.detail));
    m_progress.problem = error;
    const bool nothingOpened = error.code == ArchiveError::Code::CannotOpen && m_progress.setAside > 0;
    if (isFinal(error) || nothingOpened || error.code == ArchiveError::Code::NotFound) {
        finishWith(std::unexpected(error), RekeyState::Problem);
    } else if (m_goal == Goal::Undo && error.code == ArchiveError::Code::Cancelled) {
        start(Goal::Undo);
    } else {
        setState(isLinkProblem(error) ? RekeyState::WaitingForConnection : RekeyState::Problem);
    }
}

void RekeyMachine::finishWith(const Progress &result, RekeyState state)
{
    const bool stopped = m_goal == Goal::Undo && state == RekeyState::Stopped;
    m_goal = Goal::None;
    setState(state);
    const auto waiting = std::exchange(m_waiting, {});
    const auto waitingForStop = std::exchange(m_waitingForStop, {});
    auto answer = result;
    if (answer) {
        *answer = m_progress;
    }
    for (const auto &promise : waiting) {
        promise->addResult(answer);
        promise->finish();
    }
    for (const auto &promise : waitingForStop) {
        const auto why
            = answer ? ArchiveError{ArchiveError::Code::Refused, u"finished before it was stopped"_s} : answer.error();
        promise->addResult(stopped ? ArchiveResult<void>() : ArchiveResult<void>(std::unexpected(why)));
        promise->finish();
    }
}

void RekeyMachine::setState(RekeyState state)
{
    m_progress.state = state;
    m_changed();
}

} // namespace letterlock::archive
