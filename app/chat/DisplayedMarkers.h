// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include "archive/history/HistoryStore.h"
#include "crypto/identity/Jid.h"
#include "crypto/message/MessageScheme.h"

namespace letterlock::app {

/// Which messages the person has opened that their sender wants to know of (XEP-0333): one marker for the newest, when
/// it was seen; never one for an older message after that. What is due without a connection waits, also beyond the end
/// of the program, for the next catch-up, which tells what another device of ours has said meanwhile.
class DisplayedMarkers : public QObject {
    Q_OBJECT
public:
    explicit DisplayedMarkers(archive::HistoryStore &history, QObject *parent = nullptr);
    ~DisplayedMarkers() override;

    void load(); ///< what was left by the last run
    /// A message came whose sender asks what becomes of it. Ids of rows are in the order of time.
    void wanted(const crypto::Jid &from, const QString &id, crypto::SchemeId scheme, archive::MessageId message);
    /// The person saw everything of this peer up to this message.
    void wasRead(const crypto::BareJid &peer, archive::MessageId newest);
    /// Another device of ours has told this.
    void wasTold(const crypto::BareJid &peer, archive::MessageId message);
    void resume(); ///< what came meanwhile is here
    void pause(); ///< no connection

Q_SIGNALS:
    void displayed(const crypto::Jid &to, const QString &id, crypto::SchemeId scheme); ///< to be told

private:
    struct Peer {
        crypto::Jid from;
        QString id;
        crypto::SchemeId scheme = crypto::SchemeId::None;
        archive::MessageId wanted = 0; ///< the message of `id`; 0 = none
        archive::MessageId read = 0;
        archive::MessageId told = 0;
    };
    void tellIfDue(const crypto::BareJid &peer);
    void storeSoon(const crypto::BareJid &peer);
    void storeNow();

    archive::HistoryStore &m_history;
    QHash<crypto::BareJid, Peer> m_peers;
    QSet<crypto::BareJid> m_changed;
    QTimer m_store;
    int m_connection = 0;
    bool m_online = false;
};

} // namespace letterlock::app
