// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHashFunctions>
#include <QList>
#include <QString>

#include <optional>

#include "archive/model/Message.h"
#include "crypto/identity/Jid.h"
#include "crypto/wrapping/EncryptedKey.h"

namespace letterlock::archive {

/// What identifies a collection on the server (XEP-0136 section 4, P-20): peer and start, UTC with milliseconds. Ours
/// are kept under the bare address; other software may use full ones (P-45).
struct CollectionId {
    crypto::BareJid with;
    QDateTime start;
    QString resource;
    int microseconds = 0; ///< beyond the milliseconds of `start`; only others write them (R17)

    [[nodiscard]] QString address() const { return crypto::Jid(with, resource).toString(); }
    static std::optional<CollectionId> at(const QString &address, const QDateTime &start)
    {
        const auto jid = crypto::Jid::parse(address);
        return jid && start.isValid() ? std::optional(CollectionId{jid->bare(), start, jid->resource()}) : std::nullopt;
    }

    bool operator==(const CollectionId &) const = default;
    friend size_t qHash(const CollectionId &id, size_t seed = 0)
    {
        return qHashMulti(seed, id.with, id.resource, id.start.toMSecsSinceEpoch(), id.microseconds);
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

/// To the collection before or after. One without address is the removal of a link (P-34).
struct CollectionLink {
    QString with;
    QDateTime start;

    bool operator==(const CollectionLink &) const = default;
};

/// What may stand in a collection before its messages (P-34, P-35).
struct CollectionExtras {
    std::optional<CollectionLink> previous;
    std::optional<CollectionLink> next;
    /// The form of attributes, jabber:x:data; without content it removes the form. Its content may be one
    /// EncryptedData.
    std::optional<crypto::XmlElement> form;

    bool operator==(const CollectionExtras &) const = default;
};

/// A collection as the server holds it, or one page of it.
struct SealedCollection {
    CollectionId id;
    CollectionVersion version = 0;
    QList<crypto::EncryptedData> parts;
    QList<crypto::EncryptedKey> keys;
    bool hasPlainItems = false; ///< something in it was not sealed (A-12)
    std::vector<crypto::XmlElement> plainItems;
    CollectionExtras extras;
};

struct CollectionHead {
    CollectionId id;
    CollectionVersion version = 0;
    bool sealed = false;
};

} // namespace letterlock::archive
