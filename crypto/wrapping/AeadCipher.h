// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"

namespace letterlock::crypto {

/// The content ciphers of REQUIREMENTS section 2.1. Only GCM is ever written.
struct ContentCipher {
    QString uri;
    int keySize = 0; ///< octets
    int nonceSize = 0;
    int blockSize = 0; ///< of CBC; 0 = GCM
    bool isAuthenticated = false;

    static std::optional<ContentCipher> byUri(const QString &uri);
    static const QString aes256Gcm;
};

/// Nonce, text, tag under AES-256-GCM with a fresh random nonce and no associated data.
CryptoResult<QByteArray> sealContent(const SecretBytes &key, const QByteArray &plaintext);
/// Opens what `cipher` made. Each failure, for CBC also text that is not UTF-8, is the same DecryptionFailed.
CryptoResult<QByteArray> openContent(const ContentCipher &cipher, const SecretBytes &key, const QByteArray &value);

/// HKDF-SHA256 (RFC 5869). `size` at most 255 * 32 octets.
SecretBytes hkdfSha256(const SecretBytes &ikm, QByteArrayView salt, QByteArrayView purpose, qsizetype size);

} // namespace letterlock::crypto
