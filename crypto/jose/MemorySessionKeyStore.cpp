// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/MemorySessionKeyStore.h"

#include <QMutexLocker>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

using Direction = SessionKey::Direction;

CryptoResult<void> MemorySessionKeyStore::put(const SessionKey &key)
{
    QMutexLocker lock(&m_mutex);
    for (auto &known : m_keys) {
        if (known.direction != key.direction || known.sid != key.sid) {
            continue;
        }
        if (known.peer == key.peer) {
            known = key.copy();
            return {};
        }
        if (key.direction == Direction::Own) {
            return cryptoError(CryptoError::Code::MalformedInput, u"session key of another peer"_s);
        }
    }
    m_keys.push_back(key.copy());
    return {};
}

CryptoResult<std::optional<SessionKey>> MemorySessionKeyStore::newestOwn(const BareJid &peer, const QString &thread)
{
    QMutexLocker lock(&m_mutex);
    const SessionKey *newest = nullptr;
    for (const auto &key : m_keys) {
        const bool fits
            = key.direction == Direction::Own && key.peer == peer && (thread.isEmpty() || key.thread == thread);
        if (fits && (!newest || key.created >= newest->created)) {
            newest = &key;
        }
    }
    return newest ? std::optional(newest->copy()) : std::nullopt;
}

CryptoResult<std::optional<SessionKey>> MemorySessionKeyStore::own(const QString &sid)
{
    QMutexLocker lock(&m_mutex);
    const auto found = std::ranges::find_if(
        m_keys, [&](const SessionKey &key) { return key.direction == Direction::Own && key.sid == sid; });
    return found == m_keys.end() ? std::nullopt : std::optional(found->copy());
}

CryptoResult<std::optional<SessionKey>> MemorySessionKeyStore::ofSender(const BareJid &sender, const QString &sid)
{
    QMutexLocker lock(&m_mutex);
    const auto found = std::ranges::find_if(m_keys, [&](const SessionKey &key) {
        return key.direction == Direction::Peers && key.peer == sender && key.sid == sid;
    });
    return found == m_keys.end() ? std::nullopt : std::optional(found->copy());
}

CryptoResult<int> MemorySessionKeyStore::removeUnusedSince(const QDateTime &time)
{
    QMutexLocker lock(&m_mutex);
    return int(std::erase_if(m_keys, [&](const SessionKey &key) {
        if (key.lastUse < time) {
            m_stamps.removeIf([&](const auto &stamps) { return stamps.key().second == key.sid; });
            return true;
        }
        return false;
    }));
}

CryptoResult<QByteArray> MemorySessionKeyStore::stamps(const BareJid &sender, const QString &sid)
{
    QMutexLocker lock(&m_mutex);
    return m_stamps.value({sender, sid});
}

CryptoResult<void> MemorySessionKeyStore::setStamps(const BareJid &sender, const QString &sid, const QByteArray &saved)
{
    QMutexLocker lock(&m_mutex);
    m_stamps.insert({sender, sid}, saved);
    return {};
}

} // namespace letterlock::crypto
