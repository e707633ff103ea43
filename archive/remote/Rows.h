// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantList>

#include "archive/model/Message.h"
#include "archive/store/EachRow.h"

namespace letterlock::archive {

/// Columns that messageFrom() reads, in its order, for a SELECT over `messages m`.
extern const QString messageColumns;
inline constexpr int messageColumnCount = 26;

[[nodiscard]] Message messageFrom(const Statement &row);

/// Prepares, binds all values from 1 on and runs a statement without rows.
ArchiveResult<void> runSql(Database &database, const QString &sql, const QVariantList &values = {});

} // namespace letterlock::archive
