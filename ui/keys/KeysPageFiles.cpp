// SPDX-License-Identifier: GPL-3.0-or-later
// What goes into and out of the keyring: files and backups.
#include <QFile>

#include "ui/keys/BackupDialog.h"
#include "ui/keys/KeysPage.h"
#include "ui/style/ErrorText.h"
#include "ui/widgets/KeyPickDialog.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 keyFileLimit = 1024 * 1024; // no OpenPGP key of a person is larger
constexpr qsizetype shortestPassphrase = 8;

} // namespace

void KeysPage::tellBrought(const Brought &brought)
{
    Q_EMIT noticed(!brought        ? ErrorText::of(brought.error())
            : brought->size() == 1 ? tr("The key ending %1 is here.").arg(brought->first().ending())
                                   : tr("%1 keys are here.").arg(brought->size()));
}

/// From the person's own keyring where it has one, else from a file.
void KeysPage::bringKey()
{
    const auto known = m_ports.keys.keysToAdopt();
    if (known.isEmpty()) {
        bringFile();
        return;
    }
    const auto key = known.first();
    const Prompts::Question question{.name = u"adoptKeyDialog"_s,
        .title = tr("Use the key from your keyring?"),
        .text = tr("Your keyring has a secret key for this account, ending %1. It can seal for you and sign what you "
                   "write.")
            .arg(key.fingerprint.ending()),
        .confirm = tr("Use this key"),
        .alternative = tr("Choose a file…")};
    m_ports.prompts.ask(this, question, [this, key](Prompts::Answer answer) {
        if (answer == Prompts::Answer::Alternative) {
            bringFile();
        } else if (answer == Prompts::Answer::Confirm) {
            m_ports.keys.adoptKey(key.fingerprint);
            if (m_ports.keys.currentKey().isEmpty()) {
                m_ports.keys.announceAsCurrent(key.fingerprint);
            }
            tellBrought(QList{key.fingerprint});
        }
    });
}

void KeysPage::bringFile()
{
    m_ports.prompts.openFile(this, tr("Bring in a key"), tr("OpenPGP keys (*.asc *.gpg *.pgp *.key);;All files (*)"),
        [this](const QString &path) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly) || file.size() > keyFileLimit) {
                Q_EMIT noticed(tr("That file cannot be read as a key."));
                return;
            }
            QByteArray bytes = file.readAll();
            if (!app::BackupController::needsCode(bytes)) {
                m_ports.keys.bringKey(crypto::SecretBytes::taken(bytes)).then(this, [this](const Brought &brought) {
                    tellBrought(brought);
                });
                return;
            }
            m_ports.prompts.askText(this,
                {.name = u"keyFileCodeDialog"_s,
                    .title = tr("Open the key file"),
                    .text = tr("The file is closed with a passphrase."),
                    .label = tr("Passphrase"),
                    .confirm = tr("Open"),
                    .secret = true},
                [this, bytes](const QString &code) {
                    m_ports.backup.bringFile(bytes, code).then(this, [this](const Brought &brought) {
                        tellBrought(brought);
                    });
                });
        });
}

void KeysPage::backUp()
{
    auto *dialog = new BackupDialog(
        {m_ports.keys.account().toString(), m_ports.keys.account().domain(), m_ports.keys.currentKey()}, m_ports.backup,
        m_ports.prompts, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &BackupDialog::kept, this,
        [this] { Q_EMIT noticed(tr("A sealed copy of your keys is on your server.")); });
    dialog->open();
}

void KeysPage::restore()
{
    m_ports.prompts.askText(this,
        {.name = u"backupCodeDialog"_s,
            .title = tr("Open a backup"),
            .text = tr("Type the code from your recovery sheet."),
            .label = tr("Backup code"),
            .confirm = tr("Open")},
        [this](const QString &code) {
            m_ports.backup.look(code).then(
                this, [this](const crypto::CryptoResult<QList<app::BackupController::HeldKey>> &held) {
                    if (held) {
                        bringFromBackup(*held);
                    } else {
                        Q_EMIT noticed(ErrorText::ofBackup(held.error()));
                    }
                });
        });
}

void KeysPage::bringFromBackup(const QList<app::BackupController::HeldKey> &held)
{
    auto *dialog = new KeyPickDialog(held, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &KeyPickDialog::picked, this, [this](const QList<crypto::KeyFingerprint> &keys) {
        m_ports.backup.bring(keys).then(this, [this](const Brought &brought) { tellBrought(brought); });
    });
    connect(dialog, &QDialog::rejected, this, [this] { m_ports.backup.forget(); });
    dialog->open();
}

void KeysPage::exportPublic(const crypto::KeyFingerprint &key)
{
    m_ports.prompts.saveFile(this, tr("Save the public half"), u"%1.pub.gpg"_s.arg(key.ending()),
        tr("OpenPGP keys (*.gpg)"), [this, key](const QString &path) {
            m_ports.keys.exportPublicKey(key).then(this, [this, path](const crypto::CryptoResult<QByteArray> &bytes) {
                if (bytes) {
                    save(path, *bytes);
                } else {
                    Q_EMIT noticed(ErrorText::of(bytes.error()));
                }
            });
        });
}

/// Never in the clear: what leaves the keyring is closed with a passphrase.
void KeysPage::exportSecret(const crypto::KeyFingerprint &key)
{
    m_ports.prompts.askText(this,
        {.name = u"exportSecretDialog"_s,
            .title = tr("Save the secret key"),
            .text = tr("Whoever has the file and its passphrase can read what is sealed for you. The passphrase needs "
                       "at least %1 characters.")
                .arg(shortestPassphrase),
            .label = tr("Passphrase for the file"),
            .confirm = tr("Choose a file…"),
            .secret = true},
        [this, key](const QString &passphrase) {
            if (passphrase.size() < shortestPassphrase) {
                Q_EMIT noticed(tr("This passphrase is too short. Nothing was saved."));
                return;
            }
            m_ports.prompts.saveFile(this, tr("Save the secret key"), u"%1.secret.gpg"_s.arg(key.ending()),
                tr("OpenPGP keys (*.gpg)"), [this, key, passphrase](const QString &path) {
                    m_ports.backup.sealedFile({key}, passphrase)
                        .then(this, [this, path](const crypto::CryptoResult<QByteArray> &bytes) {
                            if (bytes) {
                                save(path, *bytes);
                            } else {
                                Q_EMIT noticed(ErrorText::of(bytes.error()));
                            }
                        });
                });
        });
}

void KeysPage::save(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    const bool saved = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.flush();
    Q_EMIT noticed(saved ? tr("Saved as %1").arg(path) : tr("The file cannot be written: %1").arg(file.errorString()));
}

} // namespace letterlock::ui
