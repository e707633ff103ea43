// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/store/SqliteError.h"

#include <sqlcipher/sqlite3.h>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

ArchiveError::Code codeOf(int result, int systemError)
{
    switch (result & 0xff) {
    case SQLITE_FULL:
        return ArchiveError::Code::DiskFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: // the key was checked when the file was opened: this is a page that no longer authenticates
    case SQLITE_FORMAT:
        return ArchiveError::Code::Damaged;
    case SQLITE_IOERR:
        // SQLite says "full" for ENOSPC only; quotas and limits mean the same to a person.
        if (systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG) {
            return ArchiveError::Code::DiskFull;
        }
        if (result == SQLITE_IOERR_CORRUPTFS || result == SQLITE_IOERR_SHORT_READ) {
            return ArchiveError::Code::Damaged;
        }
        return ArchiveError::Code::StoreFailed;
    default:
        return ArchiveError::Code::StoreFailed;
    }
}

} // namespace

ArchiveError sqliteError(sqlite3 *connection)
{
    const int result = sqlite3_extended_errcode(connection);
    const auto message = QString::fromUtf8(sqlite3_errmsg(connection));
    // SQLCipher says of a page that does not authenticate after others did only this, without the words that every
    // mistake in a statement comes with.
    const bool damagedPage = result == SQLITE_ERROR && message == u"SQL logic error";
    return {damagedPage ? ArchiveError::Code::Damaged : codeOf(result, sqlite3_system_errno(connection)),
        u"sqlite %1: %2"_s.arg(result).arg(message)};
}

} // namespace letterlock::archive
