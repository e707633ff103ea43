// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/identity/KeyFingerprint.h"
#include "crypto/identity/RsaKey.h"

namespace letterlock::crypto {

struct OpenPgpSignature {
    enum class State { Valid, Invalid, KeyMissing, KeyExpired, KeyRevoked };
    State state = State::Invalid;
    KeyFingerprint key; ///< primary key of the signer; empty when it is not in the keyring
    QDateTime created;
    QString issuer; ///< fingerprint or key id that the signature itself names; proves nothing
};

/// An OpenPGP message that was opened. `encrypted` is what the packets prove, not what the text claims.
struct OpenedOpenPgp {
    QByteArray plaintext;
    bool encrypted = false;
    QList<OpenPgpSignature> signatures;
};

/// OpenPGP operations as a port. Every call blocks (a passphrase dialog can take minutes), is thread-safe and limits
/// itself to one encryption and two decryptions at a time; call from a Worker, never from the GUI thread.
/// Messages are binary, not armored. A failed call returns no plaintext at all.
class OpenPgpEngine {
public:
    virtual ~OpenPgpEngine() = default;

    /// Signs with the primary key of `signer` and encrypts to all `recipients`. No key listing per call.
    virtual CryptoResult<QByteArray> signcrypt(
        const QByteArray &plaintext, const KeyFingerprint &signer, const QList<KeyFingerprint> &recipients)
        = 0;
    /// Opens whatever it is: encrypted, signed, or both. Checking that it is the right kind is the caller's duty.
    virtual CryptoResult<OpenedOpenPgp> open(const QByteArray &message) = 0;
    /// Encrypts only: no private operation, no prompt. Used to wrap data keys.
    virtual CryptoResult<QByteArray> encrypt(const SecretBytes &plaintext, const QList<KeyFingerprint> &recipients) = 0;
    /// Decrypts an unsigned message into wiped memory. Used to unwrap data keys.
    virtual CryptoResult<SecretBytes> decrypt(const QByteArray &message) = 0;
    /// Detached-free signed message over a short text (receipts, statements).
    virtual CryptoResult<QByteArray> sign(const QByteArray &plaintext, const KeyFingerprint &signer) = 0;
    /// Symmetric message under a backup code (XEP-0373 section 5.4) and back.
    virtual CryptoResult<QByteArray> encryptWithCode(const SecretBytes &plaintext, const SecretBytes &code) = 0;
    virtual CryptoResult<SecretBytes> decryptWithCode(const QByteArray &message, const SecretBytes &code) = 0;

    /// RSA keys whose secret half is here, for the key transports of XML Encryption.
    virtual CryptoResult<QList<RsaKey>> rsaKeys() = 0;
    /// The bare private operation on one block, without removing any padding. As long as the modulus.
    virtual CryptoResult<SecretBytes> rsaDecrypt(const RsaKey &key, const QByteArray &block) = 0;
};

} // namespace letterlock::crypto
