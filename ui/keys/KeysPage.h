// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/archiving/RecoveryDrill.h"
#include "app/keys/BackupController.h"
#include "app/keys/KeyRotationController.h"
#include "app/roster/RosterController.h"
#include "ui/keys/KeysFrame.h"

namespace letterlock::ui {

class Prompts;

/// Keys and devices on their controllers.
class KeysPage : public KeysFrame {
    Q_OBJECT
public:
    struct Ports {
        app::KeyController &keys;
        app::BackupController &backup;
        app::RosterController &roster;
        Prompts &prompts;
        app::RecoveryDrill *drill = nullptr; ///< where a restore can be rehearsed
    };
    explicit KeysPage(const Ports &ports, QWidget *parent = nullptr);

    void compare(
        const crypto::BareJid &contact); ///< opens the comparison with the contact's key that deserves attention
    void compareOwn(const crypto::KeyFingerprint &key);
    void reveal(const crypto::BareJid &contact); ///< in the tab of contacts' keys

Q_SIGNALS:
    /// The wizard is a window of its own; the shell opens it.
    void rotationRequested(letterlock::app::RotationReason reason);
    void noticed(const QString &sentence); ///< for a toast
    void drillRequested(); ///< the restore of the backup shall be rehearsed

private:
    using Brought = crypto::CryptoResult<QList<crypto::KeyFingerprint>>;
    void showKeys();
    void showPeople();
    void bringKey();
    void bringFile();
    void backUp();
    void restore();
    void bringFromBackup(const QList<app::BackupController::HeldKey> &held);
    void exportPublic(const crypto::KeyFingerprint &key);
    void exportSecret(const crypto::KeyFingerprint &key);
    void save(const QString &path, const QByteArray &bytes);
    void tellBrought(const Brought &brought);
    void reject(const crypto::KeyFingerprint &key);
    void changePassphrase(const crypto::KeyFingerprint &key);
    void withdraw(const crypto::KeyFingerprint &key);
    void compareWith(const crypto::BareJid &contact, const crypto::KeyFingerprint &key);

    Ports m_ports;
    QDateTime m_tested; ///< as shown
};

} // namespace letterlock::ui
