// SPDX-License-Identifier: GPL-3.0-or-later
// Secret keys in a file, closed with a code.
#include "app/keys/BackupController.h"
#include "crypto/openpgp/OpenPgpPackets.h"

namespace letterlock::app {

QFuture<crypto::CryptoResult<QByteArray>> BackupController::sealedFile(
    const QList<crypto::KeyFingerprint> &keys, const QString &code)
{
    return m_ports.worker.run([ports = m_ports, keys, code]() -> crypto::CryptoResult<QByteArray> {
        auto exported = ports.keyring.exportSecret(keys);
        if (!exported) {
            return std::unexpected(exported.error());
        }
        return ports.engine.encryptWithCode(*exported, crypto::SecretBytes(QByteArrayView(code.toUtf8())));
    });
}

bool BackupController::needsCode(const QByteArray &file)
{
    return crypto::shapeOf(file) == crypto::OpenPgpShape::EncryptedToCode;
}

QFuture<crypto::CryptoResult<QList<crypto::KeyFingerprint>>> BackupController::bringFile(
    const QByteArray &file, const QString &code)
{
    using Result = crypto::CryptoResult<QList<crypto::KeyFingerprint>>;
    return m_ports.worker
        .run([engine = &m_ports.engine, file, code]() -> crypto::CryptoResult<Opened> {
            auto opened = engine->decryptWithCode(file, crypto::SecretBytes(QByteArrayView(code.toUtf8())));
            if (!opened) {
                return std::unexpected(opened.error());
            }
            return std::make_shared<crypto::SecretBytes>(std::move(*opened));
        })
        .then(this,
            [this](const crypto::CryptoResult<Opened> &opened) -> QFuture<Result> {
                return opened ? m_ports.keys.bringKey((*opened)->copy())
                              : crypto::ready(Result(std::unexpected(opened.error())));
            })
        .unwrap();
}

} // namespace letterlock::app
