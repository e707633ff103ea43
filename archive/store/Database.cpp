// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/store/Database.h"

#include "archive/store/Connection.h"
#include "archive/store/FtsTokenizer.h"
#include "archive/store/PageCheck.h"
#include "archive/store/SqlFunctions.h"
#include "archive/store/SqliteError.h"

#include <QFile>
#include <QFileInfo>

#include <sqlcipher/sqlite3.h>

#include <cstring>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr qsizetype keySize = 32;
constexpr qsizetype mostIdleStatements = 200;

/// The key in SQLCipher's raw form x'…', which skips the passphrase derivation. sqlite3_key() copies it into wiped
/// memory of its own; a PRAGMA would leave it in the text of a statement.
int setKey(sqlite3 *handle, const crypto::SecretBytes &key)
{
    static constexpr char digits[] = "0123456789abcdef";
    crypto::SecretBytes raw(2 * keySize + 3);
    char *out = raw.data();
    *out++ = 'x';
    *out++ = '\'';
    for (qsizetype i = 0; i < keySize; ++i) {
        const auto byte = static_cast<unsigned char>(key.data()[i]);
        *out++ = digits[byte >> 4];
        *out++ = digits[byte & 0xf];
    }
    *out = '\'';
    return sqlite3_key(handle, raw.data(), int(raw.size()));
}

// synchronous=FULL: with NORMAL a power cut may take the last commits of the write-ahead log, and what was acknowledged
// to the server or shown as stored would be gone. It costs about 2 ms for a message of its own; imports commit once for
// a thousand rows.
constexpr char writerPragmas[] = "PRAGMA journal_mode = WAL;"
                                 "PRAGMA synchronous = FULL;"
                                 "PRAGMA journal_size_limit = 67108864;"
                                 "PRAGMA cache_size = -65536;";
constexpr char readerPragmas[] = "PRAGMA query_only = ON;"
                                 "PRAGMA cache_size = -16384;";
// temp_store: sorting must never spill clear text to disk. cipher_memory_security costs a factor of 8 and protects
// pages that the program's own memory holds in clear anyway.
constexpr char commonPragmas[] = "PRAGMA cipher_log_level = NONE;" // errors come back as values
                                 "PRAGMA cipher_memory_security = OFF;"
                                 "PRAGMA temp_store = MEMORY;"
                                 "PRAGMA foreign_keys = ON;"
                                 "PRAGMA recursive_triggers = ON;"
                                 "PRAGMA trusted_schema = ON;";

} // namespace

Database::State::~State()
{
    forgetIdle();
    sqlite3_close_v2(handle);
}

void Database::State::keep(const QString &sql, sqlite3_stmt *statement)
{
    if (idle.size() >= mostIdleStatements) {
        forgetIdle();
    }
    idle[sql].push_back(statement);
}

void Database::State::forgetIdle()
{
    for (const auto &statements : std::as_const(idle)) {
        for (sqlite3_stmt *statement : statements) {
            sqlite3_finalize(statement);
        }
    }
    idle.clear();
}

Database::Database(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

Database::~Database() = default;

ArchiveResult<std::unique_ptr<Database>> Database::open(const QString &path, const crypto::SecretBytes &key, Mode mode)
{
    if (key.size() != keySize) {
        return archiveError(ArchiveError::Code::WrongKey, u"the key has %1 bytes"_s.arg(key.size()));
    }
    const bool isNew = !QFile::exists(path) || QFileInfo(path).size() == 0;
    auto state = std::make_unique<State>();
    const int flags = (mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (sqlite3_open_v2(QFile::encodeName(path).constData(), &state->handle, flags, nullptr) != SQLITE_OK) {
        return std::unexpected(sqliteError(state->handle));
    }
    sqlite3_extended_result_codes(state->handle, 1);
    sqlite3_busy_timeout(state->handle, 10'000);
    sqlite3_db_config(state->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (setKey(state->handle, key) != SQLITE_OK || registerTokenizer(state->handle) != SQLITE_OK
        || registerFunctions(state->handle) != SQLITE_OK) {
        return std::unexpected(sqliteError(state->handle));
    }
    std::unique_ptr<Database> database(new Database(std::move(state)));
    const auto run = [&](const char *sql) { return database->execute(QString::fromLatin1(sql)); };
    if (auto common = run(commonPragmas); !common) {
        return std::unexpected(common.error());
    }
    // The first read shows whether the key fits, before anything could be written.
    if (auto readable = run("SELECT count(*) FROM sqlite_schema"); !readable) {
        auto error = readable.error();
        if (error.code == ArchiveError::Code::Damaged && !isNew) {
            error.code = whyRefused(path, key);
        }
        return std::unexpected(error);
    }
    if (auto own = run(mode == Mode::ReadOnly ? readerPragmas : writerPragmas); !own) {
        return std::unexpected(own.error());
    }
    return database;
}

ArchiveResult<Statement> Database::prepare(const QString &sql)
{
    sqlite3_stmt *handle = nullptr;
    if (const auto found = m_state->idle.find(sql); found != m_state->idle.end() && !found->empty()) {
        handle = found->back();
        found->pop_back();
    } else {
        const QByteArray utf8 = sql.toUtf8();
        if (sqlite3_prepare_v3(
                m_state->handle, utf8.constData(), int(utf8.size()), SQLITE_PREPARE_PERSISTENT, &handle, nullptr)
            != SQLITE_OK) {
            return std::unexpected(sqliteError(m_state->handle));
        }
        if (!handle) {
            return archiveError(ArchiveError::Code::StoreFailed, u"an empty statement"_s);
        }
    }
    return Statement(std::unique_ptr<Statement::State>(new Statement::State{*m_state, sql, handle, SQLITE_OK}));
}

ArchiveResult<void> Database::execute(const QString &sql)
{
    if (sqlite3_exec(m_state->handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return std::unexpected(sqliteError(m_state->handle));
    }
    return {};
}

qint64 Database::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_state->handle);
}

int Database::changes() const
{
    return sqlite3_changes(m_state->handle);
}

ArchiveResult<void> Database::begin()
{
    return execute(u"BEGIN IMMEDIATE"_s);
}

ArchiveResult<void> Database::commit()
{
    return execute(u"COMMIT"_s);
}

void Database::rollback()
{
    // A full disk may have rolled back already.
    if (sqlite3_get_autocommit(m_state->handle) == 0) {
        sqlite3_exec(m_state->handle, "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

} // namespace letterlock::archive
