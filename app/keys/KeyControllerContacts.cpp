// SPDX-License-Identifier: GPL-3.0-or-later
// The half of KeyController that is about other people's keys.
#include "app/keys/KeyController.h"

#include <algorithm>
#include <array>

namespace letterlock::app {

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
