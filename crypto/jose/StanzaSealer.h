// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMutex>

#include "crypto/base/Clock.h"
#include "crypto/jose/SessionKeyPolicy.h"
#include "crypto/jose/SessionKeyStore.h"
#include "crypto/jose/StanzaOutcome.h"

namespace letterlock::crypto {

/// What JoseScheme does on its worker: whole stanza to `<e2e/>` and back. Blocking; thread-safe.
class StanzaSealer {
public:
    StanzaSealer(SessionKeyStore &store, const Clock &clock, SessionKeyPolicy policy);

    CryptoResult<XmlElement> seal(const XmlElement &stanza);
    StanzaOutcome open(const IncomingSealed &sealed);
    CryptoResult<int> removeExpired();

private:
    struct Use {
        SessionKey key;
        QDateTime stamp;
    };
    /// The key for the next stanza and its stamp, both kept on disk before anything is sealed with them.
    CryptoResult<Use> use(const BareJid &peer, const QString &thread);
    CryptoResult<SessionKey> currentKey(const BareJid &peer, const QString &thread, const QDateTime &now);
    CryptoResult<std::optional<SessionKey>> keyFor(const IncomingSealed &sealed, const QString &sid);
    CryptoResult<TimeMark> judge(const BareJid &sender, const QString &sid, const QDateTime &stamp, QDateTime seenAt);

    SessionKeyStore &m_store;
    const Clock &m_clock;
    const SessionKeyPolicy m_policy;
    QMutex m_mutex; ///< over reading, changing and putting back what the store has
    QHash<BareJid, QDateTime> m_lastStamps;
    QHash<std::pair<BareJid, QString>, QString> m_madeSince; ///< peer and thread to the SID made last
};

} // namespace letterlock::crypto
