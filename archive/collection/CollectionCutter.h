// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>

#include <optional>

#include "archive/model/Message.h"

namespace letterlock::archive {

/// Decides which of a conversation's messages belong together in one collection (DESIGN section 6). Pure.
class CollectionCutter {
public:
    static constexpr qint64 gap = 4LL * 60 * 60 * 1000; ///< ms of silence that end a run
    static constexpr qsizetype largestPlaintext = 64 * 1024; ///< octets of one collection before sealing

    struct Run {
        QList<Message> messages; ///< in order of time
        qsizetype size = 0; ///< octets of plaintext
        bool isOver = false; ///< nothing that comes later can belong to it
        bool continues = false; ///< belongs to the end given as `tail`
    };
    /// The end of the newest collection of the conversation.
    struct Tail {
        QDateTime time;
        qsizetype size = 0;
    };

    /// `messages` in order of time. `limit` may be lowered when a server finds a part too large.
    [[nodiscard]] static QList<Run> cut(const QList<Message> &messages, const QDateTime &now,
        const std::optional<Tail> &tail = {}, qsizetype limit = largestPlaintext);

private:
    [[nodiscard]] static bool separates(const QDateTime &before, const QDateTime &after);
};

} // namespace letterlock::archive
