// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/DrillDialog.h"

#include <QLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/account/BackupCodeField.h"
#include "ui/widgets/ProgressLine.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Outcome = app::RecoveryDrill::Outcome;
using Step = app::RecoveryDrill::Step;

DrillDialog::DrillDialog(app::RecoveryDrill &drill, const QString &server, QWidget *parent)
    : Dialog(u"drillDialog"_s, tr("Rehearse a restore"),
          tr("Letterlock does what a new computer would do: it opens the backup on %1 with your code and then a few "
             "collections of your archive. This happens in a folder of its own that is wiped afterwards. Nothing is "
             "changed.")
              .arg(server),
          parent)
    , m_drill(drill)
    , m_server(server)
    , m_code(new BackupCodeField(this))
    , m_progress(new ProgressLine(this))
    , m_text((new TextLabel({}, TextStyle::Body, Role::Text2, this))->wrapping())
    , m_close(addButton(tr("Cancel"), ButtonKind::Text))
    , m_start(addButton(tr("Rehearse"), ButtonKind::Primary))
{
    // Six groups side by side.
    setMaximumWidth(640);
    setMinimumWidth(620);
    resize(620, height());
    m_text->setObjectName(u"drillText"_s);
    m_progress->setObjectName(u"drillProgress"_s);
    m_progress->setAccessibleName(tr("Progress"));
    m_close->setObjectName(u"drillClose"_s);
    m_start->setObjectName(u"drillStart"_s);
    body()->addWidget(new TextLabel(tr("Backup code"), TextStyle::BodyStrong, Role::Text, this));
    body()->addWidget(m_code);
    m_code->setMinimumHeight(m_code->sizeHint().height());
    body()->addWidget(m_progress);
    body()->addWidget(m_text);
    connect(m_code, &BackupCodeField::changed, this, &DrillDialog::refresh);
    connect(m_code, &BackupCodeField::submitted, this, &DrillDialog::start);
    connect(m_start, &QPushButton::clicked, this, &DrillDialog::start);
    connect(m_close, &QPushButton::clicked, this, &DrillDialog::reject);
    connect(&m_drill, &app::RecoveryDrill::changed, this, &DrillDialog::refresh);
    connect(&m_drill, &app::RecoveryDrill::finished, this, [this] {
        if (const auto result = m_drill.result()) {
            showResult(*result);
        }
    });
    refresh();
    fit();
    m_code->focusFirstGap();
}

/// Wrapped text needs a height that only the width tells.
void DrillDialog::fit()
{
    layout()->invalidate();
    layout()->activate();
    if (const int needed = layout()->totalHeightForWidth(width()); needed > height()) {
        resize(width(), needed);
    }
}

void DrillDialog::start()
{
    if (m_drill.step() == Step::Idle && m_code->isComplete()) {
        m_text->setRole(Role::Text2);
        m_drill.start(m_code->code());
    }
}

void DrillDialog::reject()
{
    if (m_drill.step() == Step::Idle) {
        Dialog::reject();
    } else {
        m_drill.cancel();
    }
}

void DrillDialog::refresh()
{
    const bool runs = m_drill.step() != Step::Idle;
    m_code->setEnabled(!runs);
    m_start->setEnabled(!runs && m_code->isComplete());
    m_progress->setVisible(runs);
    if (!runs) {
        m_close->setEnabled(true);
        return;
    }
    m_close->setText(tr("Stop"));
    m_close->setEnabled(m_drill.step() != Step::Wiping);
    m_progress->setProgress(m_drill.done(), m_drill.step() == Step::OpeningCollections ? m_drill.total() : 0);
    m_text->setText(doing());
    fit();
}

QString DrillDialog::doing() const
{
    const QLocale locale;
    switch (m_drill.step()) {
    case Step::OpeningBackup:
        return tr("Opening the backup…");
    case Step::FetchingRootKey:
        return tr("Fetching the key of your archive…");
    case Step::OpeningCollections:
        return m_drill.total() == 0 ? tr("Choosing collections of your archive…")
                                    : tr("Opening collections: %1 of %2…")
                                          .arg(locale.toString(m_drill.done()), locale.toString(m_drill.total()));
    case Step::Wiping:
        return tr("Wiping the folder…");
    case Step::Preparing:
    case Step::Idle:
        break;
    }
    return tr("Making a folder for it…");
}

void DrillDialog::showResult(const app::RecoveryDrill::Result &result)
{
    const bool isGood = result.outcome == Outcome::Passed || result.outcome == Outcome::NothingToOpen;
    m_text->setRole(isGood ? Role::Ok : result.outcome == Outcome::Cancelled ? Role::Text2 : Role::Bad);
    m_text->setText(sentence(result));
    m_text->setAccessibleName(m_text->text());
    m_code->setWrong(result.outcome == Outcome::WrongCode);
    m_close->setText(tr("Close"));
    fit();
    if (isGood) {
        m_code->clear(); // it is not left on the screen
        m_close->setFocus();
    } else if (result.outcome == Outcome::WrongCode) {
        m_code->focusFirstGap();
    }
}

QString DrillDialog::sentence(const app::RecoveryDrill::Result &result) const
{
    const QLocale locale;
    switch (result.outcome) {
    case Outcome::Passed:
        return tr("It works. The code opens the backup (keys in it: %1), and all %2 collections that were tried open, "
                  "with %3 messages.")
            .arg(locale.toString(result.keys), locale.toString(result.tried), locale.toString(result.messages));
    case Outcome::NothingToOpen:
        return tr("The code opens the backup (keys in it: %1). Your archive is still empty, so there was nothing else "
                  "to try.")
            .arg(locale.toString(result.keys));
    case Outcome::WrongCode:
        return tr("This code does not open the backup. Compare it group by group with the sheet. The letter O and the "
                  "digit 0 never occur.");
    case Outcome::NoBackup:
        return tr("There is no backup on %1: after the loss of this computer nothing could be restored. Make one under "
                  "Keys.")
            .arg(m_server);
    case Outcome::DamagedBackup:
        return tr("The backup on %1 is damaged, no code opens it. Make a new one under Keys.").arg(m_server);
    case Outcome::ForeignBackup:
        return tr("The backup on %1 has no key of your account. Make a new one under Keys.").arg(m_server);
    case Outcome::KeysDoNotFit:
        return tr("The code opens the backup, but its keys do not open your archive. Perhaps it was made before you "
                  "changed your key. Make a new one under Keys.");
    case Outcome::SomeClosed:
        return tr("The code opens the backup, but %1 of %2 collections do not open with its keys, the first of them of "
                  "%3.")
            .arg(locale.toString(result.closed.size()), locale.toString(result.tried),
                locale.toString(result.closed.constFirst().start.toLocalTime().date(), QLocale::LongFormat));
    case Outcome::NoConnection:
        return tr("The connection was lost. Nothing was changed; try it again when you are online.");
    case Outcome::NoRoom:
        return tr("There is no place for temporary files, or the archive is not reachable yet. Nothing was changed.");
    case Outcome::Failed:
        return tr("It could not be tried: the server or GnuPG did not do what was asked. Nothing was changed.");
    case Outcome::Cancelled:
        return tr("Stopped. Nothing of it is left.");
    }
    return {};
}

} // namespace letterlock::ui
