// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>

#include "archive/model/ArchiveError.h"
#include "archive/model/Preferences.h"

namespace letterlock::archive {

/// The account's archiving preferences on the server as a port. One call is one request; an error means that nothing
/// was changed. Call from a thread with an event loop.
class ArchivePreferences {
public:
    virtual ~ArchivePreferences() = default;

    virtual QFuture<ArchiveResult<Preferences>> fetch() = 0; ///< from then on the server tells of changes (P-13)
    virtual QFuture<ArchiveResult<void>> setDefault(SaveRule rule) = 0;
    virtual QFuture<ArchiveResult<void>> setContact(ContactRule rule) = 0;
    virtual QFuture<ArchiveResult<void>> removeContact(QString address) = 0;
    virtual QFuture<ArchiveResult<void>> setThread(QString thread, SaveMode save) = 0;
    virtual QFuture<ArchiveResult<void>> removeThread(QString thread) = 0;
    virtual QFuture<ArchiveResult<void>> setMethods(MethodUses methods) = 0;
    virtual QFuture<ArchiveResult<void>> record(Recording recording) = 0;
};

} // namespace letterlock::archive
