// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariant>

#include "archive/store/Database.h"

namespace letterlock::archive {

/// Binds the values in order and runs a statement that brings no rows.
inline ArchiveResult<void> run(Database &database, const QString &sql, const QVariantList &values)
{
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    for (qsizetype i = 0; i < values.size(); ++i) {
        statement->bind(int(i) + 1, values[i]);
    }
    return statement->run();
}

} // namespace letterlock::archive
