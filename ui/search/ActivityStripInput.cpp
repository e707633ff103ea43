// SPDX-License-Identifier: GPL-3.0-or-later
// What keys and mouse do to the activity strip.
#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include "ui/search/ActivityStrip.h"

namespace letterlock::ui {

bool ActivityStrip::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const auto day = dayAt(help->pos());
        if (day.isValid()) {
            QToolTip::showText(help->globalPos(), dayText(day), this, cellRect(day));
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void ActivityStrip::resizeEvent(QResizeEvent *)
{
    announcePeriod();
}

void ActivityStrip::announcePeriod()
{
    const auto shown = period();
    if (shown != m_announced) {
        m_announced = shown;
        Q_EMIT periodChanged(shown.from, shown.to);
    }
}

void ActivityStrip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const auto pos = event->position().toPoint();
    m_drag = handleAt(pos);
    const auto day = dayAt(pos);
    if (m_drag == Drag::Start) {
        m_anchor = m_range.to;
    } else if (m_drag == Drag::End) {
        m_anchor = m_range.from;
    } else if (day.isValid()) {
        m_drag = Drag::Days;
        moveFocus(day, event->modifiers() & Qt::ShiftModifier);
        if (!(event->modifiers() & Qt::ShiftModifier)) {
            m_anchor = day;
            m_range = {day, day};
        }
    }
    update();
}

void ActivityStrip::mouseMoveEvent(QMouseEvent *event)
{
    const auto pos = event->position().toPoint();
    if (m_drag == Drag::None) {
        setCursor(handleAt(pos) == Drag::None ? Qt::ArrowCursor : Qt::SizeHorCursor);
        return;
    }
    const auto inside = QPoint(pos.x(), qBound(5, pos.y(), 7 * 14));
    const auto day = dayAt(inside);
    if (day.isValid()) {
        m_focus = day;
        extendTo(day);
    }
}

void ActivityStrip::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_drag != Drag::None) {
        m_drag = Drag::None;
        Q_EMIT rangeChosen(m_range.from, m_range.to);
    }
}

void ActivityStrip::extendTo(const QDate &day)
{
    if (!m_anchor.isValid()) {
        m_anchor = m_focus;
    }
    m_range = {std::min(m_anchor, day), std::max(m_anchor, day)};
    update();
}

void ActivityStrip::reveal(const QDate &day)
{
    const auto shown = period();
    if (day < shown.from) {
        setLastDay(m_last.addDays(-7 * ((day.daysTo(shown.from) + 6) / 7)));
    } else if (day > shown.to) {
        setLastDay(std::min(QDate::currentDate(), m_last.addDays(7 * ((shown.to.daysTo(day) + 6) / 7))));
    }
}

void ActivityStrip::moveFocus(const QDate &day, bool extend)
{
    const auto from = m_focus;
    const auto target = std::min(day, QDate::currentDate());
    reveal(target);
    m_focus = target;
    if (extend) {
        if (!m_anchor.isValid()) {
            m_anchor = from;
        }
        extendTo(target);
    } else {
        m_anchor = {};
    }
    update();
    QAccessibleValueChangeEvent changed(this, dayText(m_focus));
    QAccessible::updateAccessibility(&changed);
}

void ActivityStrip::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const int week = layoutDirection() == Qt::RightToLeft ? -7 : 7;
    switch (event->key()) {
    case Qt::Key_Up:
        moveFocus(m_focus.addDays(-1), extend);
        return;
    case Qt::Key_Down:
        moveFocus(m_focus.addDays(1), extend);
        return;
    case Qt::Key_Left:
        moveFocus(m_focus.addDays(-week), extend);
        return;
    case Qt::Key_Right:
        moveFocus(m_focus.addDays(week), extend);
        return;
    case Qt::Key_PageUp:
        moveFocus(m_focus.addDays(-28), extend);
        return;
    case Qt::Key_PageDown:
        moveFocus(m_focus.addDays(28), extend);
        return;
    case Qt::Key_Home:
        moveFocus(period().from, extend);
        return;
    case Qt::Key_End:
        moveFocus(period().to, extend);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (!m_anchor.isValid()) {
            m_range = {m_focus, m_focus};
        }
        update();
        Q_EMIT rangeChosen(m_range.from, m_range.to);
        return;
    case Qt::Key_Escape:
    case Qt::Key_Delete:
        if (m_range.isValid()) {
            m_range = {};
            m_anchor = {};
            update();
            Q_EMIT rangeChosen({}, {});
            return;
        }
        break;
    default:
        break;
    }
    event->ignore();
}

void ActivityStrip::wheelEvent(QWheelEvent *event)
{
    const int delta = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    if (delta == 0) {
        return;
    }
    setLastDay(std::min(QDate::currentDate(), m_last.addDays(delta > 0 ? -28 : 28)));
    event->accept();
}

} // namespace letterlock::ui
