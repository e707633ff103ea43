// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/SealingRow.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 352;
constexpr int kTextLeft = 39;
constexpr int kTextWidth = 262;
constexpr int kNameHeight = 18;
constexpr int kPadding = 9;

} // namespace

SealingRow::SealingRow(const QString &icon, Role ink, const QString &name, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
    , m_ink(ink)
{
    setText(name);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(name);
    setMouseTracking(true);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void SealingRow::setMeaning(const QString &meaning)
{
    m_meaning = meaning;
    setAccessibleDescription(meaning);
    updateGeometry();
    update();
}

void SealingRow::setBadge(const QString &badge)
{
    m_badge = badge;
    update();
}

QRect SealingRow::meaningRect() const
{
    const QRect room(kTextLeft, kPadding + kNameHeight, kTextWidth, 200);
    return QFontMetrics(textFont(TextStyle::Caption)).boundingRect(room, Qt::TextWordWrap, m_meaning);
}

QSize SealingRow::sizeHint() const
{
    return {kWidth, meaningRect().bottom() + kPadding};
}

void SealingRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const bool hovered = underMouse() || hasFocus();
    const QRect all = rect().adjusted(2, 0, -2, 0);
    if (isChecked() || hovered)
        roundRect(painter, all, metrics::kRadiusControl, color(isChecked() ? Role::AccentSoft : Role::BgHover),
            Qt::transparent);
    if (hasFocus())
        roundRect(painter, all, metrics::kRadiusControl, Qt::transparent, color(Role::Accent), 2);
    const auto put = [&](const QRect &box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    const int align = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignTop));
    icons::paint(painter, put(QRect(11, kPadding, 18, 18)), m_icon, color(m_ink));

    painter.setFont(textFont(TextStyle::BodyStrong));
    painter.setPen(color(Role::Text));
    painter.drawText(put(QRect(kTextLeft, kPadding - 1, kTextWidth, kNameHeight)), align, text());
    if (!m_badge.isEmpty()) {
        const int before = painter.fontMetrics().horizontalAdvance(text()) + 8;
        painter.setFont(textFont(TextStyle::Micro));
        const int width = painter.fontMetrics().horizontalAdvance(m_badge) + 12;
        const QRect badge = put(QRect(kTextLeft + before, kPadding - 1, width, 18));
        roundRect(painter, QRectF(badge).adjusted(0.5, 0.5, -0.5, -0.5), 9, Qt::transparent, color(Role::LineStrong));
        painter.setPen(color(Role::Text2));
        painter.drawText(badge, Qt::AlignCenter, m_badge);
    }
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(color(Role::Text2));
    painter.drawText(put(meaningRect().adjusted(0, 0, kTextLeft + kTextWidth - meaningRect().right(), 2)),
        align | Qt::TextWordWrap, m_meaning);
    if (isChecked())
        icons::paint(painter, put(QRect(width() - 28, kPadding, 16, 16)), u"check"_s, color(Role::AccentText));
}

void SealingRow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    // Up and down belong to the menu, which knows the other rows.
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
        event->ignore();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void SealingRow::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

} // namespace letterlock::ui
