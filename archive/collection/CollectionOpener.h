// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include "archive/model/ArchiveError.h"
#include "archive/model/Collection.h"
#include "crypto/wrapping/DataKeyRing.h"

namespace letterlock::archive {

/// What came out of a collection, or of one page of it. Every part is in exactly one of the counts.
struct OpenedCollection {
    QList<Message> messages; ///< in the order of the parts
    QList<Message> facts; ///< later states of messages archived before; only from parts sealed by the owner
    int openedParts = 0; ///< sealed by the owner's root key and found where they belong
    int closedParts = 0; ///< no key, or damaged: all failures look alike (A-40)
    int movedParts = 0; ///< the sealed header names another place: put there by the server (MovedByServer)
    int foreignParts = 0; ///< opened, but not sealed by a root key of the owner
    int unauthenticatedParts = 0; ///< of the opened and foreign: CBC (A-43)
    int plainItems = 0; ///< that were never sealed (A-12)
    QDateTime time; ///< of the last item that counts from the one before; for the next page
};

/// Opens sealed collections. Blocking (one private operation per data key that no root key derives): call on a Worker.
class CollectionOpener {
public:
    explicit CollectionOpener(crypto::DataKeyRing &keys);
    /// Messages of foreign parts and plain items are marked and lose what only the owner may say: ids, the signer and
    /// the seal. `time` is that of the page before.
    [[nodiscard]] OpenedCollection open(
        const SealedCollection &sealed, const crypto::BareJid &account, const QDateTime &time = {}) const;
    /// Takes from messages of a foreign part what only the owner may say, and marks them (ArchiveMark).
    static void disown(QList<Message> &messages, int marks = 0);

private:
    crypto::DataKeyRing &m_keys;
};

} // namespace letterlock::archive
