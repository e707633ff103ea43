// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"

namespace letterlock::crypto {

/// Of transferable keys as a file or a backup has them, binary or armored: the secret ones that carry one of these user
/// ids, binary. Empty if there are keys, but none of these. The user ids are taken as written; what gpg finds of them
/// after the import is what counts.
CryptoResult<SecretBytes> secretKeysWith(QByteArrayView keys, const QStringList &userIds);

} // namespace letterlock::crypto
