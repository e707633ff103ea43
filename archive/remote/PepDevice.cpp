// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PepDevice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

const QString scope = u"archive.pep"_s;
const QString name = u"device"_s;

QJsonObject toJson(const PepDevice::Open &open)
{
    return {{u"shard"_s, open.shard}, {u"items"_s, open.items}, {u"shardSize"_s, open.shardSize},
        {u"item"_s, open.item}, {u"itemSize"_s, open.itemSize}};
}

PepDevice::Open fromJson(const QJsonObject &json)
{
    return {.shard = json[u"shard"_s].toString(),
        .items = json[u"items"_s].toInt(),
        .shardSize = json[u"shardSize"_s].toInteger(),
        .item = json[u"item"_s].toString(),
        .itemSize = json[u"itemSize"_s].toInteger()};
}

} // namespace

PepDevice::PepDevice(HistoryStore &history)
    : m_history(history)
{
}

Pending<void> PepDevice::load(QObject *context)
{
    if (m_loaded) {
        return done();
    }
    return andThen(m_history.values(scope), context, [this](const QHash<QString, QByteArray> &values) {
        m_loaded = true;
        const auto json = QJsonDocument::fromJson(values.value(name)).object();
        const auto open = json[u"open"_s].toArray();
        for (qsizetype i = 0; i < std::ssize(m_open) && i < open.size(); ++i) {
            m_open[i] = fromJson(open[i].toObject());
        }
        const auto shards = json[u"shards"_s].toArray();
        for (const auto &shard : shards) {
            m_shards.append(shard.toString());
        }
        const auto orphans = json[u"orphans"_s].toObject();
        for (auto it = orphans.begin(); it != orphans.end(); ++it) {
            m_orphans.insert(it.key(), it.value().toInteger());
        }
        m_secret = QByteArray::fromBase64(json[u"secret"_s].toString().toLatin1());
        if (m_secret.isEmpty()) {
            m_secret = crypto::randomBytes(16);
        }
        return done();
    });
}

Pending<void> PepDevice::store()
{
    QJsonArray open;
    for (const auto &each : m_open) {
        open.append(toJson(each));
    }
    QJsonObject orphans;
    for (auto it = m_orphans.begin(); it != m_orphans.end(); ++it) {
        orphans.insert(it.key(), it.value());
    }
    const QJsonObject json{
        {u"open"_s, open}, {u"shards"_s, QJsonArray::fromStringList(m_shards)}, {u"orphans"_s, orphans}};
    return m_history.setValue(scope, name, QJsonDocument(json).toJson(QJsonDocument::Compact));
}

} // namespace letterlock::archive
