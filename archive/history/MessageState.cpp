// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/MessageState.h"

namespace letterlock::archive {

namespace {

/// What waits, or was given up, has not got anywhere.
int reached(const Message &message)
{
    return message.delivery == Delivery::Failed ? 0 : int(message.delivery);
}

bool hasText(const Message &message)
{
    return !isClosed(message.sealing) && !message.retracted;
}

} // namespace

Message MessageState::newest(const Message &earlier, const Message &later)
{
    Message state = earlier;
    const bool newerText = later.edits > earlier.edits || (later.edits == earlier.edits && later.body != earlier.body);
    if (hasText(later) && (isClosed(earlier.sealing) || newerText)) {
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
    }
    if (later.retracted) {
        state.retracted = true;
        state.body.clear();
    }
    if (later.outgoing && reached(later) > reached(earlier)) {
        state.delivery = later.delivery;
    }
    return state;
}

bool MessageState::differs(const Message &known, const Message &other)
{
    return (other.retracted && !known.retracted) || (hasText(other) && !known.retracted && known.body != other.body)
        || (other.outgoing && reached(other) > reached(known));
}

} // namespace letterlock::archive
