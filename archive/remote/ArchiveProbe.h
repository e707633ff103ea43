// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/model/RemoteValues.h"
#include "crypto/identity/Jid.h"

namespace letterlock::archive {

/// A tiny sealed collection of random octets that shows whether a server keeps what it is given. Some answer a save
/// with success and drop the sealed parts, so a feature in disco proves nothing (notes/server.md section 1).
class ArchiveProbe {
public:
    /// with = own address, in a year without XMPP; the rest of its start tells when it was made.
    static SaveRequest make(const crypto::BareJid &account, const QDateTime &now);
    /// A probe, perhaps of another device: nothing to open or import.
    static bool isProbe(const CollectionId &id) { return id.start.date().year() == year; }
    /// Nobody waits for it any more: whoever made it was ended before removing it.
    static bool isForgotten(const CollectionId &id, const QDateTime &now);

private:
    static constexpr int year = 1601;
};

} // namespace letterlock::archive
