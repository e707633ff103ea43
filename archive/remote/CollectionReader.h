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
    /// Begins to read what will probably be asked for next; until something is read or prepare() is called again.
    void prepare(const CollectionId &id);
    void forget() { m_prepared.reset(); }
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
    Pending<CollectionReading> next(CollectionId id, QString after, CollectionReading sofar);

    ArchivePorts m_ports;
    QObject *m_context;
    std::function<bool()> m_isCancelled;
    std::optional<std::pair<CollectionId, Pending<CollectionReading>>> m_prepared;
};

} // namespace letterlock::archive
