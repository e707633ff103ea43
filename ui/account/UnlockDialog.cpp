// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/UnlockDialog.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

UnlockDialog::UnlockDialog(const QString &reason, QWidget *parent)
    : Dialog(u"unlockDialog"_s, tr("Open your history"),
          reason + u"\n\n"_s
              + tr("The passphrase seals your history on this computer. Nobody can make you a second one, so keep it "
                   "well."),
          parent)
{
    m_field = new QLineEdit(this);
    m_field->setObjectName(u"unlockPassphrase"_s);
    m_field->setAccessibleName(tr("Passphrase"));
    m_field->setEchoMode(QLineEdit::Password);
    auto *label = new TextLabel(tr("Passphrase"), TextStyle::BodyStrong, Role::Text, this);
    label->setBuddy(m_field);
    body()->addWidget(label);
    body()->addWidget(m_field);
    auto *quit = addButton(tr("Quit"), ButtonKind::Text);
    quit->setObjectName(u"unlockQuit"_s);
    auto *open = addButton(tr("Open"), ButtonKind::Primary);
    open->setObjectName(u"unlockOpen"_s);
    open->setEnabled(false);
    connect(
        m_field, &QLineEdit::textChanged, open, [open](const QString &text) { open->setEnabled(text.size() >= 8); });
    open->setToolTip(tr("At least 8 characters"));
    connect(quit, &QPushButton::clicked, this, &QDialog::reject);
    connect(open, &QPushButton::clicked, this, &QDialog::accept);
    m_field->setFocus();
}

crypto::SecretBytes UnlockDialog::takePassphrase()
{
    QByteArray bytes = m_field->text().toUtf8();
    m_field->clear();
    return crypto::SecretBytes::taken(bytes);
}

} // namespace letterlock::ui
