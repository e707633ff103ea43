// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Banner.h"

namespace letterlock::ui {

/// Shows the most serious notice; the rest wait behind it as "1 of 2".
class BannerArea : public QWidget {
    Q_OBJECT
public:
    explicit BannerArea(QWidget *parent = nullptr);

    void put(const Notice &notice);
    void take(const QString &id);
    [[nodiscard]] bool shows(const QString &id) const;

private:
    void refresh();

    QList<Notice> m_notices; ///< most serious first
    Banner *m_banner = nullptr;
};

} // namespace letterlock::ui
