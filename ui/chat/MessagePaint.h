// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chat/MessageLayout.h"

class QPainter;

namespace letterlock::ui {

/// Paints one laid-out timeline row with its origin at (0, 0). Shared by the timeline and the preview in History.
class MessagePaint {
public:
    struct State {
        bool focused = false;
        QPoint hover{-1, -1}; ///< in row coordinates
        Qt::LayoutDirection direction = Qt::LeftToRight;
    };
    static void paint(QPainter &painter, const MessageLayout &layout, const MessageRow &row, const State &state);

private:
    static void paintRule(QPainter &painter, const QRect &line, const QString &text, Role rule, Role ink);
    static void paintNotice(QPainter &painter, const MessageLayout &layout, const MessageRow &row, const State &state);
    static void paintBubble(QPainter &painter, const MessageLayout &layout, const MessageRow &row, const State &state);
    static void paintCard(QPainter &painter, const MessageLayout &layout, const State &state);
    static void paintReply(QPainter &painter, const MessageLayout &layout, const State &state);
    static void paintMeta(QPainter &painter, const MessageLayout &layout, bool outgoing, Qt::LayoutDirection direction);
    static void paintButton(QPainter &painter, const MessageLayout::Button &button, const State &state);
};

} // namespace letterlock::ui
