// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationWizard.h"

#include "ui/style/ErrorText.h"

namespace letterlock::ui {

RotationWizard::RotationWizard(const Ports &ports, QWidget *parent)
    : RotationFrame(ports.prompts, parent)
    , m_ports(ports)
{
    auto &rotation = m_ports.rotation;
    connect(this, &RotationFrame::reasonChosen, &rotation, &app::KeyRotationController::setReason);
    connect(this, &RotationFrame::lostKeyChosen, &rotation, &app::KeyRotationController::setLostKey);
    connect(this, &RotationFrame::newKeyWanted, this, &RotationWizard::wantKey);
    connect(this, &RotationFrame::rehearsalWanted, this, &RotationWizard::rehearse);
    connect(this, &RotationFrame::startWanted, this, [this] {
        m_problem.clear();
        m_ports.rotation.start();
    });
    connect(this, &RotationFrame::pauseWanted, &rotation, &app::KeyRotationController::pause);
    connect(this, &RotationFrame::continueWanted, this, [this] {
        m_problem.clear();
        m_ports.rotation.resume();
    });
    connect(this, &RotationFrame::stopWanted, &rotation, &app::KeyRotationController::stopAndKeepOldKey);
    connect(this, &RotationFrame::backupWanted, this, &RotationWizard::backUp);
    connect(this, &RotationFrame::finished, this, [this] {
        m_ports.rotation.acknowledgeReceipt();
        m_code.clear();
        m_backup = RotationView::Backup::NotYet;
        close();
        showStep(Step::Why);
    });

    connect(&rotation, &app::KeyRotationController::changed, this, &RotationWizard::refresh);
    connect(&rotation, &app::KeyRotationController::newKeyReady, this, [this] {
        m_making = false;
        rehearse();
    });
    connect(&rotation, &app::KeyRotationController::rehearsed, this, [this] {
        m_rehearsing = false;
        refresh();
    });
    connect(&rotation, &app::KeyRotationController::finished, this, &RotationWizard::refresh);
    connect(&rotation, &app::KeyRotationController::failed, this, [this](const archive::ArchiveError &error) {
        m_making = false;
        m_rehearsing = false;
        m_problem = ErrorText::of(error, m_ports.keys.account().domain());
        refresh();
    });
    connect(&m_ports.keys, &app::KeyController::ownKeysChanged, this, &RotationWizard::refresh);
    refresh();
}

void RotationWizard::begin(app::RotationReason reason)
{
    const auto now = view();
    if (!now.isUnderWay() && now.state != archive::RekeyState::Done) {
        m_problem.clear();
        m_ports.rotation.setReason(reason);
        refresh();
        showStep(Step::Why);
    }
    QWidget::show();
    raise();
    activateWindow();
}

void RotationWizard::wantKey(const crypto::KeyFingerprint &existing, const crypto::KeyPlan &plan)
{
    m_problem.clear();
    if (!existing.isEmpty()) {
        m_brought = existing;
        m_ports.rotation.useKey(existing);
        rehearse();
        return;
    }
    if (!m_ports.rotation.newKey().isEmpty() && m_ports.rotation.newKey() != m_brought) {
        rehearse(); // made on an earlier visit to this page
        return;
    }
    m_making = true;
    m_ports.rotation.makeNewKey(plan);
    refresh();
}

void RotationWizard::rehearse()
{
    m_problem.clear();
    m_rehearsing = true;
    m_ports.rotation.rehearse();
    refresh();
}

void RotationWizard::backUp(bool overwrite)
{
    if (m_code.isEmpty()) {
        m_code = app::BackupController::makeCode();
    }
    m_backup = RotationView::Backup::Making;
    m_ports.backup.backUp(m_code, overwrite).then(this, [this, overwrite](const crypto::CryptoResult<void> &result) {
        using Backup = RotationView::Backup;
        // Without `overwrite` this is how a backup that may be somebody else's is refused.
        const bool foreign = !result && !overwrite && result.error().code == crypto::CryptoError::Code::Unsupported;
        m_backup = result ? Backup::Kept : foreign ? Backup::Foreign : Backup::Failed;
        m_problem = result || foreign ? QString() : ErrorText::of(result.error());
        refresh();
    });
    refresh();
}

void RotationWizard::refresh()
{
    const auto now = view();
    RotationFrame::show(now);
    if (now.receipt && now.state == archive::RekeyState::Done && m_backup == RotationView::Backup::NotYet) {
        backUp(false);
    }
}

RotationView RotationWizard::view() const
{
    const auto &rotation = m_ports.rotation;
    const auto &keys = m_ports.keys;
    RotationView view;
    view.account = keys.account().toString();
    view.server = keys.account().domain();
    view.reason = rotation.reason();
    view.state = rotation.state();
    view.steps = rotation.steps();
    view.progress = rotation.progress();
    view.percent = rotation.percent();
    view.wrapsPerSecond = rotation.wrapsPerSecond();
    view.secondsLeft = rotation.secondsLeft();
    view.canStop = rotation.canStop();
    view.endsArchiveKeys = rotation.endsArchiveKeys();
    view.oldKey = rotation.oldKey();
    view.newKey = rotation.newKey();
    view.lostKey = rotation.lostKey();
    view.makingKey = m_making;
    view.rehearsing = m_rehearsing;
    view.rehearsal = rotation.rehearsal();
    view.receipt = rotation.receipt();
    view.log = rotation.log();
    view.contacts = static_cast<int>(keys.contactsWithKeys().size());
    view.backupCode = m_code;
    view.backup = m_backup;
    view.problem = m_problem;
    if (view.problem.isEmpty() && view.progress.problem) {
        view.problem = ErrorText::of(*view.progress.problem, view.server);
    }
    for (const auto &own : keys.ownKeys()) {
        if (own.announced && !own.key.hasSecret)
            view.otherDeviceKeys << own;
        if (own.key.hasSecret && own.confirmed && !own.current && !own.retired
            && own.key.validity == crypto::KeyValidity::Valid) {
            view.usableKeys << own;
        }
    }
    return view;
}

} // namespace letterlock::ui
