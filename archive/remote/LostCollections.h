// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/remote/PepRemoteArchive.h"
#include "archive/store/Store.h"

namespace letterlock::archive {

/// A server may drop items of a private node without a word. Looks whether all is there; the messages of what is not
/// count as only here again, so that the uploader brings them back. Returns how many collections were lost.
Pending<int> giveBackLost(Store &store, PepRemoteArchive &remote, QObject *context);

} // namespace letterlock::archive
