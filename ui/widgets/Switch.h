// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>

namespace letterlock::ui {

/// A check box painted as a switch; its role for assistive technology stays check box.
class Switch : public QCheckBox {
    Q_OBJECT
public:
    explicit Switch(QWidget *parent = nullptr);
    explicit Switch(const QString &text, QWidget *parent = nullptr);
};

} // namespace letterlock::ui
