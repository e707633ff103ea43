// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/identity/Jid.h"
#include "ui/widgets/Dialog.h"

class QLineEdit;

namespace letterlock::ui {

class TextLabel;

/// "New conversation": an address, and a name if wanted.
class AddContactDialog : public Dialog {
    Q_OBJECT
public:
    explicit AddContactDialog(QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const letterlock::crypto::BareJid &contact, const QString &name);

private:
    void submit();

    QLineEdit *m_address = nullptr;
    QLineEdit *m_name = nullptr;
    TextLabel *m_problem = nullptr;
};

} // namespace letterlock::ui
