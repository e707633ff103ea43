// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantList>

#include "archive/store/Database.h"

namespace letterlock::archive {

/// Runs a statement with all values bound from 1 on and calls `read(const Statement &)` for every row.
template <class F>
ArchiveResult<void> eachRow(Database &database, const QString &sql, const QVariantList &values, F read)
{
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    for (int i = 0; i < values.size(); ++i) {
        statement->bind(i + 1, values[i]);
    }
    for (;;) {
        const auto row = statement->step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return {};
        }
        read(*statement);
    }
}

} // namespace letterlock::archive
