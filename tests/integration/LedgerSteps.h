// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDirIterator>
#include <QProcess>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"

namespace letterlock::test {

/// A server whose archive is changed behind everybody's back.
class LedgerSteps {
public:
    explicit LedgerSteps(ProsodyServer &server)
        : m_server(server)
    {
    }

    static QString archiveFile(const ProsodyServer &server)
    {
        QDirIterator found(server.dataDirectory(), {QStringLiteral("letterlock_archive.sqlite")}, QDir::Files,
            QDirIterator::Subdirectories);
        return found.hasNext() ? found.next() : QString();
    }

    /// While the server is stopped. Lua, because the server's own library is there anyway.
    [[nodiscard]] bool sql(const QString &statements) const
    {
        QProcess lua;
        lua.start(QStringLiteral("lua5.4"),
            {QStringLiteral("-e"),
                QStringLiteral("local db = assert(require'lsqlite3'.open(arg[1])); "
                               "assert(db:exec(arg[2]) == 0, db:errmsg()); db:close()"),
                QStringLiteral("/dev/null"), archiveFile(m_server), statements});
        const bool done = lua.waitForFinished() && lua.exitCode() == 0;
        if (!done) {
            qWarning() << lua.readAllStandardError();
        }
        return done;
    }

    /// Of the server's tables, while it is stopped.
    [[nodiscard]] bool holds(const QString &condition) const
    {
        return sql(QStringLiteral("SELECT CASE WHEN %1 THEN 1 ELSE abs(-9223372036854775807 - 1) END").arg(condition));
    }

    /// Nobody of the account's devices has anything to do with it.
    [[nodiscard]] bool change(TestClient &client, const QString &statements)
    {
        m_server.stop();
        const bool changed = sql(statements);
        return changed && back(client);
    }

    [[nodiscard]] bool back(TestClient &client)
    {
        using State = app::ConnectionState;
        if (!waitUntil([&] { return client.app().account().state() != State::Online; }, 20000) || !m_server.restart()) {
            return false;
        }
        client.app().account().tryNow();
        return waitUntil([&] { return client.app().account().state() == State::Online; }, 30000);
    }

    /// Messages days apart, so that each is a collection of its own.
    [[nodiscard]] static bool write(TestClient &client, const QString &peer, int from, int until)
    {
        QList<archive::Message> story;
        const auto conversation = await(client.app().history().conversationWith(client.jid(peer)));
        for (int i = from; i < until; ++i) {
            archive::Message message;
            message.conversation = *conversation;
            message.sender = crypto::Jid(client.jid(peer), QStringLiteral("old"));
            message.time = dayOf(i);
            message.body = QStringLiteral("page %1").arg(i);
            message.originId = QStringLiteral("story-%1").arg(i);
            message.sealing = archive::Sealing::Sealed;
            message.delivery = archive::Delivery::Received;
            story.append(message);
        }
        return await(client.app().history().import(story)).value_or(0) == story.size();
    }
    static QDateTime dayOf(int i) { return QDateTime(QDate(2024, 3, 1), QTime(12, 0), QTimeZone::utc()).addDays(i); }

    [[nodiscard]] static bool shareKey(TestClient &from, TestClient &to)
    {
        const auto key = from.app().keys().currentKey();
        const auto secret = await(from.app().keys().exportSecretKeys({key}));
        return secret && await(to.app().keys().bringKey((*secret)->copy()))
            && await(to.app().keys().announceAsCurrent(key));
    }

    /// "3 missing", "5 older" ...: the day of the story and what is wrong.
    static QStringList findings(TestClient &client)
    {
        QStringList texts;
        for (const auto &finding : client.app().archive().findings()) {
            const QStringList names{QStringLiteral("fine"), QStringLiteral("missing"), QStringLiteral("older"),
                QStringLiteral("different")};
            texts.append(QString::number(dayOf(0).daysTo(finding.id.start)) + u' ' + names[int(finding.fault)]
                + (finding.isHere ? QString() : QStringLiteral(", not here")));
        }
        return texts;
    }

private:
    ProsodyServer &m_server;
};

} // namespace letterlock::test
