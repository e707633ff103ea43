// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"

namespace letterlock::crypto {

/// One generation of the archive root key (DESIGN section 6): 32 random bytes from which the data keys of everything
/// sealed in its time are derived. Never leaves the crypto module except as an OpenPGP message or inside the local
/// store.
struct RootKey {
    QString generation; ///< random name; also the id of its item in the private node
    SecretBytes secret;

    static constexpr qsizetype size = 32; ///< octets

    static RootKey make();
    /// As it stands inside the OpenPGP message of the private node. Wipe the text after use.
    [[nodiscard]] QByteArray toXml() const;
    static CryptoResult<RootKey> fromXml(const QByteArray &text);
    [[nodiscard]] RootKey copy() const { return {generation, secret.copy()}; }
};

} // namespace letterlock::crypto
