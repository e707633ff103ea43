// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/ButtonPaint.h"

#include <QAbstractButton>
#include <QPainter>
#include <QStyleOption>

#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

ButtonKind kindOf(const QWidget *widget)
{
    return widget ? static_cast<ButtonKind>(widget->property("kind").toInt()) : ButtonKind::Secondary;
}

struct ButtonColors {
    QColor fill = Qt::transparent;
    QColor border = Qt::transparent;
    QColor text;
};

ButtonColors buttonColors(const QStyleOption *option, const QWidget *widget)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool down = option->state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hover = enabled && (option->state & QStyle::State_MouseOver);
    const auto kind = kindOf(widget);
    ButtonColors c;
    const bool quiet = kind == ButtonKind::Text || kind == ButtonKind::TextDestructive;
    if (!enabled) {
        c.text = color(Role::TextOff);
        if (!quiet) {
            c.fill = color(Role::BgSunken);
            c.border = color(Role::Line);
        }
        return c;
    }
    switch (kind) {
    case ButtonKind::Primary:
        c.fill = color(down ? Role::AccentPress : hover ? Role::AccentHover : Role::Accent);
        c.text = color(Role::OnAccent);
        break;
    case ButtonKind::Destructive:
        c.fill = color(Role::Bad);
        if (down || hover)
            c.fill = c.fill.darker(down ? 125 : 112);
        c.text = color(Role::OnBad);
        break;
    case ButtonKind::Text:
    case ButtonKind::TextDestructive:
        c.text = color(kind == ButtonKind::Text ? Role::AccentText : Role::Bad);
        if (widget->property("inverse").toBool()) { // on a toast
            c.text = color(Role::InvLink);
            break;
        }
        if (down || hover)
            c.fill = color(down ? Role::BgPress : Role::BgHover);
        break;
    case ButtonKind::Secondary:
        c.fill = color(down ? Role::BgPress : hover ? Role::BgHover : Role::BgSurface);
        c.border = color(Role::LineStrong);
        c.text = color(Role::Text);
        break;
    }
    return c;
}

} // namespace

void roundRect(QPainter &painter, QRectF rect, qreal radius, const QColor &fill, const QColor &border, qreal width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lined = border.alpha() > 0;
    painter.setPen(lined ? QPen(border, width) : QPen(Qt::NoPen));
    painter.setBrush(fill.alpha() > 0 ? QBrush(fill) : QBrush(Qt::NoBrush));
    if (lined)
        rect.adjust(width / 2, width / 2, -width / 2, -width / 2);
    painter.drawRoundedRect(rect, radius, radius);
    painter.restore();
}

bool hasKeyboardFocus(const QStyleOption *option)
{
    return (option->state & QStyle::State_HasFocus) && (option->state & QStyle::State_KeyboardFocusChange);
}

int buttonHeight(const QWidget *widget)
{
    switch (widget ? static_cast<ButtonSize>(widget->property("buttonSize").toInt()) : ButtonSize::Normal) {
    case ButtonSize::Small:
        return metrics::kControlSmall;
    case ButtonSize::Large:
        return metrics::kControlLarge;
    case ButtonSize::Normal:
        break;
    }
    return metrics::kControl;
}

void setButtonKind(QAbstractButton *button, ButtonKind kind, ButtonSize size)
{
    button->setProperty("kind", static_cast<int>(kind));
    button->setProperty("buttonSize", static_cast<int>(size));
    button->setFont(textFont(TextStyle::BodyStrong));
    button->updateGeometry();
    button->update();
}

void paintButtonBevel(QPainter &painter, const QStyleOption *option, const QWidget *widget)
{
    const auto colors = buttonColors(option, widget);
    QRectF rect(option->rect);
    if (hasKeyboardFocus(option)) {
        LetterlockStyle::drawFocusRing(painter, rect, metrics::kRadiusControl + 2);
        rect.adjust(3, 3, -3, -3);
    }
    roundRect(painter, rect, metrics::kRadiusControl, colors.fill, colors.border);
}

void paintButtonLabel(QPainter &painter, const QStyleOptionButton *button, const QWidget *widget)
{
    const QColor ink = buttonColors(button, widget).text;
    const QFontMetrics &fm = button->fontMetrics;
    const int textWidth = fm.horizontalAdvance(QString(button->text).remove(u'&'));
    const int iconWidth = button->icon.isNull() ? 0 : button->iconSize.width();
    const int gap = iconWidth && textWidth ? 8 : 0;
    const QRect &rect = button->rect;
    int x = rect.x() + (rect.width() - textWidth - gap - iconWidth) / 2;
    if (iconWidth) {
        const QRect box(x, rect.center().y() + 1 - button->iconSize.height() / 2, iconWidth, button->iconSize.height());
        button->icon.paint(&painter, QStyle::visualRect(button->direction, rect, box), Qt::AlignCenter,
            button->state & QStyle::State_Enabled ? QIcon::Normal : QIcon::Disabled);
        x += iconWidth + gap;
    }
    painter.setPen(ink);
    const QRect area(x, rect.y(), textWidth + 4, rect.height());
    painter.drawText(QStyle::visualRect(button->direction, rect, area),
        int(Qt::AlignVCenter | Qt::TextShowMnemonic | QStyle::visualAlignment(button->direction, Qt::AlignLeft)),
        button->text);
}

void paintSlider(QPainter &painter, const QStyleOption &option, const QRect &groove, const QRect &knob)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    const QRectF line(groove.left(), QRectF(option.rect).center().y() - 2, groove.width(), 4);
    QRectF before = line;
    if (option.direction == Qt::RightToLeft)
        before.setLeft(knob.center().x());
    else
        before.setRight(knob.center().x());
    roundRect(painter, line, 2, color(Role::LineStrong), Qt::transparent);
    roundRect(painter, before, 2, color(enabled ? Role::Accent : Role::LineStrong), Qt::transparent);
    const double side = qMin(16, option.rect.height());
    const QRectF disc(knob.center().x() + 0.5 - side / 2, QRectF(option.rect).center().y() - side / 2, side, side);
    roundRect(painter, disc, 9, color(Role::BgSurface), color(enabled ? Role::Accent : Role::Line), 2);
    if (option.state & QStyle::State_HasFocus)
        roundRect(painter, disc.adjusted(4, 4, -4, -4), 4, color(Role::Accent), Qt::transparent);
}

} // namespace letterlock::ui
