// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>

#include <functional>

#include "archive/collection/CollectionOpener.h"
#include "archive/remote/ArchivePorts.h"
#include "archive/remote/FutureChain.h"

namespace letterlock::archive {

/// A collection as the server holds it.
struct CollectionReading {
    CollectionVersion version = -1; ///< of the oldest page: what is appended while we read comes with the next look
    QByteArrayList digests; ///< of its sealed parts, see chained()
    bool isSteady = true; ///< it was not changed while we read
    bool isWhole = true; ///< not more than anybody may send
    OpenedCollection opened;
};

/// Saves from here of new collections, one directly after the other in the order of changes.
struct OwnRun {
    QList<CollectionId> before;
    CollectionChange last;
    QByteArray first; ///< of the last one: digest of the part that it begins with
};

class CollectionReader {
public:
    /// `isCancelled` is asked after each page.
    CollectionReader(const ArchivePorts &ports, QObject *context, std::function<bool()> isCancelled)
        : m_ports(ports)
        , m_context(context)
        , m_isCancelled(std::move(isCancelled))
    {
    }

    Pending<CollectionReading> read(const CollectionId &id);
    /// Asks for the first page of each of the next few of these, but for those that are `certain`, so that a long way
    /// to the server is gone once for all of them. What was asked for before and is not among them is dropped.
    void prepare(const QList<CollectionChange> &changes, const QSet<CollectionId> &certain);
    void forget() { m_prepared.clear(); }
    /// One collection that the server does not give properly must not hide all others.
    static bool concernsOne(ArchiveError::Code code)
    {
        using Code = ArchiveError::Code;
        return code == Code::BadAnswer || code == Code::Refused || code == Code::TooLarge;
    }
    /// Is it still the one that begins with a part of this digest, and in this version? Costs one part.
    Pending<bool> isStill(const CollectionId &id, CollectionVersion version, const QByteArray &first);
    /// What nobody has changed between our save of it and our next one is as we saved it: only the last of a run has to
    /// be looked at.
    Pending<QSet<CollectionId>> unchanged(QList<OwnRun> runs, QSet<CollectionId> sofar = {});

private:
    struct OpenedPage {
        SealedCollection held;
        OpenedCollection opened;
        QString last;
        bool complete = true;
    };
    using Prepared = std::pair<CollectionId, Pending<OpenedPage>>;

    Pending<OpenedPage> page(const CollectionId &id, const QString &after, const QDateTime &time);
    Pending<CollectionReading> add(Pending<OpenedPage> page, CollectionId id, CollectionReading sofar);

    ArchivePorts m_ports;
    QObject *m_context;
    std::function<bool()> m_isCancelled;
    QList<Prepared> m_prepared;
};

} // namespace letterlock::archive
