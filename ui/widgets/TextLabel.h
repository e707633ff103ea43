// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

/// A label in one of the type scale's styles and a colour role; plain text that cannot become markup unless asked for.
class TextLabel : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(
        const QString &text = {}, TextStyle style = TextStyle::Body, Role role = Role::Text, QWidget *parent = nullptr);

    void setRole(Role role);
    void setTextStyle(TextStyle style);
    TextLabel *wrapping(); ///< turns word wrap on; returns this for chaining in layouts

private:
    void refresh();

    Role m_role;
};

} // namespace letterlock::ui
