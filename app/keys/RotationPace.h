// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>

namespace letterlock::app {

/// How fast the work goes: mean of the last 30 s, unknown in the first 10 s.
class RotationPace {
public:
    void restart() { m_points.clear(); } ///< after a pause or in a new step, whose work is another
    void add(const QDateTime &when, int done);
    [[nodiscard]] double perSecond() const; ///< 0 = not known yet
    [[nodiscard]] int secondsFor(int rest) const; ///< -1 = unknown

private:
    struct Point {
        QDateTime when;
        int done = 0;
    };
    QList<Point> m_points;
    QDateTime m_since;
};

} // namespace letterlock::app
