// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <vector>

#include "archive/model/SharedFile.h"
#include "crypto/base/XmlElement.h"
#include "crypto/identity/Jid.h"

namespace letterlock::app {

/// The extensions of a chat message that Letterlock understands, read from and written to the children of a stanza or
/// of a sealed payload (XEP-0066, 0085, 0184, 0201, 0308, 0333, 0428, 0446, 0447, 0448, 0454, 0461).
struct MessageParts {
    QString body; ///< without what quotes the answered message for other clients
    bool hasBody = false;
    QList<archive::SharedFile> files; ///< `body` is without the words that stand for them
    QString replaces; ///< origin id of the message this corrects
    QString replyTo; ///< origin id of the message this answers
    crypto::BareJid replyAuthor; ///< of that message; only written, as others refuse a reply without
    QString thread; ///< of the conversation
    bool wantsReceipt = false;
    QString receiptFor;
    QString displayedUpTo;
    enum class ChatState { None, Active, Composing, Paused } chatState = ChatState::None;

    static MessageParts read(const std::vector<crypto::XmlElement> &children);
    [[nodiscard]] std::vector<crypto::XmlElement> write() const;
};

} // namespace letterlock::app
