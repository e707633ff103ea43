// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/RewrapStep.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

QSet<QString> dataKeysOf(const RekeyWork &work)
{
    QSet<QString> names;
    for (const auto &row : work.rows) {
        names.insert(row.dataKeyName);
    }
    return names;
}

bool isMissing(const ArchiveError &error)
{
    return error.code == ArchiveError::Code::NotFound;
}

} // namespace

RewrapStep::RewrapStep(ArchivePorts ports, RekeyJournal &journal, QObject *context)
    : m_ports(ports)
    , m_journal(journal)
    , m_context(context)
{
}

Pending<void> RewrapStep::seal(RekeyPlan plan, RekeyWork work)
{
    auto excerpt = fetchExcerpt(m_ports.remote, m_context, work.id, dataKeysOf(work));
    return andAny(
        std::move(excerpt), m_context, [this, plan, work](const ArchiveResult<Excerpt> &found) -> Pending<void> {
            if (!found) {
                return isMissing(found.error()) ? gone(work) : failed<void>(found.error());
            }
            const auto before = found->version;
            return andThen(wrapAgain(plan, work, *found), m_context,
                [this, work, before](const Wrapped &wrapped) { return send(work, wrapped, before); });
        });
}

Pending<RewrapStep::Wrapped> RewrapStep::wrapAgain(RekeyPlan plan, RekeyWork work, Excerpt excerpt)
{
    auto job = [&ring = m_ports.keys, plan = std::move(plan), work = std::move(work),
                   excerpt = std::move(excerpt)]() -> ArchiveResult<Wrapped> {
        Wrapped wrapped;
        for (auto row : work.rows) {
            // Keys that have a wrap keep it; the new key's is made even if one is there, for it is what gets checked.
            auto recipients = plan.recipients;
            recipients.removeIf([&](const crypto::KeyFingerprint &recipient) {
                return recipient == plan.oldKey || recipient == plan.newKey
                    || std::ranges::any_of(excerpt.keys, [&](const crypto::EncryptedKey &key) {
                           return key.carriedKeyName == row.dataKeyName && key.keyName == ring.nameOf(recipient);
                       });
            });
            recipients.prepend(plan.newKey);
            const auto part = excerpt.parts.constFind(row.dataKeyName);
            auto keys = ring.rewrap(row.oldWrap, part == excerpt.parts.cend() ? nullptr : &*part, recipients);
            if (keys) {
                wrapped.keys += *keys;
                wrapped.rows.append(row);
            } else if (needsPerson(keys.error())) {
                return std::unexpected(toArchiveError(keys.error()));
            } else {
                differ(row);
                wrapped.differing.append(row);
                wrapped.problem = keys.error().detail;
            }
        }
        return wrapped;
    };
    return m_ports.worker.run(std::move(job), crypto::Priority::Background);
}

Pending<void> RewrapStep::send(RekeyWork work, Wrapped wrapped, CollectionVersion before)
{
    auto noted = m_journal.update(wrapped.differing, wrapped.problem);
    if (wrapped.rows.isEmpty()) {
        return noted;
    }
    for (auto &row : wrapped.rows) {
        row.touched = true;
    }
    qint64 bytes = 0;
    for (const auto &key : wrapped.keys) {
        bytes += key.cipherValue.size();
    }
    auto touched = andThen(std::move(noted), m_context, [this, rows = wrapped.rows] { return m_journal.update(rows); });
    auto saved = andThen(std::move(touched), m_context,
        [this, id = work.id, keys = wrapped.keys] { return m_ports.remote.save({id, {}, keys}); });
    return andThen(std::move(saved), m_context,
        [this, id = work.id, rows = wrapped.rows, before, bytes](CollectionVersion after) mutable {
            const bool isNext = after == before + 1;
            for (auto &row : rows) {
                // Only a chain of versions without a gap from the listing on proves that nobody else was here.
                row.suspect = row.suspect || row.version != before || !isNext;
                row.version = after;
                row.state = RowState::Sent;
            }
            return m_journal.sent(id, rows, isNext ? std::optional(before) : std::nullopt, bytes);
        });
}

Pending<void> RewrapStep::readBack(RekeyPlan plan, RekeyWork work)
{
    auto excerpt = fetchExcerpt(m_ports.remote, m_context, work.id, dataKeysOf(work));
    return andAny(
        std::move(excerpt), m_context, [this, plan, work](const ArchiveResult<Excerpt> &found) -> Pending<void> {
            if (!found) {
                return isMissing(found.error()) ? gone(work) : failed<void>(found.error());
            }
            return check(plan, work, *found);
        });
}

