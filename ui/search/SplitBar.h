// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include "ui/style/Palette.h"

namespace letterlock::ui {

/// A thin bar divided by amounts, each in its colour role. Small amounts stay visible.
class SplitBar : public QWidget {
    Q_OBJECT
public:
    struct Part {
        qint64 amount = 0;
        Role role = Role::Accent;
    };
    explicit SplitBar(QWidget *parent = nullptr);

    void setParts(const QList<Part> &parts);
    [[nodiscard]] QSize sizeHint() const override { return {150, 8}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<Part> m_parts;
};

} // namespace letterlock::ui
