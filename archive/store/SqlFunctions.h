// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace letterlock::archive {

/// Makes the functions known that the schema uses: `file_names(files)`, the names of attached files, a line each.
/// Returns an SQLite result code.
[[nodiscard]] int registerFunctions(sqlite3 *connection);

} // namespace letterlock::archive