Pending<void> RewrapStep::check(RekeyPlan plan, RekeyWork work, Excerpt excerpt)
{
    auto job = [&ring = m_ports.keys, plan, work, excerpt]() -> ArchiveResult<RekeyWork> {
        auto checked = work;
        for (auto &row : checked.rows) {
            const auto part = excerpt.parts.constFind(row.dataKeyName);
            bool good = false;
            for (const auto &key : excerpt.keys) {
                if (good || key.carriedKeyName != row.dataKeyName || key.keyName != plan.newKey.toString()) {
                    continue;
                }
                // Opening comes first: after a restart it is what tells the data key that the wrap has to hold.
                if (part != excerpt.parts.cend() && !ring.open(*part, {key})) {
                    continue;
                }
                const auto verified = ring.verifyWrap(key);
                if (!verified && needsPerson(verified.error())) {
                    return std::unexpected(toArchiveError(verified.error()));
                }
                good = verified.has_value();
            }
            if (!good) {
                differ(row);
                continue;
            }
            row.suspect = row.suspect || excerpt.changedMeanwhile || row.version != excerpt.version;
            row.version = excerpt.version;
            row.state = RowState::ReadBack;
        }
        return checked;
    };
    return andThen(Pending<RekeyWork>(m_ports.worker.run(std::move(job), crypto::Priority::Background)), m_context,
        [this](const RekeyWork &checked) { return m_journal.update(checked.rows); });
}

Pending<void> RewrapStep::removeOld(RekeyPlan plan, RekeyWork work)
{
    auto looked = m_ports.remote.retrieve(work.id, {1, {}});
    return andAny(std::move(looked), m_context,
        [this, plan, work](const ArchiveResult<RemotePage<SealedCollection>> &found) mutable -> Pending<void> {
            if (!found) {
                return isMissing(found.error()) ? gone(work) : failed<void>(found.error());
            }
            const bool same = !found->items.isEmpty() && std::ranges::all_of(work.rows, [&](const RekeyRow &row) {
                return row.version == found->items.constFirst().version;
            });
            if (!same) {
                for (auto &row : work.rows) {
                    row.suspect = true;
                }
                return m_journal.update(work.rows);
            }
            auto begun = m_journal.setRemovalBegun();
            auto removed = andThen(std::move(begun), m_context,
                [this, id = work.id, key = plan.nameOfOld()] { return m_ports.remote.deleteKeys(id, key); });
            return andAny(std::move(removed), m_context,
                [this, work](const ArchiveResult<void> &result) mutable -> Pending<void> {
                    if (!result && !isMissing(result.error())) {
                        return failed<void>(result.error());
                    }
                    for (auto &row : work.rows) {
                        // Nothing matched: the next listing says what is there.
                        row.suspect = !result;
                        row.state = result ? RowState::Removed : RowState::ReadBack;
                    }
                    return m_journal.update(work.rows);
                });
        });
}

Pending<void> RewrapStep::undo(RekeyPlan plan, RekeyWork work)
{
    auto excerpt = fetchExcerpt(m_ports.remote, m_context, work.id, dataKeysOf(work));
    return andAny(std::move(excerpt), m_context,
        [this, plan, work](const ArchiveResult<Excerpt> &found) mutable -> Pending<void> {
            if (!found && !isMissing(found.error())) {
                return failed<void>(found.error());
            }
            // the new wrap goes only where the old one is still there.
            const bool safe = found && std::ranges::all_of(work.rows, [&](const RekeyRow &row) {
                return std::ranges::any_of(found->keys, [&](const crypto::EncryptedKey &key) {
                    return key.carriedKeyName == row.dataKeyName && key.keyName == plan.nameOfOld().toString();
                });
            });
            auto taken = safe ? m_ports.remote.deleteKeys(work.id, plan.newKey) : done();
            return andAny(
                std::move(taken), m_context, [this, work](const ArchiveResult<void> &result) mutable -> Pending<void> {
                    if (!result && !isMissing(result.error())) {
                        return failed<void>(result.error());
                    }
                    for (auto &row : work.rows) {
                        row.state = RowState::Undone;
                    }
                    return m_journal.update(work.rows);
                });
        });
}

Pending<void> RewrapStep::gone(RekeyWork work)
{
    for (auto &row : work.rows) {
        row.state = RowState::Removed;
    }
    return m_journal.update(work.rows, u"the collection is gone"_s);
}

} // namespace letterlock::archive
