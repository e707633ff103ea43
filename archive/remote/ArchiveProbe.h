// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/model/RemoteValues.h"
#include "crypto/identity/Jid.h"

namespace letterlock::archive {

/// A tiny sealed collection of random octets that shows whether a server keeps what it is given. Some answer a save
/// with success and drop the sealed parts, so a feature in disco proves nothing (notes/server.md section 1).
class ArchiveProbe {
public:
    static SaveRequest make(const crypto::BareJid &account); ///< with = own address, in a year without XMPP
    /// A probe, perhaps of another device: nothing to open or import.
    static bool isProbe(const CollectionId &id) { return id.start.date().year() == year; }

private:
    static constexpr int year = 1601;
};

} // namespace letterlock::archive
