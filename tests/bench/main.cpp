// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>

#include <cstdio>

#include "tests/bench/Rows.h"

using namespace Qt::StringLiterals;
using namespace letterlock::test;

namespace {

void print(const Row &row)
{
    const auto number = [](double value) { return QString::number(value, 'f', value < 10 ? 3 : value < 100 ? 2 : 0); };
    const QString unit = QLatin1Char(' ') + row.unit;
    const QString floor = row.floor > 0 ? number(row.floor) + unit : QStringLiteral("-");
    const QString ratio = row.floor > 0 ? QString::number(row.ratio(), 'f', 2) + QLatin1Char('x') : QStringLiteral("-");
    const QString budget
        = row.floor > 0 ? QString::number(row.budget, 'f', 2) + QLatin1Char('x') : QString::number(row.budget) + unit;
    const QString limit = row.limit > 0 ? u", "_s + QString::number(row.limit) + unit : QString();
    std::printf("| %s | %s | %s | %s | %s | %s |\n", qUtf8Printable(row.name),
        qUtf8Printable(number(row.measured) + unit), qUtf8Printable(floor), qUtf8Printable(ratio),
        qUtf8Printable(budget + limit), row.isMet() ? "met" : "**missed**");
    if (!row.note.isEmpty()) {
        std::fprintf(stderr, "bench: %s: %s\n", qUtf8Printable(row.name), qUtf8Printable(row.note));
    }
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    need(argc > 1,
        "usage: letterlock_bench letterlock_bench_window [sealing|catchup|history|page|archive|module|window]... "
        "[--full]");
    QStringList chosen = QCoreApplication::arguments().mid(2);
    const bool full = chosen.removeAll(u"--full"_s) > 0;
    const auto wanted = [&](const QString &part) { return chosen.isEmpty() || chosen.contains(part); };
    const int messages = qEnvironmentVariableIntValue("LETTERLOCK_BENCH_ROWS");
    std::printf("| what | measured | floor | ratio | budget | |\n|---|---|---|---|---|---|\n");
    bool met = true;
    const auto add = [&](const QList<Row> &rows) {
        for (const Row &row : rows) {
            print(row);
            met = met && row.isMet();
        }
    };
    if (wanted(QStringLiteral("sealing"))) {
        add(sealingRows());
    }
    if (wanted(QStringLiteral("catchup"))) {
        add(catchUpRows(1000));
    }
    if (wanted(QStringLiteral("history"))) {
        add(historyRows(messages > 0 ? messages : 100'000));
    }
    if (wanted(QStringLiteral("page"))) {
        add(pageRows());
    }
    if (wanted(QStringLiteral("archive"))) {
        // One size at a time is for looking closer.
        const int only = qEnvironmentVariableIntValue("LETTERLOCK_BENCH_COLLECTIONS");
        archiveRows(only > 0 ? QList<int>{only}
                : full       ? QList<int>{1000, 10'000, 100'000}
                             : QList<int>{1000, 10'000},
            full, add);
    }
    if (wanted(QStringLiteral("module"))) {
        moduleRows(add);
    }
    if (wanted(QStringLiteral("window"))) {
        add(windowRows(QString::fromLocal8Bit(argv[1])));
    }
    return met ? 0 : 1;
}
