// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/store/FtsTokenizer.h"

#include "archive/store/WordSplitter.h"

#include <sqlcipher/sqlite3.h>

namespace letterlock::archive {

namespace {

int createTokenizer(void *, const char **, int, Fts5Tokenizer **out)
{
    // The splitter has no state; FTS5 only wants something that is not null.
    static char nothing = 0;
    *out = reinterpret_cast<Fts5Tokenizer *>(&nothing);
    return SQLITE_OK;
}

void deleteTokenizer(Fts5Tokenizer *) { }

int tokenize(Fts5Tokenizer *, void *context, int, const char *text, int size,
    int (*take)(void *, int, const char *, int, int, int))
{
    int result = SQLITE_OK;
    WordSplitter::splitUtf8(QByteArrayView(text, size), [&](const WordSplitter::Word &word) {
        result = take(context, 0, word.folded.constData(), int(word.folded.size()), int(word.start), int(word.end));
        return result == SQLITE_OK;
    });
    return result;
}

fts5_api *ftsApi(sqlite3 *connection)
{
    fts5_api *api = nullptr;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

} // namespace

int registerTokenizer(sqlite3 *connection)
{
    fts5_api *api = ftsApi(connection);
    if (!api) {
        return SQLITE_ERROR;
    }
    fts5_tokenizer tokenizer{createTokenizer, deleteTokenizer, tokenize};
    return api->xCreateTokenizer(api, "letterlock", nullptr, &tokenizer, nullptr);
}

} // namespace letterlock::archive
