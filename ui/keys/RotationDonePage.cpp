// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationDonePage.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPageSize>
#include <QPdfWriter>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>

#include "ui/keys/FactLine.h"
#include "ui/keys/RecoverySheet.h"
#include "ui/keys/RotationText.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int firstGroup = 1; // "Group 2"
constexpr int secondGroup = 4; // "Group 5"

QPushButton *makeButton(const QString &name, const QString &text, const QString &icon, ButtonKind kind)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setIcon(icons::icon(icon, kind == ButtonKind::Text ? Role::AccentText : Role::Text));
    setButtonKind(button, kind);
    return button;
}

QLineEdit *makeField(const QString &name, const QString &accessibleName)
{
    auto *field = new QLineEdit;
    field->setObjectName(name);
    field->setAccessibleName(accessibleName);
    field->setFont(textFont(TextStyle::Mono));
    field->setLayoutDirection(Qt::LeftToRight);
    field->setMaxLength(8); // the dash may be typed as well
    field->setFixedWidth(92);
    return field;
}

QString typedGroup(const QLineEdit *field)
{
    return field->text().trimmed().remove(u'-').remove(u' ').toUpper();
}

} // namespace

RotationDonePage::RotationDonePage(Prompts &prompts, QWidget *parent)
    : RotationPage(parent)
    , m_prompts(prompts)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::kSpace24);
    row->addWidget(makeSummary(), 2);
    row->addWidget(makeSheet(), 4);
    content()->addLayout(row);
    content()->addStretch(1);
}

QWidget *RotationDonePage::makeSummary()
{
    m_summary = new QWidget;
    m_summary->setObjectName(u"rotationSummary"_s);
    m_summary->setAccessibleName(tr("Result"));
    auto *column = new QVBoxLayout(m_summary);
    column->setContentsMargins(0, 0, 0, 0);
    for (int i = 0; i < 4; ++i) {
        m_facts << new FactLine;
        column->addWidget(m_facts.last());
    }
    m_saveReport = makeButton(u"rotationSaveReport"_s, tr("Save the report…"), u"file"_s, ButtonKind::Text);
    column->addStretch(1);
    column->addWidget(m_saveReport, 0, Qt::AlignLeft);
    connect(m_saveReport, &QPushButton::clicked, this, [this] {
        m_prompts.saveFile(this, tr("Save the report"), tr("letterlock-key-change.txt"), tr("Text (*.txt)"),
            [this](const QString &path) {
                QFile file(path);
                if (file.open(QIODevice::WriteOnly)) {
                    file.write(m_report);
                }
            });
    });
    return m_summary;
}

QWidget *RotationDonePage::makeSheet()
{
    m_sheet = new RecoverySheet;
    m_backupText = (new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping();
    m_backupText->setObjectName(u"rotationBackupState"_s);
    m_tryAgain = makeButton(u"rotationBackupAgain"_s, tr("Try again"), u"refresh"_s, ButtonKind::Secondary);
    m_overwrite = makeButton(
        u"rotationBackupReplace"_s, tr("Replace the backup that is there"), u"archive"_s, ButtonKind::Text);
    auto *printButton = makeButton(u"recoveryPrint"_s, tr("Print…"), u"print"_s, ButtonKind::Secondary);
    auto *pdfButton = makeButton(u"recoverySavePdf"_s, tr("Save as PDF…"), u"download"_s, ButtonKind::Secondary);
    auto *copyButton = makeButton(u"recoveryCopy"_s, tr("Copy the code"), u"copy"_s, ButtonKind::Text);
    m_first = makeField(u"recoveryConfirm1"_s, tr("Group 2"));
    m_second = makeField(u"recoveryConfirm2"_s, tr("Group 5"));
    m_hint = (new TextLabel({}, TextStyle::Body, Role::Ok))->wrapping();
    m_hint->setObjectName(u"recoveryHint"_s);

    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kSpace12);
    column->addWidget(m_sheet);
    auto *failed = new QHBoxLayout;
    failed->addWidget(m_tryAgain);
    failed->addWidget(m_overwrite);
    failed->addStretch(1);
    column->addWidget(m_backupText);
    column->addLayout(failed);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::kSpace8);
    for (auto *button : {printButton, pdfButton, copyButton}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addWidget(new TextLabel(tr("Type groups 2 and 5 from the sheet"), TextStyle::BodyStrong));
    auto *fields = new QHBoxLayout;
    fields->setSpacing(10);
    fields->addWidget(m_first);
    fields->addWidget(m_second);
    fields->addWidget(m_hint, 1);
    column->addLayout(fields);

    connect(m_first, &QLineEdit::textChanged, this, &RotationDonePage::check);
    connect(m_second, &QLineEdit::textChanged, this, &RotationDonePage::check);
    connect(m_tryAgain, &QPushButton::clicked, this, [this] { Q_EMIT backupRequested(false); });
    connect(m_overwrite, &QPushButton::clicked, this, [this] { Q_EMIT backupRequested(true); });
    connect(copyButton, &QPushButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(m_sheet->groups().join(u'-')); });
    connect(printButton, &QPushButton::clicked, this, &RotationDonePage::print);
    connect(pdfButton, &QPushButton::clicked, this, &RotationDonePage::savePdf);
    return box;
}

