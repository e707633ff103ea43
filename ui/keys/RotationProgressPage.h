// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/RotationPage.h"

class QPlainTextEdit;
class QPushButton;

namespace letterlock::ui {

class ProgressLine;

/// Step 4: what is being done right now. Safe to close at any moment, and says so.
class RotationProgressPage : public RotationPage {
    Q_OBJECT
public:
    explicit RotationProgressPage(QWidget *parent = nullptr);
    void show(const RotationView &view) override;

private:
    void showSteps(const RotationView &view);
    QWidget *makeFacts();

    TextLabel *m_percent = nullptr;
    ProgressLine *m_progress = nullptr;
    TextLabel *m_rate = nullptr;
    TextLabel *m_eta = nullptr;
    TextLabel *m_sent = nullptr;
    QWidget *m_stepBox = nullptr;
    QVBoxLayout *m_steps = nullptr;
    Panel *m_notice = nullptr;
    TextLabel *m_noticeText = nullptr;
    TextLabel *m_now = nullptr;
    TextLabel *m_state = nullptr;
    QPushButton *m_logButton = nullptr;
    QPlainTextEdit *m_log = nullptr;
};

} // namespace letterlock::ui
