// SPDX-License-Identifier: GPL-3.0-or-later
// An own key out of use for a while, and back; a locked one opened.
#include "app/keys/KeyController.h"
#include "crypto/base/LogCategories.h"

namespace letterlock::app {

void KeyController::reinstate(const crypto::KeyFingerprint &key)
{
    auto record = m_own.records().value(key);
    record.retired = false;
    m_own.set(key, record);
    Q_EMIT ownKeysChanged();
}

QFuture<TransportResult<void>> KeyController::takeFromList(const crypto::KeyFingerprint &key)
{
    return m_ports.worker.run([keyring = &m_ports.keyring, key] { return keyring->exportPublic(key); })
        .then(this,
            [this, key](const crypto::CryptoResult<QByteArray> &exported) -> QFuture<TransportResult<void>> {
                return exported ? m_ports.directory.withdraw(key, *exported)
                                : crypto::ready(TransportResult<void>(std::unexpected(TransportError{
                                      TransportError::Code::ProtocolError, {}, exported.error().detail, {}})));
            })
        .unwrap()
        .then(this, [this, key](const TransportResult<void> &taken) {
            if (taken) {
                m_announced.remove(key);
            }
            Q_EMIT ownKeysChanged();
            return taken;
        });
}

QFuture<crypto::CryptoResult<void>> KeyController::changePassphrase(const crypto::KeyFingerprint &key)
{
    return m_ports.worker.run([keyring = &m_ports.keyring, key] { return keyring->changePassphrase(key); });
}

QFuture<bool> KeyController::unlock(crypto::SecretBytes passphrase)
{
    QList<crypto::KeyFingerprint> brought;
    for (const auto &own : ownKeys()) {
        if (own.key.hasSecret && !m_own.records().value(own.key.fingerprint).madeHere) {
            brought.append(own.key.fingerprint);
        }
    }
    return m_ports.worker
        .run([keyring = &m_ports.keyring, brought,
                 secret = std::make_shared<crypto::SecretBytes>(std::move(passphrase))] {
            bool opened = false;
            for (const auto &key : brought) {
                if (keyring->exportSecret({key})) {
                    continue; // open already
                }
                keyring->setPassphrase(key, secret->copy());
                if (keyring->exportSecret({key})) {
                    opened = true;
                    if (const auto done = keyring->strengthen(key); !done) {
                        qCWarning(crypto::lcApp).noquote() << "a key stays as it is:" << done.error().detail;
                    }
                } else {
                    keyring->setPassphrase(key, {});
                }
            }
            return opened;
        })
        .then(this, [this](bool opened) {
            if (opened) {
                Q_EMIT keyBrought();
            }
            return opened;
        });
}

} // namespace letterlock::app
