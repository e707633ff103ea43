// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/store/SqlFunctions.h"

#include <sqlcipher/sqlite3.h>

#include "archive/model/SharedFile.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

void fileNames(sqlite3_context *context, int, sqlite3_value **arguments)
{
    const auto *octets = static_cast<const char *>(sqlite3_value_blob(arguments[0]));
    const QByteArray packed(octets, octets ? sqlite3_value_bytes(arguments[0]) : 0);
    const QByteArray names = SharedFile::names(packed).join(u'\n').toUtf8();
    sqlite3_result_text(context, names.constData(), int(names.size()), SQLITE_TRANSIENT);
}

} // namespace

int registerFunctions(sqlite3 *connection)
{
    return sqlite3_create_function_v2(connection, "file_names", 1,
        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr, fileNames, nullptr, nullptr, nullptr);
}

} // namespace letterlock::archive
