// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/BackupDialog.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/style/ErrorText.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/RecoverySheet.h"
#include "ui/widgets/SheetTools.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

BackupDialog::BackupDialog(const Subject &subject, app::BackupController &backup, Prompts &prompts, QWidget *parent)
    : Dialog(u"backupDialog"_s, tr("Back up my keys"),
          tr("A copy of all your keys goes to %1, closed with this code. Write the code down before you store the "
             "copy; an earlier code will not open it.")
              .arg(subject.server),
          parent)
    , m_backup(backup)
    , m_prompts(prompts)
    , m_code(app::BackupController::makeCode())
{
    auto *sheet = new RecoverySheet(this);
    sheet->setObjectName(u"backupSheet"_s);
    sheet->setAccessibleName(tr("Recovery sheet"));
    sheet->setSheet(subject.account, m_code, subject.key, QDate::currentDate());
    body()->addWidget(sheet);
    auto *tools = new SheetTools(*sheet, prompts, this);
    auto *done = (new TextLabel({}, TextStyle::Caption, Role::Text2, this))->wrapping();
    done->setObjectName(u"backupSheetKept"_s);
    done->hide();
    connect(tools, &SheetTools::kept, done, [done](const QString &how) {
        done->setText(how);
        done->show();
    });
    body()->addWidget(tools);
    body()->addWidget(done);
    m_problem = (new TextLabel({}, TextStyle::Body, Role::Bad, this))->wrapping();
    m_problem->setObjectName(u"backupProblem"_s);
    m_problem->hide();
    body()->addWidget(m_problem);
    auto *cancel = addButton(tr("Cancel"), ButtonKind::Text);
    m_keep = addButton(tr("I have written it down: store the copy"), ButtonKind::Primary);
    m_keep->setObjectName(u"backupKeep"_s);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_keep, &QPushButton::clicked, this, [this] { keep(false); });
}

void BackupDialog::keep(bool overwrite)
{
    m_problem->hide();
    m_keep->setEnabled(false);
    m_backup.backUp(m_code, overwrite).then(this, [this](const crypto::CryptoResult<void> &result) {
        m_keep->setEnabled(true);
        if (result) {
            Q_EMIT kept();
            accept();
            return;
        }
        if (result.error().code != crypto::CryptoError::Code::Unsupported) {
            m_problem->setText(ErrorText::of(result.error()));
            m_problem->show();
            return;
        }
        const Prompts::Question question{.name = u"backupReplaceDialog"_s,
            .title = tr("There is a backup that this computer has not read"),
            .text = tr("It may hold keys that are nowhere else. It is kept beside, and its own code goes on opening "
                       "it here; other programs see only the new one."),
            .confirm = tr("Store the new one"),
            .destructive = true};
        m_prompts.ask(this, question, [this](Prompts::Answer answer) {
            if (answer == Prompts::Answer::Confirm) {
                keep(true);
            }
        });
    });
}

} // namespace letterlock::ui
