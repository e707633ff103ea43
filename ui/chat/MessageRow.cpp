// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/MessageRow.h"

#include "app/chat/TimelineModel.h"
#include "ui/chat/TimelineRows.h"

namespace letterlock::ui {

using Model = app::TimelineModel;

MessageRow MessageRow::of(const QModelIndex &index)
{
    MessageRow row;
    row.message = index.data(Model::MessageRole).value<archive::Message>();
    row.dayStart = index.data(Model::DayStartRole).toBool();
    row.groupStart = index.data(Model::GroupStartRole).toBool();
    row.groupEnd = index.data(Model::GroupEndRole).toBool();
    row.sender = index.data(Model::SenderNameRole).toString();
    row.replyText = index.data(Model::ReplyTextRole).toString();
    row.found = index.data(Model::FoundRole).toBool();
    row.unread = index.data(Model::UnreadRole).toInt();
    row.notice = index.data(TimelineRows::NoticeRole).toString();
    row.noticeBelow = index.data(TimelineRows::NoticeBelowRole).toBool();
    row.noticeIsQuiet = index.data(TimelineRows::NoticeQuietRole).toBool();
    const auto marks = index.data(Model::MarksRole).toList();
    for (const auto &mark : marks)
        row.marks.append(mark.toPoint());
    if (row.message.files.isEmpty() || row.message.retracted)
        return row;
    row.files = index.data(Model::FilesRole).value<QList<app::FileState>>();
    if (row.files.isEmpty()) {
        // A model that only has the messages.
        for (const auto &file : archive::SharedFile::unpack(row.message.files))
            row.files.append({.file = file});
    }
    return row;
}

size_t MessageRow::revision() const
{
    size_t seed = qHashMulti(0, message.body, int(message.delivery), int(message.sealing), int(message.timeMark),
        message.edited, message.retracted, message.outgoing, int(message.fault));
    seed = qHashMulti(seed, dayStart, groupStart, groupEnd, sender, replyText, found, message.time.toMSecsSinceEpoch());
    seed = qHashMulti(seed, unread, notice, noticeBelow, noticeIsQuiet);
    for (const auto &mark : marks)
        seed = qHashMulti(seed, mark.x(), mark.y());
    for (const auto &file : files)
        seed = qHashMulti(seed, int(file.kind), int(file.problem), file.done, file.picture.cacheKey(), file.file.name);
    return seed;
}

} // namespace letterlock::ui
