// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/TrustStore.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const QHash<QString, TrustStore::Decision> decisions{{u"none"_s, TrustStore::Decision::None},
    {u"checked"_s, TrustStore::Decision::Checked}, {u"refused"_s, TrustStore::Decision::Refused},
    {u"overruled"_s, TrustStore::Decision::Overruled}, {u"continued"_s, TrustStore::Decision::Continued}};

constexpr qsizetype longestChain = 32;

} // namespace

TrustStore::TrustStore(archive::HistoryStore &history)
    : m_history(history)
{
}

void TrustStore::load(const QHash<QString, QByteArray> &values)
{
    m_records.clear();
    for (auto it = values.begin(); it != values.end(); ++it) {
        const auto separator = it.key().lastIndexOf(u' ');
        const auto contact = crypto::BareJid::parse(it.key().left(separator));
        const auto key = crypto::KeyFingerprint::parse(it.key().mid(separator + 1));
        if (!contact || !key) {
            continue;
        }
        const auto object = QJsonDocument::fromJson(it.value()).object();
        m_records[*contact].append({*key, decisions.value(object.value("decision"_L1).toString(), Decision::None),
            QDateTime::fromMSecsSinceEpoch(object.value("firstSeen"_L1).toInteger(), QTimeZone::UTC),
            object.value("announced"_L1).toBool(),
            crypto::KeyFingerprint::parse(object.value("continues"_L1).toString()).value_or(crypto::KeyFingerprint())});
    }
    for (auto &records : m_records) {
        std::ranges::sort(records, {}, [](const Record &one) { return std::pair(one.firstSeen, one.key); });
    }
}

QList<TrustStore::Record> TrustStore::records(const crypto::BareJid &contact) const
{
    return m_records.value(contact);
}

QList<crypto::BareJid> TrustStore::contacts() const
{
    auto contacts = m_records.keys();
    std::ranges::sort(contacts);
    return contacts;
}

bool TrustStore::knows(const crypto::BareJid &contact, const crypto::KeyFingerprint &key) const
{
    return std::ranges::any_of(m_records.value(contact), [&](const Record &record) { return record.key == key; });
}

void TrustStore::setAnnounced(
    const crypto::BareJid &contact, const QList<crypto::KeyFingerprint> &keys, const QDateTime &now)
{
    for (const auto &key : keys) {
        if (!find(contact, key)) {
            m_records[contact].append({key, Decision::None, now, false, {}});
        }
    }
    for (auto &record : m_records[contact]) {
        const bool announced = keys.contains(record.key);
        if (record.announced != announced || record.firstSeen == now) {
            record.announced = announced;
            save(contact, record);
        }
    }
}

void TrustStore::addFormer(const crypto::BareJid &contact, const crypto::KeyFingerprint &key, const QDateTime &now)
{
    if (!find(contact, key)) {
        m_records[contact].append({key, Decision::None, now, false, {}});
        save(contact, m_records[contact].last());
    }
}

void TrustStore::decide(const crypto::BareJid &contact, const crypto::KeyFingerprint &key, Decision decision)
{
    if (auto *record = find(contact, key)) {
        record->decision = decision;
        save(contact, *record);
    }
}

void TrustStore::decideContinued(
    const crypto::BareJid &contact, const crypto::KeyFingerprint &newKey, const crypto::KeyFingerprint &oldKey)
{
    auto *record = find(contact, newKey);
    // What the person decided about this very key stands.
    if (record && record->decision == Decision::None) {
        record->decision = Decision::Continued;
        record->continues = oldKey;
        save(contact, *record);
    }
}

bool TrustStore::countsAsChecked(const crypto::BareJid &contact, const crypto::KeyFingerprint &key) const
{
    const auto records = m_records.value(contact);
    auto at = key;
    for (qsizetype step = 0; step < std::min(records.size(), longestChain); ++step) {
        const auto here = std::ranges::find(records, at, &Record::key);
        if (here == records.end() || here->decision != Decision::Continued) {
            return here != records.end() && here->decision == Decision::Checked;
        }
        at = here->continues;
    }
    return false;
}

crypto::TrustVerdict TrustStore::verdict(
    const crypto::BareJid &contact, const crypto::KeyFingerprint &key, crypto::KeyValidity validity) const
{
    const auto records = m_records.value(contact);
    const auto here = std::ranges::find(records, key, &Record::key);
    if (here == records.end()) {
        return crypto::TrustVerdict::NoKey;
    }
    if (here->decision == Decision::Refused) {
        return crypto::TrustVerdict::Refused;
    }
    if (validity == crypto::KeyValidity::Revoked || validity == crypto::KeyValidity::Unusable) {
        return crypto::TrustVerdict::Revoked;
    }
    if (validity == crypto::KeyValidity::Expired) {
        return crypto::TrustVerdict::Expired;
    }
    if (countsAsChecked(contact, key)) {
        return crypto::TrustVerdict::Checked;
    }
    // Keys that were there when the first one was compared are no replacement of it.
    const bool afterChecked = std::ranges::any_of(records, [&](const Record &earlier) {
        return earlier.firstSeen < here->firstSeen && countsAsChecked(contact, earlier.key);
    });
    if (afterChecked && here->decision != Decision::Overruled) {
        return crypto::TrustVerdict::NewAfterChecked;
    }
    return here->firstSeen <= records.front().firstSeen ? crypto::TrustVerdict::NotChecked
                                                        : crypto::TrustVerdict::NewNotChecked;
}

TrustStore::Record *TrustStore::find(const crypto::BareJid &contact, const crypto::KeyFingerprint &key)
{
    auto &records = m_records[contact];
    const auto here = std::ranges::find(records, key, &Record::key);
    return here == records.end() ? nullptr : &*here;
}

void TrustStore::save(const crypto::BareJid &contact, const Record &record)
{
    const QJsonObject object{{"decision"_L1, decisions.key(record.decision)},
        {"firstSeen"_L1, record.firstSeen.toMSecsSinceEpoch()}, {"announced"_L1, record.announced},
        {"continues"_L1, record.continues.toString()}};
    m_history.setValue(scope(), contact.toString() + u' ' + record.key.toString(),
        QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace letterlock::app
