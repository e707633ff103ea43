// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/history/HistoryStore.h"
#include "archive/remote/SyncJournal.h"

namespace letterlock::archive {

struct AppliedFact {
    QFuture<ArchiveResult<void>> done;
    bool isMore = false; ///< the text is one step, how far the message got is the next
};

/// Carries one step of what the archive knows of a stored message into the history, and notes it in `fact.stored`.
[[nodiscard]] AppliedFact applyFact(HistoryStore &history, ConversationId conversation, SyncJournal::Fact &fact);

} // namespace letterlock::archive
