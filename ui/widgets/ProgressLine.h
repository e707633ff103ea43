// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

namespace letterlock::ui {

/// A 6 px progress bar; its text stands beside it, never on it.
class ProgressLine : public QWidget {
    Q_OBJECT
public:
    enum class State { Running, Paused, Unknown, Problem, Finished };
    explicit ProgressLine(QWidget *parent = nullptr);

    void setState(State state);
    void setFraction(double fraction); ///< 0–1
    void setProgress(int done, int total); ///< total 0 = unknown length
    void setReducedMotion(bool reduced);
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] double fraction() const { return m_fraction; }
    [[nodiscard]] QSize sizeHint() const override { return {160, 6}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void updateTimer();

    State m_state = State::Running;
    double m_fraction = 0;
    double m_phase = 0;
    bool m_reduced = false;
    QTimer m_timer;
};

} // namespace letterlock::ui
