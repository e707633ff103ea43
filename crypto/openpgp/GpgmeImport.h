// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/openpgp/GpgmeHomeState.h"

namespace letterlock::crypto {

/// Brings transferable keys into a home; the fingerprints of all primary keys in it. Only files in this folder use it.
CryptoResult<QList<KeyFingerprint>> importInto(GpgmeHome::State &home, QByteArrayView keys);

} // namespace letterlock::crypto
