// SPDX-License-Identifier: GPL-3.0-or-later
// First run, from exec to the painted window, against a bare window that is linked with the same libraries.
#include <QProcess>
#include <QTemporaryDir>

#include <ctime>

#include "tests/bench/Rows.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

constexpr int rounds = 7;

struct Start {
    double first = 0; ///< ms since the program was started
    double page = 0; ///< the same, of the first page
    double mebibytes = 0; ///< proportional set size once nothing happens any more
};

Start startWindow(const QString &program, const QString &kind)
{
    const QTemporaryDir profile;
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    process.start(program, {kind, profile.path()});
    need(process.waitForFinished(60'000) && process.exitCode() == 0, "the window did not come");
    const auto answer = process.readAllStandardOutput().simplified().split(' ');
    need(answer.size() == 3, "the window gave no numbers");
    const double started = double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    return {answer[0].toDouble() - started, answer[1].toDouble() - started, answer[2].toDouble() / 1024};
}

} // namespace

QList<Row> windowRows(const QString &program)
{
    struct Numbers {
        QList<double> page;
        QList<double> memory;
    } ours, bare;
    const auto run = [&](const QString &kind, Numbers &numbers) {
        return [&program, kind, &numbers] {
            const auto start = startWindow(program, kind);
            numbers.page.append(start.page);
            numbers.memory.append(start.mebibytes);
            return start.first;
        };
    };
    QList<Row> rows;
    rows.append(compare({.name = u"first run: exec to first paint"_s, .budget = 1.5, .unit = u"ms"_s}, rounds,
        run(u"letterlock"_s, ours), run(u"bare"_s, bare)));
    rows.append({.name = u"first run: exec to the first page, store open"_s,
        .measured = median(ours.page),
        .floor = median(bare.page),
        .budget = 1.5,
        .unit = u"ms"_s});
    rows.append({.name = u"first run: idle memory (PSS)"_s,
        .measured = median(ours.memory),
        .floor = median(bare.memory),
        .budget = 1.5,
        .unit = u"MiB"_s});
    return rows;
}

} // namespace letterlock::test
