// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/YourKeyPage.h"

#include <QFile>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/account/BackupCodeField.h"
#include "ui/style/ErrorText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/RecoverySheet.h"
#include "ui/widgets/SheetProof.h"
#include "ui/widgets/SheetTools.h"
#include "ui/widgets/Switch.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLargestKeyFile = 1024 * 1024;

} // namespace

YourKeyPage::YourKeyPage(app::KeyController &keys, app::BackupController &backup, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_keys(keys)
    , m_backup(backup)
    , m_prompts(prompts)
{
    setObjectName(u"ownKeyStep"_s);
    m_problem = (new TextLabel({}, TextStyle::BodyMedium, Role::Bad, this))->wrapping();
    m_problem->setObjectName(u"ownKeyProblem"_s);
    m_problem->hide();
    m_steps = new QStackedWidget(this);
    m_steps->addWidget(buildChoice());
    m_steps->addWidget(buildSheet());
    m_steps->addWidget(buildRestore());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_problem);
    column->addWidget(m_steps, 1);
    connect(&m_backup, &app::BackupController::presenceChanged, this, [this](app::BackupController::Presence presence) {
        m_restoreChoice->parentWidget()->setVisible(presence == app::BackupController::Presence::Present);
        refreshRestore();
    });
}

QPushButton *YourKeyPage::addChoice(QWidget *page, const QString &name, const QString &text, const QString &why)
{
    // Button and sentence come and go together.
    auto *choice = new QWidget(page);
    auto *button = new QPushButton(text, choice);
    button->setObjectName(name);
    setButtonKind(button, ButtonKind::Secondary, ButtonSize::Large);
    auto *column = new QVBoxLayout(choice);
    column->setContentsMargins(0, 0, 0, metrics::kSpace12);
    column->addWidget(button, 0, Qt::AlignLeft);
    column->addWidget((new TextLabel(why, TextStyle::Body, Role::Text2, choice))->wrapping());
    page->layout()->addWidget(choice);
    return button;
}

QWidget *YourKeyPage::buildChoice()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 8, 0, 0);
    auto *make = addChoice(page, u"ownKeyMake"_s, tr("Make a key on this computer"),
        tr("With it you open your messages. It takes a moment and never leaves this computer unsealed."));
    setButtonKind(make, ButtonKind::Primary, ButtonSize::Large);
    m_restoreChoice = addChoice(page, u"firstRunRestoreKey"_s, tr("I have a backup code"),
        tr("If a sealed copy of your key is on your server, its code brings it back, and your history with it."));
    auto *bring = addChoice(
        page, u"importKeyButton"_s, tr("Use a key I already have…"), tr("Bring in an OpenPGP key from a file."));
    column->addStretch(1);
    connect(make, &QPushButton::clicked, this, &YourKeyPage::makeKey);
    connect(bring, &QPushButton::clicked, this, &YourKeyPage::bringKey);
    connect(m_restoreChoice, &QPushButton::clicked, this, &YourKeyPage::showRestore);
    return page;
}

