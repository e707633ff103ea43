// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/RekeyMachine.h"

#include "archive/rekey/ResealStep.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

/// How often another device may change the archive under our hands before we leave it to the person.
constexpr int mostRounds = 6;

} // namespace

RekeyMachine::RekeyMachine(ArchivePorts ports, std::function<void()> changed, std::function<void(QString)> log)
    : m_ports(ports)
    , m_changed(std::move(changed))
    , m_log(std::move(log))
    , m_context(std::make_unique<QObject>())
    , m_journal(ports.store)
    , m_lease(ports.privateStore, m_context.get())
    , m_planner(ports, m_journal, m_context.get())
    , m_rewrap(std::make_unique<RewrapStep>(ports, m_journal, m_context.get()))
    , m_reseal(std::make_unique<ResealStep>(ports, m_journal, m_context.get()))
{
}

RekeyMachine::~RekeyMachine()
{
    // Nothing of ours runs any more once the context is gone; the worker may finish a job, its result is dropped.
    m_context.reset();
}

QFuture<RekeyMachine::Progress> RekeyMachine::await()
{
    auto promise = std::make_shared<QPromise<Progress>>();
    promise->start();
    m_waiting.push_back(promise);
    return promise->future();
}

QFuture<RekeyMachine::Progress> RekeyMachine::seal(RekeyPlan plan)
{
    if (m_goal != Goal::None) {
        auto joined = await();
        resume();
        return joined;
    }
    if (!plan.oldKey.isEmpty()) {
        plan.recipients.removeAll(plan.oldKey);
    }
    if (!plan.recipients.contains(plan.newKey)) {
        plan.recipients.prepend(plan.newKey);
    }
    if (plan.newKey.isEmpty() || plan.nameOfOld().toString().isEmpty()
        || plan.nameOfOld().toString() == plan.newKey.toString()) {
        return failed<RekeyProgress>({ArchiveError::Code::Refused, u"a change of key needs two keys"_s});
    }
    const auto generation = m_ports.keys.hasRootKey() ? m_ports.keys.currentGeneration() : QString();
    auto future = await();
    m_goal = Goal::Seal;
    m_busy = true;
    setState(RekeyState::Running);
    auto begun = andThen(m_journal.begin(plan, crypto::randomName(), generation), m_context.get(),
        [this, plan](const JournalPlan &stored) {
            if (plan.mode == RekeyMode::Reencrypt && !m_ports.keys.generations().contains(stored.generation)) {
                return failed<Outcome>({ArchiveError::Code::CannotOpen, u"the new root key is not here"_s});
            }
            if (stored.phase == RekeyPhase::Finished) {
                return done(Outcome::Finished);
            }
            return more(stored.removalBegun || stored.stopping ? done() : m_journal.retrySetAside());
        });
    begun.then(m_context.get(), [this](const ArchiveResult<Outcome> &outcome) { ended(outcome); });
    return future;
}

QFuture<RekeyMachine::Progress> RekeyMachine::remove()
{
    auto future = await();
    if (m_goal == Goal::None) {
        m_listedAfresh = false;
        m_firstRound = 0;
        // Long may have passed since the additions: make sure that the lease is still ours.
        m_lease.forget();
        start(Goal::Remove);
    }
    return future;
}

QFuture<ArchiveResult<void>> RekeyMachine::stop()
{
    auto promise = std::make_shared<QPromise<ArchiveResult<void>>>();
    promise->start();
    m_journal.setStopping().then(m_context.get(), [this, promise](const ArchiveResult<void> &set) {
        if (!set) {
            promise->addResult(set);
            promise->finish();
            return;
        }
        m_waitingForStop.push_back(promise);
        m_goal = Goal::Undo;
        m_undone = false;
        setState(RekeyState::Stopping);
        if (!m_busy) {
            advance();
        }
    });
    return promise->future();
}

void RekeyMachine::pause()
{
    if (m_progress.state == RekeyState::Running) {
        setState(RekeyState::Pausing);
    }
}

void RekeyMachine::resume()
{
    if (m_progress.state == RekeyState::Pausing) {
        setState(RekeyState::Running);
    } else if (!m_busy && m_goal != Goal::None) {
        start(m_goal);
    }
}

void RekeyMachine::start(Goal goal)
{
    m_goal = goal;
    m_progress.problem.reset();
    setState(goal == Goal::Undo ? RekeyState::Stopping : RekeyState::Running);
    advance();
}

void RekeyMachine::advance()
{
    if (m_progress.state == RekeyState::Pausing) {
        setState(RekeyState::Paused);
        return;
    }
    m_busy = true;
    auto outcome = andThen(m_journal.plan(), m_context.get(), [this](const std::optional<JournalPlan> &plan) {
        if (!plan) {
            return failed<Outcome>({ArchiveError::Code::NotFound, u"there is no change of key to go on with"_s});
        }
        return step(*plan);
    });
    outcome.then(m_context.get(), [this](const ArchiveResult<Outcome> &result) { ended(result); });
}

/// After a step, whatever it was: count, tell, and go on or stop.
void RekeyMachine::ended(const ArchiveResult<Outcome> &outcome)
{
    count().then(m_context.get(), [this, outcome](const ArchiveResult<void> &counted) {
        m_busy = false;
        if (!outcome || !counted) {
            fail(outcome ? counted.error() : outcome.error());
        } else if (*outcome == Outcome::More || (m_goal == Goal::Undo && !m_undone)) {
            m_changed();
            // Through the event loop, so that nothing nests however fast the answers are.
            QMetaObject::invokeMethod(m_context.get(), [this] { advance(); }, Qt::QueuedConnection);
        } else if (m_goal == Goal::Undo) {
            m_log(u"stopped; the archive is sealed for the old key as before"_s);
            finishWith(archiveError(ArchiveError::Code::Cancelled, u"stopped by the person"_s), RekeyState::Stopped);
        } else {
            finishWith(m_progress, m_progress.phase == RekeyPhase::Finished ? RekeyState::Done : RekeyState::Idle);
        }
    });
}

