// SPDX-License-Identifier: GPL-3.0-or-later
// The half of KeyController that is about other people's keys.
#include "app/keys/KeyController.h"
#include "crypto/openpgp/OpenPgpPackets.h"
#include "crypto/ox/ContentElementRules.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr qsizetype mostFormer = 16; // of one contact: each costs a request, and stays in the keyring
constexpr qsizetype mostAsked = 256; // until the next sign-in
constexpr qsizetype largestKey = 64 * 1024;

/// Brings it into the keyring only if it is that key, names its owner, and has come to an end: a key that is neither
/// announced nor withdrawn could sign today whatever a thief likes.
std::optional<crypto::PublicKey> takeFormer(
    crypto::Keyring &keyring, const crypto::BareJid &owner, const crypto::KeyFingerprint &key, const QByteArray &bytes)
{
    if (bytes.size() > largestKey || !crypto::isPublicKeyOf(bytes, key)) {
        return std::nullopt;
    }
    const auto seen = keyring.inspect(bytes);
    const bool ended
        = seen && (seen->validity == crypto::KeyValidity::Revoked || seen->validity == crypto::KeyValidity::Expired);
    if (!ended || !crypto::ContentElementRules::belongsTo(*seen, owner) || !keyring.importKeys(bytes)) {
        return std::nullopt;
    }
    const auto known = keyring.find(key);
    return known ? std::optional(*known) : std::nullopt;
}

} // namespace

ContactKeys KeyController::keysOf(const crypto::BareJid &contact) const
{
    ContactKeys result;
    result.knowledge = m_knowledge.value(contact, ContactKeys::Knowledge::Unknown);
    for (const auto &record : m_trust.records(contact)) {
        if (m_known.contains(record.key)) {
            result.keys.append({m_known[record.key], verdict(contact, record.key), record.firstSeen, record.continues});
            const auto reason = obstacle(record.key);
            if (record.announced && reason) {
                result.skipped.append({record.key, *reason});
            }
        }
    }
    result.skipped += m_skipped.value(contact);
    std::ranges::reverse(result.keys); // newest first
    const bool noNews = result.knowledge == ContactKeys::Knowledge::Unknown
        || result.knowledge == ContactKeys::Knowledge::Unreachable;
    if (!result.keys.isEmpty() && noNews) { // what an earlier session found
        const bool any = std::ranges::any_of(m_trust.records(contact), &TrustStore::Record::announced);
        result.knowledge = any ? ContactKeys::Knowledge::Known : ContactKeys::Knowledge::NoneAnnounced;
    }
    return result;
}

void KeyController::discover(const crypto::BareJid &contact)
{
    m_discovery.discover(contact);
}

QFuture<bool> KeyController::lookForFormer(const crypto::BareJid &contact, const QString &issuer)
{
    const auto key = crypto::KeyFingerprint::parse(issuer); // a short key id names no node
    if (!key || contact == m_account) {
        return crypto::ready(false);
    }
    const std::pair id(contact, *key);
    const bool tooMany
        = std::ranges::count(m_trust.records(contact), false, &TrustStore::Record::announced) >= mostFormer
        || m_former.size() >= mostAsked;
    if (m_former.contains(id) || m_trust.knows(contact, *key) || tooMany) {
        return crypto::ready(m_former.value(id));
    }
    // A page of the archive asks for the same key many times at once.
    const auto promise = std::make_shared<QPromise<bool>>();
    promise->start();
    m_formerWaiters[id].append(promise);
    if (m_formerWaiters[id].size() == 1) {
        m_ports.directory.fetch(contact, *key)
            .then(this,
                [this, id](const TransportResult<QByteArray> &data) {
                    return m_ports.worker.run([keyring = &m_ports.keyring, id, bytes = data.value_or(QByteArray())] {
                        return takeFormer(*keyring, id.first, id.second, bytes);
                    });
                })
            .unwrap()
            .then(this, [this, id](const std::optional<crypto::PublicKey> &former) {
                m_former.insert(id, former.has_value());
                if (former) {
                    m_known.insert(id.second, *former);
                    m_trust.addFormer(id.first, id.second, QDateTime::currentDateTimeUtc());
                    Q_EMIT contactKeysChanged(id.first);
                }
                for (const auto &waiting : m_formerWaiters.take(id)) {
                    waiting->addResult(former.has_value());
                    waiting->finish();
                }
                if (former) {
                    Q_EMIT keyLearned(id.first);
                }
            });
    }
    return promise->future();
}

