// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/FileBlock.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include "ui/chat/FileText.h"
#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using Kind = app::FileState::Kind;

namespace {

constexpr int kDisc = 42;
constexpr int kGap = 12;
constexpr int kWidest = 300;
constexpr int kLowest = 108;
constexpr int kHighest = 320;

/// As UI section 4 has it: 300 wide at most, 108 to 320 high.
QSize pictureSize(const QSize &original, int room)
{
    const int widest = qMin(kWidest, room);
    QSize size = original;
    if (size.width() > widest || size.height() > kHighest)
        size.scale(widest, kHighest, Qt::KeepAspectRatio);
    return {qBound(qMin(kLowest, widest), size.width(), widest), qBound(kLowest, size.height(), kHighest)};
}

} // namespace

FileBlock::FileBlock(const app::FileState &state, int room)
    : m_state(state)
    , m_name(FileText::name(state.file))
    , m_detail(FileText::detail(state))
{
    if (state.file.isPicture() && !state.picture.isNull()) {
        const QSize told = state.file.dimensions;
        m_picture = QRect({}, pictureSize(told.isValid() ? told : state.picture.size(), room));
        m_area = m_picture;
        return;
    }
    const QFontMetrics name(textFont(TextStyle::Message));
    const QFontMetrics detail(textFont(TextStyle::Caption));
    const int words = qMax(name.horizontalAdvance(m_name), detail.horizontalAdvance(m_detail)) + 2;
    m_area = QRect(0, 0, qMin(kDisc + kGap + words, room), qMax(kDisc, name.height() + detail.height() + 2) + 6);
}

void FileBlock::moveTo(int x, int y)
{
    m_area.moveTo(x, y);
    if (isPicture())
        m_picture = m_area;
}

void FileBlock::mirror(const QRect &all)
{
    m_area = QStyle::visualRect(Qt::RightToLeft, all, m_area);
    if (isPicture())
        m_picture = m_area;
}

void FileBlock::paintDisc(QPainter &painter, const QRect &disc, bool outgoing) const
{
    const bool dark = outgoing || isPicture();
    const QColor ink = m_state.kind == Kind::Failed && !dark ? color(Role::Bad)
        : dark                                               ? color(Role::OnAccent)
                                                             : color(Role::AccentText);
    painter.setPen(Qt::NoPen);
    painter.setBrush(dark ? color(Role::Accent) : color(Role::AccentSoft));
    painter.drawEllipse(disc);
    icons::paint(painter, disc.adjusted(12, 12, -12, -12), FileText::icon(m_state), ink);
    if (m_state.kind == Kind::Running && m_state.total > 0) {
        const double part = qBound(0.0, double(m_state.done) / double(m_state.total), 1.0);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(ink, 2, Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(QRectF(disc).adjusted(4, 4, -4, -4), 90 * 16, -int(part * 360 * 16));
    }
}

void FileBlock::paint(QPainter &painter, bool outgoing, Qt::LayoutDirection direction) const
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    if (isPicture()) {
        QPainterPath clip;
        clip.addRoundedRect(m_picture, metrics::kRadiusRow, metrics::kRadiusRow);
        painter.setClipPath(clip, Qt::IntersectClip);
        painter.fillRect(m_picture, color(Role::BgSunken));
        // Filled; what does not fit is cut at the sides.
        QSizeF shown = m_state.picture.size();
        shown.scale(m_picture.size(), Qt::KeepAspectRatioByExpanding);
        QRectF target({}, shown);
        target.moveCenter(QRectF(m_picture).center());
        painter.drawImage(target, m_state.picture);
        if (m_state.kind != Kind::Here) {
            paintDisc(painter, QRect(m_picture.center() - QPoint(kDisc / 2, kDisc / 2 + 8), QSize(kDisc, kDisc)), true);
            const QRect strip(m_picture.left(), m_picture.bottom() - 23, m_picture.width(), 24);
            QColor shade = color(Role::InvBg);
            shade.setAlphaF(0.8F);
            painter.fillRect(strip, shade);
            painter.setFont(textFont(TextStyle::Caption));
            painter.setPen(color(Role::InvText));
            painter.drawText(strip.adjusted(8, 0, -8, 0), Qt::AlignCenter,
                painter.fontMetrics().elidedText(m_detail, Qt::ElideRight, strip.width() - 16));
        }
        painter.restore();
        return;
    }
    const QRect disc(m_area.left(), m_area.top() + (m_area.height() - kDisc) / 2, kDisc, kDisc);
    paintDisc(painter, QStyle::visualRect(direction, m_area, disc), outgoing && m_state.kind != Kind::Here);
    const QFont nameFont = textFont(TextStyle::Message);
    const QFont detailFont = textFont(TextStyle::Caption);
    const QFontMetrics name(nameFont);
    const QFontMetrics detail(detailFont);
    const int top = m_area.top() + (m_area.height() - name.height() - detail.height() - 2) / 2;
    const int left = m_area.left() + kDisc + kGap;
    const int room = m_area.right() + 1 - left;
    const auto align = int(QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter));
    painter.setFont(nameFont);
    painter.setPen(color(Role::BubText));
    painter.drawText(QStyle::visualRect(direction, m_area, QRect(left, top, room, name.height())), align,
        name.elidedText(m_name, Qt::ElideMiddle, room));
    painter.setFont(detailFont);
    painter.setPen(color(m_state.kind == Kind::Failed ? Role::Bad : outgoing ? Role::BubOutMeta : Role::Text3));
    painter.drawText(QStyle::visualRect(direction, m_area, QRect(left, top + name.height() + 2, room, detail.height())),
        align, detail.elidedText(m_detail, Qt::ElideRight, room));
    painter.restore();
}

} // namespace letterlock::ui
