// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/KeysPage.h"

#include <QFile>

#include "ui/keys/ContactKeysPanel.h"
#include "ui/keys/VerifyDialog.h"
#include "ui/style/ErrorText.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 keyFileLimit = 1024 * 1024; // no OpenPGP key of a person is larger

} // namespace

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
    connect(own(), &OwnKeysPanel::checkRequested, this, [this] {
        m_ports.keys.refreshOwn();
        m_ports.backup.probe();
    });
    connect(own(), &OwnKeysPanel::makeKeyRequested, this, [this] {
        m_ports.keys.makeKey(true).then(this, [this](const crypto::CryptoResult<crypto::PublicKey> &made) {
            Q_EMIT noticed(made ? tr("Your key is made.") : ErrorText::of(made.error()));
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
    showOwn({account.toString(), account.domain(), m_ports.keys.ownKeys(), m_ports.backup.presence()});
}

void KeysPage::showPeople()
{
    QList<ContactKeyRow> rows;
    QSet<crypto::BareJid> seen;
    const auto add = [this, &rows, &seen](const crypto::BareJid &jid, const QString &name) {
        const auto known = m_ports.keys.keysOf(jid);
        seen.insert(jid);
        ContactKeyRow row{jid, name, {}, m_ports.keys.verdict(jid), {}};
        const app::ContactKey *newest = nullptr;
        for (const auto &key : known.keys) {
            if (!newest || key.firstSeen > newest->firstSeen) {
                newest = &key;
            }
        }
        if (newest) {
            row.key = newest->key.fingerprint;
            row.verdict = newest->verdict;
            row.since = newest->firstSeen;
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

void KeysPage::bringKey()
{
    m_ports.prompts.openFile(this, tr("Bring in a key"), tr("OpenPGP keys (*.asc *.gpg *.pgp *.key);;All files (*)"),
        [this](const QString &path) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly) || file.size() > keyFileLimit) {
                Q_EMIT noticed(tr("That file cannot be read as a key."));
                return;
            }
            QByteArray bytes = file.readAll();
            m_ports.keys.bringKey(crypto::SecretBytes::taken(bytes))
                .then(this, [this](const crypto::CryptoResult<QList<crypto::KeyFingerprint>> &brought) {
                    Q_EMIT noticed(!brought        ? ErrorText::of(brought.error())
                            : brought->size() == 1 ? tr("The key ending %1 is here.").arg(brought->first().ending())
                                                   : tr("%1 keys are here.").arg(brought->size()));
                });
        });
}

void KeysPage::compare(const crypto::BareJid &contact)
{
    const auto known = m_ports.keys.keysOf(contact);
    const app::ContactKey *newest = nullptr;
    for (const auto &key : known.keys) {
        if (!newest || key.firstSeen > newest->firstSeen) {
            newest = &key;
        }
    }
    if (newest) {
        compareWith(contact, newest->key.fingerprint);
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
