// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/ArchiveModuleFixture.h"
#include "tests/support/TempPostgres.h"

#include <QDir>

namespace letterlock::test {

/// The archive module on either of its databases, which can be filled and looked into by SQL.
class ArchiveModuleDatabase {
public:
    explicit ArchiveModuleDatabase(bool postgres)
        : m_postgres(postgres ? std::make_unique<TempPostgres>() : nullptr)
    {
    }

    [[nodiscard]] bool start(const QString &hostConfig = {})
    {
        if (m_postgres && !m_postgres->start()) {
            return false;
        }
        m_fixture = another(hostConfig);
        return m_fixture->start();
    }

    ArchiveModuleFixture &operator*() { return *m_fixture; }
    ArchiveModuleFixture *operator->() { return m_fixture.get(); }

    /// One more server, on the same database if that is PostgreSQL.
    [[nodiscard]] std::unique_ptr<ArchiveModuleFixture> another(const QString &hostConfig = {}) const
    {
        return std::make_unique<ArchiveModuleFixture>(
            (m_postgres ? m_postgres->moduleConfig() : QString()) + hostConfig);
    }

    /// Starts the server again and signs in.
    [[nodiscard]] bool restart()
    {
        return m_fixture->server().restart() && m_fixture->signIn(m_fixture->romeo)
            && m_fixture->signIn(m_fixture->juliet, QStringLiteral("juliet"));
    }

    bool isPostgres() const { return m_postgres != nullptr; }

    /// The rows that come out, columns parted by "|"; a line "failed" if it went wrong.
    QStringList sql(const QString &statements) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        if (m_postgres) {
            process.start(QStringLiteral("psql"),
                {QStringLiteral("-qAt"), QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-h"),
                    m_postgres->folder(), QStringLiteral("-U"), QStringLiteral("letterlock"),
                    QStringLiteral("postgres")});
        } else {
            const QString folder = m_fixture->server().dataDirectory() + QStringLiteral("/localhost");
            QDir().mkpath(folder);
            process.start(QStringLiteral("lua5.4"),
                {QStringLiteral("-e"),
                    QStringLiteral("local db = require 'lsqlite3'.open('%1/letterlock_archive.sqlite') "
                                   "db:busy_timeout(10000) "
                                   "local function show(_, width, values) local line = {} "
                                   "for i = 1, width do line[i] = values[i] or '' end "
                                   "print(table.concat(line, '|')) return 0 end "
                                   "if db:exec(io.read 'a', show) ~= 0 then error(db:errmsg()) end")
                        .arg(folder)});
        }
        process.write(statements.toUtf8());
        process.closeWriteChannel();
        if (!process.waitForFinished(60000) || process.exitCode() != 0) {
            return {QStringLiteral("failed")};
        }
        return QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    }
    qint64 number(const QString &query) const
    {
        const QStringList rows = sql(query + u';');
        return rows.size() == 1 ? rows.first().toLongLong() : -1;
    }

    /// SQL for an archive of romeo with so many collections, one EncryptedData and one EncryptedKey for OLD each: two
    /// of three with a@x.example, one of those with a resource; the third with b@y.example. They changed at one
    /// microsecond after the other, but for one in a hundred if `clockSetBack`.
    static QString collections(int count, bool clockSetBack = false)
    {
        return QStringLiteral(
            "BEGIN;"
            "INSERT INTO letterlock_user (host, username, modseq, bytes) VALUES ('localhost', 'romeo', %1, %1 * 1000);"
            "INSERT INTO letterlock_collection (uid, jid, bare, domain, start_at, version, content, removed, modseq, "
            "mtime, archived_at, bytes, next_seq) WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s "
            "WHERE i < %1 - 1) SELECT u.id, CASE i % 3 WHEN 0 THEN 'a@x.example' WHEN 1 THEN 'a@x.example/r' ELSE "
            "'b@y.example' END, CASE i % 3 WHEN 2 THEN 'b@y.example' ELSE 'a@x.example' END, CASE i % 3 WHEN 2 THEN "
            "'y.example' ELSE 'x.example' END, '2020-01-01T00:00:00.' || substr(CAST(1000001 + i * 10 AS TEXT), 2) || "
            "'Z', 0, 2, 0, i + 1, '2021-01-01T00:00:00.' || substr(CAST(1000000 + CASE i % 100 WHEN %2 THEN i - 50 "
            "ELSE i END AS TEXT), 2) || 'Z', '2021-01-01T00:00:00.000000Z', 1000, 1 FROM s, letterlock_user u;"
            "INSERT INTO letterlock_item (coll, seq, uid, kind, keyname, digest, bytes, value) SELECT id, 0, uid, 0, "
            "'k' || id, 'd', 300, '<EncryptedData xmlns=\"http://www.w3.org/2001/04/xmlenc#\"/>' FROM "
            "letterlock_collection;"
            "INSERT INTO letterlock_key (coll, carried, keyname, uid, start_at, bytes, value) SELECT id, 'k' || id, "
            "'OLD', uid, start_at, 300, '<EncryptedKey xmlns=\"http://www.w3.org/2001/04/xmlenc#\"/>' FROM "
            "letterlock_collection;COMMIT;")
            .arg(count)
            .arg(clockSetBack ? 99 : -1);
    }

private:
    std::unique_ptr<TempPostgres> m_postgres;
    std::unique_ptr<ArchiveModuleFixture> m_fixture;
};

} // namespace letterlock::test