QList<crypto::KeyFingerprint> KeyController::recipientsFor(const crypto::BareJid &contact) const
{
    QList<crypto::KeyFingerprint> recipients;
    for (const auto &record : m_trust.records(contact)) {
        if (record.announced && record.decision != TrustStore::Decision::Refused && m_known.contains(record.key)
            && !obstacle(record.key)) {
            recipients.append(record.key);
        }
    }
    return recipients;
}

crypto::TrustVerdict KeyController::verdict(const crypto::BareJid &contact) const
{
    using enum crypto::TrustVerdict;
    auto newest = NoKey;
    auto worst = NoKey;
    // One undecided key is enough to hold what would be sealed for it.
    constexpr std::array byAttention{Checked, NotChecked, NewNotChecked, NewAfterChecked};
    const auto rank
        = [&](crypto::TrustVerdict one) { return std::ranges::find(byAttention, one) - byAttention.begin(); };
    for (const auto &record : m_trust.records(contact)) {
        if (!record.announced || !m_known.contains(record.key)) {
            continue;
        }
        newest = verdict(contact, record.key);
        const bool used = record.decision != TrustStore::Decision::Refused && !obstacle(record.key);
        if (used && (worst == NoKey || rank(newest) > rank(worst))) {
            worst = newest;
        }
    }
    return worst == NoKey ? newest : worst;
}

crypto::KeyValidity KeyController::validityOf(const crypto::KeyFingerprint &key) const
{
    return m_known.value(key).validityAt(QDateTime::currentDateTimeUtc());
}

/// Why nothing is sealed for it, apart from what the person decided.
std::optional<SkippedKey::Reason> KeyController::obstacle(const crypto::KeyFingerprint &key) const
{
    const auto known = m_known.value(key);
    switch (validityOf(key)) {
    case crypto::KeyValidity::Expired:
        return SkippedKey::Reason::Expired;
    case crypto::KeyValidity::Revoked:
    case crypto::KeyValidity::Unusable:
        return SkippedKey::Reason::Revoked;
    case crypto::KeyValidity::Valid:
        break;
    }
    return known.weak       ? std::optional(SkippedKey::Reason::Weak)
        : !known.canEncrypt ? std::optional(SkippedKey::Reason::CannotEncrypt)
                            : std::nullopt;
}

crypto::TrustVerdict KeyController::verdict(const crypto::BareJid &contact, const crypto::KeyFingerprint &key) const
{
    return m_trust.verdict(contact, key, validityOf(key));
}

bool KeyController::mayHaveSigned(const crypto::BareJid &contact, const crypto::KeyFingerprint &key) const
{
    if (contact == m_account) {
        return m_own.records().value(key).confirmed;
    }
    return m_trust.knows(contact, key) && verdict(contact, key) != crypto::TrustVerdict::Refused;
}

void KeyController::setChecked(const crypto::BareJid &contact, const crypto::KeyFingerprint &key)
{
    m_trust.decide(contact, key, TrustStore::Decision::Checked);
    Q_EMIT contactKeysChanged(contact);
}

void KeyController::refuse(const crypto::BareJid &contact, const crypto::KeyFingerprint &key)
{
    m_trust.decide(contact, key, TrustStore::Decision::Refused);
    Q_EMIT contactKeysChanged(contact);
}

void KeyController::sendAnyway(const crypto::BareJid &contact)
{
    for (const auto &record : m_trust.records(contact)) {
        if (verdict(contact, record.key) == crypto::TrustVerdict::NewAfterChecked) {
            m_trust.decide(contact, record.key, TrustStore::Decision::Overruled);
        }
    }
    Q_EMIT contactKeysChanged(contact);
}

QList<crypto::BareJid> KeyController::contactsWithKeys() const
{
    return m_trust.contacts();
}

} // namespace letterlock::app
