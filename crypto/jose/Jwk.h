// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"

namespace letterlock::crypto {

/// A symmetric JSON Web Key as key answers carry it: {"kty":"oct","kid":…,"k":…,"use":"enc"} (E-55).
struct OctJwk {
    QString kid;
    SecretBytes key;

    [[nodiscard]] SecretBytes toJson() const;
    /// Reads the member `oct` of the draft's example as `k` (R33), and the uses of R34.
    static CryptoResult<OctJwk> parse(QByteArrayView json);
};

/// The public half of an RSA key: {"kty":"RSA","kid":…,"n":…,"e":…}. Numbers are big-endian without leading zeros.
struct RsaJwk {
    QString kid; ///< may be empty when read
    QByteArray modulus;
    QByteArray exponent;

    [[nodiscard]] int bits() const;
    /// 2048 to 8192 bits, odd modulus, odd exponent of at least 3 and at most 64 bits (E-58).
    [[nodiscard]] bool isUsable() const;
    /// SHA-256 over {"e":…,"kty":"RSA","n":…} (RFC 7638): the same for the same key, whatever its `kid`. This is what
    /// people compare and approve (E-59).
    [[nodiscard]] QByteArray thumbprint() const;
    bool operator==(const RsaJwk &) const = default;
};

/// {"keys":[…]} with RSA keys. At most 64 KiB and 16 keys are read. Keys of other types are passed over; a `kid` that
/// stands twice, or is missing where several keys are RSA, makes the set malformed (E-51).
namespace JwkSet {

[[nodiscard]] QByteArray write(const QList<RsaJwk> &keys);
[[nodiscard]] CryptoResult<QList<RsaJwk>> parse(QByteArrayView json);

} // namespace JwkSet

} // namespace letterlock::crypto
