// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/sessions/SessionRows.h"

#include "archive/store/EachRow.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace letterlock::archive::SessionRows {

namespace {

const QString keyColumns = u"own, peer, sid, secret, created, last_use, last_stamp, stanzas, thread"_s;

QVariant toStored(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

QDateTime fromStored(const Statement &row, int column)
{
    return row.isNull(column) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(row.integer(column), QTimeZone::utc());
}

crypto::BareJid jidOf(const QString &text)
{
    return crypto::BareJid::parse(text).value_or(crypto::BareJid());
}

/// Binds the values and steps once: a statement that stands on its row, or nothing.
ArchiveResult<std::optional<Statement>> first(Database &database, const QString &sql, const QVariantList &values)
{
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    for (int i = 0; i < values.size(); ++i) {
        statement->bind(i + 1, values[i]);
    }
    const auto row = statement->step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(*std::move(statement)) : std::nullopt;
}

ArchiveResult<void> run(Database &database, const QString &sql, const QVariantList &values)
{
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    for (int i = 0; i < values.size(); ++i) {
        statement->bind(i + 1, values[i]);
    }
    return statement->run();
}

ArchiveResult<std::optional<SessionKeyRow>> key(
    Database &database, const QString &condition, const QVariantList &values)
{
    auto row = first(database,
        u"SELECT %1 FROM session_keys WHERE %2 ORDER BY created DESC, sid LIMIT 1"_s.arg(keyColumns, condition),
        values);
    if (!row || !*row) {
        return row ? ArchiveResult<std::optional<SessionKeyRow>>(std::nullopt) : std::unexpected(row.error());
    }
    const auto &found = **row;
    SessionKeyRow key;
    key.own = found.integer(0) != 0;
    key.peer = jidOf(found.text(1));
    key.sid = found.text(2);
    key.secret = found.secret(3);
    key.created = fromStored(found, 4);
    key.lastUse = fromStored(found, 5);
    key.lastStamp = fromStored(found, 6);
    key.stanzas = int(found.integer(7));
    key.thread = found.text(8);
    return key;
}

} // namespace

ArchiveResult<bool> put(Database &database, const SessionKeyRow &key)
{
    if (key.own) {
        const auto other = first(database, u"SELECT 1 FROM session_keys WHERE own = 1 AND sid = ?1 AND peer <> ?2"_s,
            {key.sid, key.peer.toString()});
        if (!other) {
            return std::unexpected(other.error());
        }
        if (*other) {
            return false;
        }
    }
    auto statement = database.prepare(
        u"INSERT INTO session_keys (own, peer, sid, secret, created, last_use, last_stamp, stanzas, thread) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (own, peer, sid) DO UPDATE SET secret = ?4, "
        "created = ?5, last_use = ?6, last_stamp = ?7, stanzas = ?8, thread = ?9"_s);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    statement->bind(1, int(key.own)).bind(2, key.peer.toString()).bind(3, key.sid).bind(4, key.secret);
    statement->bind(5, toStored(key.created)).bind(6, toStored(key.lastUse)).bind(7, toStored(key.lastStamp));
    const auto done = statement->bind(8, key.stanzas).bind(9, key.thread.isNull() ? u""_s : key.thread).run();
    return done ? ArchiveResult<bool>(true) : std::unexpected(done.error());
}

ArchiveResult<std::optional<SessionKeyRow>> newestOwn(
    Database &database, const crypto::BareJid &peer, const QString &thread)
{
    const QString mine = u"own = 1 AND retired = 0 AND peer = ?1"_s;
    return thread.isEmpty() ? key(database, mine, {peer.toString()})
                            : key(database, mine + u" AND thread = ?2"_s, {peer.toString(), thread});
}

ArchiveResult<std::optional<SessionKeyRow>> own(Database &database, const QString &sid)
{
    return key(database, u"own = 1 AND sid = ?1"_s, {sid});
}

ArchiveResult<std::optional<SessionKeyRow>> ofSender(
    Database &database, const crypto::BareJid &sender, const QString &sid)
{
    return key(database, u"own = 0 AND peer = ?1 AND sid = ?2"_s, {sender.toString(), sid});
}

ArchiveResult<int> removeUnusedSince(Database &database, const QDateTime &time)
{
    const QVariantList until{toStored(time)};
    if (auto gone = run(database,
            u"DELETE FROM session_stamps WHERE EXISTS (SELECT 1 FROM session_keys k WHERE k.own = 0 "
            "AND k.peer = sender AND k.sid = session_stamps.sid AND k.last_use < ?1)"_s,
            until);
        !gone) {
        return std::unexpected(gone.error());
    }
    if (auto gone = run(database, u"DELETE FROM session_sent WHERE sent < ?1"_s, until); !gone) {
        return std::unexpected(gone.error());
    }
    if (auto gone = run(database,
            u"DELETE FROM session_handouts WHERE EXISTS (SELECT 1 FROM session_keys k WHERE k.own = 1 "
            "AND k.sid = session_handouts.sid AND k.last_use < ?1)"_s,
            until);
        !gone) {
        return std::unexpected(gone.error());
    }
    if (auto gone = run(database, u"DELETE FROM session_keys WHERE last_use < ?1"_s, until); !gone) {
        return std::unexpected(gone.error());
    }
    return database.changes();
}

ArchiveResult<void> retireOwn(Database &database, const crypto::BareJid &peer)
{
    return run(database, u"UPDATE session_keys SET retired = 1 WHERE own = 1 AND peer = ?1"_s, {peer.toString()});
}

ArchiveResult<QByteArray> stamps(Database &database, const crypto::BareJid &sender, const QString &sid)
{
    const auto row = first(
        database, u"SELECT saved FROM session_stamps WHERE sender = ?1 AND sid = ?2"_s, {sender.toString(), sid});
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? (*row)->blob(0) : QByteArray();
}

ArchiveResult<void> setStamps(
    Database &database, const crypto::BareJid &sender, const QString &sid, const QByteArray &saved)
{
    return run(database,
        u"INSERT INTO session_stamps (sender, sid, saved) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (sender, sid) DO UPDATE SET saved = ?3"_s,
        {sender.toString(), sid, saved.isNull() ? QByteArray("") : saved});
}

ArchiveResult<crypto::SecretBytes> requestKey(Database &database)
{
    const auto row = first(database, u"SELECT pkcs8 FROM session_request_key WHERE id = 1"_s, {});
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? (*row)->secret(0) : crypto::SecretBytes();
}

ArchiveResult<void> setRequestKey(Database &database, const crypto::SecretBytes &pkcs8, const QDateTime &now)
{
    auto statement = database.prepare(u"INSERT INTO session_request_key (id, pkcs8, created) VALUES (1, ?1, ?2) "
                                      "ON CONFLICT (id) DO UPDATE SET pkcs8 = ?1, created = ?2"_s);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    return statement->bind(1, pkcs8).bind(2, toStored(now)).run();
}

ArchiveResult<SessionApproval> approval(
    Database &database, const crypto::BareJid &peer, const QByteArray &thumbprint, const QString &sid)
{
    // The word about this very key counts before the general one.
    const auto row = first(database,
        u"SELECT verdict FROM session_approvals WHERE peer = ?1 AND thumbprint = ?2 AND sid IN (?3, '') "
        "ORDER BY sid DESC LIMIT 1"_s,
        {peer.toString(), thumbprint, sid});
    if (!row) {
        return std::unexpected(row.error());
    }
    const auto verdict = *row ? (*row)->integer(0) : 0;
    return verdict == 1 ? SessionApproval::Approved : verdict == 2 ? SessionApproval::Refused : SessionApproval::None;
}

ArchiveResult<void> setApproval(Database &database, const crypto::BareJid &peer, const QByteArray &thumbprint,
    const QString &sid, SessionApproval verdict, const QDateTime &now)
{
    return run(database,
        u"INSERT INTO session_approvals (peer, thumbprint, sid, verdict, decided) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (peer, thumbprint, sid) DO UPDATE SET verdict = ?4, decided = ?5"_s,
        {peer.toString(), thumbprint, sid.isNull() ? u""_s : sid, int(verdict), toStored(now)});
}

ArchiveResult<bool> knowsDevices(Database &database, const crypto::BareJid &peer)
{
    const auto row
        = first(database, u"SELECT 1 FROM session_approvals WHERE peer = ?1 AND verdict = 1"_s, {peer.toString()});
    return row ? ArchiveResult<bool>(row->has_value()) : std::unexpected(row.error());
}

ArchiveResult<void> noteHandout(Database &database, const SessionHandout &handout)
{
    return run(database,
        u"INSERT INTO session_handouts (sid, thumbprint, device, handed, by_person) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (sid, thumbprint) DO UPDATE SET device = ?3, handed = ?4, by_person = max(by_person, ?5)"_s,
        {handout.sid, handout.thumbprint, handout.device.toString(), toStored(handout.handed), int(handout.byPerson)});
}

ArchiveResult<QList<SessionHandout>> handouts(Database &database, const crypto::BareJid &peer)
{
    QList<SessionHandout> found;
    const auto done = eachRow(database,
        u"SELECT sid, thumbprint, device, handed, by_person FROM session_handouts WHERE sid = (SELECT sid FROM "
        "session_keys WHERE own = 1 AND retired = 0 AND peer = ?1 ORDER BY created DESC, sid LIMIT 1) "
        "ORDER BY handed, thumbprint"_s,
        {peer.toString()}, [&found](const Statement &row) {
            if (const auto device = crypto::Jid::parse(row.text(2))) {
                found.append({row.text(0), row.blob(1), *device, fromStored(row, 3), row.integer(4) != 0});
            }
        });
    return done ? ArchiveResult<QList<SessionHandout>>(found) : std::unexpected(done.error());
}

ArchiveResult<void> noteSent(Database &database, const SentUnderKey &sent)
{
    return run(database,
        u"INSERT INTO session_sent (outer_id, peer, origin_id, sid, sent) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (outer_id) DO NOTHING"_s,
        {sent.outerId, sent.peer.toString(), sent.originId, sent.sid, toStored(sent.sent)});
}

ArchiveResult<std::optional<SentUnderKey>> sentAs(Database &database, const QString &outerId)
{
    const auto row = first(
        database, u"SELECT outer_id, peer, origin_id, sid, sent FROM session_sent WHERE outer_id = ?1"_s, {outerId});
    if (!row || !*row) {
        return row ? ArchiveResult<std::optional<SentUnderKey>>(std::nullopt) : std::unexpected(row.error());
    }
    const auto &found = **row;
    return SentUnderKey{found.text(0), jidOf(found.text(1)), found.text(2), found.text(3), fromStored(found, 4)};
}

ArchiveResult<SessionKeyReach> reach(Database &database, const QString &sid)
{
    const auto row
        = first(database, u"SELECT count(DISTINCT origin_id), min(sent) FROM session_sent WHERE sid = ?1"_s, {sid});
    if (!row) {
        return std::unexpected(row.error());
    }
    return SessionKeyReach{int((*row)->integer(0)), fromStored(**row, 1)};
}

} // namespace letterlock::archive::SessionRows