void RotationDonePage::show(const RotationView &view)
{
    const QLocale locale;
    const auto receipt = view.receipt.value_or(app::RotationReceipt{});
    const bool rest = receipt.opened < receipt.collections;
    const auto finished = locale.toString(receipt.finishedAt.toLocalTime().time(), QLocale::ShortFormat);
    setHeading(rest ? tr("%1 of %2 collections open with the new key")
                          .arg(locale.toString(receipt.opened), locale.toString(receipt.collections))
                    : tr("Your archive is sealed for the new key"),
        tr("Finished at %1, after %2. One thing is left to do: keep the new recovery sheet.")
            .arg(finished, RotationText::duration(receipt.startedAt.secsTo(receipt.finishedAt))));
    m_facts[0]->setFact(u"check"_s, Role::Ok, tr("%1 collections open").arg(locale.toString(receipt.opened)),
        tr("with the new key, checked"));
    m_facts[1]->setVisible(rest || receipt.setAside > 0);
    m_facts[1]->setFact(u"letter-off"_s, Role::Warn,
        tr("%1 stay closed").arg(locale.toString(std::max(receipt.collections - receipt.opened, receipt.setAside))),
        tr("as they were before; nothing was removed from them"));
    m_facts[2]->setFact(u"delete"_s, Role::Ok,
        tr("%1 old wrapped keys gone").arg(locale.toString(receipt.wrapsRemoved)), tr("from %1").arg(view.server));
    m_facts[3]->setFact(u"key"_s, Role::Ok, tr("Old key withdrawn"), tr("published for everybody who asks"));
    m_report = receipt.signedText;
    m_saveReport->setVisible(!m_report.isEmpty());

    if (!view.backupCode.isEmpty()) {
        m_sheet->setSheet(
            view.account, view.backupCode, view.newKey.isEmpty() ? receipt.newKey : view.newKey, QDate::currentDate());
    }
    m_backup = view.backup;
    const bool failed = m_backup == RotationView::Backup::Failed;
    const bool foreign = m_backup == RotationView::Backup::Foreign;
    m_tryAgain->setVisible(failed);
    m_overwrite->setVisible(foreign);
    switch (m_backup) {
    case RotationView::Backup::NotYet:
    case RotationView::Backup::Making:
        m_backupText->setText(tr("A sealed copy of your keys goes to %1 …").arg(view.server));
        break;
    case RotationView::Backup::Kept:
        m_backupText->setText(tr("A sealed copy of your keys is on %1. This code opens it.").arg(view.server));
        break;
    case RotationView::Backup::Foreign:
        m_backupText->setText(tr("There is a backup on your server that this computer has not read. Replace it?"));
        break;
    case RotationView::Backup::Failed:
        m_backupText->setText(
            view.problem.isEmpty() ? tr("The sealed copy of your keys could not be kept.") : view.problem);
        break;
    }
    m_backupText->setRole(failed ? Role::Bad : foreign ? Role::Warn : Role::Text2);
    check();
}

bool RotationDonePage::isComplete() const
{
    const auto groups = m_sheet->groups();
    return m_backup == RotationView::Backup::Kept && groups.size() > secondGroup
        && typedGroup(m_first) == groups.at(firstGroup) && typedGroup(m_second) == groups.at(secondGroup);
}

void RotationDonePage::check()
{
    const auto groups = m_sheet->groups();
    if (groups.size() <= secondGroup) {
        return;
    }
    const auto wrong = [](const QString &typed, const QString &expected) {
        return typed.size() >= expected.size() && typed != expected;
    };
    const bool first = typedGroup(m_first) == groups.at(firstGroup);
    const bool firstWrong = wrong(typedGroup(m_first), groups.at(firstGroup));
    const bool second = typedGroup(m_second) == groups.at(secondGroup);
    const bool secondWrong = wrong(typedGroup(m_second), groups.at(secondGroup));
    m_hint->setText(firstWrong || secondWrong
            ? tr("That is not on the sheet. The letter O and the digit 0 never occur.")
            : first && second ? tr("Both groups are right")
            : first           ? tr("First group is right")
            : second          ? tr("Second group is right")
                              : QString());
    m_hint->setRole(firstWrong || secondWrong ? Role::Bad : Role::Ok);
    m_first->setProperty("error", firstWrong);
    m_second->setProperty("error", secondWrong);
    m_first->update();
    m_second->update();
    if (isComplete() != m_wasComplete) {
        m_wasComplete = isComplete();
        Q_EMIT completeChanged();
    }
}

void RotationDonePage::print()
{
    auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    auto *dialog = new QPrintDialog(printer.get(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        dialog, qOverload<QPrinter *>(&QPrintDialog::accepted), this, [this, printer] { m_sheet->printTo(*printer); });
    dialog->open();
}

void RotationDonePage::savePdf()
{
    m_prompts.saveFile(this, tr("Save the recovery sheet"), tr("letterlock-recovery.pdf"), tr("PDF (*.pdf)"),
        [this](const QString &path) {
            QPdfWriter writer(path);
            writer.setPageSize(QPageSize(QPageSize::A5));
            writer.setTitle(tr("Recovery sheet"));
            m_sheet->printTo(writer);
        });
}

} // namespace letterlock::ui
