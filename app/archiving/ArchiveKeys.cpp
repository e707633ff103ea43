// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/ArchiveKeys.h"

#include "crypto/base/LogCategories.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const auto scope = u"archive-keys"_s;
const auto passphraseName = u"archive-key-passphrase"_s;

} // namespace

ArchiveKeys::ArchiveKeys(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
}

ArchiveKeys::Keys ArchiveKeys::read(crypto::OpenPgpEngine &engine, const QSet<crypto::KeyFingerprint> &made)
{
    return engine.rsaKeys().transform([&](QList<crypto::RsaKey> keys) {
        keys.removeIf(
            [&](const crypto::RsaKey &key) { return !key.isUsable || key.isPrimary() || !made.contains(key.primary); });
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
                for (const auto &name : stored.value_or(QHash<QString, QByteArray>()).keys()) {
                    if (const auto key = crypto::KeyFingerprint::parse(name)) {
                        m_made.insert(*key);
                    }
                }
                return m_made.isEmpty()
                    ? crypto::ready(CredentialResult<CredentialStore::Secret>(std::unexpected(CredentialError{})))
                    : passphrase(false);
            })
        .unwrap()
        .then(this,
            [this](const CredentialResult<CredentialStore::Secret> &secret) {
                return m_ports.worker.run([ports = m_ports, made = m_made, secret]() -> Keys {
                    for (const auto &key : made) {
                        if (secret) {
                            ports.keyring.setPassphrase(key, (*secret)->copy());
                        }
                    }
                    return made.isEmpty() ? Keys(QList<crypto::RsaKey>()) : read(ports.engine, made);
                });
            })
        .unwrap()
        .then(this, [this](const Keys &keys) {
            if (!keys) {
                qCWarning(crypto::lcApp).noquote() << "archive keys:" << keys.error().detail;
            }
            take(keys.value_or(QList<crypto::RsaKey>()));
        });
}

void ArchiveKeys::take(const QList<crypto::RsaKey> &all)
{
    m_all = all;
    m_keys = all;
    m_keys.removeIf([this](const crypto::RsaKey &key) { return m_revoked.contains(key.modulus); });
    Q_EMIT changed();
}

void ArchiveKeys::setRevoked(const QSet<QByteArray> &moduli)
{
    if (std::exchange(m_revoked, moduli) != moduli) {
        take(m_all);
    }
}

QList<crypto::KeyFingerprint> ArchiveKeys::recipients() const
{
    QList<crypto::KeyFingerprint> found;
    for (const auto &key : m_keys) {
        found.append(key.fingerprint);
    }
    return found;
}

QFuture<CredentialResult<CredentialStore::Secret>> ArchiveKeys::passphrase(bool makeOne)
{
    using Result = CredentialResult<CredentialStore::Secret>;
    return m_ports.credentials.read(passphraseName)
        .then(this,
            [this, makeOne](const Result &stored) -> QFuture<Result> {
                if (stored || !makeOne || stored.error().code != CredentialError::Code::NotFound) {
                    return crypto::ready(Result(stored));
                }
                const QByteArray text = crypto::randomBytes(32).toBase64(QByteArray::OmitTrailingEquals);
                auto made = std::make_shared<crypto::SecretBytes>(QByteArrayView(text));
                // Kept before any key depends on it.
                return m_ports.credentials.write(passphraseName, *made)
                    .then(this, [made](const CredentialResult<void> &kept) -> Result {
                        return kept ? Result(made) : std::unexpected(kept.error());
                    });
            })
        .unwrap();
}

QFuture<crypto::CryptoResult<QList<crypto::RsaKey>>> ArchiveKeys::make()
{
    if (!m_keys.isEmpty()) {
        return crypto::ready(Keys(m_keys));
    }
    using Made = crypto::CryptoResult<crypto::PublicKey>;
    return passphrase(true)
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
            [this](const Made &made) -> QFuture<Keys> {
                if (!made) {
                    return crypto::ready(Keys(std::unexpected(made.error())));
                }
                m_made.insert(made->fingerprint);
                return m_ports.history.setValue(scope, made->fingerprint.toString(), "made")
                    .then(this,
                        [this](const archive::ArchiveResult<void> &) {
                            return m_ports.worker.run(
                                [ports = m_ports, all = m_made] { return read(ports.engine, all); });
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
