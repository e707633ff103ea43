// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Avatar.h"

#include <QPainter>

namespace letterlock::ui {

Avatar::Avatar(int size, Role ground, QWidget *parent)
    : QWidget(parent)
    , m_ground(ground)
{
    setFixedSize(size, size);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void Avatar::setPerson(const QString &address, const QString &name, std::optional<app::Availability> availability)
{
    m_address = address;
    m_name = name;
    m_availability = availability;
    update();
}

void Avatar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    AvatarPainter::paint(painter, QRectF(rect()).adjusted(1, 1, -1, -1), m_address, m_name, m_availability, m_ground);
}

} // namespace letterlock::ui
