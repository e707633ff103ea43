// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/store/Connection.h"
#include "archive/store/SqliteError.h"

#include <sqlcipher/sqlite3.h>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

int bindValue(sqlite3_stmt *statement, int index, const QVariant &value)
{
    if (!value.isValid()) {
        return sqlite3_bind_null(statement, index);
    }
    switch (value.typeId()) {
    case QMetaType::Double:
    case QMetaType::Float:
        return sqlite3_bind_double(statement, index, value.toDouble());
    case QMetaType::QString: {
        const QByteArray utf8 = value.toString().toUtf8();
        return sqlite3_bind_text(statement, index, utf8.constData(), int(utf8.size()), SQLITE_TRANSIENT);
    }
    case QMetaType::QByteArray: {
        const QByteArray bytes = value.toByteArray();
        // A null QByteArray is no value; an empty one is a value of no bytes.
        return bytes.isNull()
            ? sqlite3_bind_null(statement, index)
            : sqlite3_bind_blob(statement, index, bytes.constData(), int(bytes.size()), SQLITE_TRANSIENT);
    }
    default:
        return value.canConvert<qint64>() ? sqlite3_bind_int64(statement, index, value.toLongLong()) : SQLITE_MISMATCH;
    }
}

} // namespace

Statement::Statement(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

Statement::Statement(Statement &&) noexcept = default;

Statement::~Statement()
{
    if (m_state) {
        sqlite3_reset(m_state->handle);
        sqlite3_clear_bindings(m_state->handle);
        m_state->database.keep(m_state->sql, m_state->handle);
    }
}

Statement &Statement::bind(int index, const QVariant &value)
{
    if (const int result = bindValue(m_state->handle, index, value); result != SQLITE_OK) {
        m_state->bindResult = result;
    }
    return *this;
}

Statement &Statement::bind(int index, const crypto::SecretBytes &value)
{
    const int result = sqlite3_bind_blob(
        m_state->handle, index, value.isEmpty() ? "" : value.data(), int(value.size()), SQLITE_STATIC);
    if (result != SQLITE_OK) {
        m_state->bindResult = result;
    }
    return *this;
}

ArchiveResult<bool> Statement::step()
{
    if (m_state->bindResult != SQLITE_OK) {
        return archiveError(
            ArchiveError::Code::StoreFailed, u"binding a value failed: sqlite %1"_s.arg(m_state->bindResult));
    }
    switch (sqlite3_step(m_state->handle)) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        return std::unexpected(sqliteError(m_state->database.handle));
    }
}

ArchiveResult<void> Statement::run()
{
    for (;;) {
        const auto row = step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            sqlite3_reset(m_state->handle);
            return {};
        }
    }
}

Statement &Statement::reset()
{
    sqlite3_reset(m_state->handle);
    return *this;
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_state->handle, column);
}

QString Statement::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_state->handle, column));
    return QString::fromUtf8(bytes, sqlite3_column_bytes(m_state->handle, column));
}

QByteArray Statement::blob(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_state->handle, column));
    return QByteArray(bytes, sqlite3_column_bytes(m_state->handle, column));
}

crypto::SecretBytes Statement::secret(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_state->handle, column));
    return crypto::SecretBytes(QByteArrayView(bytes, sqlite3_column_bytes(m_state->handle, column)));
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_state->handle, column) == SQLITE_NULL;
}

} // namespace letterlock::archive
