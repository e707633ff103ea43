// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/store/Database.h"

namespace letterlock::archive {

/// Brings a database to the newest schema: the numbered files of archive/store/migrations, ascending, each in a
/// transaction of its own, each once. Numbers need not be contiguous; `user_version` is the highest. A database with a
/// higher version than the newest file is NewerVersion and stays untouched.
[[nodiscard]] ArchiveResult<void> migrate(Database &database);

} // namespace letterlock::archive
