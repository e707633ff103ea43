// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/base/SecretBytes.h"
#include "ui/widgets/Dialog.h"

class QLineEdit;

namespace letterlock::ui {

/// Asks for the passphrase of the local store when there is no keyring to keep its key in.
class UnlockDialog : public Dialog {
    Q_OBJECT
public:
    UnlockDialog(const QString &reason, QWidget *parent = nullptr);

    /// Takes the passphrase out of the field.
    [[nodiscard]] crypto::SecretBytes takePassphrase();

private:
    QLineEdit *m_field = nullptr;
};

} // namespace letterlock::ui
