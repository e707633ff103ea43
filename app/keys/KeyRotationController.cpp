// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/KeyRotationController.h"

#include "app/keys/RotationJob.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::RekeyState;

namespace {

constexpr int rehearsalSample = 10;

} // namespace

struct KeyRotationController::State {
    explicit State(Ports given)
        : ports(given)
        , job(given)
    {
    }
    Ports ports;
    RotationJob job;
    std::optional<archive::Rehearsal> rehearsal;
    bool making = false;
};

KeyRotationController::KeyRotationController(Ports ports, QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(ports))
{
    connect(&m_state->job, &RotationJob::changed, this, &KeyRotationController::changed);
    connect(&m_state->job, &RotationJob::finished, this, &KeyRotationController::finished);
    connect(&m_state->job, &RotationJob::failed, this, &KeyRotationController::failed);
}

KeyRotationController::~KeyRotationController() = default;

RekeyState KeyRotationController::state() const
{
    return m_state->job.state;
}

RotationReason KeyRotationController::reason() const
{
    return m_state->job.record.reason;
}

QList<RotationStepState> KeyRotationController::steps() const
{
    const auto &job = m_state->job;
    const auto &record = job.record;
    const auto order = record.steps();
    const bool failedHere = job.state == RekeyState::Problem;
    const auto counts = m_state->ports.runner.progress();
    QList<RotationStepState> states;
    for (const auto step : order) {
        RotationStepState one{step, RotationStepState::State::Pending, record.finishedAt.value(step), 0, 0};
        if (job.state == RekeyState::Done || record.isDone(step)) {
            one.state = RotationStepState::State::Done;
        } else if (step == record.step && record.started) {
            one.state = failedHere ? RotationStepState::State::Failed : RotationStepState::State::Running;
            if ((step >= RotationStep::List && step <= RotationStep::RemoveOld)
                || step == RotationStep::SealForArchiveKey) {
                one.done = counts.done;
                one.total = counts.total;
            }
        }
        states.append(one);
    }
    return states;
}

archive::RekeyProgress KeyRotationController::progress() const
{
    auto progress = m_state->ports.runner.progress();
    // Afterwards the runner has nothing to do any more, or is at what was wrapped for the archive keys.
    const auto &record = m_state->job.record;
    const bool isOver = progress.collections == 0 || record.isDone(RotationStep::RemoveOld);
    if (isOver && record.result.collections > 0) {
        progress = record.result;
        progress.phase = archive::RekeyPhase::Finished;
    }
    progress.state = m_state->job.state;
    progress.problem = m_state->job.problem;
    return progress;
}

crypto::KeyFingerprint KeyRotationController::oldKey() const
{
    return m_state->job.record.started ? m_state->job.record.oldKey : m_state->ports.keys.currentKey();
}

crypto::KeyFingerprint KeyRotationController::newKey() const
{
    return m_state->job.record.newKey;
}

crypto::KeyFingerprint KeyRotationController::lostKey() const
{
    return m_state->job.record.lostKey;
}

std::optional<archive::Rehearsal> KeyRotationController::rehearsal() const
{
    return m_state->rehearsal;
}

std::optional<RotationReceipt> KeyRotationController::receipt() const
{
    return m_state->job.receipt;
}

int KeyRotationController::percent() const
{
    const auto &job = m_state->job;
    if (job.state == RekeyState::Done) {
        return 100;
    }
    const auto counts = progress();
    int share = 0; // sealing, reading back and removing count alike
    const auto part = [&counts] { return counts.total > 0 ? 33 * counts.done / counts.total : 0; };
    switch (job.record.step) {
    case RotationStep::SealAgain:
        share = part();
        break;
    case RotationStep::ReadBack:
        share = 33 + part();
        break;
    case RotationStep::RemoveOld:
        share = 66 + part();
        break;
    case RotationStep::SealForArchiveKey:
    case RotationStep::WithdrawOld:
        share = 99;
        break;
    case RotationStep::WarnContacts:
    case RotationStep::ShutOut:
    case RotationStep::PublishNew:
    case RotationStep::ReplaceArchiveKey:
    case RotationStep::List:
        break;
    }
    return qBound(0, share, 99);
}

double KeyRotationController::wrapsPerSecond() const
{
    return m_state->job.state == RekeyState::Running ? m_state->job.pace.perSecond() : 0;
}

int KeyRotationController::secondsLeft() const
{
    const auto &job = m_state->job;
    const auto counts = m_state->ports.runner.progress();
    const int stepsAfter = job.record.step == RotationStep::SealAgain ? 2
        : job.record.step == RotationStep::ReadBack                   ? 1
                                                                      : 0;
    return job.state == RekeyState::Running
        ? job.pace.secondsFor(counts.total - counts.done + stepsAfter * counts.total)
        : -1;
}