Pending<RekeyMachine::Outcome> RekeyMachine::step(const JournalPlan &plan)
{
    if (plan.stopping) {
        m_undone = m_undone && m_goal == Goal::Undo;
        m_goal = Goal::Undo;
        m_progress.state = RekeyState::Stopping;
    }
    if (plan.phase == RekeyPhase::Finished) {
        return done(Outcome::Finished);
    }
    if (!m_lease.isHeld()) {
        return more(m_lease.take(plan.leaseToken));
    }
    return m_goal == Goal::Undo ? undoNext(plan) : sealStep(plan);
}

Pending<RekeyMachine::Outcome> RekeyMachine::sealStep(const JournalPlan &plan)
{
    if (plan.listing != ListingComplete) {
        enter(RekeyPhase::Listing);
        return more(m_planner.listPage(plan));
    }
    return sendNext(plan, RowState::Sealed);
}

Pending<RekeyMachine::Outcome> RekeyMachine::sendNext(const JournalPlan &plan, RowState from)
{
    return andThen(m_journal.next(from), m_context.get(), [this, plan, from](const std::optional<RekeyWork> &work) {
        if (work) {
            enter(RekeyPhase::Sealing, work->id);
            m_listedAfresh = false;
            return more(stepOf(plan).seal(plan.plan, *work));
        }
        return from == RowState::Sealed ? sendNext(plan, RowState::Planned) : readBackNext(plan);
    });
}

Pending<RekeyMachine::Outcome> RekeyMachine::readBackNext(const JournalPlan &plan)
{
    return andThen(m_journal.next(RowState::Sent), m_context.get(), [this, plan](const std::optional<RekeyWork> &work) {
        if (work) {
            enter(RekeyPhase::ReadingBack, work->id);
            m_listedAfresh = false;
            return more(stepOf(plan).readBack(plan.plan, *work));
        }
        return afterSealing(plan);
    });
}

Pending<RekeyMachine::Outcome> RekeyMachine::afterSealing(const JournalPlan &plan)
{
    return andThen(m_journal.counts(), m_context.get(), [this, plan](const JournalCounts &counts) {
        if (counts.setAside > 0 && counts.readBack + counts.removed == 0) {
            m_lease.drop(plan.leaseToken).then(m_context.get(), [](const ArchiveResult<void> &) { });
            return failed<Outcome>({ArchiveError::Code::CannotOpen, u"not one opened with the new key"_s});
        }
        return m_goal == Goal::Seal ? done(Outcome::Finished) : removeNext(plan);
    });
}

Pending<RekeyMachine::Outcome> RekeyMachine::removeNext(const JournalPlan &plan)
{
    enter(RekeyPhase::Removing);
    return andThen(m_journal.nextRemovable(), m_context.get(), [this, plan](const std::optional<RekeyWork> &work) {
        if (work) {
            enter(RekeyPhase::Removing, work->id);
            m_listedAfresh = false;
            return more(stepOf(plan).removeOld(plan.plan, *work));
        }
        if (m_listedAfresh) {
            return finish(plan);
        }
        if (m_firstRound == 0) {
            m_firstRound = plan.round;
        }
        if (plan.round - m_firstRound >= mostRounds) {
            m_firstRound = 0;
            return failed<Outcome>({ArchiveError::Code::Conflict, u"another device keeps changing the archive"_s});
        }
        // The proof, and what other devices added meanwhile.
        m_listedAfresh = true;
        return more(m_journal.beginRound());
    });
}

Pending<RekeyMachine::Outcome> RekeyMachine::finish(const JournalPlan &plan)
{
    if (plan.oldWraps > 0 && m_progress.setAside == 0) {
        return failed<Outcome>({ArchiveError::Code::Conflict, u"the server still lists wraps of the old key"_s});
    }
    auto dropped = m_lease.drop(plan.leaseToken);
    auto finished
        = andThen(std::move(dropped), m_context.get(), [this] { return m_journal.setPhase(RekeyPhase::Finished); });
    return andThen(std::move(finished), m_context.get(), [] { return done(Outcome::Finished); });
}

Pending<RekeyMachine::Outcome> RekeyMachine::undoNext(const JournalPlan &plan)
{
    return andThen(m_journal.nextToUndo(), m_context.get(), [this, plan](const std::optional<RekeyWork> &work) {
        if (work) {
            m_progress.current = work->id;
            return more(stepOf(plan).undo(plan.plan, *work));
        }
        auto dropped = m_lease.drop(plan.leaseToken);
        auto cleared = andThen(std::move(dropped), m_context.get(), [this] { return m_journal.clear(); });
        return andThen(std::move(cleared), m_context.get(), [this] {
            m_undone = true;
            return done(Outcome::Finished);
        });
    });
}

Pending<RekeyMachine::Outcome> RekeyMachine::more(Pending<void> work)
{
    return andThen(std::move(work), m_context.get(), [] { return done(Outcome::More); });
}

RekeyStep &RekeyMachine::stepOf(const JournalPlan &plan)
{
    return plan.plan.mode == RekeyMode::Rewrap ? *m_rewrap : *m_reseal;
}

void RekeyMachine::enter(RekeyPhase phase, const CollectionId &id)
{
    // What is found while removing is sealed and read back too; the person sees one phase.
    m_progress.phase = m_goal == Goal::Remove ? RekeyPhase::Removing : phase;
    m_progress.current = id;
}

} // namespace letterlock::archive
