// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QString>

#include <optional>

#include "app/transport/Transport.h"
#include "ui/style/Palette.h"

class QPainter;

namespace letterlock::ui {

/// Paints people without pictures: a coloured disc with initials, and the presence mark as a shape of its own.
class AvatarPainter {
public:
    static int colorIndex(const QString &address); ///< 0–7, the same on every computer
    static QString initials(const QString &name);
    static QString presenceName(app::Availability availability); ///< "Online", "Away" …

    /// `availability` empty = no presence mark; `ground` is the colour around the mark.
    static void paint(QPainter &painter, const QRectF &rect, const QString &address, const QString &name,
        std::optional<app::Availability> availability = {}, Role ground = Role::BgSide);
    static void paintPresence(QPainter &painter, const QRectF &rect, app::Availability availability, Role ground);
};

} // namespace letterlock::ui
