// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

#include "crypto/base/Clock.h"

namespace letterlock::test {

/// A clock that goes like the system's, but so many seconds ahead of it or behind. From any thread.
class ShiftedClock final : public crypto::Clock {
public:
    explicit ShiftedClock(qint64 seconds = 0)
        : m_seconds(seconds)
    {
    }
    void shift(qint64 seconds) { m_seconds = seconds; }
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc().addSecs(m_seconds); }

private:
    std::atomic<qint64> m_seconds;
};

} // namespace letterlock::test
