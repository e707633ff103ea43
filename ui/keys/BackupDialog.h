// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keys/BackupController.h"
#include "ui/widgets/Dialog.h"

namespace letterlock::ui {

class Prompts;
class TextLabel;

/// A new backup code on a sheet to keep, and the sealed copy of all own keys that it opens, on the server.
class BackupDialog : public Dialog {
    Q_OBJECT
public:
    struct Subject {
        QString account;
        QString server;
        crypto::KeyFingerprint key;
    };
    BackupDialog(const Subject &subject, app::BackupController &backup, Prompts &prompts, QWidget *parent = nullptr);

Q_SIGNALS:
    void kept();

private:
    void keep(bool overwrite);

    app::BackupController &m_backup;
    Prompts &m_prompts;
    QString m_code;
    QPushButton *m_keep = nullptr;
    TextLabel *m_problem = nullptr;
};

} // namespace letterlock::ui
