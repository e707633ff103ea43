// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "crypto/base/SecretBytes.h"
#include "crypto/jose/Jwe.h"

namespace letterlock::crypto {

/// The primitives of REQUIREMENTS 2.2, on OpenSSL. What cannot fail but for want of memory aborts, as random numbers
/// do.
namespace JweCipher {

struct ContentKeys {
    SecretBytes encryption;
    SecretBytes integrity;
};
/// The one-step derivation of JOSE -08 from a content master key.
[[nodiscard]] ContentKeys derive(JweContent content, const SecretBytes &masterKey);
[[nodiscard]] QByteArray integrityValue(JweContent content, const SecretBytes &key, QByteArrayView text);

constexpr qsizetype blockSize = 16;
/// AES-CBC with the padding of PKCS #7.
[[nodiscard]] QByteArray encrypt(const SecretBytes &key, const QByteArray &iv, QByteArrayView plaintext);
/// AES-CBC with the padding still on; `ciphertext` is whole blocks.
[[nodiscard]] SecretBytes decrypt(const SecretBytes &key, const QByteArray &iv, const QByteArray &ciphertext);

/// RFC 3394, with a key of 16 or 32 octets.
[[nodiscard]] QByteArray wrapAes(const SecretBytes &wrappingKey, const SecretBytes &key);
/// A random key of `size` octets where the block or the wrapping key does not fit.
[[nodiscard]] SecretBytes unwrapAes(const SecretBytes &wrappingKey, const QByteArray &block, qsizetype size);
/// RSA-OAEP with SHA-1, or PKCS #1 v1.5. Empty for numbers that are no RSA key.
[[nodiscard]] QByteArray wrapRsa(JweKeyWrap wrap, const RsaJwk &recipient, const SecretBytes &key);

} // namespace JweCipher

} // namespace letterlock::crypto
