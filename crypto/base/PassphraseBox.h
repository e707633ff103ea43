// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"

namespace letterlock::crypto {

/// A small sealed box under a typed passphrase: scrypt (N 2^15, r 8, p 1, 32 MiB) and AES-256-GCM, both from OpenSSL.
/// Blocking, about 100 ms: call from a Worker. A wrong passphrase and a damaged box cannot be told apart.
namespace PassphraseBox {

[[nodiscard]] QByteArray seal(const SecretBytes &content, const SecretBytes &passphrase);
[[nodiscard]] CryptoResult<SecretBytes> open(const QByteArray &box, const SecretBytes &passphrase);

} // namespace PassphraseBox

} // namespace letterlock::crypto
