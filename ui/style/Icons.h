// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>

#include "ui/style/Palette.h"

namespace letterlock::ui {

/// The icon set of resources/icons: one colour each, taken from the current palette at the moment of painting.
namespace icons {

/// `name` is the file's base name; `onRole` colours the checked state. Disabled is always Role::TextOff.
[[nodiscard]] QIcon icon(const QString &name, Role role = Role::Text2, Role onRole = Role::Count);
/// Square pixmap of `size` logical pixels.
[[nodiscard]] QPixmap pixmap(const QString &name, Role role, int size, qreal devicePixelRatio);
[[nodiscard]] QPixmap pixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);
/// Paints into `rect` (centred, square), mirrored in right-to-left where the glyph has a direction.
void paint(QPainter &painter, const QRect &rect, const QString &name, const QColor &color);
/// The coloured application icon.
[[nodiscard]] QIcon application();

} // namespace icons

} // namespace letterlock::ui
