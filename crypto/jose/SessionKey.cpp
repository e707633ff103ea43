// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/SessionKey.h"

#include <QUuid>

#include "crypto/base/Random.h"

namespace letterlock::crypto {

SessionKey SessionKey::make(const BareJid &peer, const QString &thread, qsizetype size, const QDateTime &now)
{
    SessionKey key;
    key.sid = QUuid::fromRfc4122(randomBytes(16)).toString(QUuid::WithoutBraces);
    key.peer = peer;
    key.secret = SecretBytes::random(size);
    key.created = now;
    key.lastUse = now;
    key.thread = thread;
    return key;
}

SessionKey SessionKey::copy() const
{
    return {sid, peer, direction, secret.copy(), created, lastUse, stanzas, lastStamp, thread};
}

} // namespace letterlock::crypto
