// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/RotationJob.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::ArchiveError;
using archive::RekeyPhase;
using archive::RekeyProgress;
using archive::RekeyState;

namespace {

constexpr qsizetype longestLog = 2'000; // lines

QString nameOf(RotationStep step)
{
    switch (step) {
    case RotationStep::WarnContacts:
        return u"withdraw the old key and warn contacts"_s;
    case RotationStep::ShutOut:
        return u"shut the lost device out"_s;
    case RotationStep::PublishNew:
        return u"publish the new key"_s;
    case RotationStep::List:
        return u"list what is sealed for the old key"_s;
    case RotationStep::SealAgain:
        return u"seal again"_s;
    case RotationStep::ReadBack:
        return u"read back"_s;
    case RotationStep::RemoveOld:
        return u"remove the old wrapped keys"_s;
    case RotationStep::WithdrawOld:
        return u"withdraw the old key"_s;
    case RotationStep::ReplaceArchiveKey:
        return u"replace the archive key"_s;
    case RotationStep::SealForArchiveKey:
        return u"wrap again what was wrapped for the old archive key"_s;
    }
    return {};
}

} // namespace

RotationJob::RotationJob(KeyRotationController::Ports ports)
    : m_ports(ports)
    , m_roots(ports.archive, ports.keys)
{
    connect(&ports.runner, &archive::RekeyRunner::progressChanged, this, &RotationJob::follow);
    connect(&ports.runner, &archive::RekeyRunner::logged, this, &RotationJob::note);
}

bool RotationJob::isActive() const
{
    return state != RekeyState::Idle && state != RekeyState::Done && state != RekeyState::Stopped;
}

archive::RekeyPlan RotationJob::plan() const
{
    auto recipients = m_ports.keys.sealingRecipients();
    recipients.removeAll(record.oldKey);
    if (!record.newKey.isEmpty() && !recipients.contains(record.newKey)) {
        recipients.prepend(record.newKey);
    }
    const auto mode
        = record.reason == RotationReason::Compromised ? archive::RekeyMode::Reencrypt : archive::RekeyMode::Rewrap;
    if (m_ports.archiveKeys.recipients && mode == archive::RekeyMode::Reencrypt) {
        recipients += m_ports.archiveKeys.recipients(); // where only wraps are added, theirs stay as they are
    }
    return {record.oldKey, record.newKey, mode, recipients};
}

void RotationJob::note(const QString &line)
{
    log.append(m_ports.clock.now().toString(u"HH:mm:ss "_s) + line);
    while (log.size() > longestLog) {
        log.removeFirst();
    }
}

void RotationJob::save()
{
    m_ports.archive.history.setValue(RotationRecord::scope(), u"record"_s, record.toJson());
}

void RotationJob::load()
{
    if (m_loaded) {
        return;
    }
    m_ports.archive.history.values(RotationRecord::scope())
        .then(this, [this](const archive::ArchiveResult<QHash<QString, QByteArray>> &values) {
            if (m_loaded) {
                return;
            }
            if (!values) {
                Q_EMIT failed(values.error());
                return;
            }
            m_loaded = true;
            receipt = receiptFromJson(values->value(u"receipt"_s));
            if (const auto stored = RotationRecord::fromJson(values->value(u"record"_s))) {
                take(*stored);
            }
            Q_EMIT loaded();
            Q_EMIT changed();
        });
}

void RotationJob::take(const RotationRecord &stored)
{
    const auto before = record;
    record = stored;
    if (!record.started) {
        if (chosen) {
            record.reason = before.reason;
            record.lostKey = before.lostKey;
            record.step = before.step;
        }
    } else if (allStepsDone() && receipt && receipt->startedAt == record.startedAt) {
        setState(RekeyState::Done);
    } else {
        // Also after the last step: the receipt is written when the root keys are published for who is left.
        note(u"going on after a restart"_s);
        setState(record.stopping ? RekeyState::Stopping : RekeyState::Running);
        run();
    }
}

bool RotationJob::allStepsDone() const
{
    return record.isDone(record.steps().constLast());
}

void RotationJob::start()
{
    record.started = true;
    const bool isPlanned = record.reason == RotationReason::Planned;
    record.archiveNames = isPlanned || !m_ports.archiveKeys.names ? QStringList() : m_ports.archiveKeys.names();
    record.endsArchiveKeys = !record.archiveNames.isEmpty();
    record.archiveKey = {};
    record.archiveWraps = 0;
    record.step = record.steps().constFirst();
    record.finishedAt.clear();
    record.startedAt = m_ports.clock.now();
    receipt.reset();
    problem.reset();
    setState(RekeyState::Running);
    // Written before the first thing is sent.
    m_ports.archive.history.setValue(RotationRecord::scope(), u"record"_s, record.toJson())
        .then(this, [this](const Result &stored) { stored ? run() : fail(stored.error()); });
}

void RotationJob::pause()
{
    if (m_inRunner) {
        m_ports.runner.pause();
    } else if (state == RekeyState::Running) {
        m_pauseAsked = true;
        setState(RekeyState::Pausing);
    }
}

void RotationJob::resume()
{
    m_pauseAsked = false;
    problem.reset();
    if (m_inRunner) {
        m_ports.runner.resume();
    } else if (isActive()) {
        setState(record.stopping ? RekeyState::Stopping : RekeyState::Running);
        run();
    }
}

void RotationJob::stop()
{
    record.stopping = true;
    save();
    setState(RekeyState::Stopping);
    // A step outside the runner ends first; endStep goes on with taking back.
    if (!m_busy || m_inRunner) {
        run();
    }
}

