// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

#include "app/keys/BackupController.h"
#include "app/keys/RootKeys.h"
#include "archive/collection/CollectionOpener.h"

namespace letterlock::app {

/// A profile as a new computer would have it, in a folder of its own that goes with it. It reads from the server and
/// changes nothing there.
class DrillProfile {
public:
    virtual ~DrillProfile() = default;
    virtual KeyController &keys() = 0;
    virtual BackupController &backup() = 0;
    virtual RootKeys &roots() = 0;
    virtual archive::RemoteArchive &archive() = 0;
    virtual crypto::DataKeyRing &ring() = 0;
    virtual crypto::Worker &worker() = 0;
};

/// Tries in earnest whether the backup code is enough to get everything back after the loss of all devices: restores
/// the backup into a scratch profile, opens collections from the server there, and wipes it.
class RecoveryDrill : public QObject {
    Q_OBJECT
public:
    enum class Step { Idle, Preparing, OpeningBackup, FetchingRootKey, OpeningCollections, Wiping };
    enum class Outcome {
        Passed,
        NothingToOpen, ///< the backup opens, and the archive is empty
        WrongCode,
        NoBackup,
        DamagedBackup,
        ForeignBackup, ///< it has no key of this account
        KeysDoNotFit, ///< its keys do not open the archive
        SomeClosed,
        NoConnection,
        NoRoom, ///< no scratch profile could be made
        Failed,
        Cancelled,
    };
    struct Result {
        Outcome outcome = Outcome::Failed;
        int keys = 0; ///< in the backup
        int tried = 0; ///< collections
        int opened = 0;
        int messages = 0; ///< in them
        QList<archive::CollectionId> closed;
        QString detail; ///< English, for the log
    };
    /// Finishes in this thread; null and the reason if there cannot be one.
    using Make = std::function<QFuture<archive::ArchiveResult<std::shared_ptr<DrillProfile>>>()>;
    /// Takes the last reference; finishes when nothing is left of it.
    using Wipe = std::function<QFuture<void>(std::shared_ptr<DrillProfile>)>;
    struct Ports {
        archive::HistoryStore &history; ///< remembers when it was tried
        const crypto::Clock &clock;
        Make make;
        Wipe wipe;
    };
    explicit RecoveryDrill(Ports ports, QObject *parent = nullptr);

    void load();
    void start(const QString &code, int collections = usual);
    void cancel(); ///< after the step in hand
    [[nodiscard]] Step step() const { return m_step; }
    [[nodiscard]] int done() const { return m_result.tried; }
    [[nodiscard]] int total() const { return m_total; } ///< collections; 0 = not known yet
    [[nodiscard]] std::optional<Result> result() const { return m_last; } ///< of the last one in this run
    [[nodiscard]] QDateTime lastPassed() const { return m_lastPassed; } ///< invalid = never
    [[nodiscard]] bool isDue() const { return isOlderThan(monthsUntilDue); } ///< it is long ago
    [[nodiscard]] bool isOld() const { return isOlderThan(12); } ///< so long that it says little
    static constexpr int usual = 12;
    static constexpr int monthsUntilDue = 6;

Q_SIGNALS:
    void changed();
    void finished();

private:
    void openBackup(const QString &code);
    void fetchRootKey();
    void choose(const QString &after, int seen, QList<archive::CollectionId> chosen);
    void openNext(QList<archive::CollectionId> rest);
    void fetch(const archive::CollectionId &id, const QString &after, QList<archive::CollectionId> rest);
    void judge();
    void end(Outcome outcome, const QString &detail = {});
    void end(const archive::ArchiveError &error);
    void tell();
    [[nodiscard]] bool isOlderThan(int months) const;
    void enter(Step step);
    [[nodiscard]] bool isCancelled();

    Ports m_ports;
    std::shared_ptr<DrillProfile> m_profile;
    Step m_step = Step::Idle;
    bool m_cancelled = false;
    int m_wanted = usual;
    int m_total = 0;
    int m_closedParts = 0; ///< of the collection in hand
    int m_openParts = 0;
    Result m_result;
    std::optional<Result> m_last;
    QDateTime m_lastPassed;
};

} // namespace letterlock::app
