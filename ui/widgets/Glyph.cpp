// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Glyph.h"

#include <QPainter>

#include "ui/style/Icons.h"

namespace letterlock::ui {

Glyph::Glyph(const QString &icon, Role role, int size, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_role(role)
    , m_size(size)
{
    setFixedSize(size, size);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void Glyph::setIcon(const QString &icon, Role role)
{
    m_icon = icon;
    m_role = role;
    update();
}

void Glyph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    icons::paint(painter, rect(), m_icon, color(m_role));
}

} // namespace letterlock::ui
