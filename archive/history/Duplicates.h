// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "archive/model/ArchiveError.h"
#include "archive/model/Message.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// The one rule that tells whether a message is here already (see README.md, "Promises").
class Duplicates {
public:
    enum class Signer {
        MustFit,
        Any, ///< the newest state of a message may be signed by another key than its first text
    };
    /// The earliest row that `message` is; `message.conversation` has to be set.
    [[nodiscard]] static ArchiveResult<std::optional<Message>> of(
        Database &database, const Message &message, Signer signer = Signer::MustFit);
};

} // namespace letterlock::archive
