// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/model/Message.h"

namespace letterlock::app {

/// Where the line "3 new messages" stands in a timeline: above the first message that had not been seen. It stays where
/// it is while the conversation is read; the next message that comes unseen starts a new one.
class UnreadLine {
public:
    /// That many incoming messages at the end were unread when the conversation was opened.
    void open(int count);
    /// Looks for the place among the loaded messages; it may be further up than what is loaded.
    void place(const QList<archive::Message> &messages);
    void arrived(archive::MessageId message); ///< the newest one came and was not seen
    void seen(); ///< everything was

    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] archive::MessageId first() const { return m_first; } ///< 0 = no line, or not loaded

private:
    int m_count = 0;
    archive::MessageId m_first = 0;
    archive::MessageId m_newest = 0; ///< when the conversation was opened: what came later does not count
    bool m_seen = false;
};

} // namespace letterlock::app
