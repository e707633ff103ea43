// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/jose/Jwk.h"

namespace letterlock::crypto {

/// The RSA key pair with which session keys are asked for (E-50). Copies share the key; thread-safe.
class RequestKey {
public:
    static constexpr int defaultBits = 3072;

    /// Takes up to seconds: on a worker. Refuses less than 2048 bits.
    static CryptoResult<RequestKey> make(int bits = defaultBits);
    /// From what toDer() gave; refuses anything but a usable RSA key.
    static CryptoResult<RequestKey> fromDer(const SecretBytes &pkcs8);

    [[nodiscard]] SecretBytes toDer() const; ///< PKCS#8, not encrypted: for a sealed store only
    [[nodiscard]] const RsaJwk &publicKey() const { return m_public; } ///< its `kid` is the thumbprint in Base64url
    [[nodiscard]] QByteArray thumbprint() const { return m_public.thumbprint(); }

    /// The wrapped key of exactly `size` octets. Whatever is wrong with the block, the answer is a random key: the
    /// integrity check that follows fails like any other (E-60).
    [[nodiscard]] SecretBytes unwrapOaep(const QByteArray &block, qsizetype size) const;
    [[nodiscard]] SecretBytes unwrapPkcs1(const QByteArray &block, qsizetype size) const;

private:
    struct Pair;
    RequestKey(std::shared_ptr<const Pair> pair, RsaJwk publicKey);

    std::shared_ptr<const Pair> m_pair;
    RsaJwk m_public;
};

} // namespace letterlock::crypto
