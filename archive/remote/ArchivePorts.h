// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/history/HistoryStore.h"
#include "archive/remote/PrivateStore.h"
#include "archive/remote/RemoteArchive.h"
#include "archive/store/Store.h"
#include "crypto/base/Clock.h"
#include "crypto/base/Worker.h"
#include "crypto/identity/Jid.h"
#include "crypto/wrapping/DataKeyRing.h"

namespace letterlock::archive {

/// What the long jobs of the archive work with. All outlive the jobs.
struct ArchivePorts {
    Store &store;
    HistoryStore &history;
    RemoteArchive &remote;
    PrivateStore &privateStore;
    crypto::DataKeyRing &keys;
    crypto::Worker &worker; ///< for sealing and opening
    const crypto::Clock &clock;
    crypto::BareJid account; ///< our own address
};

} // namespace letterlock::archive
