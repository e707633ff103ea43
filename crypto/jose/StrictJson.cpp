// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/StrictJson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace letterlock::crypto {

namespace {

qsizetype membersIn(const QJsonValue &value)
{
    qsizetype count = 0;
    if (value.isObject()) {
        const auto object = value.toObject();
        count = object.size();
        for (const auto &member : object) {
            count += membersIn(member);
        }
    } else if (value.isArray()) {
        const auto array = value.toArray();
        for (const auto &item : array) {
            count += membersIn(item);
        }
    }
    return count;
}

/// In a text that is known to be JSON, each member has one colon outside strings.
qsizetype colonsIn(QByteArrayView json)
{
    qsizetype count = 0;
    bool inString = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        if (inString && json[i] == '\\') {
            ++i;
        } else if (json[i] == '"') {
            inString = !inString;
        } else if (!inString && json[i] == ':') {
            ++count;
        }
    }
    return count;
}

} // namespace

std::optional<QJsonObject> strictJsonObject(QByteArrayView json, qsizetype limit)
{
    if (json.size() > limit) {
        return std::nullopt;
    }
    const auto document = QJsonDocument::fromJson(QByteArray::fromRawData(json.data(), json.size()));
    if (!document.isObject() || membersIn(document.object()) != colonsIn(json)) {
        return std::nullopt;
    }
    return document.object();
}

QByteArray jsonString(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.sliced(1, list.size() - 2);
}

} // namespace letterlock::crypto
