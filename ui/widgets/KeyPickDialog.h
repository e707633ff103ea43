// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keys/BackupController.h"
#include "ui/widgets/Dialog.h"

class QCheckBox;

namespace letterlock::ui {

/// Which keys of an opened backup come to this computer. Keys made out to somebody else are shown and stay out.
class KeyPickDialog : public Dialog {
    Q_OBJECT
public:
    explicit KeyPickDialog(const QList<app::BackupController::HeldKey> &held, QWidget *parent = nullptr);

Q_SIGNALS:
    void picked(const QList<crypto::KeyFingerprint> &keys);

private:
    QList<std::pair<QCheckBox *, crypto::KeyFingerprint>> m_boxes;
};

} // namespace letterlock::ui
