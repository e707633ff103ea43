// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/ArchiveStrip.h"

#include <QPainter>
#include <QStyle>

#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

ArchiveStrip::ArchiveStrip(QWidget *parent)
    : QAbstractButton(parent)
{
    setObjectName(u"archiveStrip"_s);
    setAccessibleName(tr("Archive and background work"));
    setFixedHeight(51);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void ArchiveStrip::show(const WorkText::Line &line)
{
    m_line = line;
    setAccessibleDescription(line.detail.isEmpty() ? line.headline : u"%1. %2"_s.arg(line.headline, line.detail));
    setToolTip(line.detail);
    update();
}

void ArchiveStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LayoutDirectionAuto); // the words go their own way
    painter.fillRect(rect(),
        color(underMouse()             ? Role::BgHover
                : m_line.fraction >= 0 ? Role::AccentSoft
                                       : Role::BgSide));
    painter.fillRect(0, 0, width(), 1, color(Role::Line));
    if (hasFocus())
        LetterlockStyle::drawFocusRing(painter, rect().adjusted(2, 3, -2, -2), metrics::kRadiusControl);
    const auto put = [this](const QRect &box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    const auto align = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter));
    const bool narrow = width() < 120;
    icons::paint(
        painter, narrow ? QRect(width() / 2 - 10, 15, 20, 20) : put({14, 15, 20, 20}), m_line.icon, color(m_line.ink));
    if (narrow)
        return;
    const QFont strong = textFont(TextStyle::BodyMedium);
    const QFont micro = textFont(TextStyle::Micro);
    int room = width() - 44 - 34;
    if (m_line.fraction >= 0 && !m_line.detail.isEmpty()) {
        // Beside the headline; below it is the bar.
        const int wide = QFontMetrics(micro).horizontalAdvance(m_line.detail);
        room = width() - 44 - 14 - wide - 8;
        painter.setFont(micro);
        painter.setPen(color(Role::Text2));
        painter.drawText(put({width() - 14 - wide, 9, wide, 19}), align, m_line.detail);
    }
    painter.setFont(strong);
    painter.setPen(color(Role::Text));
    painter.drawText(put({44, m_line.fraction >= 0 ? 9 : 8, room, 19}), align,
        QFontMetrics(strong).elidedText(m_line.headline, Qt::ElideRight, room));
    if (m_line.fraction >= 0) {
        roundRect(painter, put({14, 36, width() - 28, 6}), 3, color(Role::BgPress), Qt::transparent);
        roundRect(painter, put({14, 36, qMax(6, int((width() - 28) * m_line.fraction)), 6}), 3,
            color(m_line.paused ? Role::LineStrong : Role::Accent), Qt::transparent);
    } else {
        painter.setFont(micro);
        painter.setPen(color(Role::Text3));
        painter.drawText(
            put({44, 27, room, 16}), align, QFontMetrics(micro).elidedText(m_line.detail, Qt::ElideRight, room));
        icons::paint(painter, put({width() - 30, 17, 16, 16}), u"chevron-right"_s, color(Role::Text2));
    }
}

} // namespace letterlock::ui
