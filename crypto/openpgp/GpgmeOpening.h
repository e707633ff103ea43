// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/openpgp/GpgmeContext.h"
#include "crypto/openpgp/OpenPgpEngine.h"

namespace letterlock::crypto {

enum class GpgmeOpening { Decrypt, DecryptAndVerify, Verify };

struct OpenedByGpg {
    std::unique_ptr<GpgmeOutput> plaintext; ///< never null in a result
    QList<OpenPgpSignature> signatures;
};

/// Opens `message` with the keys of `home`, or with `code` if there is one. Loopback first where we know passphrases,
/// then pinentry for the keys whose passphrase we do not know.
CryptoResult<OpenedByGpg> openByGpg(
    GpgmeHome &home, QByteArrayView message, GpgmeOpening how, const SecretBytes *code = nullptr);

} // namespace letterlock::crypto
