// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include "archive/remote/PepShards.h"
#include "archive/remote/SealedXml.h"
#include "crypto/base/Worker.h"
#include "crypto/wrapping/DataKeyRing.h"

namespace letterlock::archive {

/// The index of the archive as it stands on the server: sealed under a key derived from the root key, so that the
/// server learns no addresses. Every change is one fenced publishing of the head: it counts as a whole or not at all,
/// and a device that has not seen the newest head cannot overwrite it.
class PepManifest {
public:
    using Change = std::function<ArchiveResult<void>(PepIndex &index)>;

    PepManifest(
        PepNodes &nodes, PepShards &shards, crypto::DataKeyRing &keys, crypto::Worker &worker, QObject *context);

    /// Brings the index up to date, unless that was done less than `maxAge` ms ago.
    Pending<void> refresh(int maxAge = 0);
    /// Applies `change` to the newest index and publishes it; repeated if another device was faster. An error of
    /// `change` is passed on and nothing is published; nor is it if there is nothing to change.
    Pending<void> commit(Change change);
    /// Where a server compares the fence and writes in two steps, somebody else's head may land late, on top of ours.
    /// Looks whether our latest commits still count, and makes those again that do not.
    Pending<void> verify();
    [[nodiscard]] bool isDoubtful() const { return m_doubtful; } ///< somebody else wrote just before us: verify soon
    [[nodiscard]] const PepIndex &index() const { return m_index; }
    void forget(); ///< a new session, or a knock at the door
    void stale() { m_age.invalidate(); }

    static const QString node;

private:
    struct Commit {
        QString name;
        Change change;
        qint64 counter = 0;
        QElapsedTimer age;
    };

    Pending<void> attempt(Change change, int number);
    Pending<void> take(int number);
    Pending<void> makeAgain(QList<Commit> lost);
    Pending<void> readPages(QStringList items);
    Pending<void> spill();
    Pending<void> spillNext(QList<PepIndex::Spill> rest);
    Pending<void> publish();
    Pending<void> dropPages(QStringList items);
    Pending<void> pause(int number);

    PepNodes &m_nodes;
    PepShards &m_shards;
    SealedXml m_seal;
    QObject *m_context;
    PepIndex m_index;
    QString m_token; ///< the fence, if it is held
    QElapsedTimer m_age;
    QList<Commit> m_recent;
    bool m_doubtful = false;
};

} // namespace letterlock::archive
