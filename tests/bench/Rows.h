// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include "tests/bench/Measure.h"

namespace letterlock::test {

[[nodiscard]] QList<Row> sealingRows(); ///< messages and re-key against bare GPGME
[[nodiscard]] QList<Row> catchUpRows(int messages); ///< a long absence
[[nodiscard]] QList<Row> historyRows(int messages); ///< the local store against the same without encryption
[[nodiscard]] QList<Row> pageRows(); ///< opening a page of the archive
/// What is measured is told as soon as it is known: these take long.
using Tell = std::function<void(const QList<Row> &)>;
/// The archive on a real server at each of these sizes; `full`: sealing anew also at 10,000 collections.
void archiveRows(const QList<int> &sizes, bool full, const Tell &tell);
void moduleRows(const Tell &tell); ///< pages of the server module at 10,000 and 100,000 collections
[[nodiscard]] QList<Row> windowRows(const QString &program); ///< first paint and memory

} // namespace letterlock::test
