// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/IconButton.h"

#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

IconButton::IconButton(const QString &icon, const QString &name, QWidget *parent, const QKeySequence &shortcut)
    : QToolButton(parent)
{
    setAutoRaise(true);
    setFixedSize(metrics::kControl, metrics::kControl);
    setIconSize({metrics::kIcon, metrics::kIcon});
    setGlyph(icon);
    setAccessibleName(name);
    const QString keys = shortcut.toString(QKeySequence::NativeText);
    setToolTip(keys.isEmpty() ? name : u"%1  %2"_s.arg(name, keys));
    setFocusPolicy(Qt::TabFocus);
}

void IconButton::setGlyph(const QString &icon, Role role)
{
    setIcon(icons::icon(icon, role, Role::AccentText));
}

} // namespace letterlock::ui
