// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

#include "archive/model/Message.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// Which thread (XEP-0201) a message of ours belongs to. A thread is one run of a conversation: it ends where nobody
/// said anything for a while. Within a run the last thread that was named goes on, whoever named it, so that a peer
/// who begins one is followed. What is sealed in one way has threads of its own: nothing that travels in another way,
/// or in the open, names or changes them.
namespace ConversationThreads {

inline constexpr std::chrono::hours pause{8};

/// The run's thread, or a new one. `message` is not stored yet.
[[nodiscard]] ArchiveResult<QString> of(Database &database, const Message &message);

} // namespace ConversationThreads

} // namespace letterlock::archive
