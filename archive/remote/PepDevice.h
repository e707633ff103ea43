// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStringList>

#include "archive/history/HistoryStore.h"
#include "archive/remote/FutureChain.h"

namespace letterlock::archive {

/// What this device remembers of the shards it has made in private nodes: only their maker adds items and collects what
/// was left behind. Losing it costs nothing but space.
class PepDevice {
public:
    enum class Kind { Parts, Keys, Pages };
    /// Where the next record goes.
    struct Open {
        QString shard; ///< empty = none yet
        int items = 0; ///< in the shard
        qint64 shardSize = 0; ///< octets
        QString item; ///< still has room; empty = none
        qint64 itemSize = 0;
    };

    explicit PepDevice(HistoryStore &history);

    Pending<void> load(QObject *context); ///< once
    Pending<void> store();

    [[nodiscard]] Open &open(Kind kind) { return m_open[static_cast<int>(kind)]; }
    [[nodiscard]] const std::array<Open, 3> &openOnes() const { return m_open; }
    [[nodiscard]] QStringList &shards() { return m_shards; }
    [[nodiscard]] const QByteArray &secret() const { return m_secret; } ///< makes names that tell nothing
    /// What nobody refers to, with the time (ms) it was first seen.
    [[nodiscard]] QHash<QString, qint64> &orphans() { return m_orphans; }

private:
    HistoryStore &m_history;
    bool m_loaded = false;
    std::array<Open, 3> m_open;
    QStringList m_shards;
    QByteArray m_secret;
    QHash<QString, qint64> m_orphans;
};

} // namespace letterlock::archive
