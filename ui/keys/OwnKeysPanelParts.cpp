// SPDX-License-Identifier: GPL-3.0-or-later
// The lower half of the key card: facts with what can be done about each, and what leaves the keyring.
#include <QHBoxLayout>
#include <QPushButton>

#include <algorithm>

#include "ui/keys/FactRow.h"
#include "ui/keys/OwnKeysPanel.h"
#include "ui/style/DayText.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Dialog.h"
#include "ui/widgets/QrView.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

QPushButton *OwnKeysPanel::makeButton(
    const QString &name, const QString &accessibleName, const QString &text, ButtonKind kind)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(accessibleName);
    setButtonKind(button, kind, ButtonSize::Small);
    return button;
}

QWidget *OwnKeysPanel::makeFacts()
{
    m_valid = new FactRow(u"calendar"_s, tr("Valid"));
    m_opens = new FactRow(u"letter-open"_s, tr("Opens"));
    m_locked = new FactRow(u"lock"_s, tr("Passphrase"));
    m_announced = new FactRow(u"server"_s, tr("Published"));
    m_backup = new FactRow(u"archive"_s, tr("Backup"));
    m_passphrase = makeButton(
        u"changePassphraseButton"_s, tr("Change the passphrase"), tr("Change…", "passphrase"), ButtonKind::Text);
    auto *check = makeButton(u"checkOwnKeysButton"_s, tr("Check now"), tr("Check now"), ButtonKind::Text);
    auto *restore = makeButton(u"restoreKeysButton"_s, tr("Open a backup"), tr("Open a backup…"), ButtonKind::Text);
    auto *backUp = makeButton(u"backUpKeysButton"_s, tr("Back up my keys"), tr("Back up my keys…"), ButtonKind::Text);
    m_locked->addAction(m_passphrase);
    m_announced->addAction(check);
    m_test = makeButton(u"testBackupButton"_s, tr("Test the backup code"), tr("Test the code…"), ButtonKind::Text);
    m_backup->addAction(m_test);
    m_backup->addAction(restore);
    m_backup->addAction(backUp);
    auto *facts = new QWidget;
    auto *rows = new QVBoxLayout(facts);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    for (auto *row : {m_valid, m_opens, m_locked, m_announced, m_backup}) {
        rows->addWidget(row);
    }
    connect(m_passphrase, &QPushButton::clicked, this, [this] {
        if (const auto *own = chosen()) {
            Q_EMIT passphraseRequested(own->key.fingerprint);
        }
    });
    connect(check, &QPushButton::clicked, this, &OwnKeysPanel::checkRequested);
    connect(m_test, &QPushButton::clicked, this, &OwnKeysPanel::testRequested);
    connect(restore, &QPushButton::clicked, this, &OwnKeysPanel::restoreRequested);
    connect(backUp, &QPushButton::clicked, this, &OwnKeysPanel::backUpRequested);
    return facts;
}

QString OwnKeysPanel::testText() const
{
    using Presence = app::BackupController::Presence;
    if (!m_view.canTest)
        return m_view.backup == Presence::Present ? tr("The backup code on your recovery sheet opens it") : QString();
    if (m_view.backup == Presence::Absent)
        return {};
    if (!m_view.lastTested.isValid())
        return tr("The code was never tested");
    const bool keySince = std::ranges::any_of(m_view.keys,
        [this](const app::OwnKey &own) { return own.key.hasSecret && own.confirmed && own.since > m_view.lastTested; });
    const QString day = dayText(m_view.lastTested);
    return keySince            ? tr("Last tested %1, before you had your newest key").arg(day)
        : m_view.testedLongAgo ? tr("Last tested %1, more than a year ago").arg(day)
                               : tr("Last tested %1").arg(day);
}

QWidget *OwnKeysPanel::makeActions()
{
    auto *actions = new Panel(Role::BgSurface);
    actions->setEdges(Qt::TopEdge);
    auto *row = new QHBoxLayout(actions);
    row->setContentsMargins(0, 8, 0, 0);
    row->setSpacing(metrics::kSpace4);
    auto *exportPublic = makeButton(
        u"exportPublicButton"_s, tr("Save the public half"), tr("Save the public half…"), ButtonKind::Text);
    m_exportSecret
        = makeButton(u"exportSecretButton"_s, tr("Save the secret key"), tr("Save the secret key…"), ButtonKind::Text);
    m_withdraw = makeButton(
        u"withdrawKeyButton"_s, tr("Withdraw this key"), tr("Withdraw this key…"), ButtonKind::TextDestructive);
    exportPublic->setIcon(icons::icon(u"export"_s, Role::AccentText));
    m_exportSecret->setIcon(icons::icon(u"lock"_s, Role::AccentText));
    row->addWidget(exportPublic);
    row->addWidget(m_exportSecret);
    row->addStretch(1);
    row->addWidget(m_withdraw);
    connect(exportPublic, &QPushButton::clicked, this, [this] {
        if (const auto *own = chosen()) {
            Q_EMIT exportPublicRequested(own->key.fingerprint);
        }
    });
    connect(m_exportSecret, &QPushButton::clicked, this, [this] {
        if (const auto *own = chosen()) {
            Q_EMIT exportSecretRequested(own->key.fingerprint);
        }
    });
    return actions;
}

void OwnKeysPanel::showQr()
{
    const auto *own = chosen();
    if (!own) {
        return;
    }
    auto *dialog = new Dialog(u"ownKeyQrDialog"_s, tr("Your key as QR code"),
        tr("Another program that compares keys can scan it, OpenKeychain among them."), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto *code = new QrView(QrCode::ofKey(own->key.fingerprint), 264, dialog);
    code->setObjectName(u"ownKeyQrView"_s);
    code->setAccessibleName(tr("QR code of your key"));
    code->setAccessibleDescription(own->key.fingerprint.grouped());
    dialog->body()->addWidget(code, 0, Qt::AlignHCenter);
    connect(dialog->addButton(tr("Close"), ButtonKind::Primary), &QPushButton::clicked, dialog, &QDialog::accept);
    dialog->open();
}

} // namespace letterlock::ui
