// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

#include "crypto/base/XmlElement.h"

namespace letterlock::app {

/// The extensions of a chat message that Letterlock understands, read from and written to the children of a stanza or
/// of a sealed payload (XEP-0085, 0184, 0308, 0333, 0461).
struct MessageParts {
    QString body;
    bool hasBody = false;
    QString replaces; ///< origin id of the message this corrects
    QString replyTo; ///< origin id of the message this answers
    bool wantsReceipt = false;
    QString receiptFor;
    QString displayedUpTo;
    enum class ChatState { None, Active, Composing, Paused } chatState = ChatState::None;

    static MessageParts read(const std::vector<crypto::XmlElement> &children);
    [[nodiscard]] std::vector<crypto::XmlElement> write() const;
};

} // namespace letterlock::app
