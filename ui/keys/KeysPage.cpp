// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/KeysPage.h"

#include <algorithm>

#include "ui/keys/ContactKeysPanel.h"
#include "ui/keys/VerifyDialog.h"
#include "ui/style/ErrorText.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

KeysPage::KeysPage(const Ports &ports, QWidget *parent)
    : KeysFrame(parent)
    , m_ports(ports)
{
    auto &keys = m_ports.keys;
    connect(&keys, &app::KeyController::loaded, this, [this] {
        showKeys();
        showPeople();
    });
    connect(&keys, &app::KeyController::ownKeysChanged, this, &KeysPage::showKeys);
    connect(&keys, &app::KeyController::contactKeysChanged, this, &KeysPage::showPeople);
    connect(&m_ports.backup, &app::BackupController::presenceChanged, this, &KeysPage::showKeys);
    connect(&m_ports.roster, &app::RosterController::contactChanged, this, &KeysPage::showPeople);
    connect(&m_ports.roster, &app::RosterController::contactRemoved, this, &KeysPage::showPeople);

    connect(this, &KeysFrame::importRequested, this, &KeysPage::bringKey);
    connect(
        this, &KeysFrame::changeKeyRequested, this, [this] { Q_EMIT rotationRequested(app::RotationReason::Planned); });
    connect(this, &KeysFrame::lostDeviceRequested, this,
        [this] { Q_EMIT rotationRequested(app::RotationReason::LostDevice); });
    connect(own(), &OwnKeysPanel::compareRequested, this, &KeysPage::compareOwn);
    connect(own(), &OwnKeysPanel::rejectRequested, this, &KeysPage::reject);
    connect(own(), &OwnKeysPanel::withdrawRequested, this, &KeysPage::withdraw);
    connect(own(), &OwnKeysPanel::passphraseRequested, this, &KeysPage::changePassphrase);
    connect(own(), &OwnKeysPanel::exportPublicRequested, this, &KeysPage::exportPublic);
    connect(own(), &OwnKeysPanel::exportSecretRequested, this, &KeysPage::exportSecret);
    connect(own(), &OwnKeysPanel::backUpRequested, this, &KeysPage::backUp);
    connect(own(), &OwnKeysPanel::restoreRequested, this, &KeysPage::restore);
    connect(own(), &OwnKeysPanel::checkRequested, this, [this] {
        m_ports.keys.refreshOwn();
        m_ports.backup.probe();
    });
    if (m_ports.drill) {
        connect(m_ports.drill, &app::RecoveryDrill::changed, this, [this] {
            if (m_ports.drill->lastPassed() != m_tested) {
                showKeys();
            }
        });
        connect(own(), &OwnKeysPanel::testRequested, this, &KeysPage::drillRequested);
    }
    connect(own(), &OwnKeysPanel::makeKeyRequested, this, [this] {
        m_ports.keys.makeKey(true).then(this, [this](const crypto::CryptoResult<crypto::PublicKey> &made) {
            Q_EMIT noticed(made ? tr("Your key is made.") : ErrorText::of(made.error()));
            if (made) {
                m_ports.keys.announceAsCurrent(made->fingerprint);
            }
        });
    });
    connect(contacts(), &ContactKeysPanel::compareRequested, this, &KeysPage::compareWith);
    connect(contacts(), &ContactKeysPanel::useUncheckedRequested, &keys, &app::KeyController::sendAnyway);
    connect(contacts(), &ContactKeysPanel::refuseRequested, &keys, &app::KeyController::refuse);
    showKeys();
    showPeople();
}

void KeysPage::showKeys()
{
    const auto account = m_ports.keys.account();
    OwnKeysView view{account.toString(), account.domain(), m_ports.keys.ownKeys(), m_ports.backup.presence()};
    if (m_ports.drill) {
        view.canTest = true;
        view.lastTested = m_ports.drill->lastPassed();
        view.testedLongAgo = m_ports.drill->isOld();
    }
    m_tested = view.lastTested;
    showOwn(view);
}

