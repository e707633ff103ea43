// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/remote/ArchiveWitness.h"
#include "archive/remote/RemoteArchive.h"

namespace letterlock::archive {

/// The two kinds of place on the own server. The numbers are stored.
enum class ArchivePlace {
    Unknown = 0,
    Server = 1, ///< its archive, XEP-0136
    PrivateStorage = 2, ///< private nodes, XEP-0223
};

/// The archive at the place that was chosen for the account. Everything that works with the archive holds this one and
/// need not know where it is.
class PlacedArchive final : public RemoteArchive {
public:
    PlacedArchive(RemoteArchive &server, RemoteArchive &privateStorage); ///< both outlive this

    [[nodiscard]] ArchivePlace place() const { return m_place; }
    void setPlace(ArchivePlace place) { m_place = place; }
    [[nodiscard]] RemoteArchive &at(ArchivePlace place) const;
    void setWitness(ArchiveWitness *witness) { m_witness = witness; } ///< outlives every request

    QFuture<ArchiveResult<bool>> probe() override;
    QFuture<ArchiveResult<CollectionVersion>> save(SaveRequest request) override;
    QFuture<ArchiveResult<RemotePage<CollectionHead>>> list(PageRequest page) override;
    QFuture<ArchiveResult<RemotePage<SealedCollection>>> retrieve(CollectionId id, PageRequest page) override;
    QFuture<ArchiveResult<void>> remove(CollectionId id) override;
    QFuture<ArchiveResult<void>> removeRange(RemoveRange range) override;
    QFuture<ArchiveResult<RemotePage<CollectionChange>>> modified(QDateTime since, PageRequest page) override;
    QFuture<ArchiveResult<RemotePage<CollectionKeys>>> keys(KeyName key, PageRequest page) override;
    QFuture<ArchiveResult<void>> deleteKeys(CollectionId id, KeyName key) override;

private:
    RemoteArchive &m_server;
    RemoteArchive &m_privateStorage;
    ArchivePlace m_place = ArchivePlace::Unknown;
    ArchiveWitness *m_witness = nullptr;
    QObject m_context;
};

} // namespace letterlock::archive
