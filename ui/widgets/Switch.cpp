// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Switch.h"

namespace letterlock::ui {

Switch::Switch(QWidget *parent)
    : Switch(QString(), parent)
{
}

Switch::Switch(const QString &text, QWidget *parent)
    : QCheckBox(text, parent)
{
    setProperty("switch", true); // LetterlockStyle paints it
}

} // namespace letterlock::ui
