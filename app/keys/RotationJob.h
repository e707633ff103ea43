// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/keys/RootKeys.h"
#include "app/keys/RotationPace.h"
#include "app/keys/RotationRecord.h"

namespace letterlock::app {

/// The steps of a key change, one after the other, each stored when it is done and each safe to do again.
class RotationJob : public QObject {
    Q_OBJECT
public:
    explicit RotationJob(KeyRotationController::Ports ports);

    /// What an earlier run left, once; goes on with it if it was started. Until `loaded` nothing may be begun: it would
    /// take the place of what is stored.
    void load();
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    void start();
    void pause();
    void resume();
    void stop();
    void forget(); ///< the record of a finished change and its journal
    void save();

    RotationRecord record;
    archive::RekeyState state = archive::RekeyState::Idle;
    std::optional<archive::ArchiveError> problem;
    std::optional<RotationReceipt> receipt;
    RotationPace pace;
    QStringList log;
    bool chosen = false; ///< a reason or a lost key was set; what is stored of a change that was not started gives way

    [[nodiscard]] bool isActive() const;
    [[nodiscard]] archive::RekeyPlan plan() const;
    void note(const QString &line);

Q_SIGNALS:
    void changed();
    void loaded();
    void finished();
    void failed(const letterlock::archive::ArchiveError &error);

private:
    using Result = archive::ArchiveResult<void>;
    void run();
    void endStep(const Result &result);
    void fail(const archive::ArchiveError &error);
    QFuture<Result> publishNew();
    QFuture<Result> warnContacts();
    QFuture<Result> shutOut();
    QFuture<Result> rekey();
    QFuture<Result> removeOld();
    QFuture<Result> withdrawOld();
    QFuture<Result> replaceArchiveKey();
    QFuture<Result> sealForArchiveKey();
    QFuture<Result> takeBackNew();
    void follow(const archive::RekeyProgress &progress);
    void finish();
    void writeReceipt();
    void take(const RotationRecord &stored);
    [[nodiscard]] bool allStepsDone() const;
    void setState(archive::RekeyState next);

    KeyRotationController::Ports m_ports;
    RootKeys m_roots;
    bool m_pauseAsked = false;
    bool m_loaded = false;
    bool m_busy = false;
    bool m_takingBack = false;
    bool m_inRunner = false;
};

} // namespace letterlock::app
