// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/MessageState.h"

#include <algorithm>

namespace letterlock::archive {

namespace {

bool cameBack(const Message &message)
{
    return message.delivery == Delivery::Failed && message.fault != SendFault::None;
}

/// What waits, or was given up, has not got anywhere. What came back had been sent.
int reached(const Message &message)
{
    return cameBack(message) ? int(Delivery::Sent) : message.delivery == Delivery::Failed ? 0 : int(message.delivery);
}

/// Does `later` know more of what became of the message?
bool knowsMore(const Message &later, const Message &earlier)
{
    if (!later.outgoing) {
        return false;
    }
    const bool oneWaits = later.delivery == Delivery::Waiting || earlier.delivery == Delivery::Waiting;
    if (oneWaits && (cameBack(later) || cameBack(earlier))) {
        return later.delivery == Delivery::Waiting; // it came back before, and goes once more
    }
    return reached(later) > reached(earlier) || (reached(later) == reached(earlier) && later.fault != earlier.fault);
}

bool hasText(const Message &message)
{
    return !isClosed(message.sealing) && !message.retracted && message.replaces.isEmpty();
}

} // namespace

Message MessageState::newest(const Message &earlier, const Message &later)
{
    Message state = earlier;
    const bool newerText = later.edits > earlier.edits || (later.edits == earlier.edits && later.body != earlier.body);
    const bool isShown = earlier.replaces.isEmpty();
    if (isShown && hasText(later) && (isClosed(earlier.sealing) || newerText)) {
        state.body = later.body;
        state.sealing = later.sealing;
        state.signer = later.signer;
        state.edited = earlier.edited || later.edited;
        state.edits = later.edits;
    }
    if (isClosed(earlier.sealing) && hasText(later)) {
        // What only the inside of the seal says.
        state.originId = later.originId.isEmpty() ? earlier.originId : later.originId;
        state.replyTo = later.replyTo;
        state.scheme = later.scheme == crypto::SchemeId::None ? earlier.scheme : later.scheme;
        state.timeMark = later.timeMark;
        state.timeIsOdd = later.timeIsOdd;
        state.sealDigest = later.sealDigest;
        state.files = later.files;
        state.thread = later.thread;
    }
    if (isShown && !later.replaces.isEmpty()) {
        // It is not shown any more, and knows the copies of itself as the one that opened it does.
        state.replaces = later.replaces;
        state.body.clear();
        state.sealing = later.sealing;
        state.signer = later.signer;
        state.originId = later.originId.isEmpty() ? earlier.originId : later.originId;
        state.sealDigest = later.sealDigest;
        state.scheme = later.scheme == crypto::SchemeId::None ? earlier.scheme : later.scheme;
    }
    state.correctedAt = std::max(earlier.correctedAt, later.correctedAt);
    if (later.retracted) {
        state.retracted = true;
        state.body.clear();
    }
    if (knowsMore(later, earlier)) {
        state.delivery = later.delivery;
        state.fault = later.fault;
    }
    return state;
}

bool MessageState::differs(const Message &known, const Message &other)
{
    const bool isShown = known.replaces.isEmpty();
    return (other.retracted && !known.retracted)
        || (isShown && hasText(other) && !known.retracted && known.body != other.body)
        || (isShown && !other.replaces.isEmpty()) || knowsMore(other, known);
}

} // namespace letterlock::archive
