// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace letterlock::test {

/// A line of the table. `floor` is what the same work costs without us, measured in the same run.
struct Row {
    QString name;
    double measured = 0;
    double floor = 0; ///< 0 = there is none; then `budget` limits `measured` itself
    double budget = 0; ///< of the ratio, or of `measured` where there is no floor
    double limit = 0; ///< of `measured` as well; 0 = none
    QString unit;
    QString note;

    [[nodiscard]] double ratio() const { return floor > 0 ? measured / floor : 0; }
    [[nodiscard]] bool isMet() const
    {
        return (floor > 0 ? ratio() : measured) <= budget && (limit <= 0 || measured <= limit);
    }
};

[[nodiscard]] double median(QList<double> values);
[[nodiscard]] double wallMilliseconds(const std::function<void()> &work);
[[nodiscard]] double cpuMilliseconds(const std::function<void()> &work); ///< of all threads of this process

/// Runs both in turns, `rounds` times, and compares medians. One more round before that warms everything up.
[[nodiscard]] Row compare(
    Row row, int rounds, const std::function<double()> &measured, const std::function<double()> &floor);

[[noreturn]] void give(const char *what); ///< ends the program: a measurement of a failure is worth nothing
inline void need(bool holds, const char *what)
{
    if (!holds) {
        give(what);
    }
}

} // namespace letterlock::test
