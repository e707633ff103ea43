// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include "crypto/base/SecretBytes.h"
#include "crypto/identity/Jid.h"

namespace letterlock::crypto {

/// A session master key and its identifier (draft sections 4.1 and 10.2). Move-only, as it holds the secret.
struct SessionKey {
    enum class Direction {
        Own, ///< made here: seals what goes to `peer`, opens copies of it
        Peers, ///< given by `peer` (or another device of ours): opens what they send
    };

    QString sid; ///< random UUID, says nothing about the key (E-03)
    BareJid peer;
    Direction direction = Direction::Own;
    SecretBytes secret; ///< 16 or 32 octets
    QDateTime created; ///< UTC, as the others
    QDateTime lastUse;
    int stanzas = 0; ///< sealed with it
    QDateTime lastStamp; ///< of the last stanza sealed with it
    QString thread; ///< of the conversation it was made for; may be empty

    static SessionKey make(const BareJid &peer, const QString &thread, qsizetype size, const QDateTime &now);
    [[nodiscard]] SessionKey copy() const;
};

} // namespace letterlock::crypto
