// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace letterlock::crypto {

/// What a key that is to be made shall be. Unless said otherwise a curve key without an end date: Gajim and its likes
/// take an end for a reason to stop writing.
struct KeyPlan {
    enum class Kind { Curve25519, Rsa3072 };
    Kind kind = Kind::Curve25519;
    int years = 0; ///< until it expires; 0 = never
};

} // namespace letterlock::crypto
