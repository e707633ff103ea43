// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "app/transport/KeyDirectory.h"
#include "crypto/identity/Jid.h"
#include "crypto/openpgp/OpenPgpEngine.h"

namespace letterlock::app {

/// What a statement of continuity says.
struct ContinuityClaim {
    crypto::BareJid owner;
    crypto::KeyFingerprint oldKey;
    crypto::KeyFingerprint newKey;
    QDateTime at;
};

/// Statements that a new key belongs to the owner of an old one, signed by both. Whoever compared the old key need not
/// compare the new one. A server cannot make one; whoever stole the old secret key can, therefore none is made when a
/// key was lost or stolen, and none counts whose old key was withdrawn for such a reason. Both calls block.
namespace KeyContinuity {

[[nodiscard]] crypto::CryptoResult<KeyStatement> make(crypto::OpenPgpEngine &engine, const ContinuityClaim &claim);
/// Nothing unless both signatures are good, by exactly these keys, over the same text about this owner.
[[nodiscard]] std::optional<ContinuityClaim> check(
    crypto::OpenPgpEngine &engine, const KeyStatement &statement, const crypto::BareJid &owner);

} // namespace KeyContinuity

} // namespace letterlock::app
