// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/CollectionReader.h"

#include "archive/remote/LedgerEntry.h"

namespace letterlock::archive {

using Code = ArchiveError::Code;
using Page = RemotePage<SealedCollection>;

namespace {

constexpr int partsPerPage = 20;
constexpr qsizetype mostMessages = 200'000; ///< of one collection; more is an attack

void add(OpenedCollection &all, const OpenedCollection &page)
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
    const auto prepared = std::exchange(m_prepared, std::nullopt);
    return prepared && prepared->first == id ? prepared->second : next(id, {}, {});
}

void CollectionReader::prepare(const CollectionId &id)
{
    m_prepared = std::pair(id, next(id, {}, {}));
}

Pending<CollectionReading> CollectionReader::next(CollectionId id, QString after, CollectionReading sofar)
{
    return andThen(Pending<Page>(m_ports.remote.retrieve(id, {.max = partsPerPage, .after = after})), m_context,
        [this, id, after, sofar](const Page &page) mutable {
            const auto &held = page.items.first();
            sofar.version = after.isEmpty() ? held.version : sofar.version;
            sofar.isSteady = sofar.isSteady && sofar.version == held.version;
            for (const auto &part : held.parts) {
                sofar.digests.append(chained(sofar.digests.isEmpty() ? QByteArray() : sofar.digests.last(), part));
            }
            auto job = [&keys = m_ports.keys, held, account = m_ports.account,
                           time = sofar.opened.time]() -> ArchiveResult<OpenedCollection> {
                return CollectionOpener(keys).open(held, account, time);
            };
            return andThen(Pending<OpenedCollection>(m_ports.worker.run(std::move(job), crypto::Priority::Background)),
                m_context,
                [this, id, sofar, complete = page.complete, last = page.last](const OpenedCollection &opened) mutable {
                    add(sofar.opened, opened);
                    sofar.isWhole = sofar.opened.messages.size() <= mostMessages;
                    if (m_isCancelled()) {
                        return failed<CollectionReading>({Code::Cancelled, {}});
                    }
                    return complete || !sofar.isWhole ? done(std::move(sofar)) : next(id, last, std::move(sofar));
                });
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
