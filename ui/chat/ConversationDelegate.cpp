// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/ConversationDelegate.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QStyle>

#include "ui/chat/TimelineText.h"
#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/AvatarPainter.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kGlyph = 14;

int badgeWidth(const QString &text)
{
    return qMax(20, QFontMetrics(textFont(TextStyle::CaptionStrong)).horizontalAdvance(text) + 11);
}

void paintBadge(QPainter &painter, const QRect &rect, const QString &text, bool quiet)
{
    roundRect(painter, rect, rect.height() / 2.0, color(quiet ? Role::BgPress : Role::Accent), Qt::transparent);
    painter.setFont(textFont(TextStyle::CaptionStrong));
    painter.setPen(color(quiet ? Role::Text2 : Role::OnAccent));
    painter.drawText(rect, Qt::AlignCenter, text);
}

/// Cuts pieces off a line's start or end, in reading direction.
class Cutter {
public:
    Cutter(QRect rest, Qt::LayoutDirection direction)
        : m_rest(rest)
        , m_rtl(direction == Qt::RightToLeft)
    {
    }
    QRect start(int width) { return cut(width, !m_rtl); }
    QRect end(int width) { return cut(width, m_rtl); }
    [[nodiscard]] const QRect &rest() const { return m_rest; }

private:
    QRect cut(int width, bool left)
    {
        QRect part = m_rest;
        if (left) {
            part.setWidth(width);
            m_rest.setLeft(part.right() + 1);
        } else {
            part.setLeft(m_rest.right() - width + 1);
            m_rest.setRight(part.left() - 1);
        }
        return part;
    }
    QRect m_rest;
    bool m_rtl;
};

void paintGlyph(QPainter &painter, const QRect &cell, const QString &icon, Role role)
{
    icons::paint(painter, QRect(cell.x() + (cell.width() - kGlyph) / 2, cell.center().y() - 6, kGlyph, kGlyph), icon,
        color(role));
}

} // namespace

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int lines
        = QFontMetrics(textFont(TextStyle::Message)).height() + QFontMetrics(textFont(TextStyle::Body)).height();
    const int normal = m_compact ? metrics::kRowCompact : metrics::kRow;
    return {option.rect.width(), qMax(normal + 2, lines + (m_compact ? 16 : 24))};
}

bool ConversationDelegate::offersRetry(
    const QStyleOptionViewItem &option, const QModelIndex &index, QPoint position) const
{
    const int avatar = m_compact ? 64 : 70;
    const bool beside = option.direction == Qt::RightToLeft ? position.x() < option.rect.right() - avatar
                                                            : position.x() > option.rect.left() + avatar;
    return !m_narrow && beside && position.y() > option.rect.center().y() && ConversationRow::of(index).saysNotSent();
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto row = ConversationRow::of(index);
    const QRect tile = option.rect.adjusted(8, 1, -8, -1);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hover = option.state & QStyle::State_MouseOver;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setLayoutDirection(option.direction);
    const Role ground = selected ? Role::AccentSoft : hover ? Role::BgHover : Role::BgSide;
    if (selected || hover)
        roundRect(*painter, tile, metrics::kRadiusRow, color(ground),
            selected && Palette::current().isHighContrast() ? color(Role::Accent) : QColor(Qt::transparent), 2);
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && view->hasFocus() && view->currentIndex() == index)
        LetterlockStyle::drawFocusRing(*painter, tile, metrics::kRadiusRow);

    const int side = m_compact ? 38 : 44;
    const bool rtl = option.direction == Qt::RightToLeft;
    QRect avatar(tile.x() + 10, tile.center().y() - side / 2 + 1, side, side);
    if (m_narrow)
        avatar.moveLeft(option.rect.center().x() - side / 2);
    else if (rtl)
        avatar.moveRight(tile.right() - 10);
    AvatarPainter::paint(*painter, avatar, row.peer, row.name, row.availability, ground);
    if (m_narrow) {
        if (row.unread > 0) {
            const QString count = QString::number(row.unread);
            const int width = badgeWidth(count);
            paintBadge(*painter, QRect(avatar.right() - width + 6, avatar.top() - 4, width, 20), count, row.muted);
        }
        painter->restore();
        return;
    }
    QRect lines = rtl ? QRect(tile.left() + 10, tile.top(), avatar.left() - 11 - tile.left() - 10, tile.height())
                      : QRect(avatar.right() + 12, tile.top(), tile.right() - 9 - avatar.right() - 12, tile.height());
    const int first = QFontMetrics(textFont(TextStyle::Message)).height() + 2;
    const int second = QFontMetrics(textFont(TextStyle::Body)).height() + 3;
    const int gap = m_compact ? 1 : 3;
    const int top = tile.center().y() - (first + gap + second) / 2 + 1;
    paintFirstLine(*painter, row, QRect(lines.left(), top, lines.width(), first), option.direction);
    paintSecondLine(*painter, row, QRect(lines.left(), top + first + gap, lines.width(), second), option.direction);
    painter->restore();
}