/// Does the step that comes next; `endStep` follows.
void RotationJob::run()
{
    if (m_takingBack || (m_busy && !record.stopping)) {
        return;
    }
    m_busy = true;
    if (record.endsArchiveKeys && !record.isDone(RotationStep::ReplaceArchiveKey)) {
        m_ports.archiveKeys.end(record.archiveNames); // before anything is sealed anew
    }
    const auto ended = [this](const Result &result) { endStep(result); };
    if (record.stopping) {
        m_takingBack = true;
        takeBackNew().then(this, ended);
        return;
    }
    if (allStepsDone()) {
        finish();
        return;
    }
    note(nameOf(record.step));
    switch (record.step) {
    case RotationStep::WarnContacts:
        warnContacts().then(this, ended);
        break;
    case RotationStep::ShutOut:
        shutOut().then(this, ended);
        break;
    case RotationStep::PublishNew:
        publishNew().then(this, ended);
        break;
    case RotationStep::List:
    case RotationStep::SealAgain:
    case RotationStep::ReadBack:
        rekey().then(this, ended);
        break;
    case RotationStep::RemoveOld:
        removeOld().then(this, ended);
        break;
    case RotationStep::WithdrawOld:
        withdrawOld().then(this, ended);
        break;
    case RotationStep::ReplaceArchiveKey:
        replaceArchiveKey().then(this, ended);
        break;
    case RotationStep::SealForArchiveKey:
        sealForArchiveKey().then(this, ended);
        break;
    }
}

void RotationJob::endStep(const Result &result)
{
    if (m_takingBack && !result && result.error().code == ArchiveError::Code::Cancelled) {
        return; // the step that was stopped; taking back has its own end
    }
    m_busy = false;
    if (record.stopping && !m_takingBack) {
        run();
        return;
    }
    m_takingBack = false;
    if (!result) {
        fail(result.error());
        return;
    }
    if (record.stopping) {
        record = {};
        m_ports.archive.history.removeValue(RotationRecord::scope(), u"record"_s);
        setState(RekeyState::Stopped);
        return;
    }
    pace.restart();
    const bool more = record.advance(m_ports.clock.now());
    save();
    Q_EMIT changed();
    if (more && m_pauseAsked) {
        m_pauseAsked = false;
        setState(RekeyState::Paused);
        return;
    }
    run();
}

void RotationJob::fail(const ArchiveError &error)
{
    problem = error;
    note(error.detail);
    const bool link = error.code == ArchiveError::Code::Disconnected || error.code == ArchiveError::Code::TimedOut;
    setState(link ? RekeyState::WaitingForConnection : RekeyState::Problem);
    Q_EMIT failed(error);
}

/// The runner's phases are steps of ours.
void RotationJob::follow(const RekeyProgress &progress)
{
    if (!m_inRunner) {
        return;
    }
    const auto step = progress.phase == RekeyPhase::Sealing ? RotationStep::SealAgain
        : progress.phase == RekeyPhase::ReadingBack         ? RotationStep::ReadBack
                                                            : record.step;
    // A few rows may be sealed once more after reading back; the person's steps only go forward.
    while (
        record.step != RotationStep::SealForArchiveKey && record.step < step && record.step < RotationStep::ReadBack) {
        record.advance(m_ports.clock.now());
        pace.restart();
        save();
    }
    pace.add(m_ports.clock.now(), progress.done);
    problem = progress.problem;
    if (progress.state != RekeyState::Idle && progress.state != RekeyState::Done
        && progress.state != RekeyState::Stopped) {
        if (progress.state == RekeyState::Paused) {
            pace.restart();
        }
        state = progress.state;
    }
    Q_EMIT changed();
}

/// Not finished before every root key is published for the recipients that are left, signed by the key that is
/// current: a device with nothing but that key needs it, and nothing else makes sure of it.
void RotationJob::finish()
{
    m_roots.republishAll().then(this, [this](const Result &published) {
        if (!published) {
            m_busy = false;
            fail(published.error());
            return;
        }
        writeReceipt();
    });
}

void RotationJob::writeReceipt()
{
    RotationReceipt made{record.oldKey, record.newKey, record.reason, record.startedAt, m_ports.clock.now(),
        record.result.collections, record.result.readBack, record.result.readBack, record.result.removed,
        record.result.setAside, record.endsArchiveKeys, record.archiveWraps, {}};
    m_ports.worker.run([engine = &m_ports.engine, made] { return engine->sign(receiptText(made), made.newKey); })
        .then(this,
            [this, made](const crypto::CryptoResult<QByteArray> &signedText) mutable {
                // A receipt without signature still tells what was done.
                made.signedText = signedText.value_or(QByteArray());
                if (!signedText) {
                    note(u"the receipt could not be signed: "_s + signedText.error().detail);
                }
                receipt = made;
                return m_ports.archive.history.setValue(RotationRecord::scope(), u"receipt"_s, receiptToJson(made));
            })
        .unwrap()
        .then(this, [this](const Result &stored) {
            m_busy = false;
            m_pauseAsked = false;
            if (!stored) {
                fail(stored.error());
                return;
            }
            note(u"finished"_s);
            problem.reset();
            setState(RekeyState::Done);
            Q_EMIT finished();
        });
}

void RotationJob::forget()
{
    m_ports.runner.clearJournal();
    m_ports.archive.history.removeValue(RotationRecord::scope(), u"record"_s);
    record = {};
    setState(RekeyState::Idle);
}

void RotationJob::setState(RekeyState next)
{
    state = next;
    Q_EMIT changed();
}

} // namespace letterlock::app
