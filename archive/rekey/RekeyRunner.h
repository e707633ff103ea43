// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>

#include <memory>
#include <optional>

#include "archive/remote/ArchivePorts.h"

namespace letterlock::archive {

/// Rewrap: new wraps around the same data keys (planned change, lost device). Reencrypt: new root key, new data keys,
/// everything sealed again (somebody may have the key).
enum class RekeyMode { Rewrap, Reencrypt };

enum class RekeyPhase {
    Listing, ///< what has to change
    Sealing, ///< open each wrapped key and seal it again (or seal the collection again)
    ReadingBack, ///< open a sample, or all, with the new key
    Removing, ///< old wraps
    Finished,
};

enum class RekeyState { Idle, Running, Pausing, Paused, WaitingForConnection, Problem, Stopping, Stopped, Done };

struct RekeyPlan {
    crypto::KeyFingerprint oldKey;
    crypto::KeyFingerprint newKey;
    RekeyMode mode = RekeyMode::Rewrap;
    QList<crypto::KeyFingerprint> recipients; ///< every key that shall open the archive from now on
    QString oldName = {}; ///< Rewrap: what the wraps call the old key, where that is no fingerprint of a chat key

    [[nodiscard]] KeyName nameOfOld() const { return oldName.isEmpty() ? KeyName(oldKey) : KeyName(oldName); }
};

struct RekeyProgress {
    RekeyState state = RekeyState::Idle;
    RekeyPhase phase = RekeyPhase::Listing;
    int done = 0; ///< of the phase
    int total = 0;
    int collections = 0; ///< found
    int wraps = 0; ///< found for the old key
    int readBack = 0; ///< opened with the new key
    int removed = 0; ///< old wraps gone from the server
    int setAside = 0; ///< differed twice on reading back
    qint64 bytesSent = 0;
    CollectionId current;
    std::optional<ArchiveError> problem;
};

struct Rehearsal {
    int tried = 0;
    int opened = 0; ///< with the old key and, re-wrapped in memory, with the new one
    int wraps = 0; ///< that the real run would change
    int collections = 0;
    qint64 millisecondsPerWrap = 0; ///< measured, for the estimate
};

/// Re-keys the archive, journaled in the store: every step is written before it is sent and can be repeated; additions
/// are read back before anything is removed; a lease keeps two devices apart; killed at any request it resumes.
/// Zero opened is an error, not a success.
class RekeyRunner : public QObject {
    Q_OBJECT
public:
    explicit RekeyRunner(ArchivePorts ports, QObject *parent = nullptr);
    ~RekeyRunner() override;

    /// Re-keys a sample in memory, spread over all ages; changes nothing.
    QFuture<ArchiveResult<Rehearsal>> rehearse(RekeyPlan plan, int sample);
    /// Lists, seals again and reads back; finishes before the removal. Also resumes a journal of the same plan.
    QFuture<ArchiveResult<RekeyProgress>> run(RekeyPlan plan);
    /// Removes the old wraps (of what was read back) and proves that none is left.
    QFuture<ArchiveResult<RekeyProgress>> removeOld();
    /// The plan of an unfinished journal, if there is one.
    QFuture<ArchiveResult<std::optional<RekeyPlan>>> unfinished();
    void pause();
    void resume();
    /// Puts back: removes the new wraps. Not possible once removal of the old ones has begun.
    QFuture<ArchiveResult<void>> stopAndKeepOldKey();
    QFuture<ArchiveResult<void>> clearJournal(); ///< after the receipt was stored
    [[nodiscard]] RekeyProgress progress() const;

Q_SIGNALS:
    void progressChanged(const letterlock::archive::RekeyProgress &progress);
    void logged(const QString &line); ///< English, for "Show the log"

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::archive