QWidget *YourKeyPage::buildSheet()
{
    auto *page = new QWidget(this);
    m_sheet = new RecoverySheet(page);
    m_sheet->setFixedWidth(402);
    auto *tools = new SheetTools(*m_sheet, m_prompts, page);
    m_kept = (new TextLabel(tr("Print it, or write the code down by hand."), TextStyle::Body, Role::Text2, page))
                 ->wrapping();
    m_kept->setObjectName(u"recoveryKept"_s);
    m_proof = new SheetProof(page);
    m_serverCopy = new Switch({}, page);
    m_serverCopy->setObjectName(u"serverBackupSwitch"_s);
    m_serverCopy->setAccessibleName(tr("A sealed copy on your server"));
    m_serverCopy->setChecked(true);
    m_continue = new QPushButton(tr("Continue"), page);
    m_continue->setObjectName(u"firstRunContinue"_s);
    setButtonKind(m_continue, ButtonKind::Primary, ButtonSize::Large);
    auto *later = new QPushButton(tr("Remind me tomorrow"), page);
    later->setObjectName(u"firstRunLater"_s);
    setButtonKind(later, ButtonKind::Text);

    auto *left = new QVBoxLayout;
    left->setSpacing(metrics::kSpace12);
    left->addWidget(m_sheet);
    left->addWidget(tools);
    left->addStretch(1);
    auto *right = new QVBoxLayout;
    right->setSpacing(metrics::kSpace4);
    const auto addStep = [page, right](const QString &title, std::initializer_list<QWidget *> parts) {
        right->addWidget(new TextLabel(title, TextStyle::BodyStrong, Role::Text, page));
        for (auto *part : parts) {
            right->addWidget(part);
        }
        right->addSpacing(metrics::kSpace20);
    };
    addStep(tr("1. Keep the sheet"), {m_kept});
    addStep(tr("2. Prove you can read it"),
        {new TextLabel(tr("Type groups 2 and 5."), TextStyle::Body, Role::Text2, page), m_proof});
    auto *copy = new QWidget(page);
    auto *copyRow = new QHBoxLayout(copy);
    copyRow->setContentsMargins(0, 0, 0, 0);
    copyRow->setSpacing(metrics::kSpace12);
    copyRow->addWidget(m_serverCopy, 0, Qt::AlignTop);
    copyRow->addWidget((new TextLabel(tr("Restores the key on a new device with the code. Your server cannot open it."),
                            TextStyle::Body, Role::Text2, copy))
                           ->wrapping(),
        1);
    addStep(tr("3. A sealed copy on your server"), {copy});
    right->addStretch(1);
    m_sheetColumns = new QBoxLayout(QBoxLayout::LeftToRight);
    m_sheetColumns->setSpacing(metrics::kSpace32);
    m_sheetColumns->addLayout(left);
    m_sheetColumns->addLayout(right, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(later);
    buttons->addWidget(m_continue);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kSpace12);
    column->addLayout(m_sheetColumns);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(tools, &SheetTools::kept, this, [this](const QString &how) {
        m_kept->setRole(Role::Ok);
        m_kept->setText(how);
    });
    connect(m_proof, &SheetProof::changed, this, &YourKeyPage::refreshConfirm);
    connect(m_continue, &QPushButton::clicked, this, &YourKeyPage::keepCopy);
    connect(later, &QPushButton::clicked, this, &YourKeyPage::finished);
    return page;
}

void YourKeyPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_sheetColumns->setDirection(width() < 640 ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QWidget *YourKeyPage::buildRestore()
{
    auto *page = new QWidget(this);
    m_codeField = new BackupCodeField(page);
    m_found = (new TextLabel({}, TextStyle::Body, Role::Text2, page))->wrapping();
    m_found->setObjectName(u"backupFound"_s);
    m_restoreButton = new QPushButton(tr("Open the backup"), page);
    m_restoreButton->setObjectName(u"restoreButton"_s);
    setButtonKind(m_restoreButton, ButtonKind::Primary, ButtonSize::Large);
    auto *back = new QPushButton(tr("I have no code"), page);
    back->setObjectName(u"restoreBack"_s);
    setButtonKind(back, ButtonKind::Text);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(back);
    buttons->addStretch(1);
    buttons->addWidget(m_restoreButton);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 8, 0, 0);
    column->addWidget(m_codeField);
    column->addWidget((new TextLabel(
        tr("The letter O and the digit 0 never occur in a code."), TextStyle::Caption, Role::Text2, page)));
    column->addSpacing(metrics::kSpace12);
    column->addWidget(m_found);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(m_codeField, &BackupCodeField::submitted, this, &YourKeyPage::restore);
    connect(m_codeField, &BackupCodeField::changed, this, &YourKeyPage::refreshRestore);
    connect(m_restoreButton, &QPushButton::clicked, this, &YourKeyPage::restore);
    connect(back, &QPushButton::clicked, this, [this] {
        say({});
        go(Choice);
    });
    return page;
}

void YourKeyPage::go(Step step)
{
    m_steps->setCurrentIndex(step);
    switch (step) {
    case Sheet:
        Q_EMIT headed(tr("This is your key"),
            tr("With it you open your messages, so keep a copy of the recovery sheet on paper. Nobody, not even your "
               "server, can make you a second one."));
        break;
    case Restore:
        Q_EMIT headed(tr("Type your backup code"),
            tr("It is on your recovery sheet: six groups of four. Capital letters and dashes come by themselves."));
        break;
    case Choice:
        Q_EMIT headed(tr("Your key"),
            tr("With it you open your messages. Nobody, not even your server, can make you a second one."));
    }
}

void YourKeyPage::start()
{
    say({});
    go(Choice);
    m_backup.probe();
}

