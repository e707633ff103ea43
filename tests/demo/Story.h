// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace letterlock::demo {

struct StoryMessage {
    QDateTime time; ///< UTC
    bool outgoing = false;
    QString text;
};

struct StoryConversation {
    QString user; ///< local part of the peer's address
    QString name;
    QList<StoryMessage> messages; ///< oldest first
};

/// A year of conversation in several scripts, put together from small dialogues. The same seed gives the same story.
struct Story {
    QString account;
    QString accountName;
    QString partner;
    QStringList answers;
    QList<StoryConversation> conversations;

    static Story tell(const QByteArray &json, const QDateTime &end, int days, quint32 seed);
    [[nodiscard]] int messageCount() const;
};

} // namespace letterlock::demo
