// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing what the server has with what has to be there, and what becomes of the findings.
#include "archive/remote/ArchiveLedger.h"
#include "archive/remote/LedgerRows.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::Priority;

namespace {

constexpr int headsPerPage = 200;
constexpr int partsPerPage = 20;
constexpr qsizetype mostParts = 200'000; ///< of one collection; more is an attack

using Reading = std::optional<LedgerCheck::Reading>;

} // namespace

Pending<bool> ArchiveLedger::isWalkDue()
{
    return m_ports.store.read(
        [time = now()](Database &database) { return LedgerCheck::isDue(database, time); }, Priority::Background);
}

Pending<void> ArchiveLedger::check(RemoteArchive &remote, bool walk, std::function<Pending<bool>()> stillThere)
{
    Pending<qint64> begun = walk ? Pending<qint64>(m_ports.store.write(&LedgerCheck::begin, Priority::Background))
                                 : done(qint64(0));
    auto walked = andThen(std::move(begun), &m_context,
        [this, &remote, walk](qint64 number) { return walk ? walkOn(remote, number, {}) : done(); });
    auto suspects = andThen(std::move(walked), &m_context, [this, walk]() -> Pending<QList<LedgerEntry>> {
        return m_ports.store.read(
            [walk](Database &database) { return LedgerCheck::suspects(database, walk); }, Priority::Background);
    });
    return andThen(std::move(suspects), &m_context, [this, &remote, stillThere](const QList<LedgerEntry> &found) {
        if (found.isEmpty()) {
            return loadFindings();
        }
        // What another device has said meanwhile counts before and after reading.
        auto fresh = refresh();
        return andThen(std::move(fresh), &m_context, [this, &remote, found, stillThere] {
            return andThen(stillThere(), &m_context, [this, &remote, found](bool isThere) {
                return isThere ? readNext(remote, found, {}) : done();
            });
        });
    });
}

Pending<void> ArchiveLedger::walkOn(RemoteArchive &remote, qint64 walk, QString after)
{
    return andThen(Pending<RemotePage<CollectionHead>>(remote.list({.max = headsPerPage, .after = after})), &m_context,
        [this, &remote, walk, after](const RemotePage<CollectionHead> &page) {
            Pending<void> noted = m_ports.store.write(
                [walk, heads = page.items, time = now()](
                    Database &database) { return LedgerCheck::listed(database, walk, heads, time); },
                Priority::Background);
            return andThen(std::move(noted), &m_context, [this, &remote, walk, after, page]() -> Pending<void> {
                if (!page.complete && !page.last.isEmpty() && page.last != after) {
                    return walkOn(remote, walk, page.last);
                }
                return m_ports.store.write(
                    [walk, time = now()](Database &database) { return LedgerCheck::end(database, walk, time); },
                    Priority::Background);
            });
        });
}

Pending<void> ArchiveLedger::readNext(
    RemoteArchive &remote, QList<LedgerEntry> rest, QList<std::pair<LedgerEntry, LedgerFault>> bad)
{
    if (rest.isEmpty()) {
        return note(bad);
    }
    const auto entry = rest.takeFirst();
    return andAny(read(remote, entry.id, {}, {}), &m_context,
        [this, &remote, entry, rest, bad](const ArchiveResult<Reading> &reading) {
            if (!reading && (reading.error().code == Code::Disconnected || reading.error().code == Code::TimedOut)) {
                return failed<void>(reading.error());
            }
            if (!reading) {
                // Neither there nor gone: asked again with the next look.
                qCInfo(crypto::lcArchive) << "a collection cannot be compared:" << reading.error().detail;
                return readNext(remote, rest, bad);
            }
            Pending<LedgerFault> judged = m_ports.store.write(
                [entry, reading = *reading, preferences = m_preferences, time = now()](Database &database) {
                    return LedgerCheck::judge(database, entry, reading, preferences, time);
                },
                Priority::Background);
            return andThen(
                std::move(judged), &m_context, [this, &remote, entry, rest, bad](LedgerFault fault) mutable {
                    if (fault != LedgerFault::None) {
                        bad.append({entry, fault});
                    }
                    return readNext(remote, rest, bad);
                });
        });
}

