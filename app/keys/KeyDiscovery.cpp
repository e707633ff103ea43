// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/KeyDiscovery.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr qsizetype largestKey = 64 * 1024;
constexpr qsizetype mostKeys = 16;

} // namespace

KeyDiscovery::KeyDiscovery(crypto::Keyring &keyring, KeyDirectory &directory, crypto::Worker &worker, QObject *parent)
    : QObject(parent)
    , m_keyring(keyring)
    , m_directory(directory)
    , m_worker(worker)
{
    connect(&m_directory, &KeyDirectory::announcementChanged, this, &KeyDiscovery::take);
}

void KeyDiscovery::discover(const crypto::BareJid &owner)
{
    if (m_running.contains(owner)) {
        return;
    }
    m_running.insert(owner);
    m_directory.announced(owner).then(this, [this, owner](const TransportResult<QList<AnnouncedKey>> &announced) {
        m_running.remove(owner);
        if (announced) {
            take(owner, *announced);
            return;
        }
        const auto &error = announced.error();
        const bool refused = error.condition == "forbidden"_L1 || error.condition == "not-authorized"_L1
            || error.condition == "presence-subscription-required"_L1;
        DiscoveredKeys found;
        found.outcome = refused ? DiscoveredKeys::Outcome::SubscriptionNeeded : DiscoveredKeys::Outcome::Failed;
        Q_EMIT discovered(owner, found);
    });
}

void KeyDiscovery::take(const crypto::BareJid &owner, const QList<AnnouncedKey> &announced)
{
    if (m_running.contains(owner)) {
        return;
    }
    m_running.insert(owner);
    DiscoveredKeys found;
    found.outcome = DiscoveredKeys::Outcome::Found;
    for (const auto &key : announced) {
        if (!found.announced.contains(key.fingerprint) && found.announced.size() < mostKeys) {
            found.announced.append(key.fingerprint);
        }
    }
    const auto left = found.announced;
    fetchNext(owner, std::move(found), left);
}

void KeyDiscovery::fetchNext(const crypto::BareJid &owner, DiscoveredKeys found, QList<crypto::KeyFingerprint> left)
{
    if (left.isEmpty()) {
        finish(owner, found);
        return;
    }
    const auto key = left.takeFirst();
    m_directory.fetch(owner, key)
        .then(this,
            [this, owner, key](
                const TransportResult<QByteArray> &data) -> QFuture<crypto::CryptoResult<crypto::PublicKey>> {
                // Fetched again even if it is known: the data node may carry a revocation by now.
                const QByteArray bytes = data && data->size() <= largestKey ? *data : QByteArray();
                return m_worker.run([keyring = &m_keyring, key, bytes]() -> crypto::CryptoResult<crypto::PublicKey> {
                    if (!bytes.isEmpty()) {
                        if (auto imported = keyring->importKeys(bytes); !imported) {
                            return std::unexpected(imported.error());
                        }
                    }
                    return keyring->find(key);
                });
            })
        .unwrap()
        .then(this,
            [this, owner, key, found = std::move(found), left](
                const crypto::CryptoResult<crypto::PublicKey> &result) mutable {
                const QString userId = u"xmpp:"_s + owner.toString();
                if (!result) {
                    Q_EMIT problem(u"key %1 of %2 cannot be read: %3"_s.arg(
                        key.toString(), owner.toString(), result.error().detail));
                } else if (result->validity == crypto::KeyValidity::Valid && !result->userIds.contains(userId)) {
                    Q_EMIT problem(u"key %1 does not name %2"_s.arg(key.toString(), owner.toString()));
                } else {
                    found.keys.insert(key, *result);
                }
                fetchNext(owner, std::move(found), left);
            });
}

void KeyDiscovery::finish(const crypto::BareJid &owner, const DiscoveredKeys &found)
{
    m_running.remove(owner);
    Q_EMIT discovered(owner, found);
}

} // namespace letterlock::app
