// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::crypto {

/// An RSA (sub)key that decrypts and whose secret half is here, as XML Encryption names and uses it. May be expired or
/// revoked: such a key opens what is old.
struct RsaKey {
    KeyFingerprint primary;
    KeyFingerprint fingerprint; ///< of the (sub)key with these numbers; the KeyName that is written (R08)
    QByteArray keygrip; ///< what gpg-agent calls it
    QByteArray modulus; ///< big-endian, without leading zeros
    QByteArray exponent;
    bool isUsable = false; ///< neither expired nor revoked: may be sealed for

    [[nodiscard]] bool isPrimary() const { return primary == fingerprint; }
    bool operator==(const RsaKey &) const = default;
};

} // namespace letterlock::crypto