bool KeyRotationController::endsArchiveKeys() const
{
    const auto &record = m_state->job.record;
    const auto &names = m_state->ports.archiveKeys.names;
    return record.started ? record.endsArchiveKeys
                          : record.reason != RotationReason::Planned && names && !names().isEmpty();
}

bool KeyRotationController::canStop() const
{
    const auto &job = m_state->job;
    const auto order = job.record.steps();
    return job.isActive() && job.state != RekeyState::Stopping && job.record.reason != RotationReason::Compromised
        && order.indexOf(job.record.step) < order.indexOf(RotationStep::RemoveOld);
}

QStringList KeyRotationController::log() const
{
    return m_state->job.log;
}

void KeyRotationController::setReason(RotationReason reason)
{
    auto &job = m_state->job;
    if (!job.isActive()) {
        job.record.reason = reason;
        job.chosen = true;
        job.record.step = job.record.steps().constFirst();
        Q_EMIT changed();
    }
}

void KeyRotationController::setLostKey(const crypto::KeyFingerprint &key)
{
    auto &job = m_state->job;
    if (!job.isActive()) {
        job.record.lostKey = key;
        job.chosen = true;
        Q_EMIT changed();
    }
}

void KeyRotationController::makeNewKey(const crypto::KeyPlan &plan)
{
    auto &s = *m_state;
    if (!s.job.isLoaded()) {
        onceLoaded([this, plan] { makeNewKey(plan); });
        return;
    }
    if (s.job.isActive() || s.making) {
        return;
    }
    if (s.job.record.madeHere && !s.job.record.newKey.isEmpty()) {
        Q_EMIT newKeyReady(s.job.record.newKey); // made before a restart, not used yet
        return;
    }
    s.making = true;
    s.ports.keys.makeKey(false, plan).then(this, [this](const crypto::CryptoResult<crypto::PublicKey> &key) {
        m_state->making = false;
        if (!key) {
            Q_EMIT failed({archive::ArchiveError::Code::CannotOpen, key.error().detail});
            return;
        }
        m_state->job.record.madeHere = true;
        m_state->job.record.newKey = {}; // one that was chosen before
        useKey(key->fingerprint);
    });
}

void KeyRotationController::useKey(const crypto::KeyFingerprint &key)
{
    auto &job = m_state->job;
    if (!job.isLoaded()) {
        onceLoaded([this, key] { useKey(key); });
        return;
    }
    if (job.isActive()) {
        return;
    }
    job.record.madeHere = job.record.madeHere && (job.record.newKey.isEmpty() || job.record.newKey == key);
    job.record.newKey = key;
    job.save();
    Q_EMIT newKeyReady(key);
    Q_EMIT changed();
}

void KeyRotationController::rehearse()
{
    auto &s = *m_state;
    auto plan = s.job.plan();
    plan.oldKey = oldKey();
    s.rehearsal.reset();
    s.ports.runner.rehearse(plan, rehearsalSample)
        .then(this, [this](const archive::ArchiveResult<archive::Rehearsal> &result) {
            if (!result) {
                Q_EMIT failed(result.error());
                return;
            }
            m_state->rehearsal = *result;
            Q_EMIT rehearsed();
            Q_EMIT changed();
        });
}

void KeyRotationController::start()
{
    auto &job = m_state->job;
    if (job.isActive()) {
        return;
    }
    const auto old = m_state->ports.keys.currentKey();
    if (old.isEmpty() || job.record.newKey.isEmpty() || old == job.record.newKey) {
        Q_EMIT failed({archive::ArchiveError::Code::Refused, u"a change of key needs two keys"_s});
        return;
    }
    job.record.oldKey = old;
    job.start();
}

void KeyRotationController::pause()
{
    m_state->job.pause();
}

void KeyRotationController::resume()
{
    m_state->job.resume();
}

void KeyRotationController::stopAndKeepOldKey()
{
    if (canStop()) {
        m_state->job.stop();
    }
}

void KeyRotationController::acknowledgeReceipt()
{
    if (m_state->job.state == RekeyState::Done) {
        m_state->job.forget();
    }
}

void KeyRotationController::resumeUnfinished()
{
    auto &s = *m_state;
    if (!s.ports.keys.isLoaded()) {
        connect(&s.ports.keys, &KeyController::loaded, this, &KeyRotationController::resumeUnfinished,
            Qt::SingleShotConnection);
    } else if (s.job.state == RekeyState::WaitingForConnection) {
        s.job.resume();
    } else if (!s.job.isActive()) {
        s.job.load();
    }
}

void KeyRotationController::onceLoaded(std::function<void()> next)
{
    connect(&m_state->job, &RotationJob::loaded, this, std::move(next), Qt::SingleShotConnection);
    resumeUnfinished();
}

} // namespace letterlock::app
