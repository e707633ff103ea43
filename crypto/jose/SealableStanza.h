// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/base/XmlElement.h"

namespace letterlock::crypto {

/// Which stanzas are sealed, and what of them may be told outside. Pure.
namespace SealableStanza {

[[nodiscard]] bool isAnswer(const XmlElement &stanza); ///< iq result or error
/// An inner error goes as an outer result: it would say something about what is inside (E-32).
[[nodiscard]] QString outerType(const XmlElement &stanza);
/// E-61, E-62; nor what servers act on themselves.
[[nodiscard]] bool mayBeSealed(const XmlElement &stanza);
/// Same kind, and for iq and presence, whose type decides what is done, same type. No message may pose as one of a
/// room.
[[nodiscard]] bool fits(const XmlElement &inner, const XmlElement &outer);

} // namespace SealableStanza

} // namespace letterlock::crypto
