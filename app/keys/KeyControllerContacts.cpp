// SPDX-License-Identifier: GPL-3.0-or-later
// The half of KeyController that is about other people's keys.
#include "app/keys/KeyController.h"

#include <algorithm>

namespace letterlock::app {

ContactKeys KeyController::keysOf(const crypto::BareJid &contact) const
{
    ContactKeys result;
    result.knowledge = m_knowledge.value(contact, ContactKeys::Knowledge::Unknown);
    for (const auto &record : m_trust.records(contact)) {
        if (m_known.contains(record.key)) {
            result.keys.append({m_known[record.key], verdict(contact, record.key), record.firstSeen});
        }
    }
    std::ranges::reverse(result.keys); // newest first
    const bool noNews = result.knowledge == ContactKeys::Knowledge::Unknown
        || result.knowledge == ContactKeys::Knowledge::Unreachable;
    if (!result.keys.isEmpty() && noNews) {
        result.knowledge = ContactKeys::Knowledge::Known; // from an earlier session
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
        const auto key = m_known.constFind(record.key);
        if (record.announced && record.decision != TrustStore::Decision::Refused && key != m_known.cend()
            && key->validity == crypto::KeyValidity::Valid && key->canEncrypt) {
            recipients.append(record.key);
        }
    }
    return recipients;
}

crypto::TrustVerdict KeyController::verdict(const crypto::BareJid &contact) const
{
    auto newest = crypto::TrustVerdict::NoKey;
    for (const auto &record : m_trust.records(contact)) {
        if (record.announced && m_known.contains(record.key)) {
            const auto here = verdict(contact, record.key);
            if (here == crypto::TrustVerdict::NewAfterChecked) {
                return here; // one undecided key is enough to hold what would be sealed for it
            }
            newest = here;
        }
    }
    return newest;
}

crypto::TrustVerdict KeyController::verdict(const crypto::BareJid &contact, const crypto::KeyFingerprint &key) const
{
    return m_trust.verdict(contact, key, m_known.value(key).validity);
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
