// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include "crypto/identity/RsaKey.h"
#include "crypto/openpgp/GpgmeContext.h"
#include "crypto/openpgp/GpgmeHome.h"

namespace letterlock::crypto {

/// The RSA keys among `key` and its subkeys. `key` was listed with secret keys and keygrips.
QList<RsaKey> rsaKeysOf(const QString &home, gpgme_key_t key, const KeyFingerprint &primary);

/// The bare private operation by gpg-agent. GPGME's OpenPGP side cannot do it, as there is no OpenPGP packet around the
/// block. The result is as long as the modulus; the agent removes no padding, since its OAEP knows only one hash.
CryptoResult<SecretBytes> rsaDecryptByAgent(GpgmeHome &home, const RsaKey &key, const QByteArray &block);

} // namespace letterlock::crypto
