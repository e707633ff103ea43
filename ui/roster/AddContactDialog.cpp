// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roster/AddContactDialog.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

AddContactDialog::AddContactDialog(QWidget *parent)
    : Dialog(u"addContactDialog"_s, tr("New conversation"),
          tr("Letterlock asks this person to accept you as a contact. Their key comes by itself."), parent)
{
    const auto addField = [this](const QString &label, const QString &name, const QString &hint) {
        auto *field = new QLineEdit(this);
        field->setObjectName(name);
        field->setAccessibleName(label);
        field->setPlaceholderText(hint);
        auto *text = new TextLabel(label, TextStyle::BodyStrong, Role::Text, this);
        text->setBuddy(field);
        body()->addWidget(text);
        body()->addWidget(field);
        return field;
    };
    m_address = addField(tr("Address"), u"contactAddress"_s, tr("name@server.example"));
    m_problem = (new TextLabel({}, TextStyle::Caption, Role::Bad, this))->wrapping();
    m_problem->setObjectName(u"contactProblem"_s);
    m_problem->hide();
    body()->addWidget(m_problem);
    m_name = addField(tr("Name, if you like"), u"contactName"_s, {});
    auto *cancel = addButton(tr("Cancel"), ButtonKind::Text);
    cancel->setObjectName(u"contactCancel"_s);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto *start = addButton(tr("Start"), ButtonKind::Primary);
    start->setObjectName(u"contactAdd"_s);
    connect(start, &QPushButton::clicked, this, &AddContactDialog::submit);
    connect(m_address, &QLineEdit::textEdited, this, [this] {
        m_address->setProperty("error", false);
        m_address->update();
        m_problem->hide();
    });
    m_address->setFocus();
}

void AddContactDialog::submit()
{
    const auto contact = crypto::BareJid::parse(m_address->text().trimmed());
    if (!contact || contact->local().isEmpty()) {
        m_address->setProperty("error", true);
        m_address->update();
        m_problem->setText(tr("An address looks like anna@server.example. Add the missing part."));
        m_problem->show();
        m_address->setFocus();
        return;
    }
    accept();
    Q_EMIT chosen(*contact, m_name->text().trimmed());
}

} // namespace letterlock::ui
