// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/OwnKeyStore.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace letterlock::app {

OwnKeyStore::OwnKeyStore(archive::HistoryStore &history)
    : m_history(history)
{
}

void OwnKeyStore::load(const QHash<QString, QByteArray> &values)
{
    m_records.clear();
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (const auto key = crypto::KeyFingerprint::parse(it.key())) {
            const auto object = QJsonDocument::fromJson(it.value()).object();
            const auto flag = [&](QLatin1StringView name) { return object.value(name).toBool(); };
            m_records.insert(*key,
                {flag("madeHere"_L1), flag("confirmed"_L1), flag("rejected"_L1), flag("current"_L1), flag("retired"_L1),
                    QDateTime::fromMSecsSinceEpoch(object.value("since"_L1).toInteger(), QTimeZone::UTC)});
        }
    }
}

crypto::KeyFingerprint OwnKeyStore::current() const
{
    for (auto it = m_records.begin(); it != m_records.end(); ++it) {
        if (it->current) {
            return it.key();
        }
    }
    return {};
}

QFuture<archive::ArchiveResult<void>> OwnKeyStore::set(const crypto::KeyFingerprint &key, const Record &record)
{
    m_records.insert(key, record);
    const QJsonObject object{{"madeHere"_L1, record.madeHere}, {"confirmed"_L1, record.confirmed},
        {"rejected"_L1, record.rejected}, {"current"_L1, record.current}, {"retired"_L1, record.retired},
        {"since"_L1, record.since.toMSecsSinceEpoch()}};
    return m_history.setValue(scope(), key.toString(), QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void OwnKeyStore::makeCurrent(const crypto::KeyFingerprint &key)
{
    const auto before = m_records;
    for (auto it = before.begin(); it != before.end(); ++it) {
        if (it->current != (it.key() == key)) {
            auto record = *it;
            record.current = it.key() == key;
            set(it.key(), record);
        }
    }
}

} // namespace letterlock::app
