// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "archive/model/ArchiveError.h"
#include "archive/model/Message.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// The one rule that tells whether a message is here already (see README.md, "Promises"). One object for each
/// transaction.
class Duplicates {
public:
    enum class Signer {
        MustFit,
        Any, ///< the newest state of a message may be signed by another key than its first text
    };
    explicit Duplicates(Database &database)
        : m_database(database)
    {
    }

    /// The earliest row that `message` is, or whose copy by a recording server it is, or the other way round;
    /// `message.conversation` has to be set.
    [[nodiscard]] ArchiveResult<std::optional<Message>> of(const Message &message, Signer signer = Signer::MustFit);
    /// Two that belong together, but only one of them is what was written; the other is how a server recorded it.
    [[nodiscard]] static bool isCopy(const Message &one, const Message &other)
    {
        return (one.archiveMarks != 0) != (other.archiveMarks != 0);
    }

private:
    using Found = ArchiveResult<std::optional<Message>>;
    Found byIds(const Message &message, Signer signer);
    Found withoutIds(const Message &message);
    Found copyOf(const Message &message);
    ArchiveResult<bool> hasCopies();

    Database &m_database;
    std::optional<bool> m_hasCopies;
};

} // namespace letterlock::archive
