// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/model/ArchiveError.h"

struct sqlite3;

namespace letterlock::archive {

/// The connection's last error in our words. `detail` names result code and message, never SQL or values.
[[nodiscard]] ArchiveError sqliteError(sqlite3 *connection);

} // namespace letterlock::archive
