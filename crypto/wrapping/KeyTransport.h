// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "crypto/openpgp/OpenPgpEngine.h"
#include "crypto/wrapping/EncryptedKey.h"
#include "crypto/wrapping/PublishedKey.h"

namespace letterlock::crypto {

/// Wraps data keys and unwraps them: one branch for each key transport of REQUIREMENTS section 2.1. Blocking.
class KeyTransport {
public:
    /// EncryptionMethod of a data key as an OpenPGP message; documented in crypto/README.md.
    static inline const QString openPgp = QStringLiteral("urn:letterlock:openpgp-wrap:1");
    static inline const QString rsaOaep = QStringLiteral("http://www.w3.org/2009/xmlenc11#rsa-oaep");
    static inline const QString rsaOaepMgf1p = QStringLiteral("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p");
    static inline const QString rsa15 = QStringLiteral("http://www.w3.org/2001/04/xmlenc#rsa-1_5");

    static constexpr qsizetype largestWrap = 64 * 1024; ///< octets

    explicit KeyTransport(OpenPgpEngine &engine); ///< outlives this

    /// Whether the octets are the data key that was looked for.
    using Accept = std::function<bool(const SecretBytes &key)>;
    /// The data key inside `wrap` that `accept` takes, of one of the sizes given. An RSA wrap that names no key of ours
    /// is tried with each (R08). A faulty rsa-1_5 block brings random octets, so only `accept` can tell what is right.
    /// `budget` counts private operations down and stops at 0.
    CryptoResult<SecretBytes> unwrap(
        const EncryptedKey &wrap, const QList<int> &sizes, int &budget, const Accept &accept) const;

    /// For the primary fingerprint of any key an OpenPGP message; for the fingerprint of an RSA subkey of ours
    /// xmlenc11#rsa-oaep with SHA-256 twice.
    CryptoResult<EncryptedKey> wrap(const QString &name, const SecretBytes &key, const KeyFingerprint &recipient) const;

    /// For a key of another program, which is in no keyring here: named by its print, xmlenc11#rsa-oaep as above.
    static CryptoResult<EncryptedKey> wrap(const QString &name, const SecretBytes &key, const PublishedKey &recipient);

    /// The same under a passphrase, as a symmetric OpenPGP message, for what leaves the archive.
    CryptoResult<EncryptedKey> wrapWithCode(const QString &name, const SecretBytes &key, const SecretBytes &code) const;
    CryptoResult<SecretBytes> unwrapWithCode(const EncryptedKey &wrap, int size, const SecretBytes &code) const;

private:
    CryptoResult<SecretBytes> unwrapRsa(
        const EncryptedKey &wrap, const QList<int> &sizes, int &budget, const Accept &accept) const;
    static CryptoResult<QByteArray> sealByRsa(
        const SecretBytes &key, const RsaKey &recipient, qsizetype smallestModulus);

    OpenPgpEngine &m_engine;
};

} // namespace letterlock::crypto
