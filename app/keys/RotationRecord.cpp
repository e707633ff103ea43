// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/RotationRecord.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

crypto::KeyFingerprint keyOf(const QJsonObject &object, QLatin1StringView name)
{
    return crypto::KeyFingerprint::parse(object.value(name).toString()).value_or(crypto::KeyFingerprint());
}

QDateTime timeOf(const QJsonValue &value)
{
    const auto milliseconds = value.toInteger(-1);
    return milliseconds < 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::UTC);
}

qint64 number(const QDateTime &time)
{
    return time.isValid() ? time.toMSecsSinceEpoch() : -1;
}

QString nameOf(RotationReason reason)
{
    switch (reason) {
    case RotationReason::Planned:
        return u"planned"_s;
    case RotationReason::LostDevice:
        return u"lost-device"_s;
    case RotationReason::Compromised:
        return u"compromised"_s;
    }
    return {};
}

std::optional<RotationReason> reasonOf(const QString &name)
{
    for (const auto reason : {RotationReason::Planned, RotationReason::LostDevice, RotationReason::Compromised}) {
        if (name == nameOf(reason)) {
            return reason;
        }
    }
    return std::nullopt;
}

} // namespace

QList<RotationStep> RotationRecord::steps() const
{
    using Step = RotationStep;
    QList<Step> order{Step::PublishNew};
    if (reason != RotationReason::Planned) {
        order.prepend(reason == RotationReason::Compromised ? Step::WarnContacts : Step::ShutOut);
    }
    if (endsArchiveKeys) {
        order.append(Step::ReplaceArchiveKey); // its revocation is signed by the new key
    }
    order.append({Step::List, Step::SealAgain, Step::ReadBack, Step::RemoveOld});
    if (endsArchiveKeys) {
        order.append(Step::SealForArchiveKey);
    }
    if (reason != RotationReason::Compromised) {
        order.append(Step::WithdrawOld);
    }
    return order;
}

bool RotationRecord::isDone(RotationStep asked) const
{
    const auto order = steps();
    return finishedAt.contains(asked) && (order.indexOf(asked) < order.indexOf(step) || finishedAt.contains(step));
}

bool RotationRecord::advance(const QDateTime &when)
{
    finishedAt.insert(step, when);
    const auto order = steps();
    const auto next = order.indexOf(step) + 1;
    if (next >= order.size()) {
        return false;
    }
    step = order[next];
    return true;
}

