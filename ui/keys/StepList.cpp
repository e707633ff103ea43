// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/StepList.h"

#include <QPainter>
#include <QStyle>

#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int disc = 26;
constexpr int rowHeight = 52;

} // namespace

StepList::StepList(const QStringList &titles, QWidget *parent)
    : QWidget(parent)
    , m_titles(titles)
    , m_results(titles.size())
{
    setObjectName(u"rotationSteps"_s);
    setAccessibleName(tr("Steps"));
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
    describe();
}

void StepList::setCurrent(int step)
{
    m_current = step;
    describe();
    update();
}

void StepList::setResult(int step, const QString &text)
{
    m_results[step] = text;
    update();
}

QString StepList::line() const
{
    return tr("Step %1 of %2: %3").arg(m_current + 1).arg(m_titles.size()).arg(m_titles.at(m_current));
}

void StepList::describe()
{
    setAccessibleDescription(line());
}

QSize StepList::sizeHint() const
{
    return {184, static_cast<int>(m_titles.size()) * rowHeight};
}

void StepList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto align = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter);
    for (int i = 0; i < m_titles.size(); ++i) {
        const bool done = i < m_current;
        const bool now = i == m_current;
        const QRect area(0, i * rowHeight, width(), rowHeight);
        const auto visual = [&](const QRect &logical) { return QStyle::visualRect(layoutDirection(), area, logical); };
        const QRect circle = visual(QRect(0, area.top(), disc, disc));
        painter.setPen(done || now ? QPen(Qt::NoPen) : QPen(color(Role::LineStrong), 1.5));
        painter.setBrush(done ? QBrush(color(Role::OkSoft)) : now ? QBrush(color(Role::Accent)) : QBrush(Qt::NoBrush));
        painter.drawEllipse(QRectF(circle).adjusted(1, 1, -1, -1));
        if (done) {
            icons::paint(painter, circle.adjusted(6, 6, -6, -6), u"check"_s, color(Role::Ok));
        } else {
            painter.setFont(textFont(TextStyle::CaptionStrong));
            painter.setPen(color(now ? Role::OnAccent : Role::Text2));
            painter.drawText(circle, Qt::AlignCenter, QString::number(i + 1));
        }
        const int left = disc + metrics::kSpace12;
        const int wide = width() - left;
        painter.setFont(textFont(now ? TextStyle::BodyStrong : TextStyle::BodyMedium));
        painter.setPen(color(now || done ? Role::Text : Role::Text2));
        painter.drawText(visual(QRect(left, area.top(), wide, disc)), align,
            painter.fontMetrics().elidedText(m_titles.at(i), Qt::ElideRight, wide));
        if (done && !m_results.at(i).isEmpty()) {
            painter.setFont(textFont(TextStyle::Caption));
            painter.setPen(color(Role::Text3));
            painter.drawText(visual(QRect(left, area.top() + disc - 3, wide, 16)), align,
                painter.fontMetrics().elidedText(m_results.at(i), Qt::ElideRight, wide));
        }
    }
}

} // namespace letterlock::ui
