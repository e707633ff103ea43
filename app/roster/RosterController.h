// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>

#include "app/transport/Transport.h"
#include "archive/history/HistoryStore.h"

namespace letterlock::app {

struct Contact {
    crypto::BareJid jid;
    QString name; ///< never empty: falls back to the address
    QString subscription;
    Availability availability = Availability::Offline;
    QString status;
};

/// Roster and presence, merged. Own presence cache: cleared on a new stream, kept on a resumed one.
class RosterController : public QObject {
    Q_OBJECT
public:
    RosterController(Transport &transport, archive::HistoryStore &history, QObject *parent = nullptr);

    [[nodiscard]] Contact contact(const crypto::BareJid &jid) const;
    [[nodiscard]] QList<Contact> contacts() const; ///< by name
    [[nodiscard]] bool isSubscribedToUs(const crypto::BareJid &jid) const; ///< may learn of receipts and typing
    /// Full addresses that are online, best first.
    [[nodiscard]] QList<crypto::Jid> resources(const crypto::BareJid &jid) const;
    [[nodiscard]] QString capsOf(const crypto::Jid &program) const; ///< XEP-0115 hash; empty = none

    void takePresence(const PresenceChange &presence); ///< also what was opened out of a seal
    void add(const crypto::BareJid &jid, const QString &name); ///< asks for a subscription and keeps a conversation
    void rename(const crypto::BareJid &jid, const QString &name);
    void remove(const crypto::BareJid &jid);
    void answerRequest(const crypto::BareJid &jid, bool allow);
    [[nodiscard]] QList<crypto::BareJid> requests() const { return m_requests; } ///< not answered yet
    void setOwnAvailability(Availability availability, const QString &status);
    [[nodiscard]] Availability ownAvailability() const { return m_ownAvailability; }

Q_SIGNALS:
    void contactChanged(const crypto::BareJid &jid);
    void contactRemoved(const crypto::BareJid &jid);
    void requestReceived(const crypto::BareJid &jid);
    void requestAnswered(const crypto::BareJid &jid); ///< here or on another device

private:
    void update(const RosterItem &item);
    void closeRequest(const crypto::BareJid &jid);

    struct Entry {
        RosterItem item;
        QHash<QString, PresenceChange> resources;
    };
    Transport &m_transport;
    archive::HistoryStore &m_history;
    QHash<crypto::BareJid, Entry> m_entries;
    QList<crypto::BareJid> m_requests;
    Availability m_ownAvailability = Availability::Online;
    QString m_ownStatus;
};

} // namespace letterlock::app
