// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/style/Palette.h"

namespace letterlock::ui {

/// One icon of the set, painted in a colour role. Decorative: the words beside it say what it means.
class Glyph : public QWidget {
    Q_OBJECT
public:
    Glyph(const QString &icon, Role role, int size = 20, QWidget *parent = nullptr);

    void setIcon(const QString &icon, Role role);
    [[nodiscard]] QSize sizeHint() const override { return {m_size, m_size}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    Role m_role;
    int m_size;
};

} // namespace letterlock::ui
