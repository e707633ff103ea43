// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include <functional>

#include "ui/widgets/Panel.h"

class QPushButton;

namespace letterlock::ui {

class Glyph;
class TextLabel;

/// A short message at the bottom of its parent, with at most one action. 6 s, 10 s when something was destroyed; hover
/// or focus stops the clock.
class Toast : public Panel {
    Q_OBJECT
public:
    explicit Toast(QWidget *parent);

    void say(const QString &text, const QString &icon = QStringLiteral("check"));
    void offer(const QString &text, const QString &icon, const QString &action, std::function<void()> run);
    [[nodiscard]] int millisecondsLeft() const { return m_clock.remainingTime(); } ///< -1 while the clock stands
    [[nodiscard]] bool hasAction() const { return bool(m_run); }
    void trigger(); ///< what the action does, e.g. by Ctrl+Z
    void setBottomMargin(int px); ///< room for what lies below, e.g. the composer

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void present(const QString &text, const QString &icon, int milliseconds);
    void place();

    Glyph *m_glyph = nullptr;
    TextLabel *m_text = nullptr;
    QPushButton *m_action = nullptr;
    std::function<void()> m_run;
    QTimer m_clock;
    int m_span = 0; ///< ms the message stays
    int m_bottom = 24;
};

} // namespace letterlock::ui
