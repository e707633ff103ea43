// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/identity/PublicKey.h"
#include "crypto/openpgp/OpenPgpEngine.h"
#include "crypto/ox/ContentElement.h"

namespace letterlock::crypto {

/// The rules of XEP-0373 section 3.2 and XEP-0374 section 2.2 that tie a content element to its OpenPGP message and to
/// the stanza around it. Pure; each is tested alone.
namespace ContentElementRules {

/// Instant messages are signcrypt, encrypted and signed by the packets' own proof (O-03, O-05, O-53).
[[nodiscard]] bool isSigncrypt(const ContentElement &content, const OpenedOpenPgp &message);
/// Exactly one signature, and it is valid. Its signer; nothing otherwise.
[[nodiscard]] std::optional<KeyFingerprint> onlySigner(const OpenedOpenPgp &message);
/// A user id of the key, which is not withdrawn, is "xmpp:" and this address, whole (O-10, O-37).
[[nodiscard]] /// The only signer, if it was revoked in a way that takes back what it signed; else empty.
[[nodiscard]] KeyFingerprint
withdrawnSigner(const OpenedOpenPgp &message);
bool belongsTo(const PublicKey &key, const BareJid &owner);
/// O-11
[[nodiscard]] bool isAddressedTo(const ContentElement &content, const BareJid &addressee);
/// The two times differ by more than five minutes (O-12).
[[nodiscard]] bool timeIsOdd(const QDateTime &inside, const QDateTime &outside);

} // namespace ContentElementRules

} // namespace letterlock::crypto