QByteArray RotationRecord::toJson() const
{
    QJsonObject times;
    for (auto it = finishedAt.begin(); it != finishedAt.end(); ++it) {
        times.insert(QString::number(int(it.key())), number(*it));
    }
    const QJsonObject object{{"reason"_L1, nameOf(reason)}, {"old"_L1, oldKey.toString()},
        {"new"_L1, newKey.toString()}, {"started"_L1, started}, {"rootRenewed"_L1, rootRenewed},
        {"stopping"_L1, stopping}, {"madeHere"_L1, madeHere}, {"lostKey"_L1, lostKey.toString()},
        {"collections"_L1, result.collections}, {"wraps"_L1, result.wraps}, {"opened"_L1, result.readBack},
        {"removed"_L1, result.removed}, {"setAside"_L1, result.setAside}, {"step"_L1, int(step)},
        {"endsArchiveKeys"_L1, endsArchiveKeys}, {"archiveNames"_L1, QJsonArray::fromStringList(archiveNames)},
        {"archiveKey"_L1, archiveKey.toString()}, {"archiveWraps"_L1, archiveWraps},
        {"startedAt"_L1, number(startedAt)}, {"finishedAt"_L1, times}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<RotationRecord> RotationRecord::fromJson(const QByteArray &json)
{
    const auto object = QJsonDocument::fromJson(json).object();
    const auto reason = reasonOf(object.value("reason"_L1).toString());
    if (!reason) {
        return std::nullopt;
    }
    RotationRecord record;
    record.reason = *reason;
    record.oldKey = keyOf(object, "old"_L1);
    record.newKey = keyOf(object, "new"_L1);
    record.lostKey = keyOf(object, "lostKey"_L1);
    record.started = object.value("started"_L1).toBool();
    record.rootRenewed = object.value("rootRenewed"_L1).toBool();
    record.stopping = object.value("stopping"_L1).toBool();
    record.madeHere = object.value("madeHere"_L1).toBool();
    record.result.collections = object.value("collections"_L1).toInt();
    record.result.wraps = object.value("wraps"_L1).toInt();
    record.result.readBack = object.value("opened"_L1).toInt();
    record.result.removed = object.value("removed"_L1).toInt();
    record.result.setAside = object.value("setAside"_L1).toInt();
    record.endsArchiveKeys = object.value("endsArchiveKeys"_L1).toBool();
    record.archiveNames = object.value("archiveNames"_L1).toVariant().toStringList();
    record.archiveKey = keyOf(object, "archiveKey"_L1);
    record.archiveWraps = object.value("archiveWraps"_L1).toInt();
    record.step = RotationStep(object.value("step"_L1).toInt());
    record.startedAt = timeOf(object.value("startedAt"_L1));
    const auto times = object.value("finishedAt"_L1).toObject();
    for (auto it = times.begin(); it != times.end(); ++it) {
        record.finishedAt.insert(RotationStep(it.key().toInt()), timeOf(*it));
    }
    if (!record.steps().contains(record.step)) {
        return std::nullopt;
    }
    return record;
}

QByteArray receiptText(const RotationReceipt &receipt)
{
    const auto time = [](const QDateTime &when) { return when.toUTC().toString(Qt::ISODate); };
    const auto count = [](int value) { return QString::number(value); };
    QStringList lines{u"Letterlock: receipt of a key change"_s, u"Reason: "_s + nameOf(receipt.reason),
        u"Old key: "_s + receipt.oldKey.grouped(), u"New key: "_s + receipt.newKey.grouped(),
        u"Started: "_s + time(receipt.startedAt), u"Finished: "_s + time(receipt.finishedAt),
        u"Collections: "_s + count(receipt.collections), u"Wrapped keys added: "_s + count(receipt.wrapsAdded),
        u"Opened with the new key: "_s + count(receipt.opened),
        u"Old wrapped keys removed: "_s + count(receipt.wrapsRemoved), u"Set aside: "_s + count(receipt.setAside)};
    if (receipt.archiveKeyReplaced) {
        lines.append(u"Archive key: replaced and revoked"_s);
        lines.append(u"Wrapped keys of the old archive key replaced: "_s + count(receipt.archiveWrapsReplaced));
    }
    lines.append(QString());
    return lines.join(u'\n').toUtf8();
}

QByteArray receiptToJson(const RotationReceipt &receipt)
{
    const QJsonObject object{{"old"_L1, receipt.oldKey.toString()}, {"new"_L1, receipt.newKey.toString()},
        {"reason"_L1, nameOf(receipt.reason)}, {"startedAt"_L1, number(receipt.startedAt)},
        {"finishedAt"_L1, number(receipt.finishedAt)}, {"collections"_L1, receipt.collections},
        {"wrapsAdded"_L1, receipt.wrapsAdded}, {"opened"_L1, receipt.opened}, {"wrapsRemoved"_L1, receipt.wrapsRemoved},
        {"setAside"_L1, receipt.setAside}, {"archiveKeyReplaced"_L1, receipt.archiveKeyReplaced},
        {"archiveWrapsReplaced"_L1, receipt.archiveWrapsReplaced},
        {"signed"_L1, QString::fromLatin1(receipt.signedText.toBase64())}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<RotationReceipt> receiptFromJson(const QByteArray &json)
{
    const auto object = QJsonDocument::fromJson(json).object();
    const auto reason = reasonOf(object.value("reason"_L1).toString());
    if (!reason) {
        return std::nullopt;
    }
    RotationReceipt receipt;
    receipt.oldKey = keyOf(object, "old"_L1);
    receipt.newKey = keyOf(object, "new"_L1);
    receipt.reason = *reason;
    receipt.startedAt = timeOf(object.value("startedAt"_L1));
    receipt.finishedAt = timeOf(object.value("finishedAt"_L1));
    receipt.collections = object.value("collections"_L1).toInt();
    receipt.wrapsAdded = object.value("wrapsAdded"_L1).toInt();
    receipt.opened = object.value("opened"_L1).toInt();
    receipt.wrapsRemoved = object.value("wrapsRemoved"_L1).toInt();
    receipt.setAside = object.value("setAside"_L1).toInt();
    receipt.archiveKeyReplaced = object.value("archiveKeyReplaced"_L1).toBool();
    receipt.archiveWrapsReplaced = object.value("archiveWrapsReplaced"_L1).toInt();
    receipt.signedText = QByteArray::fromBase64(object.value("signed"_L1).toString().toLatin1());
    return receipt;
}

} // namespace letterlock::app
