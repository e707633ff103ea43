// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/RekeyJournal.h"
#include "archive/rekey/StatementRun.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr auto planColumns
    = "old_key, new_key, mode, recipients, lease_token, generation, phase, round, listing, cursor, stopping, "
      "removal_begun, old_wraps, bytes_sent, wraps_found, old_name"_L1;

QList<crypto::KeyFingerprint> readKeys(const QString &text)
{
    QList<crypto::KeyFingerprint> keys;
    for (const auto &part : text.split(u' ', Qt::SkipEmptyParts)) {
        if (auto key = crypto::KeyFingerprint::parse(part)) {
            keys.append(*key);
        }
    }
    return keys;
}

/// Never null, which a column would refuse.
QString textOf(const crypto::KeyFingerprint &key)
{
    return key.isEmpty() ? u""_s : key.toString();
}

QString writeKeys(const QList<crypto::KeyFingerprint> &keys)
{
    QStringList parts;
    for (const auto &key : keys) {
        parts.append(key.toString());
    }
    return parts.join(u' ');
}

ArchiveResult<std::optional<JournalPlan>> readPlan(Database &database)
{
    auto query = database.prepare("SELECT "_L1 + planColumns + " FROM rekey_plan"_L1);
    if (!query) {
        return std::unexpected(query.error());
    }
    auto row = query->step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (!*row) {
        return std::optional<JournalPlan>();
    }
    JournalPlan found;
    found.plan.oldKey = crypto::KeyFingerprint::parse(query->text(0)).value_or(crypto::KeyFingerprint());
    found.plan.newKey = crypto::KeyFingerprint::parse(query->text(1)).value_or(crypto::KeyFingerprint());
    found.plan.mode = query->integer(2) == 1 ? RekeyMode::Reencrypt : RekeyMode::Rewrap;
    found.plan.recipients = readKeys(query->text(3));
    found.leaseToken = query->text(4);
    found.generation = query->text(5);
    found.phase = RekeyPhase(query->integer(6));
    found.round = int(query->integer(7));
    found.listing = int(query->integer(8));
    found.cursor = query->text(9);
    found.stopping = query->integer(10) != 0;
    found.removalBegun = query->integer(11) != 0;
    found.oldWraps = int(query->integer(12));
    found.bytesSent = query->integer(13);
    found.wrapsFound = int(query->integer(14));
    found.plan.oldName = query->text(15);
    return std::optional<JournalPlan>(std::move(found));
}

bool samePlan(const RekeyPlan &a, const RekeyPlan &b)
{
    return a.oldKey == b.oldKey && a.newKey == b.newKey && a.mode == b.mode && a.oldName == b.oldName;
}

ArchiveResult<void> emptyJournal(Database &database)
{
    return database.execute(u"DELETE FROM rekey_row; DELETE FROM rekey_plan"_s);
}

} // namespace

RekeyJournal::RekeyJournal(Store &store)
    : m_store(store)
{
}

Pending<std::optional<JournalPlan>> RekeyJournal::plan()
{
    return m_store.read([](Database &database) { return readPlan(database); });
}

Pending<JournalPlan> RekeyJournal::begin(RekeyPlan plan, QString leaseToken, QString generation)
{
    return m_store.write([plan = std::move(plan), leaseToken = std::move(leaseToken),
                             generation = std::move(generation)](Database &database) -> ArchiveResult<JournalPlan> {
        auto stored = readPlan(database);
        if (!stored) {
            return std::unexpected(stored.error());
        }
        if (*stored && samePlan((*stored)->plan, plan)) {
            return **stored;
        }
        if (*stored && (*stored)->phase != RekeyPhase::Finished) {
            return archiveError(ArchiveError::Code::Conflict, u"another change of key is not finished"_s);
        }
        if (auto emptied = emptyJournal(database); !emptied) {
            return std::unexpected(emptied.error());
        }
        if (auto added = run(database,
                u"INSERT INTO rekey_plan (id, old_key, new_key, mode, recipients, lease_token, generation, "
                "old_name) VALUES (1, ?, ?, ?, ?, ?, ?, ?)"_s,
                {textOf(plan.oldKey), plan.newKey.toString(), int(plan.mode == RekeyMode::Reencrypt),
                    writeKeys(plan.recipients), leaseToken, generation, plan.oldName.isNull() ? u""_s : plan.oldName});
            !added) {
            return std::unexpected(added.error());
        }
        JournalPlan fresh;
        fresh.plan = plan;
        fresh.leaseToken = leaseToken;
        fresh.generation = generation;
        return fresh;
    });
}

Pending<void> RekeyJournal::setPhase(RekeyPhase phase)
{
    return m_store.write(
        [phase](Database &database) { return run(database, u"UPDATE rekey_plan SET phase = ?"_s, {int(phase)}); });
}

Pending<void> RekeyJournal::setStopping()
{
    return m_store.write([](Database &database) -> ArchiveResult<void> {
        if (auto set = database.execute(u"UPDATE rekey_plan SET stopping = 1 WHERE removal_begun = 0"_s); !set) {
            return set;
        }
        if (database.changes() == 0) {
            return archiveError(ArchiveError::Code::Refused, u"removal has begun, or there is no change of key"_s);
        }
        return {};
    });
}

Pending<void> RekeyJournal::setRemovalBegun()
{
    return m_store.write([](Database &database) -> ArchiveResult<void> {
        if (auto set = database.execute(u"UPDATE rekey_plan SET removal_begun = 1 WHERE stopping = 0"_s); !set) {
            return set;
        }
        if (database.changes() == 0) {
            return archiveError(ArchiveError::Code::Cancelled, u"the change of key is being stopped"_s);
        }
        return {};
    });
}

Pending<void> RekeyJournal::retrySetAside()
{
    // Wraps whose data key has no name of its own stay aside for good.
    return m_store.write([](Database &database) {
        return database.execute(
            u"UPDATE rekey_row SET state = 0, attempts = 0 WHERE state = 5 AND data_key NOT LIKE '?%'"_s);
    });
}

Pending<void> RekeyJournal::clear()
{
    return m_store.write([](Database &database) { return emptyJournal(database); });
}

Pending<void> RekeyJournal::setListing(int listing)
{
    return m_store.write([listing](Database &database) {
        const auto counts = listing == 0
            ? u", old_wraps = 0, wraps_found = CASE WHEN round = 1 THEN 0 ELSE wraps_found END"_s
            : QString();
        return run(database, u"UPDATE rekey_plan SET listing = ?, cursor = ''"_s + counts, {listing});
    });
}

Pending<void> RekeyJournal::beginRound()
{
    return m_store.write([](Database &database) {
        return database.execute(u"UPDATE rekey_plan SET listing = 0, cursor = '', round = round + 1, old_wraps = 0"_s);
    });
}

Pending<void> RekeyJournal::endRound(int round)
{
    // A new collection that replaces an old one is not a row of its own; rows are what was there before.
    return m_store.write([round](Database &database) -> ArchiveResult<void> {
        if (auto gone = run(database,
                u"UPDATE rekey_row SET state = 4, detail = CASE WHEN state = 3 THEN '' ELSE 'gone' END, data_key = "
                u"CASE WHEN new_start <> 0 THEN 'was ' || id "
                "ELSE data_key END WHERE round < ? AND state NOT IN (4, 6)"_s,
                {round});
            !gone) {
            return gone;
        }
        return run(database, u"UPDATE rekey_plan SET listing = ?, cursor = ''"_s, {ListingComplete});
    });
}

} // namespace letterlock::archive
