// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Prompts.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/Dialog.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

QString cancelText(const QString &wanted)
{
    return wanted.isEmpty() ? QCoreApplication::translate("letterlock::ui::Prompts", "Cancel") : wanted;
}

void chooseFile(QWidget *parent, const QString &title, const QString &filter, const QString &suggested,
    QFileDialog::AcceptMode mode, std::function<void(QString)> chosen)
{
    auto *dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(mode);
    dialog->setFileMode(mode == QFileDialog::AcceptSave ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    if (!suggested.isEmpty())
        dialog->selectFile(suggested);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace

void Prompts::ask(QWidget *parent, const Question &question, std::function<void(Answer)> answered)
{
    auto *dialog = new Dialog(question.name, question.title, question.text, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto *cancel = dialog->addButton(cancelText(question.cancel), ButtonKind::Text);
    cancel->setObjectName(u"dialogCancel"_s);
    cancel->setVisible(!question.onlyTells);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    if (!question.alternative.isEmpty()) {
        auto *other = dialog->addButton(question.alternative, ButtonKind::Secondary);
        other->setObjectName(u"dialogAlternative"_s);
        QObject::connect(other, &QPushButton::clicked, dialog, [dialog] { dialog->done(int(Answer::Alternative)); });
    }
    auto *confirm
        = dialog->addButton(question.confirm, question.destructive ? ButtonKind::Destructive : ButtonKind::Primary);
    confirm->setObjectName(u"dialogConfirm"_s);
    QObject::connect(confirm, &QPushButton::clicked, dialog, [dialog] { dialog->done(int(Answer::Confirm)); });
    QObject::connect(dialog, &QDialog::finished, parent,
        [answered = std::move(answered)](int result) { answered(static_cast<Answer>(result)); });
    if (question.destructive)
        cancel->setFocus();
    dialog->open();
}

void Prompts::askText(QWidget *parent, const Entry &entry, std::function<void(QString)> entered)
{
    auto *dialog = new Dialog(entry.name, entry.title, entry.text, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto *label = new TextLabel(entry.label, TextStyle::BodyStrong, Role::Text, dialog);
    auto *field = new QLineEdit(dialog);
    field->setObjectName(u"dialogField"_s);
    field->setAccessibleName(entry.label);
    field->setEchoMode(entry.secret ? QLineEdit::Password : QLineEdit::Normal);
    label->setBuddy(field);
    dialog->body()->addWidget(label);
    dialog->body()->addWidget(field);
    auto *cancel = dialog->addButton(cancelText({}), ButtonKind::Text);
    cancel->setObjectName(u"dialogCancel"_s);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    auto *confirm = dialog->addButton(entry.confirm, ButtonKind::Primary);
    confirm->setObjectName(u"dialogConfirm"_s);
    confirm->setEnabled(false);
    QObject::connect(field, &QLineEdit::textChanged, confirm,
        [confirm](const QString &text) { confirm->setEnabled(!text.isEmpty()); });
    QObject::connect(confirm, &QPushButton::clicked, dialog, &QDialog::accept);
    QObject::connect(
        dialog, &QDialog::accepted, parent, [field, entered = std::move(entered)] { entered(field->text()); });
    field->setFocus();
    dialog->open();
}

void Prompts::openFile(
    QWidget *parent, const QString &title, const QString &filter, std::function<void(QString)> chosen)
{
    chooseFile(parent, title, filter, {}, QFileDialog::AcceptOpen, std::move(chosen));
}

void Prompts::openFiles(QWidget *parent, const QString &title, std::function<void(QStringList)> chosen)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    QObject::connect(dialog, &QFileDialog::filesSelected, parent, std::move(chosen));
    dialog->open();
}

void Prompts::saveFile(QWidget *parent, const QString &title, const QString &suggested, const QString &filter,
    std::function<void(QString)> chosen)
{
    chooseFile(parent, title, filter, suggested, QFileDialog::AcceptSave, std::move(chosen));
}

} // namespace letterlock::ui
