// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/keys/BackupController.h"

class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace letterlock::ui {

class BackupCodeField;
class FingerprintLabel;
class Prompts;
class Switch;
class TextLabel;

/// The second step of the first run: make a key, bring one, or restore it with a backup code; then the backup code to
/// keep on paper.
class YourKeyPage : public QWidget {
    Q_OBJECT
public:
    YourKeyPage(app::KeyController &keys, app::BackupController &backup, Prompts &prompts, QWidget *parent = nullptr);

    void start(); ///< after sign-in: looks for keys that are here and for a backup on the server
    void showRestore();

Q_SIGNALS:
    void finished();

private:
    QWidget *buildChoice();
    QWidget *buildSheet();
    QWidget *buildRestore();
    QPushButton *addChoice(QWidget *page, const QString &name, const QString &text, const QString &why);
    void makeKey();
    void bringKey();
    void restore();
    [[nodiscard]] crypto::KeyFingerprint newestOf(const QList<crypto::KeyFingerprint> &keys) const;
    void announce(const crypto::KeyFingerprint &key, bool showSheet);
    void showSheet(const crypto::KeyFingerprint &key);
    void keepCopy();
    void say(const QString &problem);
    void refreshConfirm();
    void refreshRestore();

    app::KeyController &m_keys;
    app::BackupController &m_backup;
    Prompts &m_prompts;
    QStackedWidget *m_steps = nullptr;
    TextLabel *m_problem = nullptr;
    QPushButton *m_restoreChoice = nullptr;
    TextLabel *m_code = nullptr;
    FingerprintLabel *m_fingerprint = nullptr;
    QLineEdit *m_confirm = nullptr;
    Switch *m_serverCopy = nullptr;
    QPushButton *m_continue = nullptr;
    BackupCodeField *m_codeField = nullptr;
    TextLabel *m_found = nullptr;
    QPushButton *m_restoreButton = nullptr;
    QString m_madeCode;
};

} // namespace letterlock::ui
