// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/StartCard.h"

#include <QPainter>
#include <QStyle>

#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

StartCard::StartCard(const QString &icon, const QString &title, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMaximumWidth(660);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void StartCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect card = rect().adjusted(0, 4, 0, -4);
    const auto fill = isDown() ? Role::BgPress : underMouse() ? Role::BgHover : Role::BgSurface;
    roundRect(painter, card, metrics::kRadiusCard, color(fill), color(Role::LineStrong));
    if (hasFocus())
        LetterlockStyle::drawFocusRing(painter, card.adjusted(3, 3, -3, -3), metrics::kRadiusCard - 3);
    const auto put = [&](const QRect &box) { return QStyle::visualRect(layoutDirection(), card, box); };
    const QRect tile = put({card.left() + 18, card.center().y() - 23, 48, 48});
    roundRect(painter, tile, metrics::kRadiusRow, color(Role::AccentSoft), Qt::transparent);
    icons::paint(painter, tile.adjusted(12, 12, -12, -12), m_icon, color(Role::AccentText));
    icons::paint(
        painter, put({card.right() - 40, card.center().y() - 9, 20, 20}), u"chevron-right"_s, color(Role::Text2));
    const int align = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter));
    const QRect words(card.left() + 84, card.top() + 10, card.width() - 84 - 52, card.height() - 20);
    const QFont strong = textFont(TextStyle::Heading);
    const QFont body = textFont(TextStyle::Body);
    const int titleHeight = QFontMetrics(strong).height();
    // The sentence may need two lines; title and sentence stand in the middle together.
    const QRect textBox(0, 0, words.width(), words.height() - titleHeight);
    const int textHeight = qMin(
        textBox.height(), QFontMetrics(body).boundingRect(textBox, Qt::TextWordWrap, accessibleDescription()).height());
    const int top = words.center().y() - (titleHeight + 2 + textHeight) / 2;
    painter.setFont(strong);
    painter.setPen(color(Role::Text));
    painter.drawText(put({words.left(), top, words.width(), titleHeight}), align, text());
    painter.setFont(body);
    painter.setPen(color(Role::Text2));
    painter.drawText(put({words.left(), top + titleHeight + 2, words.width(), textHeight}), align | Qt::TextWordWrap,
        accessibleDescription());
}

} // namespace letterlock::ui
