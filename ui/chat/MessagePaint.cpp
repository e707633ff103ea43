// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/MessagePaint.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

struct Corners {
    qreal topLeft;
    qreal topRight;
    qreal bottomRight;
    qreal bottomLeft;
};

QPainterPath rounded(const QRectF &r, const Corners &c)
{
    QPainterPath path;
    path.moveTo(r.left() + c.topLeft, r.top());
    path.lineTo(r.right() - c.topRight, r.top());
    path.arcTo(r.right() - 2 * c.topRight, r.top(), 2 * c.topRight, 2 * c.topRight, 90, -90);
    path.lineTo(r.right(), r.bottom() - c.bottomRight);
    path.arcTo(
        r.right() - 2 * c.bottomRight, r.bottom() - 2 * c.bottomRight, 2 * c.bottomRight, 2 * c.bottomRight, 0, -90);
    path.lineTo(r.left() + c.bottomLeft, r.bottom());
    path.arcTo(r.left(), r.bottom() - 2 * c.bottomLeft, 2 * c.bottomLeft, 2 * c.bottomLeft, 270, -90);
    path.lineTo(r.left(), r.top() + c.topLeft);
    path.arcTo(r.left(), r.top(), 2 * c.topLeft, 2 * c.topLeft, 180, -90);
    path.closeSubpath();
    return path;
}

void drawText(QPainter &painter, const MessageLayout &layout, const QColor &ink)
{
    painter.setPen(ink);
    layout.text->draw(&painter, layout.textPosition);
}

} // namespace

void MessagePaint::paint(QPainter &painter, const MessageLayout &layout, const MessageRow &row, const State &state)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (!layout.dayLine.isEmpty())
        paintRule(painter, layout.dayLine, layout.dayText, Role::Line, Role::Text2);
    if (!layout.unreadLine.isEmpty())
        paintRule(painter, layout.unreadLine, layout.unreadText, Role::AccentLine, Role::AccentText);
    if (!layout.notice.isEmpty())
        paintNotice(painter, layout, row, state);
    if (layout.isCard)
        paintCard(painter, layout, state);
    else
        paintBubble(painter, layout, row, state);
    for (const auto &button : layout.buttons) {
        if (!button.isLink && button.file < 0)
            paintButton(painter, button, state);
    }
    painter.restore();
}

void MessagePaint::paintRule(QPainter &painter, const QRect &line, const QString &text, Role rule, Role ink)
{
    const QFont font = textFont(TextStyle::CaptionStrong);
    painter.setFont(font);
    const int half = QFontMetrics(font).horizontalAdvance(text) / 2 + 12;
    const int y = line.center().y();
    painter.fillRect(QRect(line.left(), y, line.width() / 2 - half, 1), color(rule));
    painter.fillRect(QRect(line.center().x() + half, y, line.width() / 2 - half, 1), color(rule));
    painter.setPen(color(ink));
    painter.drawText(line, Qt::AlignCenter, text);
}

void MessagePaint::paintNotice(
    QPainter &painter, const MessageLayout &layout, const MessageRow &row, const State &state)
{
    const QRect &box = layout.notice;
    if (row.noticeIsQuiet) {
        painter.setFont(textFont(TextStyle::Caption));
        painter.setPen(color(Role::Text2));
        painter.drawText(box, MessageLayout::kQuietNotice, row.notice);
        return;
    }
    roundRect(painter, box, metrics::kRadiusRow, color(Role::WarnSoft),
        Palette::current().isHighContrast() ? color(Role::Warn) : QColor(Qt::transparent), 2);
    const QRect glyph(box.left() + 12, box.top() + 10, 20, 20);
    icons::paint(painter, QStyle::visualRect(state.direction, box, glyph), u"shield-alert"_s, color(Role::Warn));
    painter.setPen(color(Role::Text));
    layout.noticeText->draw(&painter, layout.noticePosition);
    for (const auto &button : layout.buttons) {
        if (button.isLink && button.rect.contains(state.hover))
            painter.fillRect(
                button.rect.left(), button.rect.bottom() - 1, button.rect.width(), 1, color(Role::AccentText));
    }
}

void MessagePaint::paintBubble(
    QPainter &painter, const MessageLayout &layout, const MessageRow &row, const State &state)
{
    constexpr qreal full = metrics::kRadiusBubble;
    constexpr qreal join = metrics::kRadiusJoin;
    const bool right = row.message.outgoing != (state.direction == Qt::RightToLeft);
    const bool joinsAbove = !row.groupStart && !row.dayStart;
    const qreal above = joinsAbove ? join : full;
    const qreal below = row.groupEnd ? full : join;
    const Corners corners = right ? Corners{full, above, below, full} : Corners{above, full, full, below};

    const bool contrast = Palette::current().isHighContrast();
    QPen pen(Qt::NoPen);
    if (row.found)
        pen = QPen(color(Role::Warn), 2);
    else if (state.focused)
        pen = QPen(color(Role::Accent), 2);
    else if (contrast)
        pen = QPen(color(row.message.outgoing ? Role::Accent : Role::Line), 2);
    painter.setPen(pen);
    painter.setBrush(color(row.message.outgoing ? Role::BubOut : Role::BubIn));
    const qreal inset = pen.style() == Qt::NoPen ? 0 : 1;
    painter.drawPath(rounded(QRectF(layout.bubble).adjusted(inset, inset, -inset, -inset), corners));
    if (!layout.reply.isEmpty())
        paintReply(painter, layout, state);
    for (const auto &file : layout.files)
        file.paint(painter, row.message.outgoing, state.direction);
    drawText(painter, layout, color(Role::BubText));
    paintMeta(painter, layout, row.message.outgoing, state.direction);
    if (!layout.failure.isEmpty()) {
        painter.setFont(textFont(TextStyle::Caption));
        painter.setPen(color(Role::Bad));
        painter.drawText(layout.failure,
            int(QStyle::visualAlignment(state.direction, Qt::AlignRight | Qt::AlignTop)) | Qt::TextWordWrap,
            layout.failureText);
    }
}

