// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/RotationPage.h"

class QPushButton;

namespace letterlock::ui {

class FactLine;
class Prompts;
class RecoverySheet;
class SheetProof;

/// Step 5: what came of it, and the new recovery sheet. Complete once two of its groups were typed.
class RotationDonePage : public RotationPage {
    Q_OBJECT
public:
    explicit RotationDonePage(Prompts &prompts, QWidget *parent = nullptr);
    void show(const RotationView &view) override;

    [[nodiscard]] bool isComplete() const; ///< the backup is kept and both groups were typed

Q_SIGNALS:
    void completeChanged();
    void backupRequested(bool overwrite); ///< after it failed

private:
    QWidget *makeSummary();
    QWidget *makeSheet();
    void check();

    Prompts &m_prompts;
    RotationView::Backup m_backup = RotationView::Backup::NotYet;
    QByteArray m_report;
    QWidget *m_summary = nullptr;
    QList<FactLine *> m_facts;
    QPushButton *m_saveReport = nullptr;
    RecoverySheet *m_sheet = nullptr;
    TextLabel *m_backupText = nullptr;
    QPushButton *m_tryAgain = nullptr;
    QPushButton *m_overwrite = nullptr;
    SheetProof *m_proof = nullptr;
    bool m_wasComplete = false;
};

} // namespace letterlock::ui
