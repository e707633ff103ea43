// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <functional>

namespace letterlock::test {

/// Runs the event loop until `condition` holds. Like QTest::qWaitFor, but without its pauses of 10 ms between looks,
/// which would make work of many small steps ten times slower than it is in the program.
inline bool waitUntil(const std::function<bool()> &condition, int milliseconds)
{
    QElapsedTimer elapsed;
    elapsed.start();
    QTimer look; // wakes the loop where no event would
    look.start(10);
    while (!condition()) {
        if (elapsed.hasExpired(milliseconds)) {
            return false;
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

} // namespace letterlock::test
