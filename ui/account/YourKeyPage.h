// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/keys/BackupController.h"

class QBoxLayout;
class QPushButton;
class QStackedWidget;

namespace letterlock::ui {

class BackupCodeField;
class Prompts;
class RecoverySheet;
class SheetProof;
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
    void headed(const QString &title, const QString &text); ///< the step that is shown now

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum Step { Choice, Sheet, Restore };
    QWidget *buildChoice();
    QWidget *buildSheet();
    QWidget *buildRestore();
    QPushButton *addChoice(QWidget *page, const QString &name, const QString &text, const QString &why);
    void makeKey();
    void bringKey();
    void go(Step step);
    void restore();
    void pick(const QList<app::BackupController::HeldKey> &held);
    void bring(const QList<crypto::KeyFingerprint> &keys);
    void refuse(const crypto::CryptoError &error);
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
    QBoxLayout *m_sheetColumns = nullptr;
    RecoverySheet *m_sheet = nullptr;
    TextLabel *m_kept = nullptr;
    SheetProof *m_proof = nullptr;
    Switch *m_serverCopy = nullptr;
    QPushButton *m_continue = nullptr;
    BackupCodeField *m_codeField = nullptr;
    TextLabel *m_found = nullptr;
    QPushButton *m_restoreButton = nullptr;
    QString m_madeCode;
};

} // namespace letterlock::ui
