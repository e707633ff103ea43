// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/KeyDiscovery.h"

#include "crypto/openpgp/OpenPgpPackets.h"
#include "crypto/ox/ContentElementRules.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr qsizetype largestKey = 64 * 1024;
constexpr qsizetype mostKeys = 16;

using Fetched = crypto::Expected<crypto::PublicKey, SkippedKey::Reason>;

/// Only what is this key and nothing else reaches the keyring.
Fetched importOne(crypto::Keyring &keyring, const crypto::KeyFingerprint &key, const QByteArray &bytes)
{
    if (!bytes.isEmpty() && (!crypto::isPublicKeyOf(bytes, key) || !keyring.importKeys(bytes))) {
        return std::unexpected(SkippedKey::Reason::NotThatKey);
    }
    const auto found = keyring.find(key);
    return found ? Fetched(*found) : std::unexpected(SkippedKey::Reason::NoData);
}

} // namespace

KeyDiscovery::KeyDiscovery(crypto::Keyring &keyring, KeyDirectory &directory, crypto::Worker &worker, QObject *parent)
    : QObject(parent)
    , m_keyring(keyring)
    , m_directory(directory)
    , m_worker(worker)
{
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
        finish(owner, found);
    });
}

void KeyDiscovery::take(const crypto::BareJid &owner, const QList<AnnouncedKey> &announced)
{
    if (m_running.contains(owner)) {
        m_again.insert(owner);
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
            [this, key](const TransportResult<QByteArray> &data) -> QFuture<Fetched> {
                // Fetched again even if it is known: the data node may carry a revocation by now.
                const QByteArray bytes = data && data->size() <= largestKey ? *data : QByteArray();
                return m_worker.run([keyring = &m_keyring, key, bytes] { return importOne(*keyring, key, bytes); });
            })
        .unwrap()
        .then(this, [this, owner, key, found = std::move(found), left](const Fetched &fetched) mutable {
            if (!fetched) {
                skip(owner, found, {key, fetched.error()});
            } else if (!crypto::ContentElementRules::belongsTo(*fetched, owner)) {
                skip(owner, found, {key, SkippedKey::Reason::OtherOwner});
            } else {
                found.keys.insert(key, *fetched);
            }
            fetchNext(owner, std::move(found), left);
        });
}

void KeyDiscovery::skip(const crypto::BareJid &owner, DiscoveredKeys &found, const SkippedKey &skipped)
{
    found.skipped.append(skipped);
    const QString why = skipped.reason == SkippedKey::Reason::NoData ? u"its data cannot be had"_s
        : skipped.reason == SkippedKey::Reason::NotThatKey           ? u"its node holds something else"_s
                                                                     : u"it does not name its owner"_s;
    Q_EMIT problem(u"key %1 of %2 is not used: %3"_s.arg(skipped.key.toString(), owner.toString(), why));
}

void KeyDiscovery::finish(const crypto::BareJid &owner, const DiscoveredKeys &found)
{
    m_running.remove(owner);
    Q_EMIT discovered(owner, found);
    if (m_again.remove(owner)) {
        discover(owner);
    }
}

} // namespace letterlock::app
