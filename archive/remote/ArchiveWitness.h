// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/model/RemoteValues.h"
#include "archive/remote/FutureChain.h"

namespace letterlock::archive {

/// Hears of everything that the account's programs change in the archive through this device.
class ArchiveWitness {
public:
    virtual ~ArchiveWitness() = default;
    /// Before it is asked for: an error keeps it from being asked for.
    virtual Pending<void> removing(CollectionId id) = 0;
    virtual Pending<void> removing(RemoveRange range) = 0;
    virtual Pending<void> saved(SaveRequest request, CollectionVersion version) = 0;
};

} // namespace letterlock::archive
