// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "archive/model/ArchiveError.h"
#include "archive/model/Collection.h"
#include "archive/model/RemoteValues.h"
#include "crypto/wrapping/DataKeyRing.h"

namespace letterlock::archive {

/// Makes a sealed part of messages. Blocking (one encryption per recipient that is new): call on a Worker.
class CollectionSealer {
public:
    struct Order {
        Collection collection; ///< `part` counts the parts uploaded before
        crypto::BareJid account;
        QString dataKeyName; ///< random; one per conversation, month and root key
        QList<crypto::KeyFingerprint> wrapFor; ///< recipients that have no wrap of this data key yet (A-11)
        bool facts = false; ///< newest state of messages archived before
    };

    explicit CollectionSealer(crypto::DataKeyRing &keys);
    [[nodiscard]] ArchiveResult<SaveRequest> seal(const Order &order) const;

private:
    crypto::DataKeyRing &m_keys;
};

} // namespace letterlock::archive
