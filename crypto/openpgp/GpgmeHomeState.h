// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMutex>
#include <QSemaphore>
#include <QStringList>

#include <gpgme.h>

#include <memory>
#include <unordered_map>

#include "crypto/identity/PublicKey.h"
#include "crypto/identity/RsaKey.h"
#include "crypto/openpgp/GpgmeHome.h"

namespace letterlock::crypto {

/// One key as the engine needs it: described, and as the object that GPGME takes, so that no message costs a listing.
struct CachedKey {
    PublicKey key;
    std::shared_ptr<_gpgme_key> handle;
    QByteArray signerName; ///< fingerprint and "!": exactly the primary key signs, never a subkey
    QDateTime signsUntil; ///< of a key revoked without harm: what it signed before stays good

    [[nodiscard]] QList<QByteArray> secretKeygrips() const;
};

struct KeySnapshot {
    QList<PublicKey> keys;
    QHash<KeyFingerprint, CachedKey> byFingerprint;
    QHash<QString, KeyFingerprint> primaryOf; ///< of every primary key and subkey
    QList<RsaKey> rsaKeys; ///< those with a secret half
};

/// What GpgmeEngine and GpgmeKeyring share. Only files in this folder include it.
struct GpgmeHome::State {
    QString path;
    CryptoResult<void> usable;

    QMutex changing; ///< held while the keyring is changed
    QSemaphore encryptions{1}; ///< parallel ones collide on random_seed
    QSemaphore decryptions{2}; ///< more gain nothing: the agent works one by one

    CryptoResult<std::shared_ptr<const KeySnapshot>> snapshot();
    void forgetSnapshot();

    [[nodiscard]] bool hasPassphrases();
    /// By the long key id of the primary key, or any longer form of its fingerprint; empty if there is none.
    [[nodiscard]] SecretBytes passphrase(const QString &primaryEnding);
    void setPassphrase(const KeyFingerprint &key, SecretBytes passphrase);
    [[nodiscard]] QByteArray agentSocket();
    void setAgentSocket(const QByteArray &socket);

private:
    QMutex m_mutex;
    QByteArray m_agentSocket;
    std::shared_ptr<const KeySnapshot> m_snapshot;
    std::unordered_map<QString, SecretBytes> m_passphrases;
};

} // namespace letterlock::crypto
