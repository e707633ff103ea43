// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QTextLayout>
#include <QUrl>

#include <memory>

#include "ui/chat/FileBlock.h"
#include "ui/chat/MessageRow.h"
#include "ui/chat/TimelineText.h"

namespace letterlock::ui {

/// Where everything of one timeline row goes, in row coordinates (origin at the row's top left), already mirrored for
/// right-to-left. Built once per (message, revision, width, font, theme) and cached by the delegate.
class MessageLayout {
public:
    struct Button {
        TimelineText::Button what;
        QRect rect;
        bool isLink = false; ///< words in a text, painted with it
        int file = -1; ///< a file of the message, painted by itself
    };
    struct Link {
        int start = 0;
        int length = 0;
        QUrl url;
    };

    /// `width` of the viewport in logical px; `shown` = a broken seal the person asked to see.
    static std::shared_ptr<MessageLayout> build(
        const MessageRow &row, int width, Qt::LayoutDirection direction, bool shown = false);

    int height = 0;
    QRect dayLine; ///< empty = none
    QString dayText;
    QRect unreadLine; ///< empty = none
    QString unreadText;
    static constexpr int kQuietNotice = int(Qt::AlignCenter) | int(Qt::TextWordWrap);
    QRect notice; ///< about the key; empty = none
    QPointF noticePosition;
    std::unique_ptr<QTextLayout> noticeText;
    QRect bubble; ///< the bubble, or the dashed card
    bool isCard = false;
    TimelineText::Card card;
    QRect cardIcon;
    QRect cardTitle;
    QRect reply; ///< empty = none
    QString replyName;
    QString replyText;
    QList<FileBlock> files;
    QPointF textPosition;
    std::unique_ptr<QTextLayout> text;
    QRect meta; ///< time, and marks after it
    QString metaText;
    bool openLock = false;
    QRect failure; ///< why it was sent back, below the bubble; empty = it was not
    QString failureText;
    TimelineText::Mark mark;
    QList<Button> buttons;
    QList<Link> links;

    [[nodiscard]] const Button *buttonAt(const QPoint &position) const;
    [[nodiscard]] QUrl linkAt(const QPoint &position) const;

private:
    int placeFiles(int left, int top); ///< their lower edge
    void buildBubble(const MessageRow &row, int top, int available);
    void buildCard(const MessageRow &row, int top, int available);
    void buildNotice(const MessageRow &row, int top, int available);
    void mirror(int width);
};

} // namespace letterlock::ui
