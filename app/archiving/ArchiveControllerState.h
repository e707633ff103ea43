// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <chrono>

#include "app/archiving/ArchiveController.h"
#include "app/keys/RootKeys.h"

namespace letterlock::app {

/// What ArchiveController works with, for its own files only.
struct ArchiveController::State {
    explicit State(Ports given)
        : ports(given)
        , roots(given.archive, given.keys)
        , removals(given.archive, &context)
    {
    }
    Ports ports;
    RootKeys roots;
    QObject context;
    archive::RemovalNotes removals;
    Status status = Status::WaitingForConnection;
    archive::HistoryStore::Totals totals;
    std::optional<archive::ArchiveError> problem;
    QDateTime lastChecked;
    int done = 0;
    int total = 0;
    int closedParts = 0;
    bool enabled = true;
    bool connected = false;
    bool looked = false; ///< for losses, in this session
    bool heeded = false; ///< what other devices removed, since something was heard of them
    bool walked = false; ///< over the server's list, in this session
    int lost = 0;
    bool saidLarge = false;
    bool paused = false;
    bool running = false;
    bool again = false;
    bool uploadAll = false;
    bool uploadingAll = false;
    QTimer rest; ///< a conversation has rested: seal and upload what came
    QTimer look; ///< other devices may have added something
    QTimer count;
    QTimer retry; ///< what went wrong may have passed
    std::chrono::milliseconds firstRetry = std::chrono::seconds(15);
    int failures = 0; ///< in a row
    std::optional<archive::ArchiveError> unread; ///< why a collection of the server was passed over
    QTimer knocked; ///< several knocks are one
    QElapsedTimer lastWrite;
};

} // namespace letterlock::app
