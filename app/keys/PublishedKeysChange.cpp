// SPDX-License-Identifier: GPL-3.0-or-later
// What is changed on the account, one thing after the other.
#include "app/keys/PublishedKeys.h"

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

using crypto::KeyRevocation;
using crypto::PublishedKey;

const auto single = u"current"_s;
// Another program that writes its own list again and again must not draw us into an endless exchange.
constexpr qsizetype mostChanges = 12;
constexpr auto changeSpan = 10min;
constexpr int years = 10; // archive keys made here do not expire; the published one is renewed
constexpr int daysBefore = 1; // the server's clock may be behind

TransportResult<void> failure(const crypto::CryptoError &error)
{
    return std::unexpected(TransportError{TransportError::Code::ProtocolError, {}, error.detail, {}});
}

} // namespace

bool PublishedKeys::mayChange()
{
    const auto now = m_ports.clock.now();
    m_changes.removeIf([&](const QDateTime &time) { return time.addDuration(changeSpan) < now; });
    if (m_changes.size() >= mostChanges) {
        Q_EMIT problem(u"another program keeps changing the published keys"_s);
        return false;
    }
    m_changes.append(now);
    return true;
}

/// An own key is published before a former one goes, so that a server that records always has one to seal for.
bool PublishedKeys::change(const SeenKeys &seen)
{
    if (publishMissing(seen)) {
        return true;
    }
    if (const auto *found = toWithdraw(seen)) {
        after([this, record = *found, isRevoked = seen.isRevoked(found->key)] { return withdraw(record, isRevoked); });
        return true;
    }
    for (const auto &[id, key] : seen.keys) {
        // A single one is `current`, several are named by their prints; each program moves its own.
        const QString wanted = seen.items.size() == seen.count(key) ? single : key.print();
        if (SeenKeys::isAmong(m_own, key) && id != wanted && (id == single || wanted == single)) {
            after([this, id, wanted, key] { return move(id, wanted, key); });
            return true;
        }
    }
    return false;
}

bool PublishedKeys::publishMissing(const SeenKeys &seen)
{
    const auto now = m_ports.clock.now();
    const auto revoked = revokedModuli();
    for (const auto &own : m_own) {
        const bool isThere = std::ranges::any_of(seen.keys, [&](const auto &listed) {
            return listed.second.isSameKey(own.modulus, own.exponent) && listed.second.isValidAt(now);
        });
        if (!isThere && !revoked.contains(own.modulus)) {
            after([this, seen, own] { return publishOwn(seen, own); });
            return true;
        }
    }
    return false;
}

/// A key that is not the person's, or a former own one once there is another: as long as it is listed, and until a
/// revocation is there that holds.
const PublishedKeys::Record *PublishedKeys::toWithdraw(const SeenKeys &seen) const
{
    const auto now = m_ports.clock.now();
    const auto revoked = revokedModuli();
    const bool hasOwn
        = std::ranges::any_of(m_own, [&](const crypto::RsaKey &own) { return !revoked.contains(own.modulus); });
    for (const auto &record : m_store.records()) {
        const bool ends = record.rejected || (record.own && record.revoked && hasOwn);
        const bool isListed = seen.count(record.key) > 0;
        const bool mayRevoke = !seen.isRevoked(record.key) && !m_signer.isEmpty() && record.key.isValidAt(now);
        if (ends && (isListed || mayRevoke)) {
            return &record;
        }
    }
    return nullptr;
}

/// Looks once more when it is done, and leaves it at that when it failed: the next sign-in or event tries again.
void PublishedKeys::after(const std::function<Done()> &act)
{
    if (!mayChange()) {
        ended(std::unexpected(TransportError{
            TransportError::Code::ProtocolError, {}, u"another program keeps changing the published keys"_s, {}}));
        return;
    }
    act().then(this, [this](const TransportResult<void> &changedThere) {
        if (changedThere) {
            m_again = true;
        } else {
            Q_EMIT problem(changedThere.error().condition + u' ' + changedThere.error().detail);
        }
        ended(changedThere);
    });
}

/// With the dates it had, so that it has the same name again.
crypto::CryptoResult<PublishedKeys::Record> PublishedKeys::recordOf(const crypto::RsaKey &own) const
{
    const auto now = m_ports.clock.now();
    for (const auto &record : m_store.records()) {
        if (record.key.isSameKey(own.modulus, own.exponent) && record.key.isValidAt(now)) {
            return record;
        }
    }
    return PublishedKey::make(m_account, own.modulus, own.exponent, now.addDays(-daysBefore), now.addYears(years))
        .transform([](const PublishedKey &key) { return Record{key}; });
}

PublishedKeys::Done PublishedKeys::publishOwn(const SeenKeys &seen, const crypto::RsaKey &own)
{
    auto record = recordOf(own);
    if (!record) {
        return crypto::ready(failure(record.error()));
    }
    record->own = true;
    set(*record);
    const auto &key = record->key;
    return m_ports.items.publish(PublishedKey::ns, seen.items.isEmpty() ? single : key.print(), key.write());
}

PublishedKeys::Done PublishedKeys::move(const QString &from, const QString &to, const PublishedKey &key)
{
    return m_ports.items.publish(PublishedKey::ns, to, key.write())
        .then(this,
            [this, from](const TransportResult<void> &published) {
                return published ? m_ports.items.retract(PublishedKey::ns, from) : crypto::ready(published);
            })
        .unwrap();
}

/// The revocation first: whoever reads in between does not use the key any more.
PublishedKeys::Done PublishedKeys::withdraw(const Record &record, bool isRevokedThere)
{
    const auto signer = m_ports.chatKeys.currentKey();
    Done revoked = crypto::ready(TransportResult<void>());
    if (!isRevokedThere && !signer.isEmpty()) {
        revoked = m_ports.worker
                      .run([engine = &m_ports.engine, key = record.key, signer, now = m_ports.clock.now()] {
                          return KeyRevocation::make(*engine, key, signer, now);
                      })
                      .then(this,
                          [this](const crypto::CryptoResult<KeyRevocation> &made) -> Done {
                              if (!made) {
                                  return crypto::ready(failure(made.error()));
                              }
                              return m_ports.items.publish(KeyRevocation::ns, made->print(), made->write());
                          })
                      .unwrap();
    }
    return revoked
        .then(this,
            [this, print = record.key.print()](const TransportResult<void> &told) -> Done {
                if (!told) {
                    return crypto::ready(told);
                }
                return m_ports.items.items(PublishedKey::ns)
                    .then(this,
                        [this, print](const TransportResult<QList<PepKeyItems::Item>> &items) -> Done {
                            if (!items) {
                                return crypto::ready(TransportResult<void>(std::unexpected(items.error())));
                            }
                            // By what it holds now, since others may have moved it.
                            for (const auto &item : *items) {
                                const auto key = PublishedKey::read(item.payload, m_account);
                                if (key && key->print() == print) {
                                    return m_ports.items.retract(PublishedKey::ns, item.id);
                                }
                            }
                            return crypto::ready(TransportResult<void>());
                        })
                    .unwrap();
            })
        .unwrap();
}

} // namespace letterlock::app
