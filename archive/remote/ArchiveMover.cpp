// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveMover.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using Phase = MoveJournal::Phase;

namespace {

constexpr int partsPerPage = 20;
constexpr qsizetype requestSize = 48 * 1024; ///< cipher text per save: 64 KiB in Base64
constexpr int mostAttempts = 4;

bool isMissing(const ArchiveError &error)
{
    return error.code == Code::NotFound;
}

/// What `has` lacks of `wanted`.
SealedCollection lacking(const SealedCollection &wanted, const SealedCollection &has)
{
    SealedCollection missing{.id = wanted.id, .version = has.version, .parts = {}, .keys = {}};
    std::ranges::copy_if(wanted.parts, std::back_inserter(missing.parts),
        [&](const crypto::EncryptedData &part) { return !has.parts.contains(part); });
    std::ranges::copy_if(wanted.keys, std::back_inserter(missing.keys),
        [&](const crypto::EncryptedKey &key) { return !has.keys.contains(key); });
    return missing;
}

} // namespace

ArchiveMover::ArchiveMover(Store &store, PlacedArchive &remote, Settle settle, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_remote(remote)
    , m_settle(std::move(settle))
{
}

template <class Job> auto ArchiveMover::write(Job job)
{
    return m_store.write(std::move(job), crypto::Priority::Background);
}

Pending<std::optional<MoveJournal::Move>> ArchiveMover::unfinished()
{
    return write([](Database &database) { return MoveJournal::current(database); });
}

Pending<MoveSummary> ArchiveMover::run(ArchivePlace target)
{
    if (m_running) {
        return failed<MoveSummary>({Code::Conflict, u"a move is under way"_s});
    }
    m_running = true;
    m_cancelled = false;
    m_summary = {};
    m_left.clear();
    m_total = m_done = 0;
    auto moved = andThen(unfinished(), this, [this, target](const std::optional<MoveJournal::Move> &move) {
        if (move) {
            return goOn(*move);
        }
        if (target == ArchivePlace::Unknown || target == m_remote.place()
            || m_remote.place() == ArchivePlace::Unknown) {
            return failed<MoveSummary>({Code::Refused, u"there is nothing to move"_s});
        }
        auto begun = write([target](Database &database) { return MoveJournal::begin(database, target); });
        return andThen(Pending<void>(begun), this, [this, target] { return goOn({target, Phase::Copying}); });
    });
    return andAny(std::move(moved), this, [this](const ArchiveResult<MoveSummary> &result) {
        m_running = false;
        return crypto::ready(result);
    });
}

Pending<MoveSummary> ArchiveMover::goOn(MoveJournal::Move move)
{
    m_target = &m_remote.at(move.target);
    m_source = &m_remote.at(move.target == ArchivePlace::Server ? ArchivePlace::PrivateStorage : ArchivePlace::Server);
    if (move.phase == Phase::Undoing) {
        return andThen(undo(), this, [this] { return finish(); });
    }
    if (move.phase == Phase::Removing) {
        // The target counts already; say it again in case nobody has heard it.
        return andThen(m_settle(move.target), this, [this] {
            return andThen(
                removeRows(), this, [this] { return andThen(removeRest(), this, [this] { return finish(); }); });
        });
    }
    return andAny(copyPage({}), this, [this, move](const ArchiveResult<void> &copied) -> Pending<MoveSummary> {
        if (m_cancelled && (copied || copied.error().code == Code::Cancelled)) {
            auto undoing = write([](Database &database) { return MoveJournal::setPhase(database, Phase::Undoing); });
            return andThen(Pending<void>(undoing), this, [this, move] { return goOn({move.target, Phase::Undoing}); });
        }
        if (!copied) {
            return failed<MoveSummary>(copied.error());
        }
        auto switched = write([](Database &database) { return MoveJournal::switchOver(database); });
        return andThen(Pending<void>(switched), this, [this, move] { return goOn({move.target, Phase::Removing}); });
    });
}

Pending<void> ArchiveMover::copyPage(QString after)
{
    return andThen(m_source->list({100, after}), this, [this, after](const RemotePage<CollectionHead> &page) {
        m_total = std::max(page.count, m_done + static_cast<int>(page.items.size()));
        return andThen(copyHeads(page.items), this, [this, after, complete = page.complete, last = page.last] {
            return complete || last.isEmpty() || last == after ? done() : copyPage(last);
        });
    });
}

Pending<void> ArchiveMover::copyHeads(QList<CollectionHead> heads)
{
    if (heads.isEmpty()) {
        return done();
    }
    if (m_cancelled) {
        return failed<void>({Code::Cancelled, {}});
    }
    const auto head = heads.takeFirst();
    auto row = write([id = head.id](Database &database) { return MoveJournal::find(database, id); });
    return andThen(Pending<std::optional<MoveJournal::Row>>(row), this,
        [this, head, heads](const std::optional<MoveJournal::Row> &known) {
            const bool isCopied = known && known->sourceVersion == head.version;
            return andThen(isCopied ? done() : copy(head.id), this, [this, heads] {
                ++m_done;
                Q_EMIT progressed(m_done, std::max(m_done, m_total));
                return copyHeads(heads);
            });
        });
}

Pending<SealedCollection> ArchiveMover::fetchAll(
    RemoteArchive &from, CollectionId id, QString after, SealedCollection soFar)
{
    return andThen(from.retrieve(id, {partsPerPage, after}), this,
        [this, &from, id, after, soFar = std::move(soFar)](const RemotePage<SealedCollection> &page) mutable {
            for (const auto &collection : page.items) {
                if (!after.isEmpty() && collection.version != soFar.version) {
                    return failed<SealedCollection>({Code::Conflict, u"a collection was changed while it was read"_s});
                }
                soFar.id = id;
                soFar.version = collection.version;
                soFar.parts += collection.parts;
                soFar.hasPlainItems = soFar.hasPlainItems || collection.hasPlainItems;
                if (collection.extras != CollectionExtras{}) {
                    soFar.extras = collection.extras;
                }
                for (const auto &key : collection.keys) {
                    if (!soFar.keys.contains(key)) {
                        soFar.keys.append(key);
                    }
                }
            }
            if (page.complete || page.last.isEmpty() || page.last == after) {
                return done(std::move(soFar));
            }
            return fetchAll(from, id, page.last, std::move(soFar));
        });
}

Pending<void> ArchiveMover::copy(CollectionId id)
{
    return andAny(fetchAll(*m_source, id, {}, {}), this, [this, id](const ArchiveResult<SealedCollection> &source) {
        if (!source) {
            return isMissing(source.error()) ? done() : failed<void>(source.error());
        }
        auto sealed = *source;
        const bool isDamaged = sealed.parts.removeAll(crypto::EncryptedData{}) > 0;
        // Collections of other software may hold more than is copied, or stand at a time that the journal cannot name.
        const bool isForeign = source->extras != CollectionExtras{} || id.microseconds != 0;
        if (!source->hasPlainItems && !isDamaged && !isForeign) {
            return copyInto(sealed, 0);
        }
        // What does not move as a whole is not removed.
        m_left.insert(id);
        auto copied = source->hasPlainItems || isForeign ? done() : copyInto(sealed, 0);
        return andThen(std::move(copied), this, [this, id] { return dropRow(id); });
    });
}

/// Saves what the target lacks and looks again, until it lacks nothing.
Pending<void> ArchiveMover::copyInto(SealedCollection source, int attempt)
{
    return andAny(fetchAll(*m_target, source.id, {}, {}), this,
        [this, source, attempt](const ArchiveResult<SealedCollection> &target) -> Pending<void> {
            if (!target && !isMissing(target.error())) {
                return failed<void>(target.error());
            }
            auto missing = lacking(source, target ? *target : SealedCollection{.version = -1});
            if (!missing.parts.isEmpty()) {
                // Which wraps are there already, perhaps with other collections, is told once the parts are there.
                missing.keys.clear();
            }
            if (target && missing.parts.isEmpty() && missing.keys.isEmpty()) {
                return note({source.id, source.version, target->version, true});
            }
            if (attempt >= mostAttempts) {
                return failed<void>({Code::BadAnswer, u"a copy did not read back as it was sent"_s});
            }
            // Whether it was there before is known only now, and must not be forgotten: undoing takes back what was
            // not.
            auto noted = attempt == 0 ? note({source.id, -1, -1, target.has_value()}) : done();
            auto saved = andThen(std::move(noted), this, [this, missing] { return saveMissing(missing); });
            return andThen(std::move(saved), this, [this, source, attempt] { return copyInto(source, attempt + 1); });
        });
}

Pending<void> ArchiveMover::saveMissing(SealedCollection missing)
{
    SaveRequest request{missing.id, {}, std::exchange(missing.keys, {})};
    qsizetype octets = 0;
    while (!missing.parts.isEmpty()
        && (request.parts.isEmpty() || octets + missing.parts.first().cipherValue.size() <= requestSize)) {
        octets += missing.parts.first().cipherValue.size();
        request.parts.append(missing.parts.takeFirst());
    }
    return andThen(m_target->save(request), this,
        [this, missing](CollectionVersion) { return missing.parts.isEmpty() ? done() : saveMissing(missing); });
}

Pending<void> ArchiveMover::quietly(Pending<void> removal, QObject *context)
{
    return andAny(std::move(removal), context, [](const ArchiveResult<void> &removed) {
        return !removed && isMissing(removed.error()) ? done() : crypto::ready(removed);
    });
}

Pending<void> ArchiveMover::note(MoveJournal::Row row)
{
    return write([row](Database &database) { return MoveJournal::keep(database, row); });
}

Pending<void> ArchiveMover::dropRow(CollectionId id)
{
    return write([id](Database &database) { return MoveJournal::drop(database, id); });
}

Pending<void> ArchiveMover::removeRows()
{
    auto first = write([](Database &database) { return MoveJournal::first(database); });
    return andThen(
        Pending<std::optional<MoveJournal::Row>>(first), this, [this](const std::optional<MoveJournal::Row> &row) {
            return row ? andThen(removeRow(*row), this, [this] { return removeRows(); }) : done();
        });
}

Pending<void> ArchiveMover::removeRow(MoveJournal::Row row)
{
    return andAny(m_source->retrieve(row.id, {1, {}}), this,
        [this, row](const ArchiveResult<RemotePage<SealedCollection>> &found) -> Pending<void> {
            if (!found && !isMissing(found.error())) {
                return failed<void>(found.error());
            }
            if (!found) {
                // Perhaps removed by somebody, perhaps lost by the server: the copy stays.
                return dropRow(row.id);
            }
            if (found->items.constFirst().version != row.sourceVersion) {
                return copy(row.id);
            }
            auto removed = quietly(m_source->remove(row.id), this);
            return andThen(std::move(removed), this, [this, row] {
                ++m_summary.moved;
                Q_EMIT progressed(m_summary.moved, std::max(m_summary.moved, m_total));
                return dropRow(row.id);
            });
        });
}

/// What another device has added to the source meanwhile.
Pending<void> ArchiveMover::removeRest()
{
    return andThen(m_source->list({100, {}}), this, [this](const RemotePage<CollectionHead> &page) {
        auto rest = page.items;
        rest.removeIf([this](const CollectionHead &head) { return m_left.contains(head.id) || !head.sealed; });
        if (rest.isEmpty()) {
            m_summary.left = static_cast<int>(page.items.size());
            return done();
        }
        const auto leftBefore = m_left.size();
        return andThen(copyHeads(rest), this, [this, leftBefore, rest] {
            return andThen(removeRows(), this, [this, leftBefore, rest] {
                const bool isStuck = m_left.size() - leftBefore == rest.size();
                if (isStuck) {
                    m_summary.left = static_cast<int>(m_left.size());
                    return done();
                }
                return removeRest();
            });
        });
    });
}

Pending<void> ArchiveMover::undo()
{
    m_summary.undone = true;
    auto first = write([](Database &database) { return MoveJournal::first(database); });
    return andThen(
        Pending<std::optional<MoveJournal::Row>>(first), this, [this](const std::optional<MoveJournal::Row> &row) {
            if (!row) {
                return done();
            }
            auto removed = row->wasThere ? done() : quietly(m_target->remove(row->id), this);
            return andThen(std::move(removed), this,
                [this, id = row->id] { return andThen(dropRow(id), this, [this] { return undo(); }); });
        });
}

Pending<MoveSummary> ArchiveMover::finish()
{
    auto ended = write([](Database &database) { return MoveJournal::end(database); });
    return andThen(Pending<void>(ended), this, [this] { return done(m_summary); });
}

} // namespace letterlock::archive
