// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace letterlock::archive {

/// Makes the FTS5 tokenizer `letterlock` (WordSplitter) known to a connection. Returns an SQLite result code.
[[nodiscard]] int registerTokenizer(sqlite3 *connection);

} // namespace letterlock::archive
