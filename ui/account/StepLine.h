// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace letterlock::ui {

/// "1 Sign in – 2 Your key – 3 Ready" above the pages of the first run.
class StepLine : public QWidget {
    Q_OBJECT
public:
    explicit StepLine(const QStringList &steps, QWidget *parent = nullptr);

    void setCurrent(int step);
    [[nodiscard]] QSize sizeHint() const override { return {400, 52}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 52}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QStringList m_steps;
    int m_current = 0;
};

} // namespace letterlock::ui
