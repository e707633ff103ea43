// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <deque>

#include "archive/remote/PepManifest.h"
#include "archive/remote/RemoteArchive.h"
#include "crypto/base/Clock.h"

namespace letterlock::archive {

/// The archive in private nodes of the own account (XEP-0223), for servers without XEP-0136. The same sealed parts and
/// wrapped keys; what a server of XEP-0136 does with them (versions, tombstones, order of changes) is done here, over
/// an index that is sealed too. Several devices may use it at once. See archive/README.md.
class PepRemoteArchive final : public RemoteArchive {
public:
    struct Ports {
        PepNodes &nodes;
        HistoryStore &history;
        crypto::DataKeyRing &keys;
        crypto::Worker &worker;
        const crypto::Clock &clock;
    };
    /// What a look at all shards has shown.
    struct Checked {
        QList<CollectionId> lost; ///< something of them is gone from the server
        QStringList lostKeys; ///< data keys that have lost a wrap
    };

    explicit PepRemoteArchive(Ports ports); ///< they outlive this

    QFuture<ArchiveResult<bool>> probe() override;
    QFuture<ArchiveResult<CollectionVersion>> save(SaveRequest request) override;
    QFuture<ArchiveResult<RemotePage<CollectionHead>>> list(PageRequest page) override;
    QFuture<ArchiveResult<RemotePage<SealedCollection>>> retrieve(CollectionId id, PageRequest page) override;
    QFuture<ArchiveResult<void>> remove(CollectionId id) override;
    QFuture<ArchiveResult<RemotePage<CollectionChange>>> modified(QDateTime since, PageRequest page) override;
    QFuture<ArchiveResult<RemotePage<CollectionKeys>>> keys(KeyName key, PageRequest page) override;
    QFuture<ArchiveResult<void>> deleteKeys(CollectionId id, KeyName key) override;

    /// Once per session: what the index names has to be there (a server may drop the oldest items of a node without a
    /// word). Also sweeps, and collects what a killed run left. What is lost is taken out of the index.
    Pending<Checked> check();
    Pending<void> sweep(); ///< takes everything that was removed out of the shards
    [[nodiscard]] bool hasHeardOf(const CollectionId &id) const; ///< also of its removal, as last seen
    [[nodiscard]] bool hasWrapsOf(const QString &dataKey) const; ///< likewise
    Pending<void> verify(); ///< by itself a moment after another device has written too
    void newSession();
    void somethingChanged() { m_manifest.stale(); } ///< another device has written
    [[nodiscard]] QString whyNot() const { return m_whyNot; } ///< after a probe that said no
    [[nodiscard]] qint64 storedSize() const { return m_manifest.index().storedSize(); } ///< octets, as last seen

private:
    template <class T> Pending<T> inTurn(std::function<Pending<T>()> work, bool isNext = false);
    void runNext();

    Pending<CollectionVersion> saveNow(SaveRequest request, int attempt);
    Pending<QList<PepRecord>> write(PepDevice::Kind kind, QList<crypto::XmlElement> contents, CollectionId id);
    Pending<RemotePage<SealedCollection>> readCollection(const PepEntry &entry, PageRequest page);
    Pending<RemotePage<CollectionKeys>> readKeys(KeyName key, PageRequest page);
    Pending<void> sweepNow();
    Pending<void> sweepTrash(QList<PepIndex::Trash> trash);
    Pending<void> sweepItems(QHash<QString, QStringList> rest);
    Pending<void> change(PepManifest::Change change);
    Pending<Checked> look(QStringList shards, QSet<QString> present);
    Pending<Checked> judge(QSet<QString> present);
    Pending<void> collect(QStringList items);

    Ports m_ports;
    QObject m_context;
    PepDevice m_device;
    PepShards m_shards;
    PepManifest m_manifest;
    std::deque<std::function<void()>> m_queue;
    bool m_busy = false;
    QTimer m_sweep;
    QTimer m_verify;
    QHash<CollectionId, CollectionVersion> m_seen; ///< by retrieve(), so that a removal of wraps can be refused
    QString m_whyNot;
};

/// One request after the other: each sees what the one before has changed.
template <class T> Pending<T> PepRemoteArchive::inTurn(std::function<Pending<T>()> work, bool isNext)
{
    auto promise = std::make_shared<QPromise<ArchiveResult<T>>>();
    promise->start();
    m_queue.insert(isNext ? m_queue.begin() : m_queue.end(), [this, promise, work = std::move(work)] {
        auto ready = andThen(m_device.load(&m_context), &m_context, work);
        ready.then(&m_context, [this, promise](const ArchiveResult<T> &result) {
            promise->addResult(result);
            promise->finish();
            m_busy = false;
            runNext();
        });
    });
    runNext();
    return promise->future();
}

} // namespace letterlock::archive
