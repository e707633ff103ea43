// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>

#include "app/chat/SendBlock.h"
#include "app/keys/KeyController.h"
#include "app/roster/PeerFeatures.h"
#include "app/transport/Transport.h"
#include "archive/history/HistoryStore.h"
#include "crypto/base/Clock.h"
#include "crypto/message/MessageScheme.h"

namespace letterlock::app {

/// Files that go with a message: their sealed copy has to reach the server first.
struct OutgoingFiles {
    QByteArray packed; ///< SharedFile::pack(); empty = none
    QString copy;
    qint64 size = 0; ///< of the copy
};

/// Drains the outbox in order: seal, send, wait for the server's acknowledgement, mark sent. An entry leaves the outbox
/// only then, so nothing is lost by kill -9; the same origin id goes out again and receivers tell the duplicate.
class OutgoingPipeline : public QObject {
    Q_OBJECT
public:
    struct Ports {
        Transport &transport;
        archive::HistoryStore &history;
        KeyController &keys;
        QList<crypto::MessageScheme *> schemes;
        const crypto::Clock &clock;
        PeerFeatures &features;
    };
    /// What is told of a sealed message before it is sent: the id it goes under, outside and inside. A message goes
    /// only once this has finished.
    struct Departure {
        archive::OutboxEntry entry;
        QString outerId;
        QDateTime at;
        crypto::XmlElement seal; ///< the first sealed element
    };
    using BeforeSending = std::function<QFuture<void>(const Departure &departure)>;

    explicit OutgoingPipeline(Ports ports, QObject *parent = nullptr);

    void setBeforeSending(BeforeSending note) { m_beforeSending = std::move(note); }
    /// A scheme that is switched off seals nothing: its messages wait.
    void setEnabled(crypto::SchemeId scheme, bool enabled);
    [[nodiscard]] bool isEnabled(crypto::SchemeId scheme) const;
    /// What keeps a message for `to` from being sealed so, by what is known now.
    [[nodiscard]] SendBlock block(const crypto::BareJid &to, crypto::SchemeId scheme) const;
    /// Why messages for `to` stay in the outbox since the last walk through it.
    [[nodiscard]] SendBlock heldFor(const crypto::BareJid &to) const { return m_told.value(to); }

    /// Stores the message and its outbox row, then sends. Finishes when stored.
    QFuture<archive::ArchiveResult<archive::Appended>> submit(archive::ConversationId conversation,
        const crypto::BareJid &to, const QString &body, crypto::SchemeId scheme, const QString &replyTo,
        const QString &replaces, const OutgoingFiles &files = {});
    void drain(); ///< after a connection, or when keys changed
    /// Chat states, receipts and markers: sent if possible, never stored; sealed when the conversation is.
    void sendTransient(const crypto::Jid &to, std::vector<crypto::XmlElement> payload, crypto::SchemeId scheme);

Q_SIGNALS:
    void heldChanged(const crypto::BareJid &to); ///< heldFor() says something else

private:
    void sendNext();
    [[nodiscard]] SendBlock obstacle(const archive::OutboxEntry &entry); ///< why it cannot be sealed now
    void tellHeld();
    void seal(const archive::OutboxEntry &entry);
    void depart(const archive::OutboxEntry &entry, const crypto::SealedContent &sealed);
    void transmit(const archive::OutboxEntry &entry, OutgoingMessage message);
    [[nodiscard]] crypto::MessageScheme *scheme(crypto::SchemeId id) const;

    Ports m_ports;
    BeforeSending m_beforeSending;
    QSet<crypto::SchemeId> m_disabled;
    QList<archive::OutboxEntry> m_queue;
    bool m_busy = false;
    bool m_again = false;
    int m_generation = 0; ///< of the walk through the outbox; answers to an abandoned one are ignored
    QTimer m_stuck; ///< an acknowledgement that never comes must not hold the outbox for ever
    /// Conversations whose order must be kept because an earlier message waits, and why.
    QHash<crypto::BareJid, SendBlock> m_held;
    QHash<crypto::BareJid, SendBlock> m_told; ///< as of the last walk
};

} // namespace letterlock::app
