// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/identity/Jid.h"
#include "crypto/identity/KeyPlan.h"
#include "crypto/identity/PublicKey.h"

namespace letterlock::crypto {

enum class RevocationReason { Superseded, Compromised, NoLongerUsed };

/// The keys of a GnuPG home as a port. Blocking and thread-safe like OpenPgpEngine; call from a Worker.
/// Answers come from a cache that is renewed after every change made through this port.
class Keyring {
public:
    virtual ~Keyring() = default;

    virtual CryptoResult<QList<PublicKey>> keys() = 0;
    virtual CryptoResult<PublicKey> find(const KeyFingerprint &fingerprint) = 0; ///< NoKey if absent
    /// Signs with the primary key and has a subkey [E], user id "xmpp:" + address (DESIGN section 5), protected by
    /// `passphrase` with the lowest S2K count GnuPG takes, which is right only for random passphrases.
    virtual CryptoResult<PublicKey> generate(
        const BareJid &owner, const SecretBytes &passphrase, const KeyPlan &plan = {})
        = 0;
    /// RSA-3072 with an RSA-3072 subkey [E] and the user id "xmpp-archive:" + address: for the archive alone, where
    /// XML Encryption knows only RSA. A second subkey of the chat key would not do, since gpg senders take the newest.
    virtual CryptoResult<PublicKey> generateArchiveKey(const BareJid &owner, const SecretBytes &passphrase) = 0;
    /// Imports transferable keys, public or secret, binary or armored. Returns the fingerprints of all primary keys in
    /// it.
    virtual CryptoResult<QList<KeyFingerprint>> importKeys(QByteArrayView keys) = 0;
    /// Of the transferable keys, as importKeys() takes them, only the secret ones with one of these user ids: those of
    /// others never reach the disk. Empty if there are only others in it.
    virtual CryptoResult<QList<KeyFingerprint>> importSecretKeys(QByteArrayView keys, const QStringList &userIds) = 0;
    /// Whether the secret key lies here without a passphrase, as a backup brings it. Only in a private home; what lies
    /// in the person's own is the person's.
    virtual CryptoResult<bool> isBare(const KeyFingerprint &fingerprint) = 0;
    /// Protects such a key by a random passphrase, which has to be kept before.
    virtual CryptoResult<void> protectBare(const KeyFingerprint &fingerprint, const SecretBytes &passphrase) = 0;
    /// Has the passphrase that was set for a key in a private home hashed as often as one that a person chose should
    /// be, if an earlier version did it less. True if that was so. What lay there before is put back unless the key
    /// opens.
    virtual CryptoResult<bool> strengthen(const KeyFingerprint &fingerprint) = 0;
    virtual CryptoResult<QByteArray> exportPublic(const KeyFingerprint &fingerprint) = 0; ///< minimal, binary
    /// Transferable secret keys joined, without passphrase (XEP-0373 section 5.4, S2K usage 0).
    virtual CryptoResult<SecretBytes> exportSecret(const QList<KeyFingerprint> &fingerprints) = 0;
    /// What a transferable public key says of itself, without bringing it into the keyring. Only the first key counts.
    virtual CryptoResult<PublicKey> inspect(QByteArrayView publicKey) = 0;
    /// Asks through pinentry for the old passphrase and the new one; what was stored for loopback is forgotten.
    /// KeyLocked = cancelled or wrong, and nothing has changed. Blocks as long as the dialog is open.
    virtual CryptoResult<void> changePassphrase(const KeyFingerprint &fingerprint) = 0;
    /// Puts a revocation certificate into the public key. The secret key stays and can still decrypt.
    virtual CryptoResult<void> revoke(const KeyFingerprint &fingerprint, RevocationReason reason) = 0;
    /// The passphrase that this key's private operations use by loopback. Keys without one ask through pinentry.
    virtual void setPassphrase(const KeyFingerprint &fingerprint, SecretBytes passphrase) = 0;
};

} // namespace letterlock::crypto
