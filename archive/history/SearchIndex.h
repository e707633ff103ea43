// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/history/SearchQuery.h"
#include "archive/model/ArchiveError.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// Search over the local messages: newest first by row id, paged by SearchQuery::before. Reader thread. Words that hold
/// nothing to look for find nothing; without words the other conditions alone decide, and with none of them nothing is
/// found.
[[nodiscard]] ArchiveResult<SearchPage> findMessages(Database &database, const SearchQuery &query);

/// How many messages the whole query finds, whatever its page. Walks all of them up to a limit: not for the first
/// paint.
[[nodiscard]] ArchiveResult<int> countMessages(Database &database, const SearchQuery &query);

/// Counting stops here; a larger total is said as this number.
inline constexpr int mostCounted = 10'000;

} // namespace letterlock::archive
