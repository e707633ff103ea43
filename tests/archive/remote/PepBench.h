// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/remote/PepRemoteArchive.h"
#include "tests/archive/remote/ArchiveProfile.h"
#include "tests/support/MemoryPepNodes.h"

namespace letterlock::test {

/// One device's view of private nodes in memory. `restart()` is what a new process does.
struct PepBench {
    FaultLine line;
    MemoryPepNodes nodes{line};
    TempDatabase database;
    archive::SqlHistoryStore history{database.store()};
    crypto::Worker worker{QStringLiteral("sealing")};
    crypto::DataKeyRing ring;
    FixedClock clock;
    std::unique_ptr<archive::PepRemoteArchive> remote;

    /// With `sameAccount` another device of the same account.
    PepBench(TempGnupgHome &gnupg, const crypto::RootKey &root, const PepBench *sameAccount = nullptr)
        : ring(gnupg.engine())
    {
        ring.addRootKey(root.copy());
        if (sameAccount) {
            nodes.nodes = sameAccount->nodes.nodes;
        }
        restart();
    }
    void restart()
    {
        remote = std::make_unique<archive::PepRemoteArchive>(
            archive::PepRemoteArchive::Ports{nodes, history, ring, worker, clock});
    }
};

} // namespace letterlock::test
