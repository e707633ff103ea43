// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace letterlock::app {

/// Why sending is held, if it is.
enum class SendBlock {
    None,
    KeyChangedAfterChecked,
    NoKeyYet,
    NoUsableKey,
    KeysUnknown,
    SubscriptionNeeded,
    NoOwnKey,
    TooLong,
    SessionKeysOff,
    NoSessionKeysThere, ///< no program with which the peer is online knows them
    IsGroup, ///< session keys are for one person
    CannotSeal, ///< locked, or the store failed: it is tried again
};

} // namespace letterlock::app
