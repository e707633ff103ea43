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
    if (!m_witness) {
        return at(m_place).save(std::move(request));
    }
    auto saved = at(m_place).save(request);
    return andThen(std::move(saved), &m_context, [this, request](CollectionVersion version) {
        // It is saved, whatever can be remembered of it.
        return andAny(m_witness->saved(request, version), &m_context,
            [version](const ArchiveResult<void> &) { return done(version); });
    });
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
    auto noted = m_witness ? m_witness->removing(id) : done();
    return andThen(std::move(noted), &m_context, [this, id] { return at(m_place).remove(id); });
}

QFuture<ArchiveResult<void>> PlacedArchive::removeRange(RemoveRange range)
{
    auto noted = m_witness ? m_witness->removing(range) : done();
    return andThen(std::move(noted), &m_context, [this, range] { return at(m_place).removeRange(range); });
}

QFuture<ArchiveResult<RemotePage<CollectionChange>>> PlacedArchive::modified(QDateTime since, PageRequest page)
{
    return at(m_place).modified(std::move(since), std::move(page));
}

QFuture<ArchiveResult<RemotePage<CollectionKeys>>> PlacedArchive::keys(KeyName key, PageRequest page)
{
    return at(m_place).keys(std::move(key), std::move(page));
}

QFuture<ArchiveResult<void>> PlacedArchive::deleteKeys(CollectionId id, KeyName key)
{
    return at(m_place).deleteKeys(std::move(id), std::move(key));
}

} // namespace letterlock::archive
