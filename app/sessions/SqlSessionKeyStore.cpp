// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/SqlSessionKeyStore.h"

#include "archive/sessions/SessionRows.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

using crypto::SessionKey;
namespace rows = archive::SessionRows;

template <class T> crypto::CryptoResult<T> translated(archive::ArchiveResult<T> result)
{
    if (!result) {
        return crypto::cryptoError(crypto::CryptoError::Code::EngineFailure, result.error().detail);
    }
    if constexpr (std::is_void_v<T>) {
        return {};
    } else {
        return *std::move(result);
    }
}

archive::SessionKeyRow toRow(const SessionKey &key)
{
    return {key.direction == SessionKey::Direction::Own, key.peer, key.sid, key.secret.copy(), key.created, key.lastUse,
        key.lastStamp, key.stanzas, key.thread};
}

SessionKey fromRow(archive::SessionKeyRow row)
{
    SessionKey key;
    key.direction = row.own ? SessionKey::Direction::Own : SessionKey::Direction::Peers;
    key.peer = row.peer;
    key.sid = row.sid;
    key.secret = std::move(row.secret);
    key.created = row.created;
    key.lastUse = row.lastUse;
    key.lastStamp = row.lastStamp;
    key.stanzas = row.stanzas;
    key.thread = row.thread;
    return key;
}

} // namespace

template <class F> auto SqlSessionKeyStore::write(F job)
{
    auto future = m_store.write(std::move(job));
    future.waitForFinished();
    using Result = decltype(future.takeResult());
    if (future.resultCount() == 0) {
        return Result(std::unexpected(
            archive::ArchiveError{archive::ArchiveError::Code::Cancelled, u"the store is being closed"_s}));
    }
    return future.takeResult();
}

template <class F> crypto::CryptoResult<std::optional<SessionKey>> SqlSessionKeyStore::find(F job)
{
    auto row = translated(write(std::move(job)));
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(fromRow(**std::move(row))) : std::nullopt;
}

crypto::CryptoResult<void> SqlSessionKeyStore::put(const SessionKey &key)
{
    const auto row = std::make_shared<archive::SessionKeyRow>(toRow(key));
    const auto done = translated(write([row](archive::Database &database) { return rows::put(database, *row); }));
    if (!done) {
        return std::unexpected(done.error());
    }
    return *done
        ? crypto::CryptoResult<void>()
        : crypto::cryptoError(crypto::CryptoError::Code::MalformedInput, u"this key belongs to another peer"_s);
}

crypto::CryptoResult<std::optional<SessionKey>> SqlSessionKeyStore::newestOwn(
    const crypto::BareJid &peer, const QString &thread)
{
    return find([=](archive::Database &database) { return rows::newestOwn(database, peer, thread); });
}

crypto::CryptoResult<std::optional<SessionKey>> SqlSessionKeyStore::own(const QString &sid)
{
    return find([=](archive::Database &database) { return rows::own(database, sid); });
}

crypto::CryptoResult<std::optional<SessionKey>> SqlSessionKeyStore::ofSender(
    const crypto::BareJid &sender, const QString &sid)
{
    return find([=](archive::Database &database) { return rows::ofSender(database, sender, sid); });
}

crypto::CryptoResult<int> SqlSessionKeyStore::removeUnusedSince(const QDateTime &time)
{
    return translated(write([=](archive::Database &database) { return rows::removeUnusedSince(database, time); }));
}

crypto::CryptoResult<QByteArray> SqlSessionKeyStore::stamps(const crypto::BareJid &sender, const QString &sid)
{
    return translated(write([=](archive::Database &database) { return rows::stamps(database, sender, sid); }));
}

crypto::CryptoResult<void> SqlSessionKeyStore::setStamps(
    const crypto::BareJid &sender, const QString &sid, const QByteArray &saved)
{
    return translated(
        write([=](archive::Database &database) { return rows::setStamps(database, sender, sid, saved); }));
}

} // namespace letterlock::app
