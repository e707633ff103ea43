// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationDonePage.h"

#include <QFile>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

#include "ui/keys/FactLine.h"
#include "ui/keys/RotationText.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/RecoverySheet.h"
#include "ui/widgets/SheetProof.h"
#include "ui/widgets/SheetTools.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

QPushButton *makeButton(const QString &name, const QString &text, const QString &icon, ButtonKind kind)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setIcon(icons::icon(icon, kind == ButtonKind::Text ? Role::AccentText : Role::Text));
    setButtonKind(button, kind);
    return button;
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
    for (int i = 0; i < 5; ++i) {
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
    m_proof = new SheetProof;

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
    column->addWidget(new SheetTools(*m_sheet, m_prompts));
    column->addWidget(new TextLabel(tr("Type groups 2 and 5 from the sheet"), TextStyle::BodyStrong));
    column->addWidget(m_proof);

    connect(m_proof, &SheetProof::changed, this, &RotationDonePage::check);
    connect(m_tryAgain, &QPushButton::clicked, this, [this] { Q_EMIT backupRequested(false); });
    connect(m_overwrite, &QPushButton::clicked, this, [this] { Q_EMIT backupRequested(true); });
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
    m_facts[4]->setVisible(receipt.archiveKeyReplaced);
    m_facts[4]->setFact(u"archive"_s, Role::Ok, tr("Archive key replaced"),
        receipt.archiveWrapsReplaced > 0 ? tr("the old one is revoked; %1 keys wrapped for it were replaced")
                                               .arg(locale.toString(receipt.archiveWrapsReplaced))
                                         : tr("the old one is revoked; nothing is sealed for it any more"));
    m_report = receipt.signedText;
    m_saveReport->setVisible(!m_report.isEmpty());

    if (!view.backupCode.isEmpty()) {
        m_sheet->setSheet(
            view.account, view.backupCode, view.newKey.isEmpty() ? receipt.newKey : view.newKey, QDate::currentDate());
        m_proof->setGroups(m_sheet->groups());
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
    return m_backup == RotationView::Backup::Kept && m_proof->isRight();
}

void RotationDonePage::check()
{
    if (isComplete() != m_wasComplete) {
        m_wasComplete = isComplete();
        Q_EMIT completeChanged();
    }
}

} // namespace letterlock::ui
