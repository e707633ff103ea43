// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/KeyController.h"

#include "crypto/base/LogCategories.h"
#include "crypto/ox/ContentElementRules.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::app {

KeyController::KeyController(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_passphrase(ports.credentials, u"key-passphrase"_s)
    , m_trust(ports.history)
    , m_own(ports.history)
    , m_discovery(ports.keyring, ports.directory, ports.worker)
{
    connect(&ports.directory, &KeyDirectory::announcementChanged, this, &KeyController::takeEvent);
    connect(&m_discovery, &KeyDiscovery::discovered, this, &KeyController::takeDiscovered);
    connect(&m_discovery, &KeyDiscovery::problem, this, [this](const QString &detail) {
        qCWarning(crypto::lcApp).noquote() << detail;
        Q_EMIT keyProblem(detail);
    });
}

void KeyController::setAccount(const crypto::BareJid &account)
{
    if (account == m_account && m_loaded) {
        return;
    }
    m_account = account;
    m_loaded = false;
    m_ports.history.values(TrustStore::scope())
        .then(this, [this, account](const archive::ArchiveResult<QHash<QString, QByteArray>> &trust) {
            m_trust.load(trust.value_or(QHash<QString, QByteArray>()));
            loadStored(account);
        });
}

void KeyController::loadStored(const crypto::BareJid &account)
{
    m_ports.history.values(OwnKeyStore::scope())
        .then(this, [this, account](const archive::ArchiveResult<QHash<QString, QByteArray>> &own) {
            if (account != m_account) {
                return;
            }
            m_own.load(own.value_or(QHash<QString, QByteArray>()));
            const bool needsPassphrase = std::ranges::any_of(m_own.records(), &OwnKeyStore::Record::madeHere);
            if (!needsPassphrase) {
                loadKeyring();
                return;
            }
            m_passphrase.read().then(this, [this](const CredentialResult<CredentialStore::Secret> &secret) {
                if (!secret) {
                    Q_EMIT keyProblem(u"the passphrase of the own key cannot be read: "_s + secret.error().detail);
                } else {
                    QList<crypto::KeyFingerprint> made;
                    for (auto it = m_own.records().begin(); it != m_own.records().end(); ++it) {
                        if (it->madeHere) {
                            m_ports.keyring.setPassphrase(it.key(), (*secret)->copy());
                            made.append(it.key());
                        }
                    }
                    // The program may have ended after it was noted that a key gets the passphrase.
                    m_ports.worker.run([keyring = &m_ports.keyring, made, kept = *secret] {
                        for (const auto &key : made) {
                            if (keyring->isBare(key).value_or(false) && !keyring->protectBare(key, *kept)) {
                                qCWarning(crypto::lcApp) << "a key stays without a passphrase";
                            }
                        }
                    });
                }
                loadKeyring();
            });
        });
}

void KeyController::loadKeyring()
{
    m_ports.worker.run([keyring = &m_ports.keyring] { return keyring->keys(); })
        .then(this, [this](const crypto::CryptoResult<QList<crypto::PublicKey>> &keys) {
            m_known.clear();
            if (!keys) {
                Q_EMIT keyProblem(u"the keyring cannot be read: "_s + keys.error().detail);
            } else {
                for (const auto &key : *keys) {
                    m_known.insert(key.fingerprint, key);
                }
            }
            m_loaded = true;
            Q_EMIT loaded();
            Q_EMIT ownKeysChanged();
        });
}

void KeyController::refreshOwn()
{
    m_former.clear();
    m_knowledge.clear(); // events may have been missed while we were away
    m_discovery.discover(m_account);
}

QList<OwnKey> KeyController::ownKeys() const
{
    QList<OwnKey> keys;
    for (auto it = m_own.records().begin(); it != m_own.records().end(); ++it) {
        if (!it->rejected && m_known.contains(it.key())) {
            keys.append({m_known[it.key()], it->current, it->confirmed, it->retired, m_announced.contains(it.key()),
                it->since, m_known[it.key()].hasSecret && !m_known[it.key()].onCard && !it->madeHere});
        }
    }
    std::ranges::sort(
        keys, [](const OwnKey &a, const OwnKey &b) { return a.current != b.current ? a.current : a.since > b.since; });
    return keys;
}

crypto::KeyFingerprint KeyController::currentKey() const
{
    return m_own.current();
}

QList<crypto::KeyFingerprint> KeyController::sealingRecipients() const
{
    QList<crypto::KeyFingerprint> recipients;
    for (const auto &own : ownKeys()) {
        if (own.confirmed && !own.retired && own.key.canEncrypt
            && validityOf(own.key.fingerprint) == crypto::KeyValidity::Valid) {
            recipients.append(own.key.fingerprint);
        }
    }
    return recipients;
}

QFuture<crypto::CryptoResult<crypto::PublicKey>> KeyController::makeKey(bool makeCurrent, const crypto::KeyPlan &plan)
{
    using Result = crypto::CryptoResult<crypto::PublicKey>;
    return m_passphrase.readOrMake()
        .then(this,
            [this, plan](const CredentialResult<CredentialStore::Secret> &passphrase) -> QFuture<Result> {
                if (!passphrase) {
                    return crypto::ready(Result(crypto::cryptoError(crypto::CryptoError::Code::KeyLocked,
                        u"no place to keep the key's passphrase: "_s + passphrase.error().detail)));
                }
                return m_ports.worker.run(
                    [keyring = &m_ports.keyring, owner = m_account, secret = *passphrase, plan]() -> Result {
                        auto key = keyring->generate(owner, *secret, plan);
                        if (key) {
                            keyring->setPassphrase(key->fingerprint, secret->copy());
                        }
                        return key;
                    });
            })
        .unwrap()
        .then(this, [this, makeCurrent](const Result &key) {
            if (key) {
                m_known.insert(key->fingerprint, *key);
                m_own.set(key->fingerprint, {true, true, false, false, false, QDateTime::currentDateTimeUtc()});
                if (makeCurrent) {
                    m_own.makeCurrent(key->fingerprint);
                }
                Q_EMIT ownKeysChanged();
            }
            return key;
        });
}

QList<crypto::PublicKey> KeyController::keysToAdopt() const
{
    QList<crypto::PublicKey> found;
    for (const auto &key : m_known) {
        if (key.hasSecret && key.canSign && !m_own.records().value(key.fingerprint).confirmed
            && crypto::ContentElementRules::belongsTo(key, m_account)) {
            found.append(key);
        }
    }
    std::ranges::sort(found, std::ranges::greater(), &crypto::PublicKey::created);
    return found;
}

void KeyController::adoptKey(const crypto::KeyFingerprint &key)
{
    auto record = m_own.records().value(key);
    record.confirmed = true; // whoever holds the secret key owns it
    record.rejected = false;
    record.since = record.since.isValid() ? record.since : m_known.value(key).created;
    m_own.set(key, record);
    Q_EMIT ownKeysChanged();
    Q_EMIT keyBrought();
}

QFuture<crypto::CryptoResult<QByteArray>> KeyController::exportPublicKey(const crypto::KeyFingerprint &key)
{
    return m_ports.worker.run([keyring = &m_ports.keyring, key] { return keyring->exportPublic(key); });
}

QFuture<crypto::CryptoResult<CredentialStore::Secret>> KeyController::exportSecretKeys(
    const QList<crypto::KeyFingerprint> &keys)
{
    return m_ports.worker.run([keyring = &m_ports.keyring, keys]() -> crypto::CryptoResult<CredentialStore::Secret> {
        auto exported = keyring->exportSecret(keys);
        if (!exported) {
            return std::unexpected(exported.error());
        }
        return std::make_shared<crypto::SecretBytes>(std::move(*exported));
    });
}

void KeyController::takeDiscovered(const crypto::BareJid &owner, const DiscoveredKeys &found)
{
    bool learned = false;
    for (auto it = found.keys.begin(); it != found.keys.end(); ++it) {
        learned = learned || !m_known.contains(it.key());
        m_known.insert(it.key(), *it);
    }
    if (owner == m_account) {
        takeOwnAnnouncement(found);
        return;
    }
    // A new key of somebody whose key was compared: does that one vouch for it?
    QList<crypto::KeyFingerprint> trusted;
    for (const auto &record : m_trust.records(owner)) {
        if (m_trust.countsAsChecked(owner, record.key)) {
            trusted.append(record.key);
        }
    }
    QList<crypto::KeyFingerprint> wanted;
    for (const auto &key : found.keys.keys()) {
        if (!trusted.contains(key)) {
            wanted.append(key);
        }
    }
    if (trusted.isEmpty() || wanted.isEmpty()) {
        takeContact(owner, found);
        Q_EMIT contactKeysChanged(owner);
        if (learned) {
            Q_EMIT keyLearned(owner);
        }
        return;
    }
    goodStatements(owner, trusted, wanted)
        .then(this, [this, owner, found, learned](const QList<KeyStatement> &statements) {
            takeContact(owner, found);
            for (const auto &statement : statements) {
                m_trust.decideContinued(owner, statement.newKey, statement.oldKey);
            }
            Q_EMIT contactKeysChanged(owner);
            if (learned) {
                Q_EMIT keyLearned(owner);
            }
        });
}

void KeyController::takeContact(const crypto::BareJid &owner, const DiscoveredKeys &found)
{
    using Knowledge = ContactKeys::Knowledge;
    switch (found.outcome) {
    case DiscoveredKeys::Outcome::Found:
        m_trust.setAnnounced(owner, found.keys.keys(), QDateTime::currentDateTimeUtc());
        m_skipped.insert(owner, found.skipped);
        m_knowledge.insert(owner,
            found.announced.isEmpty()  ? Knowledge::NoneAnnounced
                : found.keys.isEmpty() ? Knowledge::NoneUsable
                                       : Knowledge::Known);
        break;
    case DiscoveredKeys::Outcome::SubscriptionNeeded:
        m_knowledge.insert(owner, Knowledge::SubscriptionNeeded);
        break;
    case DiscoveredKeys::Outcome::Failed:
        if (!m_knowledge.contains(owner)) {
            m_knowledge.insert(owner, Knowledge::Unreachable);
        }
        break; // what was known stays
    }
}

/// Only of those we asked about: anybody can send events, and each costs requests and a gpg process per key.
void KeyController::takeEvent(const crypto::BareJid &owner, const QList<AnnouncedKey> &announced)
{
    if (owner == m_account || m_knowledge.contains(owner) || !m_trust.records(owner).isEmpty()) {
        m_discovery.take(owner, announced);
    }
}

} // namespace letterlock::app
