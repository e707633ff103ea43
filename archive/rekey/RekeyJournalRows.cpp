// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSet>
#include <QTimeZone>

#include "archive/rekey/RekeyJournal.h"
#include "archive/rekey/StatementRun.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

ArchiveResult<bool> exists(Database &database, const QString &sql, const QVariantList &values)
{
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    for (qsizetype i = 0; i < values.size(); ++i) {
        statement->bind(int(i) + 1, values[i]);
    }
    return statement->step();
}

QDateTime timeOf(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::UTC);
}

// A row that was read back at the version now listed stays; whatever else is listed has to be done (again).
constexpr auto upsert
    = "INSERT INTO rekey_row (peer, start, data_key, wrap, version, round, state, detail) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (peer, start, data_key) DO UPDATE SET "
      "wrap = excluded.wrap, round = excluded.round, suspect = 0, "
      "state = CASE WHEN state IN (5, 7) OR (state = 3 AND version = excluded.version) THEN state ELSE 0 END, "
      "version = excluded.version"_L1;

constexpr auto rowColumns
    = "id, data_key, wrap, state, version, suspect, touched, attempts, new_start, new_data_key, sealed"_L1;

RekeyRow readRow(Statement &query)
{
    RekeyRow row;
    row.id = query.integer(0);
    row.dataKeyName = query.text(1);
    if (const auto wrap = query.blob(2); !wrap.isEmpty()) {
        if (auto element = crypto::XmlElement::parse(wrap)) {
            row.oldWrap = crypto::EncryptedKey::fromXml(*element).value_or(crypto::EncryptedKey());
        }
    }
    row.state = RowState(query.integer(3));
    row.version = query.integer(4);
    row.suspect = query.integer(5) != 0;
    row.touched = query.integer(6) != 0;
    row.attempts = int(query.integer(7));
    if (query.integer(8) != 0) {
        row.newStart = timeOf(query.integer(8));
    }
    row.newDataKey = query.text(9);
    row.sealed = query.blob(10);
    return row;
}

/// The rows of the collection that `choose` (a query for peer and start) names, where `condition` holds.
ArchiveResult<std::optional<RekeyWork>> work(
    Database &database, const QString &choose, const QString &condition, int limit)
{
    auto chosen = database.prepare(choose);
    if (!chosen) {
        return std::unexpected(chosen.error());
    }
    auto found = chosen->step();
    if (!found) {
        return std::unexpected(found.error());
    }
    if (!*found) {
        return std::optional<RekeyWork>();
    }
    const auto peer = chosen->text(0);
    const auto start = chosen->integer(1);
    auto rows = database.prepare("SELECT "_L1 + rowColumns + " FROM rekey_row WHERE peer = ? AND start = ? AND "_L1
        + condition + " ORDER BY id LIMIT ?"_L1);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    rows->bind(1, peer).bind(2, start).bind(3, limit);
    RekeyWork result;
    result.id = CollectionId::at(peer, timeOf(start)).value_or(CollectionId());
    for (;;) {
        auto more = rows->step();
        if (!more) {
            return std::unexpected(more.error());
        }
        if (!*more) {
            return std::optional<RekeyWork>(std::move(result));
        }
        result.rows.append(readRow(*rows));
    }
}

ArchiveResult<void> updateRows(Database &database, const QList<RekeyRow> &rows, const QString &detail)
{
    for (const auto &row : rows) {
        const qint64 newStart = row.newStart.isValid() ? row.newStart.toMSecsSinceEpoch() : 0;
        if (auto changed = run(database,
                u"UPDATE rekey_row SET state = ?, version = ?, suspect = ?, touched = ?, attempts = ?, "
                "new_start = ?, new_data_key = ?, sealed = ?, detail = ? WHERE id = ?"_s,
                {int(row.state), row.version, row.suspect, row.touched, row.attempts, newStart,
                    row.newDataKey.isNull() ? u""_s : row.newDataKey, row.sealed, detail.isNull() ? u""_s : detail,
                    row.id});
            !changed) {
            return changed;
        }
        // The replaced collection's place is free again: what may appear there later is another one.
        if (row.state == RowState::Removed && newStart != 0) {
            if (auto freed = run(database, u"UPDATE rekey_row SET data_key = 'was ' || id WHERE id = ?"_s, {row.id});
                !freed) {
                return freed;
            }
        }
    }
    return {};
}

} // namespace

