// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/openpgp/GpgmeHome.h"
#include "crypto/openpgp/OpenPgpEngine.h"

namespace letterlock::crypto {

/// OpenPgpEngine by GnuPG, one gpg process for each operation. `home` outlives it.
class GpgmeEngine final : public OpenPgpEngine {
public:
    static constexpr qsizetype largestMessage = 2 * 1024 * 1024; ///< octets taken in
    static constexpr qsizetype largestPlaintext = 1024 * 1024; ///< octets given out by open, decrypt, decryptWithCode

    explicit GpgmeEngine(GpgmeHome &home);

    CryptoResult<QByteArray> signcrypt(
        const QByteArray &plaintext, const KeyFingerprint &signer, const QList<KeyFingerprint> &recipients) override;
    CryptoResult<OpenedOpenPgp> open(const QByteArray &message) override;
    CryptoResult<QByteArray> encrypt(const SecretBytes &plaintext, const QList<KeyFingerprint> &recipients) override;
    CryptoResult<SecretBytes> decrypt(const QByteArray &message) override;
    CryptoResult<QByteArray> sign(const QByteArray &plaintext, const KeyFingerprint &signer) override;
    CryptoResult<QByteArray> encryptWithCode(const SecretBytes &plaintext, const SecretBytes &code) override;
    CryptoResult<SecretBytes> decryptWithCode(const QByteArray &message, const SecretBytes &code) override;
    CryptoResult<QList<RsaKey>> rsaKeys() override;
    CryptoResult<SecretBytes> rsaDecrypt(const RsaKey &key, const QByteArray &block) override;

private:
    GpgmeHome &m_home;
};

} // namespace letterlock::crypto
