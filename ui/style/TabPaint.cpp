// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/TabPaint.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOption>

#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

namespace {

QRect tabTile(const QStyleOptionTab &tab)
{
    return QStyle::visualRect(tab.direction, tab.rect, tab.rect.adjusted(0, 0, -kTabGap, 0));
}

} // namespace

void paintTabShape(QPainter &painter, const QStyleOptionTab &tab)
{
    const QRect tile = tabTile(tab);
    if (tab.state & QStyle::State_Selected)
        painter.fillRect(QRect(tile.left(), tile.bottom() - 2, tile.width(), 3), color(Role::Accent));
    else if (tab.state & QStyle::State_MouseOver)
        painter.fillRect(QRect(tile.left(), tile.bottom() - 1, tile.width(), 2), color(Role::LineStrong));
    if ((tab.state & QStyle::State_HasFocus) && (tab.state & QStyle::State_Selected)
        && (tab.state & QStyle::State_KeyboardFocusChange)) {
        painter.setRenderHint(QPainter::Antialiasing);
        LetterlockStyle::drawFocusRing(painter, tile.adjusted(-4, 4, 4, -5), metrics::kRadiusControl);
    }
}

void paintTabLabel(QPainter &painter, const QStyleOptionTab &tab)
{
    const bool selected = tab.state & QStyle::State_Selected;
    painter.setPen(color(!(tab.state & QStyle::State_Enabled) ? Role::TextOff
            : selected                                        ? Role::AccentText
                                                              : Role::Text2));
    painter.drawText(tabTile(tab), int(Qt::AlignCenter), tab.text);
}

void paintHeaderSection(QPainter &painter, const QStyleOptionHeader &header)
{
    painter.fillRect(header.rect, color(Role::BgSurface));
    painter.fillRect(QRect(header.rect.left(), header.rect.bottom(), header.rect.width(), 1), color(Role::Line));
}

void paintHeaderLabel(QPainter &painter, const QStyleOptionHeader &header)
{
    painter.setFont(textFont(TextStyle::CaptionStrong));
    painter.setPen(color(Role::Text2));
    const QRect area = header.rect.adjusted(4, 0, -4, 0);
    painter.drawText(area, int(QStyle::visualAlignment(header.direction, Qt::AlignLeft) | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(header.text, Qt::ElideRight, area.width()));
}

} // namespace letterlock::ui