Pending<void> RekeyJournal::addWraps(QList<CollectionKeys> page, QString cursor, int round, bool withRows)
{
    return m_store.write([page = std::move(page), cursor = std::move(cursor), round, withRows](
                             Database &database) -> ArchiveResult<void> {
        qint64 wraps = 0;
        for (const auto &collection : page) {
            wraps += collection.keys.size();
            QSet<QString> names;
            for (const auto &key : withRows ? collection.keys : QList<crypto::EncryptedKey>()) {
                auto name = key.carriedKeyName;
                // Without a name of its own a data key cannot be told from others: such a collection is left alone.
                const bool odd = name.isEmpty() || names.contains(name);
                if (odd) {
                    name = u"?%1"_s.arg(names.size());
                }
                names.insert(name);
                if (auto added = run(database, upsert,
                        {collection.id.address(), collection.id.start.toMSecsSinceEpoch(), name, key.toXml().toXml(),
                            collection.version, round, int(odd ? RowState::SetAside : RowState::Planned),
                            odd ? u"its data key has no name of its own"_s : QString(u""_s)});
                    !added) {
                    return added;
                }
            }
        }
        return run(database,
            u"UPDATE rekey_plan SET cursor = ?1, old_wraps = old_wraps + ?2, "
            "wraps_found = wraps_found + CASE WHEN round = 1 THEN ?2 ELSE 0 END"_s,
            {cursor, wraps});
    });
}

Pending<void> RekeyJournal::addCollections(QList<CollectionHead> page, QString cursor, int round)
{
    return m_store.write(
        [page = std::move(page), cursor = std::move(cursor), round](Database &database) -> ArchiveResult<void> {
            for (const auto &head : page) {
                const auto peer = head.id.address();
                const auto start = head.id.start.toMSecsSinceEpoch();
                auto ours = exists(database,
                    u"SELECT 1 FROM rekey_row WHERE peer = ? AND new_start = ? AND new_start <> 0"_s, {peer, start});
                if (!ours) {
                    return std::unexpected(ours.error());
                }
                if (*ours || !head.sealed) {
                    continue;
                }
                if (auto added = run(database, upsert,
                        {peer, start, u""_s, QByteArray(""), head.version, round, int(RowState::Planned), u""_s});
                    !added) {
                    return added;
                }
            }
            return run(database, u"UPDATE rekey_plan SET cursor = ?"_s, {cursor});
        });
}

Pending<std::optional<RekeyWork>> RekeyJournal::next(RowState state, int limit)
{
    return m_store.read([state, limit](Database &database) {
        const auto number = QString::number(int(state));
        return work(database,
            u"SELECT peer, start FROM rekey_row WHERE state = %1 ORDER BY start DESC, peer LIMIT 1"_s.arg(number),
            u"state = %1"_s.arg(number), limit);
    });
}

