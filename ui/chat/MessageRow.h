// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndex>
#include <QPoint>

#include "app/files/FilesController.h"
#include "archive/model/Message.h"

namespace letterlock::ui {

/// One row of the timeline as values, read from the roles of app::TimelineModel.
struct MessageRow {
    archive::Message message;
    bool dayStart = false;
    bool groupStart = true;
    bool groupEnd = true;
    QString sender;
    QString replyText;
    bool found = false;
    int unread = 0; ///< above this message stands the line "… new messages"
    QString notice; ///< about the key, in two sentences parted by a line break; empty = none here
    bool noticeBelow = false;
    bool noticeIsQuiet = false; ///< one sentence, and nothing to do
    QList<QPoint> marks; ///< (start, length)
    QList<app::FileState> files;

    static MessageRow of(const QModelIndex &index);
    [[nodiscard]] size_t revision() const; ///< changes with anything that is painted
};

} // namespace letterlock::ui
