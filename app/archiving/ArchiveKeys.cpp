// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/ArchiveKeys.h"

#include <algorithm>

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const auto scope = u"archive-keys"_s;
constexpr QByteArrayView madeValue("made");
constexpr QByteArrayView broughtValue("brought");

} // namespace

ArchiveKeys::ArchiveKeys(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_passphrase(ports.credentials, u"archive-key-passphrase"_s)
{
}

ArchiveKeys::Keys ArchiveKeys::read(crypto::OpenPgpEngine &engine, const QSet<crypto::KeyFingerprint> &primaries)
{
    return engine.rsaKeys().transform([&](QList<crypto::RsaKey> keys) {
        keys.removeIf([&](const crypto::RsaKey &key) { return key.isPrimary() || !primaries.contains(key.primary); });
        return keys;
    });
}

void ArchiveKeys::setAccount(const crypto::BareJid &account)
{
    if (account == m_account && (m_made.isEmpty() || !m_all.isEmpty())) {
        return; // with each sign-in
    }
    m_account = account;
    m_ports.history.values(scope)
        .then(this,
            [this](const archive::ArchiveResult<QHash<QString, QByteArray>> &stored) {
                m_made.clear();
                m_brought.clear();
                const auto values = stored.value_or(QHash<QString, QByteArray>());
                for (auto it = values.begin(); it != values.end(); ++it) {
                    if (const auto key = crypto::KeyFingerprint::parse(it.key())) {
                        (*it == broughtValue ? m_brought : m_made).insert(*key);
                    }
                }
                return m_made.isEmpty() && m_brought.isEmpty()
                    ? crypto::ready(CredentialResult<CredentialStore::Secret>(std::unexpected(CredentialError{})))
                    : m_passphrase.read();
            })
        .unwrap()
        .then(this,
            [this](const CredentialResult<CredentialStore::Secret> &secret) {
                return m_ports.worker.run([ports = m_ports, all = m_made + m_brought, secret]() -> Keys {
                    for (const auto &key : all) {
                        if (secret) {
                            ports.keyring.setPassphrase(key, (*secret)->copy());
                        }
                    }
                    return all.isEmpty() ? Keys(QList<crypto::RsaKey>()) : read(ports.engine, all);
                });
            })
        .unwrap()
        .then(this, [this](const Keys &keys) {
            if (!keys) {
                qCWarning(crypto::lcApp).noquote() << "archive keys:" << keys.error().detail;
            }
            take(keys.value_or(QList<crypto::RsaKey>()));
            m_loaded.open();
            protectBrought();
        });
}

QFuture<bool> ArchiveKeys::protectBrought()
{
    using Fingerprints = QList<crypto::KeyFingerprint>;
    using Secret = CredentialResult<CredentialStore::Secret>;
    return m_ports.worker
        .run([keyring = &m_ports.keyring, userId = u"xmpp-archive:"_s + m_account.toString()] {
            Fingerprints bare;
            for (const auto &key : keyring->keys().value_or(QList<crypto::PublicKey>())) {
                if (key.hasSecret && key.userIds.contains(userId) && keyring->isBare(key.fingerprint).value_or(false)) {
                    bare.append(key.fingerprint);
                }
            }
            return bare;
        })
        .then(this,
            [this](const Fingerprints &bare) -> QFuture<bool> {
                if (bare.isEmpty()) {
                    return crypto::ready(true);
                }
                return m_passphrase.readOrMake()
                    .then(this, [this, bare](const Secret &secret) { return protect(bare, secret); })
                    .unwrap();
            })
        .unwrap();
}

QFuture<bool> ArchiveKeys::protect(
    const QList<crypto::KeyFingerprint> &bare, const CredentialResult<CredentialStore::Secret> &secret)
{
    using Write = QFuture<archive::ArchiveResult<void>>;
    if (!secret) {
        qCWarning(crypto::lcApp).noquote() << "an archive key stays without a passphrase:" << secret.error().detail;
        return crypto::ready(false);
    }
    QList<Write> writes;
    for (const auto &key : bare) {
        if (!m_made.contains(key)) {
            m_brought.insert(key);
            writes.append(m_ports.history.setValue(scope, key.toString(), broughtValue.toByteArray()));
        }
    }
    return QtFuture::whenAll(writes.begin(), writes.end())
        .then(this,
            [this, bare, passphrase = *secret](const QList<Write> &done) {
                const bool kept
                    = std::ranges::all_of(done, [](const Write &write) { return write.result().has_value(); });
                return m_ports.worker.run(
                    [keyring = &m_ports.keyring, passphrase, keys = kept ? bare : QList<crypto::KeyFingerprint>()] {
                        bool all = !keys.isEmpty();
                        for (const auto &key : keys) {
                            if (const auto safe = keyring->protectBare(key, *passphrase); !safe) {
                                qCWarning(crypto::lcApp).noquote()
                                    << "an archive key stays as it is:" << safe.error().detail;
                                all = false;
                            }
                        }
                        return all;
                    });
            })
        .unwrap();
}

void ArchiveKeys::take(const QList<crypto::RsaKey> &all)
{
    m_all = all;
    m_keys = all;
    m_keys.removeIf([this](const crypto::RsaKey &key) {
        return !key.isUsable || !m_made.contains(key.primary) || m_revoked.contains(key.modulus);
    });
    Q_EMIT changed();
}

void ArchiveKeys::setRevoked(const QSet<QByteArray> &moduli)
{
    if (std::exchange(m_revoked, moduli) != moduli) {
        take(m_all);
    }
}

QStringList ArchiveKeys::names() const
{
    QStringList found;
    for (const auto &key : m_all) {
        found.append(key.fingerprint.toString());
    }
    return found;
}

QSet<QByteArray> ArchiveKeys::moduli(const QStringList &names) const
{
    QSet<QByteArray> found;
    for (const auto &key : m_all) {
        if (names.contains(key.fingerprint.toString())) {
            found.insert(key.modulus);
        }
    }
    return found;
}

QList<crypto::KeyFingerprint> ArchiveKeys::recipients() const
{
    QList<crypto::KeyFingerprint> found;
    for (const auto &key : m_keys) {
        found.append(key.fingerprint);
    }
    return found;
}

QFuture<crypto::CryptoResult<QList<crypto::RsaKey>>> ArchiveKeys::make()
{
    if (!m_keys.isEmpty()) {
        return crypto::ready(Keys(m_keys));
    }
    using Made = crypto::CryptoResult<crypto::PublicKey>;
    return m_passphrase.readOrMake()
        .then(this,
            [this](const CredentialResult<CredentialStore::Secret> &secret) -> QFuture<Made> {
                if (!secret) {
                    return crypto::ready(Made(crypto::cryptoError(crypto::CryptoError::Code::KeyLocked,
                        u"no place to keep the key's passphrase: "_s + secret.error().detail)));
                }
                return m_ports.worker.run([ports = m_ports, owner = m_account, kept = *secret] {
                    return ports.keyring.generateArchiveKey(owner, *kept);
                });
            })
        .unwrap()
        .then(this,
            [this](const Made &key) -> QFuture<Keys> {
                if (!key) {
                    return crypto::ready(Keys(std::unexpected(key.error())));
                }
                m_made.insert(key->fingerprint);
                return m_ports.history.setValue(scope, key->fingerprint.toString(), madeValue.toByteArray())
                    .then(this,
                        [this](const archive::ArchiveResult<void> &) {
                            return m_ports.worker.run(
                                [ports = m_ports, all = m_made + m_brought] { return read(ports.engine, all); });
                        })
                    .unwrap();
            })
        .unwrap()
        .then(this, [this](const Keys &keys) {
            if (keys) {
                take(*keys);
            }
            return keys.transform([this](const QList<crypto::RsaKey> &) { return m_keys; });
        });
}

} // namespace letterlock::app
