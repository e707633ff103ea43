// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "crypto/base/Expected.h"

namespace letterlock::archive {

/// Why the local store or the server archive could not do something. `detail` is for the log: English, no secrets.
struct ArchiveError {
    enum class Code {
        // local store
        WrongKey, ///< the file does not open with this key
        Damaged, ///< not a database, or its integrity is broken
        NewerVersion, ///< written by a newer Letterlock
        DiskFull,
        StoreFailed, ///< any other failure of the database
        // remote archive
        NotFound,
        Conflict, ///< somebody else was faster, or plain meets sealed
        Refused, ///< not allowed, not acceptable, bad request
        Unsupported, ///< the server cannot do this
        QuotaReached,
        TooLarge, ///< split and try again
        TimedOut,
        Disconnected,
        BadAnswer, ///< the server's answer does not parse or contradicts itself
        ServerFailed,
        // sealed content
        CannotOpen,
        MovedByServer, ///< the sealed header names another place than the one it was found in
        // control
        Cancelled,
        LeaseHeld, ///< another device is re-keying
    };
    Code code = Code::StoreFailed;
    QString detail;
};

template <class T> using ArchiveResult = crypto::Expected<T, ArchiveError>;

inline std::unexpected<ArchiveError> archiveError(ArchiveError::Code code, QString detail = {})
{
    return std::unexpected(ArchiveError{code, std::move(detail)});
}

} // namespace letterlock::archive
