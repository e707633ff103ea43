// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/QrView.h"

#include <QPainter>

#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

QrView::QrView(const QrCode &code, int width, QWidget *parent)
    : QWidget(parent)
    , m_code(code)
{
    setFixedSize(width, width);
    setFocusPolicy(Qt::TabFocus);
}

void QrView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(QPen(color(hasFocus() ? Role::Accent : Role::Line), hasFocus() ? 2 : 1));
    painter.setBrush(Qt::white);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metrics::kRadiusControl, metrics::kRadiusControl);
    if (m_code.isEmpty()) {
        return;
    }
    const int modules = m_code.size() + 2 * QrCode::quietZone;
    const int side = (width() - 4) / modules * modules;
    m_code.paint(painter, QRectF((width() - side) / 2, (height() - side) / 2, side, side));
}

} // namespace letterlock::ui
