// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/collection/CollectionSealer.h"

#include "archive/collection/CollectionCodec.h"

namespace letterlock::archive {

CollectionSealer::CollectionSealer(crypto::DataKeyRing &keys)
    : m_keys(keys)
{
}

ArchiveResult<SaveRequest> CollectionSealer::seal(const Order &order) const
{
    const QByteArray plaintext = CollectionCodec::encode(order.collection, order.account, order.facts);
    auto part = m_keys.seal(plaintext, order.dataKeyName);
    if (!part) {
        return archiveError(ArchiveError::Code::CannotOpen, part.error().detail);
    }
    SaveRequest request{.id = order.collection.id, .parts = {*std::move(part)}, .keys = {}};
    if (!order.wrapFor.isEmpty()) {
        auto wraps = m_keys.wrap(order.dataKeyName, order.wrapFor);
        if (!wraps) {
            return archiveError(ArchiveError::Code::CannotOpen, wraps.error().detail);
        }
        request.keys = *std::move(wraps);
    }
    return request;
}

} // namespace letterlock::archive
