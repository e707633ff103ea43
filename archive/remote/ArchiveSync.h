// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>

#include <memory>

#include "archive/remote/ArchivePorts.h"

namespace letterlock::archive {

struct SyncSummary {
    int collections = 0; ///< looked at
    int messages = 0; ///< new here
    int closedParts = 0; ///< could not be opened; tried again when a key arrives
    int foreignParts = 0; ///< opened, but not sealed by a key of the owner's making
    int plainItems = 0; ///< were never sealed
    int closedInAll = 0; ///< parts of all collections looked at so far, by this call or an earlier one
    bool wasRemoved = false; ///< collections are gone, or stand in a period that was removed: notes of removals count
    std::optional<ArchiveError> problem; ///< why collections were passed over; the next call looks at them again
};

/// Fetches what changed on the server since the last look, opens it and imports it into history: a new device gets the
/// whole archive this way, an old one what other devices added (P-51). Resumes where it was cut; no duplicates.
class ArchiveSync : public QObject {
    Q_OBJECT
public:
    explicit ArchiveSync(ArchivePorts ports, QObject *parent = nullptr);
    ~ArchiveSync() override;

    QFuture<ArchiveResult<SyncSummary>> sync(); ///< a second call while one runs joins it
    void retryClosed(); ///< forget that parts could not be opened, so that the next sync() looks again
    void cancel();

Q_SIGNALS:
    void progressed(int done, int total); ///< collections

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::archive
