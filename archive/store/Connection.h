// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <vector>

#include "archive/store/Database.h"

struct sqlite3;
struct sqlite3_stmt;

namespace letterlock::archive {

/// What Database and Statement share: the handle and the statements that wait to be used again.
struct Database::State {
    State() = default;
    State(const State &) = delete;
    State &operator=(const State &) = delete;
    ~State();

    void keep(const QString &sql, sqlite3_stmt *statement);
    void forgetIdle();

    sqlite3 *handle = nullptr;
    QHash<QString, std::vector<sqlite3_stmt *>> idle;
};

struct Statement::State {
    Database::State &database;
    QString sql;
    sqlite3_stmt *handle = nullptr;
    int bindResult = 0;
};

} // namespace letterlock::archive
