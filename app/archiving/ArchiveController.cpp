// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/ArchiveControllerState.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

const QString ArchiveController::doorbellNode = u"urn:letterlock:archive:doorbell"_s;

ArchiveController::ArchiveController(Ports ports, QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(ports))
{
    auto &s = *m_state;
    s.rest.setSingleShot(true);
    s.rest.setInterval(60s);
    connect(&s.rest, &QTimer::timeout, this, &ArchiveController::uploadNow);
    s.look.setInterval(10min);
    connect(&s.look, &QTimer::timeout, this, &ArchiveController::checkNow);
    s.retry.setSingleShot(true);
    connect(&s.retry, &QTimer::timeout, this, &ArchiveController::checkNow);
    s.knocked.setSingleShot(true);
    connect(&s.knocked, &QTimer::timeout, this, &ArchiveController::checkNow);
    s.count.setSingleShot(true);
    s.count.setInterval(300ms);
    connect(&s.count, &QTimer::timeout, this, [this] {
        m_state->ports.archive.history.totals(0).then(
            this, [this](const archive::ArchiveResult<archive::HistoryStore::Totals> &totals) {
                if (totals) {
                    m_state->totals = *totals;
                    Q_EMIT changed();
                }
            });
    });
    const auto progressed = [this](int done, int total) {
        m_state->done = done;
        m_state->total = total;
        countSoon();
        Q_EMIT changed();
    };
    connect(&ports.sync, &archive::ArchiveSync::progressed, this, progressed);
    connect(&ports.uploader, &archive::ArchiveUploader::progressed, this, progressed);
    connect(&ports.ledger, &archive::ArchiveLedger::changed, this, &ArchiveController::changed);
    ports.ledger.load();
    connect(&ports.places, &ArchivePlaces::fellBack, this, &ArchiveController::fellBack);
    connect(&ports.keys, &KeyController::ownKeysChanged, this, [this] {
        if (m_state->status == Status::NoKey || m_state->roots.mayNeedRepublishing()) {
            checkNow();
        }
    });
    s.count.start();
}

ArchiveController::~ArchiveController() = default;

ArchiveController::Status ArchiveController::status() const
{
    return m_state->status;
}

int ArchiveController::done() const
{
    return m_state->done;
}

int ArchiveController::total() const
{
    return m_state->total;
}

archive::HistoryStore::Totals ArchiveController::totals() const
{
    return m_state->totals;
}

std::optional<archive::ArchiveError> ArchiveController::problem() const
{
    return m_state->problem;
}

int ArchiveController::closedParts() const
{
    return m_state->closedParts;
}

QDateTime ArchiveController::lastChecked() const
{
    return m_state->lastChecked;
}

bool ArchiveController::isPaused() const
{
    return m_state->paused;
}

void ArchiveController::setEnabled(bool enabled)
{
    m_state->enabled = enabled;
    checkNow();
}

void ArchiveController::connectionChanged(bool connected)
{
    m_state->connected = connected;
    if (connected) {
        m_state->looked = false;
        m_state->heeded = false;
        m_state->walked = false;
        m_state->ports.places.privateStorage().newSession();
        m_state->ports.ledger.newSession();
        m_state->look.start();
        m_state->uploadAll = true;
        checkNow();
    } else {
        m_state->look.stop();
        setStatus(Status::WaitingForConnection);
    }
}

void ArchiveController::countSoon()
{
    // Not put off by every step: the numbers move while a long job runs.
    if (!m_state->count.isActive()) {
        m_state->count.start();
    }
}

void ArchiveController::historyChanged()
{
    countSoon();
    // Not restarted by every message: a lively conversation must not wait for ever.
    if (!m_state->rest.isActive()) {
        m_state->rest.start();
    }
}

void ArchiveController::uploadNow()
{
    m_state->uploadAll = true;
    checkNow();
}

void ArchiveController::setFirstRetry(std::chrono::milliseconds delay)
{
    m_state->firstRetry = delay;
}

void ArchiveController::checkNow()
{
    auto &s = *m_state;
    s.retry.stop();
    if (s.running) {
        s.again = true;
        return;
    }
    if (!s.enabled) {
        setStatus(Status::Off);
        return;
    }
    if (!s.connected) {
        setStatus(Status::WaitingForConnection);
        return;
    }
    if (s.paused) {
        setStatus(Status::Paused);
        return;
    }
    if (s.ports.keys.sealingRecipients().isEmpty() || s.ports.keys.currentKey().isEmpty()) {
        setStatus(Status::NoKey);
        return;
    }
    s.running = true;
    s.again = false;
    s.problem.reset();
    setStatus(Status::Preparing);
    s.roots.prepare().then(this, [this](const archive::ArchiveResult<void> &prepared) {
        if (!prepared) {
            finish(prepared.error());
        } else {
            choosePlace();
        }
    });
}

