// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <memory>

#include "archive/model/ArchiveError.h"
#include "crypto/base/SecretBytes.h"

namespace letterlock::archive {

class Statement;

/// One connection to an SQLCipher file with a raw 256-bit key. Belongs to one thread at a time.
class Database {
public:
    enum class Mode { ReadWrite, ReadOnly };

    /// Opens or creates the file, sets key and pragmas (WAL, 64 MB cache, temp_store=MEMORY, own FTS tokenizer) and
    /// checks that the key fits. Does not migrate.
    static ArchiveResult<std::unique_ptr<Database>> open(
        const QString &path, const crypto::SecretBytes &key, Mode mode);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// A prepared statement, cached by its text; valid until the database is closed.
    ArchiveResult<Statement> prepare(const QString &sql);
    ArchiveResult<void> execute(const QString &sql); ///< one or more statements without parameters
    [[nodiscard]] qint64 lastInsertId() const;
    [[nodiscard]] int changes() const;

    /// Runs `work` between BEGIN IMMEDIATE and COMMIT; anything but a value rolls back.
    template <class F> auto transaction(F work) -> std::invoke_result_t<F>
    {
        if (auto begun = begin(); !begun) {
            return std::unexpected(begun.error());
        }
        auto result = work();
        if (!result) {
            rollback();
            return result;
        }
        if (auto committed = commit(); !committed) {
            rollback();
            return std::unexpected(committed.error());
        }
        return result;
    }

private:
    friend class Statement;
    struct State;
    explicit Database(std::unique_ptr<State> state);
    ArchiveResult<void> begin();
    ArchiveResult<void> commit();
    void rollback();

    std::unique_ptr<State> m_state;
};

/// A bound and stepping statement: `bind(1, …)` … then `step()` until it says false. Resets itself when it goes.
class Statement {
public:
    Statement(Statement &&) noexcept;
    ~Statement();

    Statement &bind(int index, const QVariant &value); ///< from 1; null, int64, double, QString, QByteArray, bool
    Statement &bind(int index, const crypto::SecretBytes &value); ///< not copied: must outlive the statement
    ArchiveResult<bool> step(); ///< true = a row is there
    ArchiveResult<void> run(); ///< for statements without rows
    Statement &reset(); ///< keeps the bindings

    [[nodiscard]] qint64 integer(int column) const; ///< from 0
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray blob(int column) const;
    [[nodiscard]] crypto::SecretBytes secret(int column) const; ///< a blob, into wiped memory at once
    [[nodiscard]] bool isNull(int column) const;

private:
    friend class Database;
    struct State;
    explicit Statement(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::archive
