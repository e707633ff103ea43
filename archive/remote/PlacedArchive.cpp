// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PlacedArchive.h"

namespace letterlock::archive {

PlacedArchive::PlacedArchive(RemoteArchive &server, RemoteArchive &privateStorage)
    : m_server(server)
    , m_privateStorage(privateStorage)
{
}

RemoteArchive &PlacedArchive::at(ArchivePlace place) const
{
    return place == ArchivePlace::PrivateStorage ? m_privateStorage : m_server;
}

QFuture<ArchiveResult<bool>> PlacedArchive::probe()
{
    return at(m_place).probe();
}

QFuture<ArchiveResult<CollectionVersion>> PlacedArchive::save(SaveRequest request)
{
    return at(m_place).save(std::move(request));
}

QFuture<ArchiveResult<RemotePage<CollectionHead>>> PlacedArchive::list(PageRequest page)
{
    return at(m_place).list(std::move(page));
}

QFuture<ArchiveResult<RemotePage<SealedCollection>>> PlacedArchive::retrieve(CollectionId id, PageRequest page)
{
    return at(m_place).retrieve(std::move(id), std::move(page));
}

QFuture<ArchiveResult<void>> PlacedArchive::remove(CollectionId id)
{
    return at(m_place).remove(std::move(id));
}

QFuture<ArchiveResult<void>> PlacedArchive::removeRange(RemoveRange range)
{
    return at(m_place).removeRange(std::move(range));
}

QFuture<ArchiveResult<RemotePage<CollectionChange>>> PlacedArchive::modified(QDateTime since, PageRequest page)
{
    return at(m_place).modified(std::move(since), std::move(page));
}

QFuture<ArchiveResult<RemotePage<CollectionKeys>>> PlacedArchive::keys(crypto::KeyFingerprint key, PageRequest page)
{
    return at(m_place).keys(std::move(key), std::move(page));
}

QFuture<ArchiveResult<void>> PlacedArchive::deleteKeys(CollectionId id, crypto::KeyFingerprint key)
{
    return at(m_place).deleteKeys(std::move(id), std::move(key));
}

} // namespace letterlock::archive
