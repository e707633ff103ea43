// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSet>

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "archive/remote/RemoteArchive.h"

namespace letterlock::archive {

/// A complete archive in memory, with the behaviour of Letterlock's server module: versions, tombstones, wraps that are
/// found from every collection, identical parts stored once. For tests and for trying things without a server. Lives in
/// one thread; answers come through its event loop, in order.
class MemoryRemoteArchive final : public RemoteArchive {
public:
    enum class Phase {
        Before, ///< nothing was applied yet
        After, ///< applied; an error now means that only the answer is lost
    };
    /// Called twice for every request, counted from 0. An error is given to the caller instead of the result.
    using Fault = std::function<std::optional<ArchiveError>(int request, Phase phase)>;

    MemoryRemoteArchive();

    QFuture<ArchiveResult<bool>> probe() override;
    QFuture<ArchiveResult<CollectionVersion>> save(SaveRequest request) override;
    QFuture<ArchiveResult<RemotePage<CollectionHead>>> list(PageRequest page) override;
    QFuture<ArchiveResult<RemotePage<SealedCollection>>> retrieve(CollectionId id, PageRequest page) override;
    QFuture<ArchiveResult<void>> remove(CollectionId id) override;
    QFuture<ArchiveResult<RemotePage<CollectionChange>>> modified(QDateTime since, PageRequest page) override;
    QFuture<ArchiveResult<RemotePage<CollectionKeys>>> keys(KeyName key, PageRequest page) override;
    QFuture<ArchiveResult<void>> deleteKeys(CollectionId id, KeyName key) override;

    void setFault(Fault fault) { m_fault = std::move(fault); }
    void setQuota(qsizetype octets) { m_quota = octets; } ///< of all parts together
    void setLargestSave(qsizetype octets) { m_largestSave = octets; } ///< above it TooLarge
    void setDeduplicates(bool on) { m_deduplicates = on; } ///< other servers keep a part twice (P-28)
    void setLargestPage(int items) { m_largestPage = items; }

    // What the server sees and what a hostile one could change.
    [[nodiscard]] int requests() const { return m_requests; } ///< made so far
    [[nodiscard]] QList<SealedCollection> stored() const; ///< in order of start
    void replace(const SealedCollection &collection); ///< as if it had always been so; a change for modified()

private:
    struct Part {
        qint64 seq = 0;
        crypto::EncryptedData value;
    };
    struct Row {
        qint64 id = 0;
        CollectionId place;
        CollectionVersion version = -1;
        bool removed = false;
        bool plain = false;
        qint64 modseq = 0;
        QDateTime changed;
        std::vector<Part> parts;
        QList<crypto::EncryptedKey> keys;
    };
    using Order = std::pair<QDateTime, qint64>; ///< start, then row id

    template <class T, class F> QFuture<ArchiveResult<T>> answer(F work);
    Row *find(const CollectionId &id);
    void touch(Row &row);
    void rehome(const QList<crypto::EncryptedKey> &keys);
    [[nodiscard]] QList<crypto::EncryptedKey> keysFor(const QSet<QString> &names) const;
    [[nodiscard]] qsizetype size() const;
    ArchiveResult<CollectionVersion> applySave(const SaveRequest &request);

    QObject m_context;
    std::map<Order, Row> m_rows;
    Fault m_fault;
    qint64 m_nextRow = 1;
    qint64 m_nextSeq = 1;
    qint64 m_modseq = 0;
    int m_requests = 0;
    int m_largestPage = 200;
    qsizetype m_quota = 1024LL * 1024 * 1024;
    qsizetype m_largestSave = 4 * 1024 * 1024;
    bool m_deduplicates = true;
};

} // namespace letterlock::archive
