// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "app/transport/PepKeyItems.h"
#include "crypto/openpgp/OpenPgpEngine.h"
#include "crypto/wrapping/KeyRevocation.h"

namespace letterlock::app {

/// What one look at the account's published keys found.
struct SeenKeys {
    QList<PepKeyItems::Item> items; ///< all of them, also what is not understood
    QList<std::pair<QString, crypto::PublishedKey>> keys; ///< item and what it holds
    QList<crypto::KeyRevocation> revocations; ///< signed by one of the account's keys
    QList<crypto::RsaKey> held; ///< their secret half is here, e.g. from a backup

    [[nodiscard]] qsizetype count(const crypto::PublishedKey &key) const
    {
        return std::ranges::count_if(keys, [&](const auto &item) { return item.second == key; });
    }
    [[nodiscard]] bool isRevoked(const crypto::PublishedKey &key) const
    {
        return std::ranges::any_of(revocations, [&](const crypto::KeyRevocation &one) { return one.concerns(key); });
    }
    static bool isAmong(const QList<crypto::RsaKey> &keys, const crypto::PublishedKey &key)
    {
        return std::ranges::any_of(
            keys, [&](const crypto::RsaKey &own) { return key.isSameKey(own.modulus, own.exponent); });
    }
};

} // namespace letterlock::app
