// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/widgets/AvatarPainter.h"

namespace letterlock::ui {

/// AvatarPainter as a widget. Decorative: the name stands beside it.
class Avatar : public QWidget {
    Q_OBJECT
public:
    explicit Avatar(int size, Role ground, QWidget *parent = nullptr);

    void setPerson(const QString &address, const QString &name, std::optional<app::Availability> availability);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Role m_ground;
    QString m_address;
    QString m_name;
    std::optional<app::Availability> m_availability;
};

} // namespace letterlock::ui
