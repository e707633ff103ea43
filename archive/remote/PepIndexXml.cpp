// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PepIndexXml.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace letterlock::archive::pepxml {

namespace {

constexpr qint64 entrySize = 70;
constexpr qint64 recordSize = 150;

crypto::XmlElement record(const QString &name, const PepRecord &given)
{
    auto made = element(name);
    made.setAttribute(u"i"_s, given.item);
    made.setAttribute(u"d"_s, given.id);
    made.setAttribute(u"h"_s, QString::fromLatin1(given.hash.toBase64(QByteArray::OmitTrailingEquals)));
    made.setAttribute(u"z"_s, QString::number(given.size));
    made.setAttribute(u"c"_s, given.dataKey);
    if (!given.wrappedFor.isEmpty()) {
        made.setAttribute(u"f"_s, given.wrappedFor);
    }
    return made;
}

PepRecord readRecord(const crypto::XmlElement &element)
{
    return {.item = element.attribute(u"i"),
        .id = element.attribute(u"d"),
        .hash = QByteArray::fromBase64(element.attribute(u"h").toLatin1(), QByteArray::OmitTrailingEquals),
        .size = element.attribute(u"z").toLongLong(),
        .dataKey = element.attribute(u"c"),
        .wrappedFor = element.attribute(u"f")};
}

} // namespace

crypto::XmlElement element(const QString &name)
{
    return crypto::XmlElement(name, QString(ns));
}

crypto::XmlElement write(const PepEntry &entry)
{
    auto made = element(u"c"_s);
    made.setAttribute(u"w"_s, entry.id.address());
    if (entry.id.microseconds != 0) {
        made.setAttribute(u"n"_s, QString::number(entry.id.microseconds));
    }
    made.setAttribute(u"s"_s, QString::number(entry.id.start.toMSecsSinceEpoch()));
    made.setAttribute(u"v"_s, QString::number(entry.version));
    made.setAttribute(u"m"_s, QString::number(entry.change));
    made.setAttribute(u"u"_s, QString::number(entry.revision));
    if (entry.removed) {
        made.setAttribute(u"r"_s, u"1"_s);
    }
    for (const auto &part : entry.parts) {
        made.append(record(u"p"_s, part));
    }
    for (const auto &key : entry.keys) {
        made.append(record(u"k"_s, key));
    }
    return made;
}

std::optional<PepEntry> read(const crypto::XmlElement &element)
{
    bool isNumber = false;
    const qint64 start = element.attribute(u"s").toLongLong(&isNumber);
    const auto id = CollectionId::at(element.attribute(u"w"), QDateTime::fromMSecsSinceEpoch(start, QTimeZone::utc()));
    if (!id || !isNumber) {
        return std::nullopt;
    }
    PepEntry entry;
    entry.id = *id;
    entry.id.microseconds = element.attribute(u"n").toInt();
    entry.version = element.attribute(u"v").toLongLong();
    entry.change = element.attribute(u"m").toLongLong();
    entry.revision = element.attribute(u"u").toLongLong();
    entry.removed = element.attribute(u"r") == "1"_L1;
    for (const auto *part : element.elements(u"p", ns)) {
        entry.parts.append(readRecord(*part));
    }
    for (const auto *key : element.elements(u"k", ns)) {
        entry.keys.append(readRecord(*key));
    }
    return entry;
}

qint64 sizeOf(const PepEntry &entry)
{
    return entrySize + recordSize * (entry.parts.size() + entry.keys.size());
}

} // namespace letterlock::archive::pepxml
