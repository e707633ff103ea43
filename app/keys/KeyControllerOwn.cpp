// SPDX-License-Identifier: GPL-3.0-or-later
// The part of KeyController that is about what the own account announces.
#include "app/keys/KeyContinuity.h"
#include "app/keys/KeyController.h"
#include "crypto/base/LogCategories.h"
#include "crypto/openpgp/OpenPgpPackets.h"

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

// Another client that writes its own list again and again must not draw us into an endless exchange.
constexpr qsizetype mostPutBacks = 5;
constexpr auto putBackSpan = 10min;

TransportResult<void> notUsable(const QString &detail)
{
    return std::unexpected(TransportError{TransportError::Code::ProtocolError, {}, detail, {}});
}

} // namespace

QFuture<TransportResult<void>> KeyController::announceAsCurrent(const crypto::KeyFingerprint &key)
{
    const QDateTime created = m_known.value(key).created;
    return m_ports.worker.run([keyring = &m_ports.keyring, key] { return keyring->exportPublic(key); })
        .then(this,
            [this, key, created](const crypto::CryptoResult<QByteArray> &exported) -> QFuture<TransportResult<void>> {
                if (!exported) {
                    return crypto::ready(notUsable(exported.error().detail));
                }
                return m_ports.directory.announce(key, *exported, created);
            })
        .unwrap()
        .then(this, [this, key](const TransportResult<void> &announced) {
            if (announced) {
                m_announced.insert(key);
                m_own.makeCurrent(key);
                Q_EMIT ownKeysChanged();
            }
            return announced;
        });
}

void KeyController::confirmOwn(const crypto::KeyFingerprint &key)
{
    auto record = m_own.records().value(key);
    record.confirmed = true;
    record.rejected = false;
    m_own.set(key, record);
    Q_EMIT ownKeysChanged();
}

QList<crypto::KeyFingerprint> KeyController::unknownOwnKeys() const
{
    auto keys = m_unknown;
    keys.removeIf([this](const crypto::KeyFingerprint &key) {
        const auto record = m_own.records().value(key);
        return record.confirmed || record.rejected || !m_announced.contains(key);
    });
    return keys;
}

void KeyController::rejectOwn(const crypto::KeyFingerprint &key)
{
    auto record = m_own.records().value(key);
    record.confirmed = false;
    record.rejected = true;
    m_own.set(key, record);
    Q_EMIT ownKeysChanged();
}

void KeyController::retire(const crypto::KeyFingerprint &key)
{
    auto record = m_own.records().value(key);
    record.retired = true;
    record.current = false;
    m_own.set(key, record);
    Q_EMIT ownKeysChanged();
}

QFuture<TransportResult<void>> KeyController::revokeAndWithdraw(
    const crypto::KeyFingerprint &key, crypto::RevocationReason reason)
{
    struct Revoked {
        crypto::CryptoResult<QByteArray> exported;
        crypto::CryptoResult<crypto::PublicKey> key;
    };
    return m_ports.worker
        .run([keyring = &m_ports.keyring, key, reason]() -> Revoked {
            auto before = keyring->find(key);
            if (before && before->validity != crypto::KeyValidity::Revoked) {
                if (auto done = keyring->revoke(key, reason); !done) {
                    return {std::unexpected(done.error()), before};
                }
            }
            return {keyring->exportPublic(key), keyring->find(key)};
        })
        .then(this,
            [this, key](const Revoked &revoked) -> QFuture<TransportResult<void>> {
                if (revoked.key) {
                    m_known.insert(key, *revoked.key);
                }
                if (!revoked.exported) {
                    return crypto::ready(notUsable(revoked.exported.error().detail));
                }
                return m_ports.directory.withdraw(key, *revoked.exported);
            })
        .unwrap()
        .then(this, [this, key](const TransportResult<void> &withdrawn) {
            if (withdrawn) {
                m_announced.remove(key);
            }
            Q_EMIT ownKeysChanged();
            return withdrawn;
        });
}

QFuture<TransportResult<void>> KeyController::vouch(
    const crypto::KeyFingerprint &oldKey, const crypto::KeyFingerprint &newKey)
{
    const ContinuityClaim claim{m_account, oldKey, newKey, QDateTime::currentDateTimeUtc()};
    return m_ports.worker.run([engine = &m_ports.engine, claim] { return KeyContinuity::make(*engine, claim); })
        .then(this,
            [this](const crypto::CryptoResult<KeyStatement> &made) {
                return made ? m_ports.directory.publishStatement(*made) : crypto::ready(notUsable(made.error().detail));
            })
        .unwrap();
}

