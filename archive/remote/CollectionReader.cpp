// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/CollectionReader.h"

#include <algorithm>

#include "archive/remote/LedgerEntry.h"

namespace letterlock::archive {

using Code = ArchiveError::Code;
using Page = RemotePage<SealedCollection>;

namespace {

constexpr int partsPerPage = 20;
constexpr qsizetype mostPrepared = 8; ///< a page each
constexpr qsizetype mostMessages = 200'000; ///< of one collection; more is an attack

void append(OpenedCollection &all, const OpenedCollection &page)
{
    all.messages += page.messages;
    all.facts += page.facts;
    all.openedParts += page.openedParts;
    all.closedParts += page.closedParts;
    all.movedParts += page.movedParts;
    all.foreignParts += page.foreignParts;
    all.unauthenticatedParts += page.unauthenticatedParts;
    all.plainItems += page.plainItems;
    all.time = page.time;
}

} // namespace

Pending<CollectionReading> CollectionReader::read(const CollectionId &id)
{
    const auto prepared = std::ranges::find(m_prepared, id, &Prepared::first);
    if (prepared == m_prepared.end()) {
        return add(page(id, {}, {}), id, {});
    }
    const auto first = prepared->second;
    m_prepared.erase(prepared);
    return add(first, id, {});
}

void CollectionReader::prepare(const QList<CollectionChange> &changes, const QSet<CollectionId> &certain)
{
    decltype(m_prepared) prepared;
    for (const auto &[id, version, removed] : changes) {
        if (prepared.size() == mostPrepared) {
            break;
        }
        if (!removed && !certain.contains(id)) {
            const auto known = std::ranges::find(m_prepared, id, &Prepared::first);
            prepared.append({id, known == m_prepared.end() ? page(id, {}, {}) : known->second});
        }
    }
    m_prepared = prepared;
}

Pending<CollectionReader::OpenedPage> CollectionReader::page(
    const CollectionId &id, const QString &after, const QDateTime &time)
{
    return andThen(Pending<Page>(m_ports.remote.retrieve(id, {.max = partsPerPage, .after = after})), m_context,
        [this, time](const Page &page) {
            auto job = [&keys = m_ports.keys, page, account = m_ports.account, time]() -> ArchiveResult<OpenedPage> {
                const auto &held = page.items.first();
                return OpenedPage{held, CollectionOpener(keys).open(held, account, time), page.last, page.complete};
            };
            return Pending<OpenedPage>(m_ports.worker.run(std::move(job), crypto::Priority::Background));
        });
}

Pending<CollectionReading> CollectionReader::add(Pending<OpenedPage> page, CollectionId id, CollectionReading sofar)
{
    return andThen(std::move(page), m_context, [this, id, sofar](const OpenedPage &read) mutable {
        const bool isFirst = sofar.version < 0;
        sofar.version = isFirst ? read.held.version : sofar.version;
        sofar.isSteady = sofar.isSteady && sofar.version == read.held.version;
        for (const auto &part : read.held.parts) {
            sofar.digests.append(chained(sofar.digests.isEmpty() ? QByteArray() : sofar.digests.last(), part));
        }
        append(sofar.opened, read.opened);
        sofar.isWhole = sofar.opened.messages.size() <= mostMessages;
        if (m_isCancelled()) {
            return failed<CollectionReading>({Code::Cancelled, {}});
        }
        if (read.complete || !sofar.isWhole) {
            return done(std::move(sofar));
        }
        const auto after = this->page(id, read.last, sofar.opened.time);
        return add(after, id, std::move(sofar));
    });
}

Pending<bool> CollectionReader::isStill(const CollectionId &id, CollectionVersion version, const QByteArray &first)
{
    return andAny(Pending<Page>(m_ports.remote.retrieve(id, {.max = 1, .after = {}})), m_context,
        [version, first](const ArchiveResult<Page> &page) {
            const bool isLink
                = !page && (page.error().code == Code::Disconnected || page.error().code == Code::TimedOut);
            if (isLink) {
                return failed<bool>(page.error());
            }
            // Whatever else is wrong shows when it is read.
            return done(page && page->items.first().version == version && !page->items.first().parts.isEmpty()
                && chained({}, page->items.first().parts.first()) == first);
        });
}

Pending<QSet<CollectionId>> CollectionReader::unchanged(QList<OwnRun> runs, QSet<CollectionId> sofar)
{
    if (runs.isEmpty()) {
        return done(std::move(sofar));
    }
    const auto run = runs.takeFirst();
    return andThen(isStill(run.last.id, run.last.version, run.first), m_context, [this, run, runs, sofar](bool still) {
        auto all = sofar;
        if (still) {
            all.unite(QSet<CollectionId>(run.before.begin(), run.before.end())).insert(run.last.id);
        }
        return unchanged(runs, all);
    });
}

} // namespace letterlock::archive
