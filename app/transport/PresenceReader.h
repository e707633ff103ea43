// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transport/Transport.h"

namespace letterlock::app {

/// What a presence stanza of no type or of type unavailable says.
[[nodiscard]] PresenceChange readPresence(const crypto::Jid &from, const crypto::XmlElement &stanza);

} // namespace letterlock::app