QFuture<QList<KeyStatement>> KeyController::goodStatements(const crypto::BareJid &owner,
    const QList<crypto::KeyFingerprint> &trusted, const QList<crypto::KeyFingerprint> &wanted)
{
    using Statements = QList<KeyStatement>;
    if (trusted.isEmpty() || wanted.isEmpty()) {
        return crypto::ready(Statements());
    }
    return m_ports.directory.statements(owner)
        .then(this,
            [this, owner, trusted](const TransportResult<Statements> &all) -> QFuture<Statements> {
                const auto every = all.value_or(Statements());
                return m_ports.worker.run([engine = &m_ports.engine, owner, every, trusted] {
                    auto known = trusted;
                    Statements good;
                    // Oldest first, so that a chain of two changes holds.
                    for (const auto &statement : every) {
                        if (known.contains(statement.oldKey) && !known.contains(statement.newKey)
                            && KeyContinuity::check(*engine, statement, owner)) {
                            known.append(statement.newKey);
                            good.append(statement);
                        }
                    }
                    return good;
                });
            })
        .unwrap();
}

void KeyController::takeOwnAnnouncement(const DiscoveredKeys &found)
{
    if (found.outcome != DiscoveredKeys::Outcome::Found) {
        return;
    }
    m_announced = QSet<crypto::KeyFingerprint>(found.announced.begin(), found.announced.end());
    QList<crypto::KeyFingerprint> confirmed;
    QList<crypto::KeyFingerprint> unknown;
    for (auto it = m_own.records().begin(); it != m_own.records().end(); ++it) {
        if (it->confirmed) {
            confirmed.append(it.key());
        }
    }
    for (const auto &key : found.announced) {
        const auto record = m_own.records().value(key);
        if (!record.confirmed && !record.rejected) {
            unknown.append(key);
        }
        if (!m_own.records().contains(key)) {
            m_own.set(key, {false, false, false, false, false, QDateTime::currentDateTimeUtc()});
        }
    }
    goodStatements(m_account, confirmed, unknown)
        .then(this, [this, unknown](const QList<KeyStatement> &statements) mutable {
            for (const auto &statement : statements) {
                if (unknown.removeAll(statement.newKey) > 0) {
                    confirmOwn(statement.newKey); // another device of ours changed the key
                }
            }
            m_unknown = unknown;
            for (const auto &key : unknown) {
                Q_EMIT unknownOwnKey(key);
            }
        });
    const auto current = m_own.current();
    if (!current.isEmpty() && (!m_announced.contains(current) || validityOf(current) == crypto::KeyValidity::Revoked)) {
        putBack(current); // O-26
    }
    Q_EMIT ownKeysChanged();
}

/// Another client dropped it from the list, or another device of ours withdrew it: its data node tells.
void KeyController::putBack(const crypto::KeyFingerprint &key)
{
    const auto now = QDateTime::currentDateTimeUtc();
    m_putBacks.removeIf([&](const QDateTime &time) { return time.addDuration(putBackSpan) < now; });
    if (m_putBacks.size() >= mostPutBacks) {
        Q_EMIT keyProblem(u"another client keeps taking the key out of the announced list"_s);
        return;
    }
    m_putBacks.append(now);
    m_ports.directory.fetch(m_account, key)
        .then(this,
            [this, key](const TransportResult<QByteArray> &data) -> QFuture<crypto::CryptoResult<crypto::PublicKey>> {
                return m_ports.worker.run([keyring = &m_ports.keyring, key, bytes = data.value_or(QByteArray())] {
                    if (crypto::isPublicKeyOf(bytes, key)) {
                        keyring->importKeys(bytes);
                    }
                    return keyring->find(key);
                });
            })
        .unwrap()
        .then(this, [this, key](const crypto::CryptoResult<crypto::PublicKey> &here) {
            if (!here) {
                Q_EMIT keyProblem(here.error().detail);
                return;
            }
            m_known.insert(key, *here);
            if (here->validity == crypto::KeyValidity::Revoked) {
                retire(key);
                Q_EMIT ownKeyWithdrawn(key);
            } else if (m_own.current() == key) {
                announceAsCurrent(key);
            }
        });
}

} // namespace letterlock::app
