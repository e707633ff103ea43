// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/RotationView.h"
#include "ui/widgets/Panel.h"

class QPushButton;
class QStackedWidget;
class QScrollArea;

namespace letterlock::ui {

class Prompts;
class RotationChangesPage;
class RotationDonePage;
class RotationNewKeyPage;
class RotationPage;
class RotationProgressPage;
class RotationWhyPage;
class StepList;
class TextLabel;

/// The wizard's window without its controller: shows a RotationView, tells what is wanted. Closing it changes nothing.
class RotationFrame : public Panel {
    Q_OBJECT
public:
    enum class Step { Why, NewKey, Changes, Progress, Done };

    explicit RotationFrame(Prompts &prompts, QWidget *parent = nullptr);

    void show(const RotationView &view);
    using Panel::show;
    void showStep(Step step);
    [[nodiscard]] Step step() const { return m_step; }

Q_SIGNALS:
    void reasonChosen(letterlock::app::RotationReason reason);
    void lostKeyChosen(const crypto::KeyFingerprint &key); ///< empty = the lost device used the old key
    /// An empty `existing` = make one as planned.
    void newKeyWanted(const crypto::KeyFingerprint &existing, const crypto::KeyPlan &plan);
    void rehearsalWanted();
    void startWanted();
    void pauseWanted();
    void continueWanted(); ///< after a pause or a problem
    void stopWanted(); ///< confirmed
    void backupWanted(bool overwrite);
    void finished(); ///< the two groups were typed

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeSide();
    QWidget *makeButtons();
    QPushButton *addButton(const QString &name, const QString &text, const QString &icon);
    void refreshButtons();
    void refreshSteps();
    void goNext();
    void goBack();
    void confirmStop();
    [[nodiscard]] RotationPage *page(Step step) const;

    Prompts &m_prompts;
    RotationView m_view;
    Step m_step = Step::Why;
    QWidget *m_side = nullptr;
    StepList *m_steps = nullptr;
    TextLabel *m_stepLine = nullptr;
    TextLabel *m_account = nullptr;
    QStackedWidget *m_stack = nullptr;
    RotationWhyPage *m_why = nullptr;
    RotationNewKeyPage *m_newKey = nullptr;
    RotationChangesPage *m_changes = nullptr;
    RotationProgressPage *m_progress = nullptr;
    RotationDonePage *m_done = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_rehearse = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_later = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_next = nullptr;
    QPushButton *m_start = nullptr;
    QPushButton *m_background = nullptr;
    QPushButton *m_continue = nullptr;
    QPushButton *m_finish = nullptr;
};

} // namespace letterlock::ui