void ConversationDelegate::paintFirstLine(
    QPainter &painter, const ConversationRow &row, const QRect &line, Qt::LayoutDirection direction) const
{
    Cutter cutter(line, direction);
    const QFont small = textFont(row.unread > 0 ? TextStyle::CaptionStrong : TextStyle::Caption);
    const QString when = TimelineText::shortWhen(row.time);
    if (!when.isEmpty()) {
        painter.setFont(small);
        painter.setPen(color(row.unread > 0 && !row.muted ? Role::AccentText : Role::Text3));
        painter.drawText(cutter.end(QFontMetrics(small).horizontalAdvance(when) + 1),
            int(Qt::AlignVCenter | Qt::AlignHCenter), when);
        cutter.end(8);
    }
    QFont nameFont = textFont(TextStyle::Message);
    nameFont.setWeight(row.unread > 0 ? QFont::DemiBold : QFont::Medium);
    const QFontMetrics fm(nameFont);
    const QString name = fm.elidedText(row.name, Qt::ElideRight, cutter.rest().width() - kGlyph - 8);
    painter.setFont(nameFont);
    painter.setPen(color(Role::Text));
    // The name keeps its own direction, but stands at the start of the row.
    painter.drawText(cutter.start(fm.horizontalAdvance(name) + 1), Qt::AlignCenter, name);
    cutter.start(6);
    const QString glyph = row.sealGlyph();
    const bool calm = glyph == "seal-solid"_L1 || glyph == "lock"_L1;
    if (!glyph.isEmpty())
        paintGlyph(painter, cutter.start(kGlyph + 2), glyph, calm ? Role::Wax : Role::Warn);
}

void ConversationDelegate::paintSecondLine(
    QPainter &painter, const ConversationRow &row, QRect line, Qt::LayoutDirection direction) const
{
    Cutter cutter(line, direction);
    // From the edge inwards: count, pin, mute.
    if (row.unread > 0) {
        const QString count = row.unread > 999 ? u"999+"_s : QLocale().toString(row.unread);
        QRect badge = cutter.end(badgeWidth(count));
        badge = QRect(badge.x(), badge.center().y() - 9, badge.width(), 20);
        paintBadge(painter, badge, count, row.muted);
        cutter.end(6);
    }
    if (row.pinned) {
        paintGlyph(painter, cutter.end(kGlyph), u"pin"_s, Role::Text2);
        cutter.end(4);
    }
    if (row.muted) {
        paintGlyph(painter, cutter.end(kGlyph), u"bell-off"_s, Role::Text2);
        cutter.end(4);
    }
    const QFont body = textFont(TextStyle::Body);
    painter.setFont(body);
    const QFontMetrics fm(body);
    const bool closed = archive::isClosed(row.sealing) && row.sealing != archive::Sealing::WaitsForKey;
    const bool failed = row.saysNotSent();
    Role ink = row.unread > 0 ? Role::Text : Role::Text2;
    // Whatever is said there now: that somebody waits for a message in vain must not be overlooked.
    if (row.isNotSent()) {
        paintGlyph(painter, cutter.start(kGlyph), u"error"_s, Role::Bad);
        cutter.start(6);
    }
    if (row.typing) {
        ink = Role::AccentText;
    } else if (!row.draft.isEmpty()) {
        const QString label = TimelineText::tr("Draft:") + u' ';
        painter.setPen(color(Role::Bad));
        painter.drawText(cutter.start(fm.horizontalAdvance(label)), Qt::AlignCenter, label);
    } else if (failed) {
        ink = Role::Bad;
    } else if (closed) {
        paintGlyph(painter, cutter.start(kGlyph),
            row.sealing == archive::Sealing::SealBroken   ? u"seal-broken"_s
                : row.sealing == archive::Sealing::Locked ? u"lock"_s
                                                          : u"letter-off"_s,
            row.sealing == archive::Sealing::SealBroken ? Role::Bad : Role::Text2);
        cutter.start(6);
    } else if (row.outgoing && !row.isEmpty()) {
        const auto mark = TimelineText::mark(row.delivery);
        paintGlyph(painter, cutter.start(kGlyph), mark.icon, mark.role == Role::BubOutMeta ? Role::Text2 : mark.role);
        cutter.start(6);
    }
    const bool saysLast = !row.typing && row.draft.isEmpty() && !failed && !closed;
    if (saysLast && row.file != archive::LastFile::None) {
        paintGlyph(painter, cutter.start(kGlyph), row.file == archive::LastFile::Picture ? u"image"_s : u"file"_s,
            Role::Text2);
        cutter.start(6);
    }
    const QString text = fm.elidedText(row.secondLine(), Qt::ElideRight, cutter.rest().width());
    painter.setPen(color(ink));
    const bool rightToLeft = text.isRightToLeft();
    painter.setLayoutDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight); // of the words, not of the window
    painter.drawText(cutter.rest(),
        int((rightToLeft                           ? Qt::AlignRight
                    : direction == Qt::RightToLeft ? Qt::AlignRight
                                                   : Qt::AlignLeft)
            | Qt::AlignAbsolute | Qt::AlignVCenter),
        text);
}

} // namespace letterlock::ui
