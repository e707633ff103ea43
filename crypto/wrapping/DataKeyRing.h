// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

#include "crypto/base/CryptoError.h"
#include "crypto/identity/KeyFingerprint.h"
#include "crypto/openpgp/OpenPgpEngine.h"
#include "crypto/wrapping/EncryptedKey.h"
#include "crypto/wrapping/RootKey.h"

namespace letterlock::crypto {

class PublishedKey;

/// A part that was opened. `authenticated` is false for CBC; `sealedByOwner` is true only if the data key equals
/// its derivation from one of the root keys, so a collection forged by the server shows.
struct OpenedPart {
    QByteArray plaintext; ///< UTF-8 XML fragment
    bool authenticated = false;
    bool sealedByOwner = false;
};

/// Everything that touches a data key, so that data keys never leave this class: sealing, opening, wrapping, unwrapping
/// and re-wrapping. Knows the root keys; remembers data keys unwrapped from EncryptedKeys so that no private operation
/// is done twice. Blocking and thread-safe; call from a Worker. Failures after parsing all look alike.
class DataKeyRing {
public:
    explicit DataKeyRing(OpenPgpEngine &engine);
    ~DataKeyRing();

    void addRootKey(RootKey root); ///< the last one added seals from now on
    [[nodiscard]] bool hasRootKey() const;
    [[nodiscard]] QString currentGeneration() const;
    [[nodiscard]] QStringList generations() const;
    /// The root key as an OpenPGP message signed by `signer` and encrypted to `recipients`, for the private node.
    CryptoResult<QByteArray> exportRootKey(
        const QString &generation, const KeyFingerprint &signer, const QList<KeyFingerprint> &recipients);
    /// Opens what exportRootKey made, if one of `trustedSigners` signed it. Adds it without making it current.
    CryptoResult<QString> importRootKey(const QByteArray &message, const QList<KeyFingerprint> &trustedSigners);
    /// The bare secret for the local (encrypted) store and back.
    [[nodiscard]] CryptoResult<SecretBytes> rootSecret(const QString &generation) const;

    /// Seals with AES-256-GCM under the data key that the current root key derives for `dataKeyName`.
    CryptoResult<EncryptedData> seal(const QByteArray &plaintext, const QString &dataKeyName);
    /// The data key of that name wrapped once for each of `recipients`, as OpenPGP messages (encrypt only).
    CryptoResult<QList<EncryptedKey>> wrap(const QString &dataKeyName, const QList<KeyFingerprint> &recipients);
    /// Keys of the person's other programs, which are in no keyring here and stand among recipients by their handles.
    /// For the withdrawn ones nothing is wrapped any more, whoever still lists them.
    void setPublished(const QList<PublishedKey> &usable, const QList<PublishedKey> &withdrawn);
    /// What a wrap for this recipient calls it: its print, or its fingerprint.
    [[nodiscard]] QString nameOf(const KeyFingerprint &recipient) const;
    /// Opens a part. Tries the derivations first, then data keys already unwrapped, then unwraps fitting `keys`
    /// (at most 64 private operations per call, A-44).
    CryptoResult<OpenedPart> open(const EncryptedData &part, const QList<EncryptedKey> &keys);
    /// Proves that `key` opens with a secret key here and yields the data key that its name stands for: the one a root
    /// key derives, or one that opened a part in this run. With neither to compare it fails, so open a part first.
    /// Does the private operation even if the data key is known: this is the check before an old wrap is removed.
    CryptoResult<void> verifyWrap(const EncryptedKey &key);
    /// New wraps of the data key inside `old` for `recipients`. A root key whose derivation opens `proof`, a part under
    /// the same data key, saves the private operation; without `proof` or such a root key, `old` is unwrapped.
    CryptoResult<QList<EncryptedKey>> rewrap(
        const EncryptedKey &old, const EncryptedData *proof, const QList<KeyFingerprint> &recipients);
    /// The data key of that name wrapped under a passphrase, as an OpenPGP message, for a bundle that leaves the
    /// archive.
    CryptoResult<EncryptedKey> wrapWithCode(const QString &dataKeyName, const SecretBytes &code);
    /// Opens what wrapWithCode made and remembers the data key. WrongCode-like failures are DecryptionFailed.
    CryptoResult<void> learnWithCode(const EncryptedKey &key, const SecretBytes &code);
    void forgetUnwrapped(); ///< wipes remembered data keys, not the root keys

    /// EncryptionMethod of a data key wrapped as an OpenPGP message; documented in crypto/README.md.
    static const QString openPgpWrapMethod;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::crypto
