// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/PublishedKeys.h"

#include "crypto/base/LogCategories.h"

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

bool isAmong(const QList<crypto::RsaKey> &keys, const PublishedKey &key)
{
    return std::ranges::any_of(
        keys, [&](const crypto::RsaKey &own) { return key.isSameKey(own.modulus, own.exponent); });
}

} // namespace

/// What one look at the account found.
struct PublishedKeys::Seen {
    QList<PepKeyItems::Item> items; ///< all of them, also what is not understood
    QList<std::pair<QString, PublishedKey>> keys; ///< item and what it holds
    QList<KeyRevocation> revocations; ///< signed by one of the account's keys
    QList<crypto::RsaKey> held; ///< their secret half is here, e.g. from a backup

    [[nodiscard]] qsizetype count(const PublishedKey &key) const
    {
        return std::ranges::count_if(keys, [&](const auto &item) { return item.second == key; });
    }
    [[nodiscard]] bool isRevoked(const PublishedKey &key) const
    {
        return std::ranges::any_of(revocations, [&](const KeyRevocation &one) { return one.concerns(key); });
    }
};

PublishedKeys::PublishedKeys(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_store(ports.history)
{
    connect(&ports.items, &PepKeyItems::changed, this, &PublishedKeys::refresh);
}

void PublishedKeys::setAccount(const crypto::BareJid &account)
{
    if (account == m_account) {
        return; // with each sign-in
    }
    m_account = account;
    m_loaded = false;
    m_store.load(this, account).then(this, [this] {
        m_loaded = true;
        Q_EMIT revokedChanged();
        Q_EMIT changed();
        if (std::exchange(m_again, false)) {
            refresh();
        }
    });
}

void PublishedKeys::setOwn(const QList<crypto::RsaKey> &keys)
{
    if (std::exchange(m_own, keys) != keys) {
        refresh();
    }
}

QSet<QByteArray> PublishedKeys::revokedModuli() const
{
    QSet<QByteArray> moduli;
    for (const auto &record : m_store.records()) {
        if (record.own && record.revoked) {
            moduli.insert(record.key.modulus());
        }
    }
    return moduli;
}

void PublishedKeys::set(const Record &record)
{
    m_store.set(record).then(this, [this](const archive::ArchiveResult<void> &kept) {
        if (!kept) {
            Q_EMIT problem(kept.error().detail);
        }
    });
}

void PublishedKeys::confirm(const QString &print)
{
    const auto found = m_store.records().constFind(print);
    if (found == m_store.records().cend()) {
        return;
    }
    auto record = *found;
    record.confirmed = true;
    record.rejected = false;
    set(record);
    Q_EMIT changed();
}

PublishedKeys::Done PublishedKeys::reject(const QString &print)
{
    const auto found = m_store.records().constFind(print);
    if (found == m_store.records().cend()) {
        return crypto::ready(TransportResult<void>());
    }
    auto record = *found;
    record.rejected = true;
    record.confirmed = false;
    set(record);
    Q_EMIT changed();
    return withdraw(record, false);
}

void PublishedKeys::replaceOwn()
{
    for (const auto &own : std::as_const(m_own)) {
        if (auto record = recordOf(own)) {
            record->own = record->revoked = true;
            set(*record);
        }
    }
    Q_EMIT revokedChanged();
    Q_EMIT newKeyWanted();
    refresh();
}

void PublishedKeys::refresh()
{
    if (!m_loaded || m_looking) {
        m_again = true;
        return;
    }
    m_looking = true;
    look();
}

void PublishedKeys::look()
{
    using Items = TransportResult<QList<PepKeyItems::Item>>;
    auto keys = m_ports.items.items(PublishedKey::ns);
    auto revocations = m_ports.items.items(KeyRevocation::ns);
    keys.then(this,
            [this, revocations](const Items &published) mutable {
                return revocations.then(
                    this, [published](const Items &revoked) { return std::pair(published, revoked); });
            })
        .unwrap()
        .then(this,
            [this](const std::pair<Items, Items> &both) {
                QList<crypto::KeyFingerprint> signers;
                for (const auto &own : m_ports.chatKeys.ownKeys()) {
                    if (own.confirmed) {
                        signers.append(own.key.fingerprint);
                    }
                }
                return m_ports.worker.run(
                    [engine = &m_ports.engine, account = m_account, both, signers]() -> TransportResult<Seen> {
                        if (!both.first || !both.second) {
                            return std::unexpected(both.first ? both.second.error() : both.first.error());
                        }
                        Seen seen{*both.first, {}, {}, engine->rsaKeys().value_or(QList<crypto::RsaKey>())};
                        for (const auto &item : seen.items) {
                            if (const auto key = PublishedKey::read(item.payload, account)) {
                                seen.keys.append({item.id, *key});
                            }
                        }
                        for (const auto &item : *both.second) {
                            const auto read = KeyRevocation::read(item.payload);
                            if (read && read->isSignedBy(*engine, signers)) {
                                seen.revocations.append(*read);
                            }
                        }
                        return seen;
                    });
            })
        .unwrap()
        .then(this, [this](const TransportResult<Seen> &seen) {
            m_looking = false;
            if (seen) {
                take(*seen);
            } else {
                qCInfo(crypto::lcApp).noquote() << "published keys:" << seen.error().condition << seen.error().detail;
            }
            if (std::exchange(m_again, false) && seen) {
                refresh();
            }
        });
}

void PublishedKeys::take(const Seen &seen)
{
    const auto revokedBefore = revokedModuli();
    const auto now = m_ports.clock.now();
    QStringList unknown;
    for (const auto &[id, key] : seen.keys) {
        const auto before = m_store.records().value(key.print(), Record{key});
        auto record = before;
        record.own = record.own || isAmong(m_own, key) || isAmong(seen.held, key);
        record.listed = true;
        record.revoked = record.revoked || seen.isRevoked(key);
        if (record != before) {
            set(record);
        }
        if (!record.own && !record.confirmed && !record.rejected && !record.revoked && key.isValidAt(now)
            && !unknown.contains(key.print())) {
            unknown.append(key.print());
        }
    }
    takeMissing(seen);
    Q_EMIT changed();
    if (revokedModuli() != revokedBefore) {
        Q_EMIT revokedChanged();
        Q_EMIT ownRevoked();
    }
    for (const auto &print : unknown) {
        Q_EMIT unknownKey(print);
    }
    change(seen);
}

/// What is known here and not published any more.
void PublishedKeys::takeMissing(const Seen &seen)
{
    const auto all = m_store.records();
    for (auto record : all) {
        if (seen.count(record.key) > 0) {
            continue;
        }
        const bool wasListed = std::exchange(record.listed, false);
        const bool wasRevoked = std::exchange(record.revoked, record.revoked || seen.isRevoked(record.key));
        if (wasListed || wasRevoked != record.revoked) {
            set(record);
        }
        if (wasListed && record.confirmed && !record.revoked) {
            Q_EMIT dropped(record.key.print());
        }
    }
}

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

void PublishedKeys::change(const Seen &seen)
{
    const auto now = m_ports.clock.now();
    for (const auto &[id, key] : seen.keys) {
        const auto record = m_store.records().value(key.print(), Record{key});
        if (record.rejected || (record.own && record.revoked)) {
            after([&] { return withdraw(record, seen.isRevoked(key)); });
            return;
        }
    }
    const auto revoked = revokedModuli();
    for (const auto &own : m_own) {
        const bool isThere = std::ranges::any_of(seen.keys, [&](const auto &listed) {
            return listed.second.isSameKey(own.modulus, own.exponent) && listed.second.isValidAt(now);
        });
        if (!isThere && !revoked.contains(own.modulus)) {
            after([&] { return publishOwn(seen, own); });
            return;
        }
    }
    for (const auto &[id, key] : seen.keys) {
        // A single one is `current`, several are named by their prints; each program moves its own.
        const QString wanted = seen.items.size() == seen.count(key) ? single : key.print();
        if (isAmong(m_own, key) && id != wanted && (id == single || wanted == single)) {
            after([&] { return move(id, wanted, key); });
            return;
        }
    }
}

/// Looks once more when it is done, and leaves it at that when it failed: the next sign-in or event tries again.
void PublishedKeys::after(const std::function<Done()> &act)
{
    if (!mayChange()) {
        return;
    }
    act().then(this, [this](const TransportResult<void> &changedThere) {
        if (changedThere) {
            refresh();
        } else {
            Q_EMIT problem(changedThere.error().condition + u' ' + changedThere.error().detail);
        }
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

PublishedKeys::Done PublishedKeys::publishOwn(const Seen &seen, const crypto::RsaKey &own)
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
