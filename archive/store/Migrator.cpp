// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/store/Migrator.h"

#include <QDir>
#include <QFile>
#include <QSet>

using namespace Qt::StringLiterals;

// The resource is part of a static library: nothing else would pull it in. Must be outside of a namespace.
static void addMigrationFiles()
{
    Q_INIT_RESOURCE(migrations);
}

namespace letterlock::archive {

namespace {

constexpr auto folder = ":/letterlock/migrations"_L1;

int numberOf(const QString &file)
{
    return file.section(u'_', 0, 0).toInt();
}

ArchiveResult<qint64> singleInteger(Database &database, const QString &sql)
{
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    if (auto row = statement->step(); !row) {
        return std::unexpected(row.error());
    }
    return statement->integer(0);
}

ArchiveResult<QSet<int>> appliedNumbers(Database &database)
{
    if (auto made
        = database.execute(u"CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, file TEXT NOT NULL)"_s);
        !made) {
        return std::unexpected(made.error());
    }
    auto statement = database.prepare(u"SELECT number FROM migrations"_s);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    QSet<int> numbers;
    for (;;) {
        const auto row = statement->step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return numbers;
        }
        numbers.insert(int(statement->integer(0)));
    }
}

ArchiveResult<void> apply(Database &database, const QString &name, qint64 version)
{
    QFile file(folder + u'/' + name);
    if (!file.open(QIODevice::ReadOnly)) {
        return archiveError(ArchiveError::Code::StoreFailed, u"migration %1 cannot be read"_s.arg(name));
    }
    return database.transaction([&]() -> ArchiveResult<void> {
        if (auto done = database.execute(QString::fromUtf8(file.readAll())); !done) {
            return std::unexpected(
                ArchiveError{done.error().code, u"migration %1: %2"_s.arg(name, done.error().detail)});
        }
        auto record = database.prepare(u"INSERT INTO migrations (number, file) VALUES (?1, ?2)"_s);
        if (!record) {
            return std::unexpected(record.error());
        }
        if (auto done = record->bind(1, numberOf(name)).bind(2, name).run(); !done) {
            return done;
        }
        return database.execute(u"PRAGMA user_version = %1"_s.arg(version));
    });
}

} // namespace

ArchiveResult<void> migrate(Database &database)
{
    addMigrationFiles();
    QStringList files = QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    const int newest = files.isEmpty() ? 0 : numberOf(files.constLast());
    const auto version = singleInteger(database, u"PRAGMA user_version"_s);
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version > newest) {
        return archiveError(
            ArchiveError::Code::NewerVersion, u"schema %1, this program knows %2"_s.arg(*version).arg(newest));
    }
    const auto applied = appliedNumbers(database);
    if (!applied) {
        return std::unexpected(applied.error());
    }
    for (const QString &name : std::as_const(files)) {
        if (applied->contains(numberOf(name))) {
            continue;
        }
        if (auto done = apply(database, name, qMax(*version, qint64(numberOf(name)))); !done) {
            return done;
        }
    }
    return {};
}

} // namespace letterlock::archive
