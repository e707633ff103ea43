// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>

#include "archive/model/Collection.h"

namespace letterlock::archive {

/// One collection as the account's devices vouch for it.
struct LedgerEntry {
    CollectionId id;
    CollectionVersion version = -1; ///< a hint: a lower one on the server makes us compare the content
    qint64 parts = -1; ///< sealed parts; -1 = not known
    QByteArray chain; ///< digest over them
    bool removed = false;
    qint64 removedAt = 0; ///< ms; when one of our devices last said so
    qint64 stamp = 0; ///< counter of the shared list that told it
    qint64 dirty = 0; ///< changes that the shared list does not have yet
    bool operator==(const LedgerEntry &) const = default;
};

/// What is wrong with a collection on the server. The numbers are stored.
enum class LedgerFault {
    None = 0,
    Missing = 1,
    Older = 2, ///< parts of it are gone
    Different = 3, ///< its parts are others, or in another order
};

/// What is wrong with the shared list itself. The numbers are stored.
enum class LedgerHeadFault {
    None = 0,
    Missing = 1,
    Older = 2, ///< an earlier one was put back
    Forged = 3, ///< no root key of the account made it
};

struct LedgerFinding {
    CollectionId id;
    LedgerFault fault = LedgerFault::None;
    bool isHere = false; ///< all of it is in the local store, so it can be uploaded again
};

/// Sealed parts as a running digest: whoever knows it for the first n parts can tell whether they are still the same,
/// whatever was appended since and however often their keys were wrapped anew.
[[nodiscard]] QByteArray chained(const QByteArray &before, const crypto::EncryptedData &part);

} // namespace letterlock::archive
