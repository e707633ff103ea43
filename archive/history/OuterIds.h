// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/model/Message.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// A message that is sealed whole has one id inside the seal and another one outside. Whoever cannot open a copy of an
/// own message knows only the outer one; who sent it tells both in the archive.
namespace OuterIds {

/// Remembers what `message` (stored, outgoing) went out under.
[[nodiscard]] ArchiveResult<void> note(Database &database, const Message &message);
/// The open message of which this one is a closed copy, or the closed copy of this open one.
[[nodiscard]] ArchiveResult<std::optional<Message>> find(Database &database, const Message &message);

} // namespace OuterIds

} // namespace letterlock::archive
