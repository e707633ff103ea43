// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include "archive/model/ArchiveError.h"
#include "archive/model/Collection.h"
#include "crypto/base/XmlElement.h"

namespace letterlock::archive {

/// What one sealed part says once it is open.
struct DecodedPart {
    bool hasHeader = false; ///< written by Letterlock; other software leaves it out
    CollectionId id; ///< from the header
    int part = 0;
    QList<Message> messages; ///< `conversation`, `id` and `kept` are left alone
    QList<Message> facts; ///< the newest state of messages that were archived before
};

/// A part's messages as the XML fragment that is sealed, and back: `<from/>` and `<to/>` of XEP-0136 that any software
/// can read (A-08, P-24, R16), with what only Letterlock knows as children of namespace urn:letterlock:archive:1.
class CollectionCodec {
public:
    static const QString ns; ///< urn:letterlock:archive:1

    /// `account` is our own address. With `facts` the entries tell the newest state of messages archived before.
    [[nodiscard]] static QByteArray encode(
        const Collection &collection, const crypto::BareJid &account, bool facts = false);
    /// `outside` is where the part was found. Entries of a part with our header count their time from its start; in
    /// others from the item before, also across parts and pages (P-24): that is what `base` carries on.
    static ArchiveResult<DecodedPart> decode(const QByteArray &plaintext, const CollectionId &outside,
        const crypto::BareJid &account, QDateTime *base = nullptr);
    /// The same for items that were never sealed.
    static QList<Message> decodeItems(const std::vector<crypto::XmlElement> &items, const CollectionId &outside,
        const crypto::BareJid &account, QDateTime &base);
    /// Octets that the message takes, within a few.
    [[nodiscard]] static qsizetype entrySize(const Message &message);
};

} // namespace letterlock::archive
