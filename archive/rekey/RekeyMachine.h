// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "archive/rekey/RekeyJournal.h"
#include "archive/rekey/RekeyLease.h"
#include "archive/rekey/RekeyPlanner.h"
#include "archive/rekey/RewrapStep.h"

namespace letterlock::archive {

/// Drives a re-key: looks into the journal what comes next, does it, looks again. Everything it knows beyond the
/// journal may be lost at any time.
class RekeyMachine {
public:
    using Progress = ArchiveResult<RekeyProgress>;

    RekeyMachine(ArchivePorts ports, std::function<void()> changed, std::function<void(QString)> log);
    ~RekeyMachine();

    QFuture<Progress> seal(RekeyPlan plan);
    QFuture<Progress> remove();
    QFuture<ArchiveResult<void>> stop();
    void pause();
    void resume();
    [[nodiscard]] const RekeyProgress &progress() const { return m_progress; }
    RekeyJournal &journal() { return m_journal; }
    QObject *context() { return m_context.get(); }

private:
    enum class Goal { None, Seal, Remove, Undo };
    enum class Outcome { More, Finished };

    QFuture<Progress> await();
    void start(Goal goal);
    void advance();
    Pending<Outcome> step(const JournalPlan &plan);
    Pending<Outcome> sealStep(const JournalPlan &plan);
    Pending<Outcome> sendNext(const JournalPlan &plan, RowState from);
    Pending<Outcome> readBackNext(const JournalPlan &plan);
    Pending<Outcome> afterSealing(const JournalPlan &plan);
    Pending<Outcome> removeNext(const JournalPlan &plan);
    Pending<Outcome> undoNext(const JournalPlan &plan);
    Pending<Outcome> finish(const JournalPlan &plan);
    Pending<Outcome> more(Pending<void> work);
    RekeyStep &stepOf(const JournalPlan &plan);
    void enter(RekeyPhase phase, const CollectionId &id = {});
    void ended(const ArchiveResult<Outcome> &outcome);
    Pending<void> count();
    void apply(const JournalCounts &counts, const std::optional<JournalPlan> &plan);
    void fail(const ArchiveError &error);
    void finishWith(const Progress &result, RekeyState state);
    void setState(RekeyState state);

    ArchivePorts m_ports;
    std::function<void()> m_changed;
    std::function<void(QString)> m_log;
    std::unique_ptr<QObject> m_context;
    RekeyJournal m_journal;
    RekeyLease m_lease;
    RekeyPlanner m_planner;
    std::unique_ptr<RekeyStep> m_rewrap;
    std::unique_ptr<RekeyStep> m_reseal;
    RekeyProgress m_progress;
    Goal m_goal = Goal::None;
    bool m_busy = false;
    bool m_undone = false;
    bool m_listedAfresh = false; ///< nothing was changed since the listing began
    int m_firstRound = 0; ///< the round in which removing began in this process
    std::vector<std::shared_ptr<QPromise<Progress>>> m_waiting;
    std::vector<std::shared_ptr<QPromise<ArchiveResult<void>>>> m_waitingForStop;
};

} // namespace letterlock::archive
