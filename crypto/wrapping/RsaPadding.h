// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

#include "crypto/base/SecretBytes.h"

namespace letterlock::crypto {

/// Takes the padding from the result of a bare RSA operation. The length of the data key inside is known from its
/// cipher, so every octet has one place and all checks take the same time whatever is wrong. Pure.
class RsaPadding {
public:
    /// PKCS#1 v1.5 (RFC 8017 section 7.2.2). Any fault gives random octets: who sends blocks to learn about faults
    /// sees only that the content does not open.
    static SecretBytes removePkcs1(const SecretBytes &encoded, qsizetype keySize);
    /// OAEP (RFC 8017 section 7.1.2) with any two digests. Nothing on any fault.
    static std::optional<SecretBytes> removeOaep(const SecretBytes &encoded, qsizetype keySize,
        const QString &digestUri, const QString &maskUri, QByteArrayView label);
    /// Whether section 2.1 of the requirements lists them; empty means the default.
    static bool knowsDigest(const QString &uri);
    static bool knowsMask(const QString &uri);
};

} // namespace letterlock::crypto
