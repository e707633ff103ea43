// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ProgressLine.h"

#include <QPainter>

#include "ui/style/Palette.h"

namespace letterlock::ui {

ProgressLine::ProgressLine(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(6);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_timer.setInterval(40);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_phase += 0.015;
        if (m_phase > 1)
            m_phase -= 1;
        update();
    });
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void ProgressLine::setState(State state)
{
    m_state = state;
    updateTimer();
    update();
}

void ProgressLine::setFraction(double fraction)
{
    // Whole percents: a finer step would only repaint.
    const double next = qRound(qBound(0.0, fraction, 1.0) * 100) / 100.0;
    if (qFuzzyCompare(1 + next, 1 + m_fraction))
        return;
    m_fraction = next;
    setAccessibleDescription(tr("%1 percent").arg(qRound(next * 100)));
    update();
}

void ProgressLine::setProgress(int done, int total)
{
    if (total <= 0) {
        setState(State::Unknown);
        return;
    }
    if (m_state == State::Unknown)
        setState(State::Running);
    setFraction(double(done) / total);
}

void ProgressLine::setReducedMotion(bool reduced)
{
    m_reduced = reduced;
    updateTimer();
}

void ProgressLine::updateTimer()
{
    if (m_state == State::Unknown && !m_reduced && isVisible())
        m_timer.start();
    else
        m_timer.stop();
}

void ProgressLine::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateTimer();
}

void ProgressLine::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    updateTimer();
}

void ProgressLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::BgPress));
    painter.drawRoundedRect(rect(), 3, 3);
    auto role = Role::Accent;
    double from = 0;
    double to = m_fraction;
    switch (m_state) {
    case State::Running:
        break;
    case State::Paused:
        role = Role::LineStrong;
        break;
    case State::Problem:
        role = Role::Bad;
        break;
    case State::Finished:
        role = Role::Ok;
        to = 1;
        break;
    case State::Unknown:
        from = m_reduced ? 0.35 : m_phase * 0.7;
        to = from + 0.3;
        break;
    }
    const qreal width = this->width() * (to - from);
    if (width <= 0)
        return;
    QRectF bar(this->width() * from, 0, qMax(6.0, width), height());
    if (layoutDirection() == Qt::RightToLeft)
        bar.moveLeft(this->width() - bar.right());
    painter.setBrush(color(role));
    painter.drawRoundedRect(bar, 3, 3);
}

} // namespace letterlock::ui
