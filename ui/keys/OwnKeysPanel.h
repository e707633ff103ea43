// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keys/BackupController.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Panel.h"

class QHBoxLayout;
class QListView;
class QPushButton;
class QStandardItemModel;

namespace letterlock::ui {

class Banner;
class Chip;
class FactRow;
class FingerprintLabel;
class TextLabel;

/// What is known of the own keys.
struct OwnKeysView {
    QString account;
    QString server;
    QList<app::OwnKey> keys; ///< current first
    app::BackupController::Presence backup = app::BackupController::Presence::Unknown;
    bool canTest = false; ///< a restore can be rehearsed
    QDateTime lastTested; ///< when that went well; invalid = never
    bool testedLongAgo = false;
};

/// My keys: the list at the side, the chosen one in full, and the question about a key that appeared.
class OwnKeysPanel : public QWidget {
    Q_OBJECT
public:
    explicit OwnKeysPanel(QWidget *parent = nullptr);

    void show(const OwnKeysView &view);
    using QWidget::show;
    void setPassphraseBusy(bool busy); ///< while the dialogs of GnuPG are open

Q_SIGNALS:
    void compareRequested(const crypto::KeyFingerprint &key);
    void rejectRequested(const crypto::KeyFingerprint &key);
    void withdrawRequested(const crypto::KeyFingerprint &key);
    void exportPublicRequested(const crypto::KeyFingerprint &key);
    void exportSecretRequested(const crypto::KeyFingerprint &key);
    void passphraseRequested(const crypto::KeyFingerprint &key);
    void backUpRequested();
    void restoreRequested();
    void checkRequested();
    void testRequested();
    void makeKeyRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    static QPushButton *makeButton(
        const QString &name, const QString &accessibleName, const QString &text, ButtonKind kind);
    QWidget *makeSide();
    QWidget *makeDetail();
    QWidget *makeFacts();
    QWidget *makeActions();
    void showQr();
    /// What this generation opens, as far as the dates of the others tell.
    [[nodiscard]] QString opens(const app::OwnKey &own) const;
    [[nodiscard]] QString testText() const; ///< when the backup was last tried
    void fillList();
    void showKey();
    void showQuestion();
    [[nodiscard]] const app::OwnKey *chosen() const;

    OwnKeysView m_view;
    crypto::KeyFingerprint m_later; ///< "Decide later" for this one
    QWidget *m_side = nullptr;
    QStandardItemModel *m_model = nullptr;
    QListView *m_list = nullptr;
    Panel *m_question = nullptr;
    TextLabel *m_questionText = nullptr;
    QWidget *m_card = nullptr;
    TextLabel *m_title = nullptr;
    TextLabel *m_who = nullptr;
    Chip *m_yours = nullptr;
    Chip *m_published = nullptr;
    Chip *m_backedUp = nullptr;
    FingerprintLabel *m_fingerprint = nullptr;
    FactRow *m_valid = nullptr;
    FactRow *m_opens = nullptr;
    FactRow *m_locked = nullptr;
    FactRow *m_announced = nullptr;
    FactRow *m_backup = nullptr;
    QPushButton *m_passphrase = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_exportSecret = nullptr;
    QPushButton *m_withdraw = nullptr;
    QWidget *m_none = nullptr;
};

} // namespace letterlock::ui
