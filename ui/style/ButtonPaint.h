// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>

class QPainter;
class QStyleOption;
class QStyleOptionButton;
class QWidget;

namespace letterlock::ui {

// Parts of LetterlockStyle: push buttons, and the rounded rectangle everything is made of.

/// `border` transparent = none; the line lies inside `rect`.
void roundRect(QPainter &painter, QRectF rect, qreal radius, const QColor &fill, const QColor &border, qreal width = 1);
[[nodiscard]] bool hasKeyboardFocus(const QStyleOption *option);
[[nodiscard]] int buttonHeight(const QWidget *widget);
void paintButtonBevel(QPainter &painter, const QStyleOption *option, const QWidget *widget);
/// The line and the knob of a slider; `groove` and `knob` in the slider's coordinates.
void paintSlider(QPainter &painter, const QStyleOption &option, const QRect &groove, const QRect &knob);
void paintButtonLabel(QPainter &painter, const QStyleOptionButton *button, const QWidget *widget);

} // namespace letterlock::ui
