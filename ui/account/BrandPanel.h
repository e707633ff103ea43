// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace letterlock::ui {

/// The deep blue side of the first run: what the server can and cannot see. The same in every theme.
class BrandPanel : public QWidget {
    Q_OBJECT
public:
    explicit BrandPanel(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace letterlock::ui
