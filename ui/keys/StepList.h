// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace letterlock::ui {

/// The steps of the wizard at its side: done ones ticked with what was chosen, the current one filled.
class StepList : public QWidget {
    Q_OBJECT
public:
    explicit StepList(const QStringList &titles, QWidget *parent = nullptr);

    void setCurrent(int step); ///< from 0
    void setResult(int step, const QString &text);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] QString line() const; ///< "Step 3 of 5: What will change"
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();

    QStringList m_titles;
    QStringList m_results;
    int m_current = 0;
};

} // namespace letterlock::ui
