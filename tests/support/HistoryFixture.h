// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimeZone>

#include "archive/history/SqlHistoryStore.h"
#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"

namespace letterlock::test {

/// A history on a real SQLCipher file with conversations made on demand; messages are a minute apart.
class HistoryFixture {
public:
    HistoryFixture()
        : m_history(std::make_unique<archive::SqlHistoryStore>(m_temp.store()))
    {
    }

    archive::SqlHistoryStore &history() { return *m_history; }
    TempDatabase &database() { return m_temp; }
    /// Closes the file and opens it again, as a restart does.
    void reopen()
    {
        m_history.reset();
        m_temp.close();
        m_history = std::make_unique<archive::SqlHistoryStore>(m_temp.store());
    }

    archive::ConversationId with(const QString &peer)
    {
        return *await(m_history->conversationWith(*crypto::BareJid::parse(peer)));
    }
    archive::Message message(const QString &peer, const QString &body)
    {
        archive::Message message;
        message.conversation = with(peer);
        message.sender = *crypto::Jid::parse(peer);
        message.body = body;
        m_time = m_time.addSecs(60);
        message.time = m_time;
        return message;
    }
    archive::Message ownMessage(const QString &peer, const QString &body)
    {
        auto own = message(peer, body);
        own.outgoing = true;
        own.sender = *crypto::Jid::parse(QStringLiteral("me@example.org/desk"));
        own.delivery = archive::Delivery::Waiting;
        return own;
    }
    archive::MessageId store(const archive::Message &message, bool unread = true)
    {
        return await(m_history->append(message, unread))->id;
    }
    QStringList bodies(const archive::ArchiveResult<QList<archive::Message>> &page)
    {
        QStringList texts;
        for (const auto &message : *page) {
            texts.append(message.body);
        }
        return texts;
    }
    static QDateTime start() { return QDateTime(QDate(2026, 3, 1), QTime(12, 0), QTimeZone::utc()); }

private:
    TempDatabase m_temp;
    std::unique_ptr<archive::SqlHistoryStore> m_history;
    QDateTime m_time = start();
};

} // namespace letterlock::test
