// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QDateTime>
#include <QStringList>

#include <optional>
#include <vector>

#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::crypto {

/// The outermost packets of OpenPGP data (RFC 4880 section 4), enough to see what kind of thing it is before gpg does.
struct OpenPgpPacket {
    enum Tag {
        PublicKeyEncryptedSessionKey = 1,
        Signature = 2,
        SymmetricKeyEncryptedSessionKey = 3,
        OnePassSignature = 4,
        SecretKey = 5,
        PublicKeyPacket = 6,
        SecretSubkey = 7,
        Compressed = 8,
        Encrypted = 9,
        Marker = 10,
        Literal = 11,
        UserId = 13,
        PublicSubkey = 14,
        EncryptedWithIntegrity = 18,
        AuthenticatedEncrypted = 20,
    };
    int tag = 0;
    QByteArrayView body; ///< empty for packets of partial or indeterminate length
    bool isComplete = true; ///< false for those
};

/// Nothing if a header is damaged, a length points outside, or there are more packets than `limit`.
std::optional<std::vector<OpenPgpPacket>> splitPackets(QByteArrayView bytes, int limit = 4096);

enum class OpenPgpShape {
    EncryptedToKeys, ///< session keys and then one encrypted packet up to the end
    EncryptedToCode, ///< the same with passphrases only
    NotEncrypted, ///< signed, compressed or literal
    Unknown, ///< anything else, also an encrypted packet with others around it
};
OpenPgpShape shapeOf(QByteArrayView message);

/// When a key that its owner revoked as superseded or no longer used was revoked, in seconds since 1970: signatures
/// from before stay good. Nothing if it was compromised, if no reason was given, or if there is no revocation. gpg has
/// already checked the signatures of `key`.
std::optional<quint32> harmlessRevocation(QByteArrayView key);

/// True if every secret key packet in it is unprotected: S2K usage octet 0 (XEP-0373 section 5.4).
bool secretKeysAreBare(QByteArrayView keys);

/// True if this is exactly one transferable public key (v4) with this fingerprint, and nothing secret (O-22).
bool isPublicKeyOf(QByteArrayView key, const KeyFingerprint &fingerprint);

/// One transferable secret key among several that stand one after another, as a backup has them.
struct SecretKeyBlock {
    KeyFingerprint fingerprint;
    QDateTime created;
    QStringList userIds; ///< as written; their signatures are not checked here
    QByteArrayView bytes;
};

/// Empty if there is anything else in it, or a key that is not version 4 (O-35).
std::vector<SecretKeyBlock> splitSecretKeys(QByteArrayView keys);

} // namespace letterlock::crypto
