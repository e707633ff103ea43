// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QToolButton>

#include "ui/style/Palette.h"

namespace letterlock::ui {

/// A 36×36 tool button with only an icon: accessible name and tooltip (with the shortcut) are always there.
class IconButton : public QToolButton {
    Q_OBJECT
public:
    IconButton(const QString &icon, const QString &name, QWidget *parent = nullptr, const QKeySequence &shortcut = {});

    void setGlyph(const QString &icon, Role role = Role::Text2);
};

} // namespace letterlock::ui
