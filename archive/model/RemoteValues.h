// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include "archive/model/Collection.h"
#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::archive {

struct PageRequest {
    int max = 50;
    QString after; ///< opaque id of the last element of the previous page; empty = from the start
    QStringList keyNames; ///< of a retrieval: only wraps for these public keys (A-28); empty = all
};

template <class T> struct RemotePage {
    QList<T> items;
    QString last; ///< pass as `after`; empty = nothing came
    bool complete = true; ///< no further page
    int count = -1; ///< of all pages, if the server says
};

struct CollectionChange {
    CollectionId id;
    CollectionVersion version = 0;
    bool removed = false;
};

/// What a wrap calls the public key it is for: the fingerprint of one of ours, or whatever a server or another program
/// goes by.
class KeyName {
public:
    KeyName(const crypto::KeyFingerprint &key) // NOLINT: mostly it is one
        : m_text(key.toString())
    {
    }
    explicit KeyName(QString text)
        : m_text(std::move(text))
    {
    }
    [[nodiscard]] const QString &toString() const { return m_text; }

private:
    QString m_text;
};

/// The wraps of one collection that are sealed for one public key (XEP-0241 section 6).
struct CollectionKeys {
    CollectionId id;
    CollectionVersion version = 0;
    QList<crypto::EncryptedKey> keys;
};

struct SaveRequest {
    CollectionId id;
    QList<crypto::EncryptedData> parts;
    QList<crypto::EncryptedKey> keys;
    CollectionExtras extras;
};

/// Which collections to remove; nothing set means all of them.
struct RemoveRange {
    crypto::BareJid with; ///< and all its resources; empty = everybody
    QDateTime from; ///< from this start on
    QDateTime until; ///< and before this one

    [[nodiscard]] bool holds(const CollectionId &id) const
    {
        return (with.isEmpty() || id.with == with) && (!from.isValid() || id.start >= from)
            && (!until.isValid() || id.start < until);
    }
};

} // namespace letterlock::archive
