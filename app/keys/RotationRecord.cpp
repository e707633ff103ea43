// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/RotationRecord.h"

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

QList<RotationStep> RotationRecord::stepsFor(RotationReason reason)
{
    using Step = RotationStep;
    if (reason == RotationReason::Compromised) {
        return {Step::WarnContacts, Step::PublishNew, Step::List, Step::SealAgain, Step::ReadBack, Step::RemoveOld};
    }
    if (reason == RotationReason::LostDevice) {
        return {Step::ShutOut, Step::PublishNew, Step::List, Step::SealAgain, Step::ReadBack, Step::RemoveOld,
            Step::WithdrawOld};
    }
    return {Step::PublishNew, Step::List, Step::SealAgain, Step::ReadBack, Step::RemoveOld, Step::WithdrawOld};
}

bool RotationRecord::isDone(RotationStep asked) const
{
    const auto steps = stepsFor(reason);
    return finishedAt.contains(asked) && (steps.indexOf(asked) < steps.indexOf(step) || finishedAt.contains(step));
}

bool RotationRecord::advance(const QDateTime &when)
{
    finishedAt.insert(step, when);
    const auto steps = stepsFor(reason);
    const auto next = steps.indexOf(step) + 1;
    if (next >= steps.size()) {
        return false;
    }
    step = steps[next];
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
    record.step = RotationStep(object.value("step"_L1).toInt());
    record.startedAt = timeOf(object.value("startedAt"_L1));
    const auto times = object.value("finishedAt"_L1).toObject();
    for (auto it = times.begin(); it != times.end(); ++it) {
        record.finishedAt.insert(RotationStep(it.key().toInt()), timeOf(*it));
    }
    if (!stepsFor(record.reason).contains(record.step)) {
        return std::nullopt;
    }
    return record;
}

QByteArray receiptText(const RotationReceipt &receipt)
{
    const auto time = [](const QDateTime &when) { return when.toUTC().toString(Qt::ISODate); };
    const auto count = [](int value) { return QString::number(value); };
    const QStringList lines{u"Letterlock: receipt of a key change"_s, u"Reason: "_s + nameOf(receipt.reason),
        u"Old key: "_s + receipt.oldKey.grouped(), u"New key: "_s + receipt.newKey.grouped(),
        u"Started: "_s + time(receipt.startedAt), u"Finished: "_s + time(receipt.finishedAt),
        u"Collections: "_s + count(receipt.collections), u"Wrapped keys added: "_s + count(receipt.wrapsAdded),
        u"Opened with the new key: "_s + count(receipt.opened),
        u"Old wrapped keys removed: "_s + count(receipt.wrapsRemoved), u"Set aside: "_s + count(receipt.setAside), {}};
    return lines.join(u'\n').toUtf8();
}

QByteArray receiptToJson(const RotationReceipt &receipt)
{
    const QJsonObject object{{"old"_L1, receipt.oldKey.toString()}, {"new"_L1, receipt.newKey.toString()},
        {"reason"_L1, nameOf(receipt.reason)}, {"startedAt"_L1, number(receipt.startedAt)},
        {"finishedAt"_L1, number(receipt.finishedAt)}, {"collections"_L1, receipt.collections},
        {"wrapsAdded"_L1, receipt.wrapsAdded}, {"opened"_L1, receipt.opened}, {"wrapsRemoved"_L1, receipt.wrapsRemoved},
        {"setAside"_L1, receipt.setAside}, {"signed"_L1, QString::fromLatin1(receipt.signedText.toBase64())}};
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
    receipt.signedText = QByteArray::fromBase64(object.value("signed"_L1).toString().toLatin1());
    return receipt;
}

} // namespace letterlock::app
