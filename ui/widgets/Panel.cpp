// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Panel.h"

#include <QPainter>

namespace letterlock::ui {

Panel::Panel(Role fill, QWidget *parent)
    : QWidget(parent)
    , m_fill(fill)
{
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void Panel::setFill(Role fill)
{
    m_fill = fill;
    update();
}

void Panel::setBorder(Role border, qreal width)
{
    m_border = border;
    m_borderWidth = width;
    update();
}

void Panel::setRadius(qreal radius)
{
    m_radius = radius;
    update();
}

void Panel::setEdges(Qt::Edges edges)
{
    m_edges = edges;
    update();
}

void Panel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing, m_radius > 0);
    QRectF area(rect());
    const bool lined = m_border != Role::Count;
    painter.setPen(lined ? QPen(color(m_border), m_borderWidth) : QPen(Qt::NoPen));
    painter.setBrush(m_fill == Role::Count ? QBrush(Qt::NoBrush) : QBrush(color(m_fill)));
    if (lined)
        area.adjust(m_borderWidth / 2, m_borderWidth / 2, -m_borderWidth / 2, -m_borderWidth / 2);
    if (m_radius > 0)
        painter.drawRoundedRect(area, m_radius, m_radius);
    else
        painter.drawRect(area);
    const QColor line = color(Role::Line);
    if (m_edges & Qt::TopEdge)
        painter.fillRect(0, 0, width(), 1, line);
    if (m_edges & Qt::BottomEdge)
        painter.fillRect(0, height() - 1, width(), 1, line);
    if (m_edges & Qt::LeftEdge)
        painter.fillRect(0, 0, 1, height(), line);
    if (m_edges & Qt::RightEdge)
        painter.fillRect(width() - 1, 0, 1, height(), line);
}

} // namespace letterlock::ui