void KeysPage::showPeople()
{
    QList<ContactKeyRow> rows;
    QSet<crypto::BareJid> seen;
    const auto add = [this, &rows, &seen](const crypto::BareJid &jid, const QString &name) {
        const auto known = m_ports.keys.keysOf(jid);
        seen.insert(jid);
        ContactKeyRow row{jid, name, {}, m_ports.keys.verdict(jid), {}, {}, known.keys};
        // The key that deserves attention is shown; of several the newest, which comes first.
        const auto shown = std::ranges::find(known.keys, row.verdict, &app::ContactKey::verdict);
        if (shown != known.keys.end()) {
            row.key = shown->key.fingerprint;
            row.since = shown->firstSeen;
            row.continues = shown->continues;
        } else if (known.knowledge != app::ContactKeys::Knowledge::NoneAnnounced) {
            return; // not asked yet: nothing to say
        }
        rows << row;
    };
    for (const auto &contact : m_ports.roster.contacts()) {
        add(contact.jid, contact.name);
    }
    for (const auto &jid : m_ports.keys.contactsWithKeys()) {
        if (!seen.contains(jid)) {
            add(jid, m_ports.roster.contact(jid).name);
        }
    }
    showContacts(rows);
}

void KeysPage::compare(const crypto::BareJid &contact)
{
    const auto known = m_ports.keys.keysOf(contact);
    const auto wanted = std::ranges::find(known.keys, m_ports.keys.verdict(contact), &app::ContactKey::verdict);
    if (wanted != known.keys.end()) {
        compareWith(contact, wanted->key.fingerprint);
    }
}

void KeysPage::compareWith(const crypto::BareJid &contact, const crypto::KeyFingerprint &key)
{
    auto *dialog = new VerifyDialog({m_ports.roster.contact(contact).name, key, m_ports.keys.currentKey()}, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &VerifyDialog::matched, this, [this, contact, key] { m_ports.keys.setChecked(contact, key); });
    connect(dialog, &VerifyDialog::mismatched, this, [this, contact, key] { m_ports.keys.refuse(contact, key); });
    dialog->open();
}

void KeysPage::compareOwn(const crypto::KeyFingerprint &key)
{
    auto *dialog = new VerifyDialog({{}, key, m_ports.keys.currentKey()}, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &VerifyDialog::matched, this, [this, key] { m_ports.keys.confirmOwn(key); });
    connect(dialog, &VerifyDialog::mismatched, this, [this, key] { m_ports.keys.rejectOwn(key); });
    dialog->open();
}

void KeysPage::reveal(const crypto::BareJid &contact)
{
    showTab(Tab::Contacts);
    contacts()->choose(contact);
}

void KeysPage::reject(const crypto::KeyFingerprint &key)
{
    const Prompts::Question question{.name = u"rejectKeyDialog"_s,
        .title = tr("This key is not yours?"),
        .text = tr("Then somebody else may have got into your account. Nothing is sealed for that key. Change your "
                   "password on the server, "
                   "and change your key if this computer was not the only one with it."),
        .confirm = tr("It is not mine"),
        .alternative = tr("It is not mine: change my key…"),
        .destructive = true};
    m_ports.prompts.ask(this, question, [this, key](Prompts::Answer answer) {
        if (answer == Prompts::Answer::Cancel) {
            return;
        }
        m_ports.keys.rejectOwn(key);
        if (answer == Prompts::Answer::Alternative) {
            Q_EMIT rotationRequested(app::RotationReason::Compromised);
        }
    });
}

/// The dialogs are GnuPG's; the window stays free meanwhile, and a second press does not open a second pair.
void KeysPage::changePassphrase(const crypto::KeyFingerprint &key)
{
    own()->setPassphraseBusy(true);
    m_ports.keys.changePassphrase(key).then(this, [this](const crypto::CryptoResult<void> &changed) {
        own()->setPassphraseBusy(false);
        const bool left = !changed && changed.error().code == crypto::CryptoError::Code::KeyLocked;
        Q_EMIT noticed(changed ? tr("The passphrase is changed. Other computers with this key keep the old one.")
                : left         ? tr("The passphrase was not changed: the old one still holds.")
                               : ErrorText::of(changed.error()));
    });
}

void KeysPage::withdraw(const crypto::KeyFingerprint &key)
{
    const Prompts::Question question{.name = u"withdrawDialog"_s,
        .title = tr("Withdraw the key ending %1?").arg(key.ending()),
        .text = tr("Nobody seals for it any more. This cannot be undone. What was sealed for it still opens on this "
                   "computer."),
        .confirm = tr("Withdraw"),
        .destructive = true};
    m_ports.prompts.ask(this, question, [this, key](Prompts::Answer answer) {
        if (answer != Prompts::Answer::Confirm) {
            return;
        }
        m_ports.keys.revokeAndWithdraw(key, crypto::RevocationReason::NoLongerUsed)
            .then(this, [this](const app::TransportResult<void> &result) {
                Q_EMIT noticed(result ? tr("The key is withdrawn.")
                                      : ErrorText::of(result.error(), m_ports.keys.account().domain()));
            });
    });
}

} // namespace letterlock::ui
