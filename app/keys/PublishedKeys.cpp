// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/PublishedKeys.h"

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using crypto::KeyRevocation;
using crypto::PublishedKey;

PublishedKeys::PublishedKeys(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_store(ports.history)
{
    connect(&ports.items, &PepKeyItems::changed, this, &PublishedKeys::refresh);
    // Revocations hold as long as their signer is confirmed: a new chat key signs what is left to sign.
    connect(&ports.chatKeys, &KeyController::ownKeysChanged, this, [this] {
        if (!m_signer.isEmpty() && m_signer != m_ports.chatKeys.currentKey()) {
            refresh();
        }
    });
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
        announceConfirmed();
        Q_EMIT changed();
        m_gate.open();
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

QList<PublishedKey> PublishedKeys::confirmed() const
{
    const auto now = m_ports.clock.now();
    QList<PublishedKey> keys;
    for (const auto &record : m_store.records()) {
        if (record.isOthers() && record.confirmed && record.listed && !record.revoked && record.key.isValidAt(now)) {
            keys.append(record.key);
        }
    }
    return keys;
}

QList<PublishedKey> PublishedKeys::withdrawn() const
{
    const auto usable = confirmed();
    QList<PublishedKey> keys;
    for (const auto &record : m_store.records()) {
        if (!usable.contains(record.key)) {
            keys.append(record.key);
        }
    }
    return keys;
}

void PublishedKeys::announceConfirmed()
{
    const auto now = confirmed();
    if (std::exchange(m_confirmed, now) != now) {
        Q_EMIT confirmedChanged();
    }
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
    announceConfirmed();
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
    announceConfirmed();
    Q_EMIT changed();
    return withdraw(record, false);
}

void PublishedKeys::endOwn(const QSet<QByteArray> &moduli)
{
    const auto before = revokedModuli();
    auto ending = m_store.records().values();
    for (const auto &own : std::as_const(m_own)) {
        if (auto record = recordOf(own); record && !m_store.records().contains(record->key.print())) {
            record->own = true;
            ending.append(*record);
        }
    }
    for (auto &record : ending) {
        if (record.own && !record.revoked && moduli.contains(record.key.modulus())) {
            record.revoked = true;
            set(record);
        }
    }
    if (revokedModuli() != before) {
        Q_EMIT revokedChanged();
    }
}

void PublishedKeys::replaceOwn()
{
    QSet<QByteArray> moduli;
    for (const auto &own : std::as_const(m_own)) {
        moduli.insert(own.modulus);
    }
    endOwn(moduli);
    Q_EMIT newKeyWanted();
    refresh();
}

PublishedKeys::Done PublishedKeys::settle()
{
    auto promise = std::make_shared<QPromise<TransportResult<void>>>();
    promise->start();
    m_settling.push_back(promise);
    refresh();
    return promise->future();
}

void PublishedKeys::refresh()
{
    if (!m_loaded || m_busy) {
        m_again = true;
        return;
    }
    m_busy = true;
    look();
}

/// Of a look, or of what it led to. Whoever asked meanwhile gets a look of their own, also after a failure.
void PublishedKeys::ended(const TransportResult<void> &outcome)
{
    m_busy = false;
    if (std::exchange(m_again, false)) {
        refresh();
        return;
    }
    for (const auto &promise : std::exchange(m_settling, {})) {
        promise->addResult(outcome);
        promise->finish();
    }
}

void PublishedKeys::look()
{
    using Items = TransportResult<QList<PepKeyItems::Item>>;
    m_signer = m_ports.chatKeys.currentKey();
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
                    [engine = &m_ports.engine, account = m_account, both, signers]() -> TransportResult<SeenKeys> {
                        if (!both.first || !both.second) {
                            return std::unexpected(both.first ? both.second.error() : both.first.error());
                        }
                        SeenKeys seen{*both.first, {}, {}, engine->rsaKeys().value_or(QList<crypto::RsaKey>())};
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
        .then(this, [this](const TransportResult<SeenKeys> &seen) {
            if (!seen) {
                qCInfo(crypto::lcApp).noquote() << "published keys:" << seen.error().condition << seen.error().detail;
                ended(std::unexpected(seen.error()));
                return;
            }
            take(*seen);
            if (!change(*seen)) {
                ended({});
            }
        });
}

void PublishedKeys::take(const SeenKeys &seen)
{
    const auto revokedBefore = revokedModuli();
    const auto now = m_ports.clock.now();
    QStringList unknown;
    for (const auto &[id, key] : seen.keys) {
        const auto before = m_store.records().value(key.print(), Record{key});
        auto record = before;
        record.own = record.own || SeenKeys::isAmong(m_own, key) || SeenKeys::isAmong(seen.held, key);
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
    announceConfirmed();
    Q_EMIT changed();
    const auto revokedNow = revokedModuli();
    if (revokedNow != revokedBefore) {
        const bool isOfHere = std::ranges::any_of(m_own, [&](const crypto::RsaKey &own) {
            return revokedNow.contains(own.modulus) && !revokedBefore.contains(own.modulus);
        });
        Q_EMIT revokedChanged();
        if (isOfHere) {
            Q_EMIT ownRevoked();
        }
    }
    for (const auto &print : unknown) {
        Q_EMIT unknownKey(print);
    }
}

/// What is known here and not published any more.
void PublishedKeys::takeMissing(const SeenKeys &seen)
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

} // namespace letterlock::app
