// SPDX-License-Identifier: GPL-3.0-or-later
// The half of YourKeyPage that opens a backup.
#include <QPushButton>

#include "ui/account/BackupCodeField.h"
#include "ui/account/YourKeyPage.h"
#include "ui/style/ErrorText.h"
#include "ui/widgets/KeyPickDialog.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

void YourKeyPage::refreshRestore()
{
    using Presence = app::BackupController::Presence;
    m_restoreButton->setEnabled(m_codeField->isComplete());
    m_restoreButton->setToolTip(m_codeField->isComplete() ? QString() : tr("First type all six groups"));
    const QString server = m_keys.account().domain();
    m_found->setText(m_backup.presence() == Presence::Present ? tr("A sealed backup was found on %1.").arg(server)
            : m_backup.presence() == Presence::Absent
            ? tr("There is no sealed backup of this account on %1, so no code can open one.").arg(server)
            : tr("Looking for a sealed backup on %1.").arg(server));
}

void YourKeyPage::showRestore()
{
    say({});
    go(Restore);
    refreshRestore();
    m_codeField->focusFirstGap();
}

void YourKeyPage::restore()
{
    say({});
    m_restoreButton->setEnabled(false);
    m_codeField->setEnabled(false);
    m_backup.look(m_codeField->code())
        .then(this, [this](const crypto::CryptoResult<QList<app::BackupController::HeldKey>> &held) {
            if (held && held->size() != 1) {
                pick(*held);
                return;
            }
            const bool usable = held && held->first().ours;
            if (usable) {
                bring({held->first().key});
                return;
            }
            m_backup.forget();
            refuse(held ? crypto::CryptoError{crypto::CryptoError::Code::NoKey, {}} : held.error());
        });
}

/// Several generations, or keys of other accounts: the person says which of them come here.
void YourKeyPage::pick(const QList<app::BackupController::HeldKey> &held)
{
    auto *dialog = new KeyPickDialog(held, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &KeyPickDialog::picked, this, &YourKeyPage::bring);
    connect(dialog, &QDialog::rejected, this, [this] {
        m_backup.forget();
        m_codeField->setEnabled(true);
        refreshRestore();
    });
    dialog->open();
}

void YourKeyPage::bring(const QList<crypto::KeyFingerprint> &keys)
{
    m_backup.bring(keys).then(this, [this](const crypto::CryptoResult<QList<crypto::KeyFingerprint>> &brought) {
        if (!brought || brought->isEmpty()) {
            refuse(brought ? crypto::CryptoError{crypto::CryptoError::Code::NoKey, {}} : brought.error());
            return;
        }
        m_codeField->setEnabled(true);
        m_codeField->clear();
        announce(newestOf(*brought), false);
    });
}

void YourKeyPage::refuse(const crypto::CryptoError &error)
{
    m_codeField->setEnabled(true);
    refreshRestore();
    say(ErrorText::ofBackup(error));
    m_codeField->setWrong(true);
    m_codeField->focusFirstGap();
}

} // namespace letterlock::ui