void YourKeyPage::say(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void YourKeyPage::makeKey()
{
    say({});
    m_steps->setEnabled(false);
    m_keys.makeKey(true).then(this, [this](const crypto::CryptoResult<crypto::PublicKey> &made) {
        m_steps->setEnabled(true);
        if (!made) {
            say(ErrorText::of(made.error()));
            return;
        }
        announce(made->fingerprint, true);
    });
}

void YourKeyPage::bringKey()
{
    m_prompts.openFile(this, tr("Bring in a key"), tr("OpenPGP keys (*.asc *.gpg *.pgp *.key);;All files (*)"),
        [this](const QString &path) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestKeyFile) {
                say(tr("This file cannot be read as a key. Choose another one."));
                return;
            }
            QByteArray bytes = file.readAll();
            m_keys.bringKey(crypto::SecretBytes::taken(bytes))
                .then(this, [this](const crypto::CryptoResult<QList<crypto::KeyFingerprint>> &brought) {
                    if (!brought)
                        say(ErrorText::of(brought.error()));
                    else if (brought->isEmpty())
                        say(tr("There is no secret key in this file. Choose another one."));
                    else
                        announce(newestOf(*brought), true);
                });
        });
}

/// Of several generations the one announced on the account goes on, else the newest: never just the first.
crypto::KeyFingerprint YourKeyPage::newestOf(const QList<crypto::KeyFingerprint> &keys) const
{
    const app::OwnKey *best = nullptr;
    const auto own = m_keys.ownKeys();
    for (const auto &one : own) {
        const bool usable = keys.contains(one.key.fingerprint) && one.key.canSign;
        const auto rank = [](const app::OwnKey &key) { return std::pair(key.announced, key.key.created); };
        if (usable && (!best || rank(*best) < rank(one))) {
            best = &one;
        }
    }
    return best ? best->key.fingerprint : keys.first();
}

void YourKeyPage::announce(const crypto::KeyFingerprint &key, bool wantsSheet)
{
    m_keys.announceAsCurrent(key).then(this, [this, key, wantsSheet](const app::TransportResult<void> &announced) {
        if (!announced) {
            // The key is here and works; refreshOwn() announces it again after the next sign-in.
            say(ErrorText::of(announced.error(), m_keys.account().domain()));
        }
        if (wantsSheet)
            showSheet(key);
        else
            Q_EMIT finished();
    });
}

void YourKeyPage::showSheet(const crypto::KeyFingerprint &key)
{
    m_madeCode = app::BackupController::makeCode();
    m_sheet->setSheet(m_keys.account().toString(), m_madeCode, key, QDate::currentDate());
    m_proof->setGroups(m_sheet->groups());
    go(Sheet);
    refreshConfirm();
    m_proof->setFocus();
}

void YourKeyPage::refreshConfirm()
{
    const bool right = m_proof->isRight();
    m_continue->setEnabled(right);
    m_continue->setToolTip(right ? QString() : tr("First type groups 2 and 5 of the code"));
}

void YourKeyPage::keepCopy()
{
    if (!m_serverCopy->isChecked()) {
        Q_EMIT finished();
        return;
    }
    m_continue->setEnabled(false);
    m_backup.backUp(m_madeCode, false).then(this, [this](const crypto::CryptoResult<void> &kept) {
        m_continue->setEnabled(true);
        if (kept) {
            m_madeCode.clear();
            m_sheet->setSheet({}, {}, {}, {});
            Q_EMIT finished();
            return;
        }
        // Somebody's backup is there already: replacing it is a decision of its own.
        m_prompts.ask(this,
            {.name = u"backupReplaceDialog"_s,
                .title = tr("The copy was not stored"),
                .text = tr("There may be an older sealed copy on your server. Replacing it makes its code useless."),
                .confirm = tr("Replace it"),
                .alternative = tr("Go on without"),
                .destructive = true},
            [this](Prompts::Answer answer) {
                if (answer == Prompts::Answer::Alternative)
                    Q_EMIT finished();
                if (answer != Prompts::Answer::Confirm)
                    return;
                m_backup.backUp(m_madeCode, true).then(this, [this](const crypto::CryptoResult<void> &replaced) {
                    if (replaced)
                        Q_EMIT finished();
                    else
                        say(ErrorText::of(replaced.error()));
                });
            });
    });
}

} // namespace letterlock::ui