void ArchiveController::pause()
{
    auto &s = *m_state;
    s.paused = true;
    if (s.running) {
        s.ports.sync.cancel();
        s.ports.uploader.cancel();
        Q_EMIT changed();
    } else {
        checkNow();
    }
}

void ArchiveController::resume()
{
    m_state->paused = false;
    m_state->uploadAll = true;
    checkNow();
}

QFuture<archive::ArchiveResult<archive::RemovalNotes::Amount>> ArchiveController::amountOnServer(
    archive::RemoveRange range)
{
    return m_state->removals.amount(std::move(range));
}

QFuture<archive::ArchiveResult<void>> ArchiveController::removeFromServer(archive::RemoveRange range)
{
    return m_state->removals.remove(std::move(range)).then(this, [this](const archive::ArchiveResult<void> &removed) {
        ring();
        // The look brings what was removed, whoever asked for it, and how far it got.
        checkNow();
        return removed;
    });
}

void ArchiveController::fetch()
{
    if (m_state->paused) {
        finish(std::nullopt);
        return;
    }
    m_state->done = m_state->total = 0;
    setStatus(Status::Fetching);
    m_state->ports.sync.sync().then(this, [this](const archive::ArchiveResult<archive::SyncSummary> &synced) {
        if (!synced) {
            finish(synced.error());
            return;
        }
        m_state->unread = synced->problem;
        // Another device may have told what it has removed and why.
        m_state->heeded = m_state->heeded && !synced->wasRemoved;
        m_state->closedParts = synced->closedInAll;
        m_state->lastChecked = m_state->ports.archive.clock.now();
        Q_EMIT historyFetched(synced->messages);
        if (m_state->paused) {
            finish(std::nullopt);
        } else {
            upload();
        }
    });
}

void ArchiveController::upload()
{
    auto &s = *m_state;
    s.done = s.total = 0;
    setStatus(Status::Uploading);
    s.uploadingAll = std::exchange(s.uploadAll, false);
    // First, so that what goes up anew is not taken for what was there before.
    s.ports.ledger.publish().then(this, [this](const archive::ArchiveResult<void> &told) {
        if (!told) {
            qCInfo(crypto::lcArchive) << "other devices will hear of it later:" << told.error().detail;
        }
        uploadNext();
    });
}

void ArchiveController::uploadNext()
{
    auto &s = *m_state;
    s.ports.uploader.setRecipients(s.ports.keys.sealingRecipients() + s.ports.archiveKeys());
    s.ports.uploader.upload(s.uploadingAll)
        .then(this, [this](const archive::ArchiveResult<archive::UploadSummary> &uploaded) {
            if (uploaded && uploaded->collections > 0) {
                ring();
            }
            if (!uploaded) {
                finish(uploaded.error());
            } else {
                vouch(uploaded->problem ? uploaded->problem : m_state->unread);
            }
        });
}

void ArchiveController::finish(const std::optional<archive::ArchiveError> &problem)
{
    auto &s = *m_state;
    s.running = false;
    s.count.start();
    if (s.paused) {
        // Whatever ended it: it is tried again when the person wants it.
        setStatus(s.connected ? Status::Paused : Status::WaitingForConnection);
        return;
    }
    if (problem && problem->code == archive::ArchiveError::Code::Cancelled) {
        // Paused, and wanted again before the request in flight had ended; or a removal met an upload.
        s.uploadAll = s.uploadAll || std::exchange(s.uploadingAll, false);
        checkNow();
        return;
    }
    if (problem) {
        qCWarning(crypto::lcArchive).noquote() << "archive:" << problem->detail;
        s.problem = problem;
        s.uploadAll = s.uploadAll || std::exchange(s.uploadingAll, false);
        const auto delay = s.firstRetry * (1 << std::min(s.failures, 6));
        ++s.failures;
        s.retry.start(std::min<std::chrono::milliseconds>(delay, 10min));
        const bool link = problem->code == archive::ArchiveError::Code::Disconnected
            || problem->code == archive::ArchiveError::Code::TimedOut;
        setStatus(link && !s.connected ? Status::WaitingForConnection : Status::Problem);
        return;
    }
    s.failures = 0;
    setStatus(Status::Sealed);
    if (isLarge() && !std::exchange(s.saidLarge, true)) {
        Q_EMIT grewLarge();
    }
    if (s.again) {
        checkNow();
    } else {
        Q_EMIT idle();
    }
}

void ArchiveController::setStatus(Status status)
{
    m_state->status = status;
    Q_EMIT changed();
}

} // namespace letterlock::app
