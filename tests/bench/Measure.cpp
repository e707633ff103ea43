// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/Measure.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace letterlock::test {

double median(QList<double> values)
{
    need(!values.isEmpty(), "nothing was measured");
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double wallMilliseconds(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

double cpuMilliseconds(const std::function<void()> &work)
{
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    };
    const double start = now();
    work();
    return now() - start;
}

Row compare(Row row, int rounds, const std::function<double()> &measured, const std::function<double()> &floor)
{
    QList<double> ours;
    QList<double> floors;
    for (int round = -1; round < rounds; ++round) {
        const double one = measured();
        const double other = floor();
        if (round >= 0) {
            ours.append(one);
            floors.append(other);
        }
    }
    row.measured = median(ours);
    row.floor = median(floors);
    return row;
}

void give(const char *what)
{
    std::fprintf(stderr, "bench: %s\n", what);
    std::exit(2);
}

} // namespace letterlock::test
