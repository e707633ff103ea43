// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>

#include "app/keys/KeyController.h"
#include "app/transport/Transport.h"
#include "archive/history/HistoryStore.h"
#include "crypto/base/Clock.h"
#include "crypto/message/MessageScheme.h"

namespace letterlock::app {

/// Drains the outbox in order: seal, send, wait for the server's acknowledgement, mark sent. An entry leaves the outbox
/// only then, so nothing is lost by kill -9; the same origin id goes out again and receivers tell the duplicate.
class OutgoingPipeline : public QObject {
    Q_OBJECT
public:
    struct Ports {
        Transport &transport;
        archive::HistoryStore &history;
        KeyController &keys;
        crypto::MessageScheme &scheme;
        const crypto::Clock &clock;
    };
    explicit OutgoingPipeline(Ports ports, QObject *parent = nullptr);

    /// Stores the message and its outbox row, then sends. Finishes when stored.
    QFuture<archive::ArchiveResult<archive::Appended>> submit(archive::ConversationId conversation,
        const crypto::BareJid &to, const QString &body, bool sealed, const QString &replyTo, const QString &replaces);
    void drain(); ///< after a connection, or when keys changed
    /// Chat states, receipts and markers: sent if possible, never stored; sealed when the conversation is.
    void sendTransient(const crypto::Jid &to, std::vector<crypto::XmlElement> payload, bool sealed);

Q_SIGNALS:
    void held(const crypto::BareJid &to, const QString &reason); ///< stays in the outbox, e.g. no usable key

private:
    void sendNext();
    void transmit(archive::OutboxEntry entry, std::vector<crypto::XmlElement> elements);

    Ports m_ports;
    QList<archive::OutboxEntry> m_queue;
    bool m_busy = false;
    bool m_again = false;
    int m_generation = 0; ///< of the walk through the outbox; answers to an abandoned one are ignored
    QTimer m_stuck; ///< an acknowledgement that never comes must not hold the outbox for ever
    QSet<crypto::BareJid> m_held; ///< conversations whose order must be kept because an earlier message waits
};

} // namespace letterlock::app
