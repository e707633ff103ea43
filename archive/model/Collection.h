// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHashFunctions>
#include <QList>
#include <QString>

#include "archive/model/Message.h"
#include "crypto/identity/Jid.h"
#include "crypto/wrapping/EncryptedKey.h"

namespace letterlock::archive {

/// What identifies a collection on the server (XEP-0136 section 4, P-20): peer and start, UTC with milliseconds.
struct CollectionId {
    crypto::BareJid with;
    QDateTime start;

    bool operator==(const CollectionId &) const = default;
    friend size_t qHash(const CollectionId &id, size_t seed = 0)
    {
        return qHashMulti(seed, id.with, id.start.toMSecsSinceEpoch());
    }
};

/// Starts at 0 and grows by one with each change; given by the server (P-22).
using CollectionVersion = qint64;

/// A run of one conversation's messages before sealing.
struct Collection {
    CollectionId id;
    int part = 0; ///< counts the sealed parts appended to this collection so far
    QList<Message> messages; ///< in order of time
};

/// A collection as the server holds it, or one page of it.
struct SealedCollection {
    CollectionId id;
    CollectionVersion version = 0;
    QList<crypto::EncryptedData> parts;
    QList<crypto::EncryptedKey> keys;
    bool hasPlainItems = false; ///< something in it was not sealed (A-12)
};

struct CollectionHead {
    CollectionId id;
    CollectionVersion version = 0;
    bool sealed = false;
};

} // namespace letterlock::archive
