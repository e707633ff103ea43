// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::crypto {

enum class KeyValidity { Valid, Expired, Revoked, Unusable };

/// What a keyring knows about one OpenPGP key. Describes; holds no key material.
struct PublicKey {
    KeyFingerprint fingerprint; ///< of the primary key
    QStringList userIds; ///< valid (not revoked) user ids only, whole strings, e.g. "xmpp:anna@example.org"
    QString algorithm; ///< "Ed25519", "RSA-3072" …
    QDateTime created;
    QDateTime expires; ///< invalid = never
    KeyValidity validity = KeyValidity::Unusable;
    bool canSign = false; ///< by the primary key (Gajim refuses signatures by subkeys)
    bool canEncrypt = false;
    bool hasSecret = false;
    bool onCard = false; ///< the secret half is not here but on a smart card
    bool weak = false; ///< the primary key or a key it encrypts with is too short or of a kind not to be used any more

    /// A key can come to its end while it is in memory.
    [[nodiscard]] KeyValidity validityAt(const QDateTime &now) const
    {
        return validity == KeyValidity::Valid && expires.isValid() && expires <= now ? KeyValidity::Expired : validity;
    }

    bool operator==(const PublicKey &) const = default;
};

} // namespace letterlock::crypto
