// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/LostCollections.h"

#include "archive/remote/LedgerRows.h"
#include "archive/remote/SyncJournal.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

struct Believed {
    QList<CollectionId> collections;
    QStringList dataKeys; ///< with wraps
};

ArchiveResult<Believed> believed(Database &database)
{
    auto collections = SyncJournal::believedThere(database);
    auto dataKeys = SyncJournal::wrappedDataKeys(database);
    if (!collections || !dataKeys) {
        return std::unexpected(collections ? dataKeys.error() : collections.error());
    }
    return Believed{*std::move(collections), *std::move(dataKeys)};
}

ArchiveResult<int> giveBack(Database &database, const QSet<CollectionId> &collections, const QSet<QString> &dataKeys)
{
    ArchiveResult<void> noted;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const auto &id : collections) {
        // Until it is there again nobody has to vouch for it.
        noted = noted ? LedgerRows::removing(database, id, now) : noted;
        noted = noted ? SyncJournal::lost(database, id) : noted;
    }
    for (const auto &key : dataKeys) {
        noted = noted ? SyncJournal::lostWraps(database, key) : noted;
    }
    return noted ? ArchiveResult<int>(static_cast<int>(collections.size())) : std::unexpected(noted.error());
}

} // namespace

Pending<int> giveBackLost(Store &store, PepRemoteArchive &remote, QObject *context)
{
    return andThen(remote.check(), context, [&store, &remote, context](const PepRemoteArchive::Checked &checked) {
        Pending<Believed> local = store.write(&believed, crypto::Priority::Background);
        return andThen(std::move(local), context, [&store, &remote, checked](const Believed &here) {
            QSet<CollectionId> lost(checked.lost.begin(), checked.lost.end());
            QSet<QString> lostKeys(checked.lostKeys.begin(), checked.lostKeys.end());
            // The table itself may be what was lost.
            for (const auto &id : here.collections) {
                if (!remote.hasHeardOf(id)) {
                    lost.insert(id);
                }
            }
            for (const auto &name : here.dataKeys) {
                if (!remote.hasWrapsOf(name)) {
                    lostKeys.insert(name);
                }
            }
            if (!lost.isEmpty()) {
                qCWarning(crypto::lcArchive) << "the server has lost" << lost.size() << "collections";
            }
            Pending<int> given
                = store.write([lost, lostKeys](Database &database) { return giveBack(database, lost, lostKeys); },
                    crypto::Priority::Background);
            return given;
        });
    });
}

} // namespace letterlock::archive
