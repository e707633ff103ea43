// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/archiving/RecoveryDrill.h"
#include "ui/widgets/Dialog.h"

namespace letterlock::ui {

class BackupCodeField;
class ProgressLine;
class TextLabel;

/// Rehearses a restore: asks for the backup code, shows what is being done, and says in a sentence what came of it.
class DrillDialog : public Dialog {
    Q_OBJECT
public:
    DrillDialog(app::RecoveryDrill &drill, const QString &server, QWidget *parent = nullptr);

    void reject() override; ///< stops it first if it runs

private:
    void start();
    void refresh();
    void fit();
    void showResult(const app::RecoveryDrill::Result &result);
    [[nodiscard]] QString doing() const;
    [[nodiscard]] QString sentence(const app::RecoveryDrill::Result &result) const;

    app::RecoveryDrill &m_drill;
    QString m_server;
    BackupCodeField *m_code;
    ProgressLine *m_progress;
    TextLabel *m_text;
    QPushButton *m_close;
    QPushButton *m_start;
};

} // namespace letterlock::ui
