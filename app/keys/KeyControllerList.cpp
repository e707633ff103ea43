// SPDX-License-Identifier: GPL-3.0-or-later
// Taking an own key out of use for a while, and back.
#include "app/keys/KeyController.h"

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

} // namespace letterlock::app
