// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "archive/remote/PepRemoteArchive.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

/// Another device with a copy of this profile might be about to refer to it.
constexpr qint64 orphanAge = 7LL * 24 * 60 * 60 * 1000;

} // namespace

Pending<PepRemoteArchive::Checked> PepRemoteArchive::check()
{
    return inTurn<Checked>([this] {
        auto swept = andThen(m_manifest.refresh(), &m_context, [this] { return sweepNow(); });
        return andThen(std::move(swept), &m_context, [this] {
            QSet<QString> shards(m_device.shards().begin(), m_device.shards().end());
            for (const auto &item : m_manifest.index().items()) {
                shards.insert(item.section(u'/', 0, 0));
            }
            return look(shards.values(), {});
        });
    });
}

Pending<PepRemoteArchive::Checked> PepRemoteArchive::look(QStringList shards, QSet<QString> present)
{
    if (shards.isEmpty()) {
        // What was written or removed while we looked is told by a newer index.
        return andThen(m_manifest.refresh(), &m_context, [this, present] { return judge(present); });
    }
    const auto shard = shards.takeFirst();
    return andThen(m_ports.nodes.ids(PepShards::nodeOfShard(shard)), &m_context,
        [this, shard, shards, present](const QStringList &ids) mutable {
            for (const auto &id : ids) {
                present.insert(shard + u'/' + id);
            }
            return look(shards, present);
        });
}

Pending<PepRemoteArchive::Checked> PepRemoteArchive::judge(QSet<QString> present)
{
    const auto &index = m_manifest.index();
    const auto named = index.items();
    QSet<QString> missing = named - present;
    Checked checked;
    for (const auto &[key, entry] : index.entries()) {
        const auto isMissing = [&missing](const PepRecord &record) { return missing.contains(record.item); };
        if (std::ranges::any_of(entry.parts, isMissing)) {
            checked.lost.append(entry.id);
        }
        for (const auto &wrap : entry.keys) {
            if (isMissing(wrap)) {
                checked.lostKeys.append(wrap.dataKey);
            }
        }
    }
    QStringList old;
    const qint64 now = m_ports.clock.now().toMSecsSinceEpoch();
    QHash<QString, qint64> orphans;
    for (const auto &item : std::as_const(present)) {
        const bool isOurs = m_device.shards().contains(item.section(u'/', 0, 0));
        if (!isOurs || named.contains(item) || m_shards.isOpen(item)) {
            continue;
        }
        const qint64 since = m_device.orphans().value(item, now);
        if (now - since >= orphanAge) {
            old.append(item);
        } else {
            orphans.insert(item, since);
        }
    }
    m_device.orphans() = orphans;
    auto collected = andThen(m_device.store(), &m_context, [this, old] { return collect(old); });
    return andThen(std::move(collected), &m_context, [this, missing, checked] {
        auto forgotten = checked.lost.isEmpty() && checked.lostKeys.isEmpty()
            ? done()
            : m_manifest.commit([missing](PepIndex &newest) -> ArchiveResult<void> {
                  newest.forgetItems(missing);
                  return {};
              });
        return andThen(std::move(forgotten), &m_context, [checked] { return done(checked); });
    });
}

Pending<void> PepRemoteArchive::collect(QStringList items)
{
    if (items.isEmpty()) {
        return done();
    }
    const auto item = items.takeFirst();
    return andThen(m_shards.drop(item), &m_context, [this, items] { return collect(items); });
}

} // namespace letterlock::archive
