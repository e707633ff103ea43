// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/style/Palette.h"

namespace letterlock::ui {

/// A surface in a colour role: page background, card, notice. Follows the theme; Role::Count means "none".
class Panel : public QWidget {
    Q_OBJECT
public:
    explicit Panel(Role fill, QWidget *parent = nullptr);

    void setFill(Role fill);
    void setBorder(Role border, qreal width = 1);
    void setRadius(qreal radius);
    void setEdges(Qt::Edges edges); ///< hairlines in Role::Line on these sides instead of a border

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Role m_fill;
    Role m_border = Role::Count;
    qreal m_borderWidth = 1;
    qreal m_radius = 0;
    Qt::Edges m_edges;
};

} // namespace letterlock::ui
