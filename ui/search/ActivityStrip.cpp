// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/ActivityStrip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>

#include "ui/search/ActivityStripAccessible.h"
#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

namespace {

constexpr int cell = 12;
constexpr int pitch = 14;
constexpr int top = 5; // room for the frame
constexpr int frameGap = 4;
constexpr int leastWeeks = 12;

QDate weekStart(const QDate &day)
{
    const int offset = (day.dayOfWeek() - QLocale().firstDayOfWeek() + 7) % 7;
    return day.addDays(-offset);
}

} // namespace

ActivityStrip::ActivityStrip(QWidget *parent)
    : QWidget(parent)
    , m_last(QDate::currentDate())
    , m_focus(m_last)
{
    installActivityStripAccessibility();
    setObjectName(QStringLiteral("activityStrip"));
    setAccessibleName(tr("Activity by day"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void ActivityStrip::setActivity(const QMap<QDate, int> &messages)
{
    m_activity = messages;
    computeThresholds();
    update();
}

void ActivityStrip::setResultDays(const QSet<QDate> &days)
{
    m_resultDays = days;
    update();
}

void ActivityStrip::setRange(const Range &range)
{
    m_range = range.isValid() ? range : Range{};
    update();
}

void ActivityStrip::setLastDay(const QDate &day)
{
    if (!day.isValid() || day == m_last) {
        return;
    }
    m_last = day;
    m_focus = qBound(firstDay(), m_focus, m_last);
    update();
    announcePeriod();
}

void ActivityStrip::setFocusDay(const QDate &day)
{
    moveFocus(day, false);
}

int ActivityStrip::weeks() const
{
    return std::max(leastWeeks, (width() - labelWidth() - frameGap - 2) / pitch);
}

QDate ActivityStrip::firstDay() const
{
    return weekStart(m_last).addDays(-7 * (weeks() - 1));
}

ActivityStrip::Range ActivityStrip::period() const
{
    return {firstDay(), m_last};
}

int ActivityStrip::labelWidth() const
{
    return QFontMetrics(textFont(TextStyle::Micro)).horizontalAdvance(QStringLiteral("Wed")) + 14;
}

QRect ActivityStrip::cellRect(const QDate &day) const
{
    const auto first = firstDay();
    if (day < first || day > m_last) {
        return {};
    }
    const auto days = static_cast<int>(first.daysTo(day));
    const QRect logical(labelWidth() + days / 7 * pitch, top + days % 7 * pitch, cell, cell);
    return QStyle::visualRect(layoutDirection(), rect(), logical);
}

QDate ActivityStrip::dayAt(QPoint pos) const
{
    const auto logical = QStyle::visualPos(layoutDirection(), rect(), pos);
    const int x = logical.x() - labelWidth() + (pitch - cell) / 2;
    const int y = logical.y() - top + (pitch - cell) / 2;
    if (x < 0 || y < 0 || y >= 7 * pitch) {
        return {};
    }
    const auto day = firstDay().addDays(x / pitch * 7 + y / pitch);
    return day <= m_last ? day : QDate();
}

void ActivityStrip::computeThresholds()
{
    QList<int> counts;
    for (const int count : std::as_const(m_activity)) {
        if (count > 0) {
            counts << count;
        }
    }
    std::ranges::sort(counts);
    for (size_t i = 0; i < m_thresholds.size(); ++i) {
        const auto at = counts.size() * static_cast<qsizetype>(i + 1) / 4;
        m_thresholds.at(i) = counts.isEmpty() ? 0 : counts.at(std::min(at, counts.size() - 1));
    }
}

int ActivityStrip::level(const QDate &day) const
{
    const int count = m_activity.value(day);
    if (count <= 0) {
        return 0;
    }
    return 1 + static_cast<int>(std::ranges::count_if(m_thresholds, [count](int least) { return count > least; }));
}

QString ActivityStrip::dayText(const QDate &day) const
{
    const int count = m_activity.value(day);
    auto text = QLocale().toString(day, tr("d MMMM yyyy", "a day in the activity strip")) + QStringLiteral(": ")
        + (count == 1 ? tr("1 message") : tr("%1 messages").arg(QLocale().toString(count)));
    if (isResultDay(day)) {
        text += tr(", holds a result");
    }
    return text;
}

QSize ActivityStrip::sizeHint() const
{
    return {labelWidth() + 60 * pitch, top + 7 * pitch + 4 + QFontMetrics(textFont(TextStyle::Micro)).height() + 4};
}

QSize ActivityStrip::minimumSizeHint() const
{
    return {labelWidth() + leastWeeks * pitch + frameGap + 2, sizeHint().height()};
}

QRect ActivityStrip::frameRect() const
{
    const auto shown = period();
    if (!m_range.isValid() || m_range.to < shown.from || m_range.from > shown.to) {
        return {};
    }
    const auto left = cellRect(std::max(weekStart(m_range.from), shown.from));
    const auto right = cellRect(std::min(m_range.to, shown.to));
    const auto columns = left.united(right);
    return {columns.left() - frameGap, 0, columns.width() + 2 * frameGap, top + 7 * pitch + 2};
}

QRect ActivityStrip::handleRect(bool end) const
{
    const auto frame = frameRect();
    if (frame.isNull()) {
        return {};
    }
    const bool atRight = end != (layoutDirection() == Qt::RightToLeft);
    return {(atRight ? frame.right() : frame.left()) - 5, frame.center().y() - 14, 11, 28};
}

ActivityStrip::Drag ActivityStrip::handleAt(QPoint pos) const
{
    if (handleRect(false).adjusted(-3, 0, 3, 0).contains(pos)) {
        return Drag::Start;
    }
    return handleRect(true).adjusted(-3, 0, 3, 0).contains(pos) ? Drag::End : Drag::None;
}

void ActivityStrip::paintEvent(QPaintEvent *)
{
    static constexpr std::array heat{Role::Heat0, Role::Heat1, Role::Heat2, Role::Heat3, Role::Heat4};
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLabels(painter);
    for (auto day = firstDay(); day <= m_last; day = day.addDays(1)) {
        const QRectF area(cellRect(day));
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(heat.at(static_cast<size_t>(level(day)))));
        painter.drawRoundedRect(area, 3, 3);
        if (isResultDay(day)) {
            painter.setPen(QPen(color(Role::Warn), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(area.adjusted(0, 0, 0, 0), 3, 3);
        }
    }
    paintFrame(painter);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        const QRectF area(cellRect(m_focus));
        painter.setPen(QPen(color(Role::BgSurface), 2));
        painter.drawRoundedRect(area.adjusted(-1, -1, 1, 1), 3, 3);
        painter.setPen(QPen(color(Role::Accent), 2));
        painter.drawRoundedRect(area.adjusted(-2.5, -2.5, 2.5, 2.5), 4, 4);
    }
}

void ActivityStrip::paintLabels(QPainter &painter) const
{
    painter.setFont(textFont(TextStyle::Micro));
    painter.setPen(color(Role::Text3));
    const auto first = firstDay();
    for (int row = 0; row < 6; row += 2) {
        const QRect area(0, top + row * pitch - 2, labelWidth() - 8, pitch + 2);
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), area),
            int(Qt::AlignVCenter) | int(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight)),
            QLocale().dayName(first.addDays(row).dayOfWeek(), QLocale::ShortFormat));
    }
    int freeFrom = 0;
    for (int week = 0; week < weeks(); ++week) {
        const auto day = first.addDays(week * 7);
        const bool newMonth = week == 0 || day.month() != day.addDays(-7).month();
        const int x = labelWidth() + week * pitch;
        if (!newMonth || x < freeFrom) {
            continue;
        }
        const bool withYear = week == 0 || day.year() != day.addDays(-35).year();
        const auto text = QLocale().toString(day, withYear ? tr("MMM yyyy") : tr("MMM"));
        const int textWidth = painter.fontMetrics().horizontalAdvance(text);
        if (x + textWidth > width()) {
            continue;
        }
        const QRect area(x, top + 7 * pitch + 4, textWidth + 2, painter.fontMetrics().height());
        painter.drawText(
            QStyle::visualRect(layoutDirection(), rect(), area), Qt::AlignVCenter | Qt::AlignHCenter, text);
        freeFrom = x + textWidth + 40;
    }
}

void ActivityStrip::paintFrame(QPainter &painter) const
{
    const auto frame = frameRect();
    if (frame.isNull()) {
        return;
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color(Role::Accent), 2));
    painter.drawRoundedRect(QRectF(frame).adjusted(1, 1, -1, -1), 5, 5);
    for (const bool end : {false, true}) {
        const QRectF handle(handleRect(end));
        painter.setPen(QPen(color(Role::Accent), 2));
        painter.setBrush(color(Role::BgSurface));
        painter.drawRoundedRect(handle.adjusted(1, 0, -1, 0), 4, 4);
        painter.drawLine(QPointF(handle.center().x(), handle.center().y() - 5),
            QPointF(handle.center().x(), handle.center().y() + 5));
    }
}

} // namespace letterlock::ui
