// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantList>

#include "archive/model/Message.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// Columns that messageFrom() reads, in its order, for a SELECT over `messages m`.
extern const QString messageColumns;
inline constexpr int messageColumnCount = 24;

[[nodiscard]] Message messageFrom(const Statement &row);

/// Prepares, binds all values from 1 on and runs a statement without rows.
ArchiveResult<void> runSql(Database &database, const QString &sql, const QVariantList &values = {});

/// Calls `read(const Statement &)` for every row.
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
