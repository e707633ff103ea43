// SPDX-License-Identifier: GPL-3.0-or-later
// What a row says of itself and of its neighbours.
#include "app/chat/TimelineModel.h"

#include <QPoint>

#include <algorithm>

namespace letterlock::app {

namespace {

constexpr qint64 longestPauseInGroup = 180; // seconds

} // namespace

bool TimelineModel::startsDay(qsizetype row) const
{
    return row == 0 || m_messages[row - 1].time.toLocalTime().date() != m_messages[row].time.toLocalTime().date();
}

bool TimelineModel::startsGroup(qsizetype row) const
{
    if (startsDay(row)) {
        return true;
    }
    const auto &earlier = m_messages[row - 1];
    const auto &message = m_messages[row];
    return earlier.outgoing != message.outgoing || earlier.sender.bare() != message.sender.bare()
        || earlier.time.secsTo(message.time) > longestPauseInGroup;
}

QString TimelineModel::replyText(const archive::Message &message) const
{
    if (message.replyTo.isEmpty()) {
        return {};
    }
    const auto answered = std::ranges::find(m_messages, message.replyTo, &archive::Message::originId);
    if (answered == m_messages.end()) {
        return {};
    }
    const auto files
        = answered->body.isEmpty() ? archive::SharedFile::unpack(answered->files) : QList<archive::SharedFile>();
    return files.isEmpty() ? answered->body : files.first().name;
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const auto row = index.row();
    const archive::Message &message = m_messages[row];
    switch (role) {
    case Qt::DisplayRole:
        return message.body;
    case MessageIdRole:
        return message.id;
    case MessageRole:
        return QVariant::fromValue(message);
    case DayStartRole:
        return startsDay(row);
    case GroupStartRole:
        return startsGroup(row);
    case GroupEndRole:
        return row + 1 == m_messages.size() || startsGroup(row + 1);
    case SenderNameRole:
        return message.outgoing || m_peerName.isEmpty() ? message.sender.bare().toString() : m_peerName;
    case ReplyTextRole:
        return replyText(message);
    case FoundRole:
        return m_found != 0 && message.id == m_found;
    case UnreadRole:
        return m_unread.first() != 0 && message.id == m_unread.first() ? m_unread.count() : 0;
    case FilesRole:
        return m_files ? QVariant::fromValue(m_files->states(message)) : QVariant();
    case MarksRole: {
        QVariantList marks;
        if (m_found != 0 && message.id == m_found) {
            for (const auto &mark : m_marks) {
                marks.append(QPoint(mark.start, mark.length));
            }
        }
        return marks;
    }
    default:
        return {};
    }
}

archive::MessageId TimelineModel::newestOfPeer() const
{
    const auto newest = std::ranges::find_if(
        m_messages.crbegin(), m_messages.crend(), [](const archive::Message &message) { return !message.outgoing; });
    return newest == m_messages.crend() ? 0 : newest->id;
}

} // namespace letterlock::app
