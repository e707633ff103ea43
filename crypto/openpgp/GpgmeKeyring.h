// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/openpgp/GpgmeHome.h"
#include "crypto/openpgp/Keyring.h"

namespace letterlock::crypto {

/// Keyring by GnuPG. `home` outlives it.
class GpgmeKeyring final : public Keyring {
public:
    static constexpr qsizetype largestImport = 8 * 1024 * 1024;

    explicit GpgmeKeyring(GpgmeHome &home);

    CryptoResult<QList<PublicKey>> keys() override;
    CryptoResult<PublicKey> find(const KeyFingerprint &fingerprint) override;
    CryptoResult<PublicKey> generate(
        const BareJid &owner, const SecretBytes &passphrase, const KeyPlan &plan = {}) override;
    CryptoResult<PublicKey> generateArchiveKey(const BareJid &owner, const SecretBytes &passphrase) override;
    CryptoResult<QList<KeyFingerprint>> importKeys(QByteArrayView keys) override;
    CryptoResult<QList<KeyFingerprint>> importSecretKeys(QByteArrayView keys, const QStringList &userIds) override;
    CryptoResult<bool> isBare(const KeyFingerprint &fingerprint) override;
    CryptoResult<void> protectBare(const KeyFingerprint &fingerprint, const SecretBytes &passphrase) override;
    CryptoResult<bool> strengthen(const KeyFingerprint &fingerprint) override;
    CryptoResult<QByteArray> exportPublic(const KeyFingerprint &fingerprint) override;
    /// Goes through a throwaway home in memory. KeyLocked for protected keys whose passphrase is not stored here.
    CryptoResult<SecretBytes> exportSecret(const QList<KeyFingerprint> &fingerprints) override;
    CryptoResult<PublicKey> inspect(QByteArrayView publicKey) override;
    CryptoResult<void> changePassphrase(const KeyFingerprint &fingerprint) override;
    CryptoResult<void> revoke(const KeyFingerprint &fingerprint, RevocationReason reason) override;
    void setPassphrase(const KeyFingerprint &fingerprint, SecretBytes passphrase) override;

private:
    GpgmeHome &m_home;
};

} // namespace letterlock::crypto