Pending<Reading> ArchiveLedger::read(RemoteArchive &remote, CollectionId id, QString after, LedgerCheck::Reading sofar)
{
    return andAny(
        Pending<RemotePage<SealedCollection>>(remote.retrieve(id, {.max = partsPerPage, .after = after})), &m_context,
        [this, &remote, id, sofar](const ArchiveResult<RemotePage<SealedCollection>> &page) mutable {
            if (!page) {
                return page.error().code == Code::NotFound ? done(Reading()) : failed<Reading>(page.error());
            }
            if (page->items.isEmpty()) {
                return failed<Reading>({Code::BadAnswer, u"a collection without a collection"_s});
            }
            const auto &held = page->items.first();
            sofar.version = sofar.digests.isEmpty() ? held.version : sofar.version;
            for (const auto &part : held.parts) {
                sofar.digests.append(chained(sofar.digests.isEmpty() ? QByteArray() : sofar.digests.last(), part));
            }
            const bool isWhole = page->complete || page->last.isEmpty() || sofar.digests.size() > mostParts;
            return isWhole ? done(Reading(sofar)) : read(remote, id, page->last, sofar);
        });
}

Pending<void> ArchiveLedger::note(QList<std::pair<LedgerEntry, LedgerFault>> bad)
{
    if (bad.isEmpty()) {
        return loadFindings();
    }
    return andThen(refresh(), &m_context, [this, bad] {
        const bool mayBeRemoved = othersAreRemoving();
        Pending<int> noted = m_ports.store.write(
            [bad, mayBeRemoved, time = now()](Database &database) -> ArchiveResult<int> {
                int news = 0;
                for (const auto &[entry, fault] : bad) {
                    if (mayBeRemoved && fault == LedgerFault::Missing) {
                        continue; // they will say what they have removed
                    }
                    const auto isNew = LedgerCheck::find(database, entry, fault, time);
                    if (!isNew) {
                        return std::unexpected(isNew.error());
                    }
                    news += *isNew ? 1 : 0;
                }
                return news;
            },
            Priority::Background);
        return andThen(std::move(noted), &m_context, [this](int news) {
            if (news > 0) {
                qCWarning(crypto::lcArchive) << "the server lacks or has changed" << news << "collections";
            }
            return loadFindings();
        });
    });
}

void ArchiveLedger::load()
{
    loadFindings();
}

Pending<void> ArchiveLedger::loadFindings()
{
    Pending<QList<LedgerFinding>> found = m_ports.store.read(&LedgerCheck::findings, Priority::Background);
    return andThen(std::move(found), &m_context, [this](const QList<LedgerFinding> &findings) {
        Pending<LedgerHeadFault> fault = m_ports.store.read(&LedgerMemory::fault, Priority::Background);
        return andThen(std::move(fault), &m_context, [this, findings](LedgerHeadFault headFault) {
            m_findings = findings;
            m_headFault = headFault;
            Q_EMIT changed();
            return done();
        });
    });
}

Pending<int> ArchiveLedger::repair(RemoteArchive &remote)
{
    const auto before = m_findings.size();
    Pending<QList<CollectionId>> given = m_ports.store.write(
        [time = now()](Database &database) { return LedgerCheck::giveBack(database, time); }, Priority::Background);
    auto removed = andThen(std::move(given), &m_context, [this, &remote](QList<CollectionId> ids) {
        // What is left of them would stand beside what goes up again.
        Pending<void> all = publish();
        for (const auto &id : ids) {
            all = andThen(std::move(all), &m_context, [this, &remote, id] {
                return andAny(Pending<void>(remote.remove(id)), &m_context, [](const ArchiveResult<void> &gone) {
                    return !gone && gone.error().code == Code::NotFound ? done() : crypto::ready(gone);
                });
            });
        }
        return all;
    });
    auto loaded = andThen(std::move(removed), &m_context, [this] { return loadFindings(); });
    return andThen(std::move(loaded), &m_context, [this, before] { return done(int(before - m_findings.size())); });
}

Pending<void> ArchiveLedger::accept()
{
    m_mayReplace = m_headFault == LedgerHeadFault::Forged;
    Pending<void> accepted = m_ports.store.write(
        [time = now(), replaces = m_mayReplace](Database &database) {
            auto done = LedgerCheck::accept(database, time);
            done = done ? LedgerMemory::setFault(database, LedgerHeadFault::None) : done;
            return done && replaces ? LedgerMemory::lost(database) : done;
        },
        Priority::Background);
    auto told = andThen(std::move(accepted), &m_context, [this] { return publish(); });
    return andThen(std::move(told), &m_context, [this] { return loadFindings(); });
}

} // namespace letterlock::archive
