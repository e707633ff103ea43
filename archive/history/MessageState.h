// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/model/Message.h"

namespace letterlock::archive {

/// What several devices know of one message, brought together: whoever hears it, in whatever order, comes to the same.
class MessageState {
public:
    /// A retraction stays, delivery only moves forward, the text corrected more often wins, `later` among equals.
    /// Having come back is equal to having been sent; what waits to be sent once more waits.
    [[nodiscard]] static Message newest(const Message &earlier, const Message &later);
    /// Does `other` tell anything of the same message that `known` does not?
    [[nodiscard]] static bool differs(const Message &known, const Message &other);
};

} // namespace letterlock::archive
