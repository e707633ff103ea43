// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/RemoteArchive.h"

#include "crypto/base/Worker.h"

namespace letterlock::archive {

QFuture<ArchiveResult<void>> RemoteArchive::removeRange(RemoveRange range)
{
    return listRange(std::move(range), {}, {})
        .then([this](const ArchiveResult<QList<CollectionId>> &found) {
            return found ? removeEach(*found) : crypto::ready(ArchiveResult<void>(std::unexpected(found.error())));
        })
        .unwrap();
}

QFuture<ArchiveResult<QList<CollectionId>>> RemoteArchive::listRange(
    RemoveRange range, QString after, QList<CollectionId> found)
{
    using Result = ArchiveResult<QList<CollectionId>>;
    return list({.max = 100, .after = std::move(after)})
        .then([this, range = std::move(range), found = std::move(found)](
                  const ArchiveResult<RemotePage<CollectionHead>> &page) -> QFuture<Result> {
            if (!page) {
                return crypto::ready(Result(std::unexpected(page.error())));
            }
            QList<CollectionId> all = found;
            for (const auto &head : page->items) {
                if (range.holds(head.id)) {
                    all.append(head.id);
                }
            }
            return page->complete ? crypto::ready(Result(all)) : listRange(range, page->last, all);
        })
        .unwrap();
}

QFuture<ArchiveResult<void>> RemoteArchive::removeEach(QList<CollectionId> ids)
{
    if (ids.isEmpty()) {
        return crypto::ready(ArchiveResult<void>());
    }
    return remove(ids.takeFirst())
        .then([this, ids](const ArchiveResult<void> &removed) {
            // Another device may have been faster.
            const bool gone = removed || removed.error().code == ArchiveError::Code::NotFound;
            return gone ? removeEach(ids) : crypto::ready(removed);
        })
        .unwrap();
}

} // namespace letterlock::archive