Pending<std::optional<RekeyWork>> RekeyJournal::nextRemovable()
{
    return m_store.read([](Database &database) {
        return work(database,
            u"SELECT peer, start FROM rekey_row AS r WHERE state = 3 AND NOT EXISTS (SELECT 1 FROM rekey_row AS s "
            "WHERE s.peer = r.peer AND s.start = r.start AND (s.suspect OR s.state NOT IN (3, 4))) "
            "ORDER BY start DESC, peer LIMIT 1"_s,
            u"state = 3"_s, 10'000);
    });
}

Pending<std::optional<RekeyWork>> RekeyJournal::nextToUndo()
{
    return m_store.read([](Database &database) {
        return work(database,
            u"SELECT peer, start FROM rekey_row WHERE touched AND state NOT IN (4, 6) "
            "ORDER BY start DESC, peer LIMIT 1"_s,
            u"touched AND state NOT IN (4, 6)"_s, 10'000);
    });
}

Pending<void> RekeyJournal::update(QList<RekeyRow> rows, QString detail)
{
    if (rows.isEmpty()) {
        return done();
    }
    return m_store.write([rows = std::move(rows), detail = std::move(detail)](
                             Database &database) { return updateRows(database, rows, detail); });
}

Pending<void> RekeyJournal::sent(
    CollectionId id, QList<RekeyRow> rows, std::optional<CollectionVersion> before, qint64 bytes)
{
    return m_store.write([id = std::move(id), rows = std::move(rows), before, bytes](
                             Database &database) -> ArchiveResult<void> {
        ArchiveResult<void> done;
        if (before) {
            done = run(database,
                u"UPDATE rekey_row SET version = ? WHERE peer = ? AND start = ? AND state IN (2, 3) AND version = ?"_s,
                {*before + 1, id.address(), id.start.toMSecsSinceEpoch(), *before});
        }
        done = done ? updateRows(database, rows, {}) : done;
        return done ? run(database, u"UPDATE rekey_plan SET bytes_sent = bytes_sent + ?"_s, {bytes}) : done;
    });
}

Pending<bool> RekeyJournal::isTaken(CollectionId id)
{
    return m_store.read([id = std::move(id)](Database &database) {
        const auto start = id.start.toMSecsSinceEpoch();
        return exists(database,
            u"SELECT 1 FROM rekey_row WHERE peer = ?1 AND start = ?2 UNION ALL "
            "SELECT 1 FROM rekey_row WHERE peer = ?1 AND new_start = ?2 AND new_start <> 0"_s,
            {id.address(), start});
    });
}

Pending<bool> RekeyJournal::isDataKeySent(QString dataKeyName)
{
    return m_store.read([name = std::move(dataKeyName)](Database &database) {
        return exists(database,
            u"SELECT 1 FROM rekey_row WHERE new_data_key = ? AND new_data_key <> '' AND state IN (2, 3, 4)"_s, {name});
    });
}

Pending<QString> RekeyJournal::newDataKeyFor(CollectionId id)
{
    return m_store.read([id = std::move(id)](Database &database) -> ArchiveResult<QString> {
        const auto day = id.start.toUTC().date();
        const QDateTime from(QDate(day.year(), day.month(), 1), QTime(0, 0), QTimeZone::UTC);
        auto query = database.prepare(
            u"SELECT new_data_key FROM rekey_row WHERE peer = ? AND start >= ? AND start < ? AND new_data_key <> '' "
            "LIMIT 1"_s);
        if (!query) {
            return std::unexpected(query.error());
        }
        query->bind(1, id.address()).bind(2, from.toMSecsSinceEpoch()).bind(3, from.addMonths(1).toMSecsSinceEpoch());
        auto found = query->step();
        if (!found) {
            return std::unexpected(found.error());
        }
        return *found ? query->text(0) : QString();
    });
}

Pending<JournalCounts> RekeyJournal::counts()
{
    return m_store.read([](Database &database) -> ArchiveResult<JournalCounts> {
        // Kept by triggers: it is asked for after each step.
        auto query = database.prepare(
            u"SELECT total(total) FILTER (WHERE state >= 0), total(total) FILTER (WHERE state = -1), "
            "total(total) FILTER (WHERE state IN (0, 1)), total(total) FILTER (WHERE state = 2), "
            "total(total) FILTER (WHERE state = 3), total(total) FILTER (WHERE state = 4 AND gone = 0), "
            "total(total) FILTER (WHERE state = 4 AND gone = 1), total(total) FILTER (WHERE state = 5), "
            "total(total) FILTER (WHERE state = 7) "
            "FROM rekey_counts"_s);
        if (!query) {
            return std::unexpected(query.error());
        }
        if (auto row = query->step(); !row) {
            return std::unexpected(row.error());
        }
        const auto number = [&query](int column) { return int(query->integer(column)); };
        return JournalCounts{
            number(0), number(1), number(2), number(3), number(4), number(5), number(6), number(7), number(8)};
    });
}

} // namespace letterlock::archive
