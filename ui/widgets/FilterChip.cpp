// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/FilterChip.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionToolButton>

#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int side = 13;
constexpr int gap = 8;
constexpr int glyph = 18;
constexpr int endGlyph = 14;

} // namespace

FilterChip::FilterChip(const QString &icon, const QString &text, QWidget *parent)
    : QToolButton(parent)
    , m_icon(icon)
{
    setText(text);
    setFont(textFont(TextStyle::BodyMedium));
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void FilterChip::setFilter(const QString &text, bool active)
{
    m_active = active;
    setText(text);
    setAccessibleDescription(text);
    updateGeometry();
    update();
}

void FilterChip::setCount(const QString &count)
{
    m_count = count;
    setAccessibleDescription(count);
    updateGeometry();
    update();
}

QSize FilterChip::sizeHint() const
{
    int width = 2 * side + fontMetrics().horizontalAdvance(text());
    width += m_icon.isEmpty() ? 0 : glyph + gap;
    width += menu() ? endGlyph + gap : 0;
    width += m_count.isEmpty() ? 0 : gap + QFontMetrics(textFont(TextStyle::BodyStrong)).horizontalAdvance(m_count);
    return {width, std::max(metrics::kFilterChip, fontMetrics().height() + 12)};
}

QRect FilterChip::endRect() const
{
    const QRect logical(width() - side - endGlyph, (height() - endGlyph) / 2, endGlyph, endGlyph);
    return QStyle::visualRect(layoutDirection(), rect(), logical);
}

void FilterChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hover = underMouse() || isDown();
    const auto ink = color(isActive() ? Role::AccentText : Role::Text);
    painter.setPen(QPen(color(isActive() ? Role::Accent : Role::LineStrong), 1));
    painter.setBrush(color(isActive() ? Role::AccentSoft : hover ? Role::BgHover : Role::BgSurface));
    const auto area = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    if (hasFocus() && (option.state & QStyle::State_KeyboardFocusChange)) {
        LetterlockStyle::drawFocusRing(painter, rect(), height() / 2.0);
    }
    int x = side;
    const auto place = [this](int left, int wide) {
        return QStyle::visualRect(layoutDirection(), rect(), QRect(left, 0, wide, height()));
    };
    if (!m_icon.isEmpty()) {
        icons::paint(
            painter, place(x, glyph).adjusted(0, (height() - glyph) / 2, 0, -(height() - glyph) / 2), m_icon, ink);
        x += glyph + gap;
    }
    painter.setPen(ink);
    painter.setFont(font());
    const int wide = fontMetrics().horizontalAdvance(text());
    painter.drawText(place(x, wide + 2), Qt::AlignVCenter | Qt::AlignLeft, text());
    x += wide + gap;
    if (!m_count.isEmpty()) {
        painter.setFont(textFont(TextStyle::BodyStrong));
        painter.drawText(place(x, width() - x), Qt::AlignVCenter | Qt::AlignLeft, m_count);
    }
    if (menu()) {
        icons::paint(painter, endRect(), m_active ? u"close"_s : u"chevron-down"_s, ink);
    }
}

void FilterChip::mousePressEvent(QMouseEvent *event)
{
    if (m_active && menu() && endRect().adjusted(-6, -9, side, 9).contains(event->position().toPoint())) {
        Q_EMIT removed();
        return;
    }
    QToolButton::mousePressEvent(event);
}

void FilterChip::keyPressEvent(QKeyEvent *event)
{
    if (m_active && menu() && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)) {
        Q_EMIT removed();
        return;
    }
    if (menu() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Down)) {
        showMenu();
        return;
    }
    QToolButton::keyPressEvent(event);
}

} // namespace letterlock::ui
