// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/LostCollections.h"

#include "archive/remote/SyncJournal.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

Pending<int> giveBackLost(Store &store, PepRemoteArchive &remote, QObject *context)
{
    return andThen(remote.check(), context, [&store, &remote, context](const PepRemoteArchive::Checked &checked) {
        // The index itself may be what was lost. Asked here, in the thread of the archive, and judged before the next
        // request changes it.
        auto believed = store.write(
            [](Database &database) { return SyncJournal::believedThere(database); }, crypto::Priority::Background);
        return andThen(Pending<QList<CollectionId>>(believed), context,
            [&store, &remote, checked](const QList<CollectionId> &here) {
                QSet<CollectionId> lost(checked.lost.begin(), checked.lost.end());
                for (const auto &id : here) {
                    if (!remote.hasHeardOf(id)) {
                        lost.insert(id);
                    }
                }
                if (!lost.isEmpty() || !checked.lostKeys.isEmpty()) {
                    qCWarning(crypto::lcArchive) << "the server has lost" << lost.size() << "collections";
                }
                auto given = store.write(
                    [lost, keys = checked.lostKeys](Database &database) -> ArchiveResult<int> {
                        ArchiveResult<void> noted;
                        for (const auto &id : lost) {
                            noted = noted ? SyncJournal::lost(database, id) : noted;
                        }
                        for (const auto &key : keys) {
                            noted = noted ? SyncJournal::lostWraps(database, key) : noted;
                        }
                        return noted ? ArchiveResult<int>(static_cast<int>(lost.size()))
                                     : std::unexpected(noted.error());
                    },
                    crypto::Priority::Background);
                return Pending<int>(given);
            });
    });
}

} // namespace letterlock::archive
