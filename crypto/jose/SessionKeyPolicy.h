// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "crypto/jose/Jwe.h"
#include "crypto/jose/SessionKey.h"

namespace letterlock::crypto {

/// When an own session key is replaced (E-65) and how long it answers late requests (E-66).
struct SessionKeyPolicy {
    int stanzas = 1000; ///< sealed with one key
    std::chrono::seconds age = std::chrono::hours(24); ///< since it was made
    std::chrono::seconds keep = std::chrono::days(90); ///< since its last use
    JweKeyWrap wrap = JweKeyWrap::A256Kw; ///< or A128Kw
    JweContent content = JweContent::A256CbcHs512;

    [[nodiscard]] qsizetype keySize() const { return wrap == JweKeyWrap::A128Kw ? 16 : 32; }
    /// Not for another stanza: too old, used too often, of another size, or made under a clock that has been set back
    /// by more than the receivers' tolerance (stamps must increase under one key, E-45).
    [[nodiscard]] bool isSpent(const SessionKey &key, const QDateTime &now) const;
    [[nodiscard]] bool isExpired(const SessionKey &key, const QDateTime &now) const; ///< answers no request any more
};

} // namespace letterlock::crypto
