// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>

#include "app/archiving/RecoveryDrill.h"
#include "archive/remote/PepRemoteArchive.h"
#include "archive/remote/PlacedArchive.h"

namespace letterlock::app {

/// What the scratch profile looks at on the server.
struct ScratchServer {
    archive::PrivateStore &privateStore;
    archive::PepNodes &nodes;
    const archive::PlacedArchive &archive;
    const crypto::Clock &clock;
    crypto::Worker &worker; ///< makes and wipes the folder
};

/// Makes the scratch profiles of the recovery drill: in memory where the system has such a place for the person's
/// files, else beside other temporary files, for the owner's eyes alone.
class ScratchProfile {
public:
    static QFuture<archive::ArchiveResult<std::shared_ptr<DrillProfile>>> make(
        const ScratchServer &server, const crypto::BareJid &account);
    /// Ends the agent and removes the folder.
    static QFuture<void> wipe(std::shared_ptr<DrillProfile> profile, crypto::Worker &worker);
    static QString place(); ///< the folder above
    static QString prefix() { return QStringLiteral("letterlock-drill-"); }
    static void removeLeftovers(); ///< of a program that was killed meanwhile; blocking
};

} // namespace letterlock::app
