// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/SplitBar.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyle>

namespace letterlock::ui {

SplitBar::SplitBar(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(8);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void SplitBar::setParts(const QList<Part> &parts)
{
    m_parts = parts;
    update();
}

void SplitBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setClipPath(shape);
    painter.fillRect(rect(), color(Role::BgPress));
    qint64 total = 0;
    int count = 0;
    for (const auto &part : std::as_const(m_parts)) {
        total += part.amount;
        count += part.amount > 0 ? 1 : 0;
    }
    if (total <= 0) {
        return;
    }
    constexpr int least = 6;
    const int room = width() - count * (least + 2);
    int x = 0;
    for (const auto &part : std::as_const(m_parts)) {
        if (part.amount <= 0) {
            continue;
        }
        const int wide = least
            + static_cast<int>(
                static_cast<double>(room) * static_cast<double>(part.amount) / static_cast<double>(total));
        const QRect area(x, 0, --count == 0 ? width() - x : wide, height());
        painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), area), color(part.role));
        x += wide + 2;
    }
}

} // namespace letterlock::ui