void MessagePaint::paintReply(QPainter &painter, const MessageLayout &layout, const State &state)
{
    QColor tint = color(Role::Accent);
    tint.setAlphaF(0.09F);
    const QRect &block = layout.reply;
    roundRect(painter, block, 4, tint, Qt::transparent);
    const bool rtl = state.direction == Qt::RightToLeft;
    painter.fillRect(
        QRect(rtl ? block.right() - 2 : block.left(), block.top(), 3, block.height()), color(Role::Accent));
    const QRect inner = block.adjusted(12, 3, -10, -3);
    const QFont strong = textFont(TextStyle::CaptionStrong);
    painter.setFont(strong);
    painter.setPen(color(Role::AccentText));
    const int nameHeight = QFontMetrics(strong).height();
    const auto align = int(QStyle::visualAlignment(state.direction, Qt::AlignLeft | Qt::AlignVCenter));
    painter.drawText(QRect(inner.left(), inner.top(), inner.width(), nameHeight), align, layout.replyName);
    const QFont body = textFont(TextStyle::Body);
    painter.setFont(body);
    painter.setPen(color(Role::Text2));
    painter.drawText(QRect(inner.left(), inner.top() + nameHeight, inner.width(), inner.height() - nameHeight), align,
        QFontMetrics(body).elidedText(layout.replyText, Qt::ElideRight, inner.width()));
}

void MessagePaint::paintMeta(
    QPainter &painter, const MessageLayout &layout, bool outgoing, Qt::LayoutDirection direction)
{
    constexpr int side = 14;
    const bool rtl = direction == Qt::RightToLeft;
    QRect rest = layout.meta;
    const auto take = [&rest, rtl](int width) {
        QRect part = rest;
        if (rtl) {
            part.setLeft(rest.right() - width + 1);
            rest.setRight(part.left() - 1);
        } else {
            part.setWidth(width);
            rest.setLeft(part.right() + 1);
        }
        return part;
    };
    if (layout.openLock) {
        const QRect lock = take(side + 4);
        icons::paint(painter, QRect(lock.left(), lock.center().y() - 6, side, side), u"lock-open"_s, color(Role::Warn));
    }
    const QFont micro = textFont(TextStyle::Micro);
    painter.setFont(micro);
    painter.setPen(color(outgoing ? Role::BubOutMeta : Role::Text3));
    painter.drawText(take(QFontMetrics(micro).horizontalAdvance(layout.metaText)), Qt::AlignCenter, layout.metaText);
    if (!layout.mark.icon.isEmpty()) {
        const int x = rtl ? rest.left() : rest.right() - side + 1;
        icons::paint(painter, QRect(x, rest.center().y() - 6, side, side), layout.mark.icon, color(layout.mark.role));
    }
}

void MessagePaint::paintCard(QPainter &painter, const MessageLayout &layout, const State &state)
{
    QPen pen(color(state.focused ? Role::Accent : Role::LineStrong), state.focused ? 2 : 1);
    if (!state.focused)
        pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(
        QRectF(layout.bubble).adjusted(0.5, 0.5, -0.5, -0.5), metrics::kRadiusBubble, metrics::kRadiusBubble);
    icons::paint(painter, layout.cardIcon, layout.card.icon, color(layout.card.iconRole));
    painter.setFont(textFont(TextStyle::BodyStrong));
    painter.setPen(color(Role::Text));
    painter.drawText(layout.cardTitle, int(QStyle::visualAlignment(state.direction, Qt::AlignLeft | Qt::AlignVCenter)),
        layout.card.title);
    drawText(painter, layout, color(Role::Text2));
    paintMeta(painter, layout, false, state.direction);
}

void MessagePaint::paintButton(QPainter &painter, const MessageLayout::Button &button, const State &state)
{
    const bool hover = button.rect.contains(state.hover);
    QColor fill = Qt::transparent;
    QColor border = Qt::transparent;
    QColor ink = color(Role::AccentText);
    switch (button.what.kind) {
    case ButtonKind::Primary:
        fill = color(hover ? Role::AccentHover : Role::Accent);
        ink = color(Role::OnAccent);
        break;
    case ButtonKind::Secondary:
        fill = color(hover ? Role::BgHover : Role::BgSurface);
        border = color(Role::LineStrong);
        ink = color(Role::Text);
        break;
    default:
        if (hover)
            fill = color(Role::BgPress);
    }
    roundRect(painter, button.rect, metrics::kRadiusControl, fill, border);
    painter.setFont(textFont(TextStyle::BodyStrong));
    painter.setPen(ink);
    QRect area = button.rect;
    if (button.what.action == MessageAction::SendAgain) {
        const bool rtl = state.direction == Qt::RightToLeft;
        const QRect glyph(rtl ? area.right() - 28 : area.left() + 12, area.center().y() - 8, 16, 16);
        icons::paint(painter, glyph, u"refresh"_s, ink);
        area.adjust(rtl ? 0 : 24, 0, rtl ? -24 : 0, 0);
    }
    painter.drawText(area, Qt::AlignCenter, button.what.text);
}

} // namespace letterlock::ui
