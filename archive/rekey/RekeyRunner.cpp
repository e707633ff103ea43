// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/RekeyRunner.h"

#include "archive/rekey/RekeyMachine.h"
#include "archive/rekey/RekeyRehearsal.h"

namespace letterlock::archive {

struct RekeyRunner::State {
    ArchivePorts ports;
    RekeyMachine machine;

    State(ArchivePorts given, RekeyRunner *runner)
        : ports(given)
        , machine(
              given, [this, runner] { Q_EMIT runner->progressChanged(machine.progress()); },
              [runner](const QString &line) { Q_EMIT runner->logged(line); })
    {
    }
};

RekeyRunner::RekeyRunner(ArchivePorts ports, QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(ports, this))
{
}

RekeyRunner::~RekeyRunner() = default;

QFuture<ArchiveResult<Rehearsal>> RekeyRunner::rehearse(RekeyPlan plan, int sample)
{
    auto rehearsal = std::make_shared<RekeyRehearsal>(m_state->ports, std::move(plan), m_state->machine.context());
    // The last continuation keeps it alive.
    return andAny(rehearsal->run(sample), m_state->machine.context(),
        [rehearsal](const ArchiveResult<Rehearsal> &result) { return crypto::ready(result); });
}

QFuture<ArchiveResult<RekeyProgress>> RekeyRunner::run(RekeyPlan plan)
{
    return m_state->machine.seal(std::move(plan));
}

QFuture<ArchiveResult<RekeyProgress>> RekeyRunner::removeOld()
{
    return m_state->machine.remove();
}

QFuture<ArchiveResult<std::optional<RekeyPlan>>> RekeyRunner::unfinished()
{
    return andThen(
        m_state->machine.journal().plan(), m_state->machine.context(), [](const std::optional<JournalPlan> &plan) {
            const bool open = plan && plan->phase != RekeyPhase::Finished;
            return done(open ? std::optional(plan->plan) : std::nullopt);
        });
}

void RekeyRunner::pause()
{
    m_state->machine.pause();
}

void RekeyRunner::resume()
{
    m_state->machine.resume();
}

QFuture<ArchiveResult<void>> RekeyRunner::stopAndKeepOldKey()
{
    return m_state->machine.stop();
}

QFuture<ArchiveResult<void>> RekeyRunner::clearJournal()
{
    return m_state->machine.journal().clear();
}

RekeyProgress RekeyRunner::progress() const
{
    return m_state->machine.progress();
}

} // namespace letterlock::archive
