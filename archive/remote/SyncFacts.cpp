// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/SyncFacts.h"

namespace letterlock::archive {

AppliedFact applyFact(HistoryStore &history, ConversationId conversation, SyncJournal::Fact &fact)
{
    const auto &newest = fact.newest;
    auto &stored = fact.stored;
    AppliedFact applied;
    if (newest.retracted && !stored.retracted) {
        applied.done = history.retract(conversation, stored.originId);
        stored.retracted = true;
    } else if (!newest.replaces.isEmpty() && stored.replaces.isEmpty()) {
        applied.done = history.openClosed(stored.id, newest);
        stored.replaces = newest.replaces;
        stored.sealing = newest.sealing;
    } else if (isClosed(stored.sealing) && !isClosed(newest.sealing)) {
        applied.done = history.openClosed(stored.id, newest);
        stored.sealing = newest.sealing;
    } else if (newest.body != stored.body) {
        applied.done = history.replaceContent(
            stored.id, newest.body, newest.sealing, newest.signer, newest.edited || stored.edited);
    } else {
        applied.done = history.setDelivery(conversation, stored.originId, newest.delivery, newest.fault);
        return applied;
    }
    stored.body = newest.body;
    applied.isMore = newest.delivery != stored.delivery || newest.fault != stored.fault;
    return applied;
}

} // namespace letterlock::archive
