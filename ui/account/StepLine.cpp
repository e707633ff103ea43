// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/StepLine.h"

#include <QLocale>
#include <QPainter>
#include <QStyle>

#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

StepLine::StepLine(const QStringList &steps, QWidget *parent)
    : QWidget(parent)
    , m_steps(steps)
{
    setFixedHeight(52);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
    setCurrent(0);
}

void StepLine::setCurrent(int step)
{
    m_current = step;
    setAccessibleName(tr("Step %1 of %2: %3").arg(step + 1).arg(m_steps.size()).arg(m_steps.at(step)));
    update();
}

void StepLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto put = [this](const QRect &box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    int x = contentsMargins().left();
    for (int i = 0; i < m_steps.size(); ++i) {
        const bool done = i < m_current;
        const bool now = i == m_current;
        const QRect disc = put({x, 26, 22, 22});
        roundRect(painter, disc, 11,
            color(done    ? Role::OkSoft
                    : now ? Role::Accent
                          : Role::BgSurface),
            done || now ? QColor(Qt::transparent) : color(Role::LineStrong));
        if (done) {
            icons::paint(painter, disc.adjusted(4, 4, -4, -4), u"check"_s, color(Role::Ok));
        } else {
            painter.setFont(textFont(TextStyle::CaptionStrong));
            painter.setPen(color(now ? Role::OnAccent : Role::Text2));
            painter.drawText(disc, Qt::AlignCenter, locale().toString(i + 1));
        }
        const QFont font = textFont(now ? TextStyle::BodyStrong : TextStyle::Body);
        const int wide = QFontMetrics(font).horizontalAdvance(m_steps.at(i)) + 2;
        painter.setFont(font);
        painter.setPen(color(now ? Role::Text : Role::Text2));
        painter.drawText(put({x + 30, 24, wide, 26}), Qt::AlignCenter, m_steps.at(i));
        x += 30 + wide + 12;
        if (i + 1 < m_steps.size())
            painter.fillRect(put({x, 37, 32, 1}), color(Role::LineStrong));
        x += 32 + 12;
    }
}

} // namespace letterlock::ui
