// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/RotationPace.h"

#include <cmath>

namespace letterlock::app {

namespace {

constexpr qint64 window = 30'000; // ms
constexpr qint64 silence = 10'000; // ms

} // namespace

void RotationPace::add(const QDateTime &when, int done)
{
    if (m_points.isEmpty() || done < m_points.constLast().done) {
        m_points.clear();
        m_since = when;
    }
    m_points.append({when, done});
    while (m_points.size() > 2 && m_points.constFirst().when.msecsTo(when) > window) {
        m_points.removeFirst();
    }
}

double RotationPace::perSecond() const
{
    if (m_points.size() < 2 || m_since.msecsTo(m_points.constLast().when) < silence) {
        return 0;
    }
    const auto milliseconds = m_points.constFirst().when.msecsTo(m_points.constLast().when);
    return milliseconds <= 0 ? 0
                             : 1000.0 * (m_points.constLast().done - m_points.constFirst().done) / double(milliseconds);
}

int RotationPace::secondsFor(int rest) const
{
    const double pace = perSecond();
    return pace <= 0 ? -1 : int(std::ceil(rest / pace));
}

} // namespace letterlock::app
