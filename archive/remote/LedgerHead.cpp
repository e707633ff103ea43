// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/LedgerHead.h"

#include <QCryptographicHash>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using crypto::XmlElement;

namespace {

constexpr int fieldCount = 9;
constexpr int base = 36;
constexpr auto bare = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

qint64 number(const QString &text)
{
    return text.toLongLong(nullptr, base);
}

} // namespace

const QString LedgerHead::ns = u"urn:letterlock:archive:ledger:0"_s;

QByteArray LedgerHead::root() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto &[bucket, item] : pieces.asKeyValueRange()) {
        hash.addData((bucket + u' ' + item + u'\n').toUtf8());
    }
    return hash.result();
}

XmlElement LedgerHead::toXml() const
{
    XmlElement made(u"head"_s, ns);
    made.setAttribute(u"counter"_s, QString::number(counter));
    made.setAttribute(u"log"_s, log.join(u' '));
    made.setAttribute(u"root"_s, QString::fromLatin1(root().toBase64(bare)));
    made.setAttribute(u"dropped"_s, dropped.join(u' '));
    for (const auto &[bucket, item] : pieces.asKeyValueRange()) {
        XmlElement piece(u"b"_s, ns);
        piece.setAttribute(u"n"_s, bucket);
        piece.setAttribute(u"i"_s, item);
        made.append(std::move(piece));
    }
    for (const auto &[device, until] : removing.asKeyValueRange()) {
        XmlElement busy(u"r"_s, ns);
        busy.setAttribute(u"d"_s, device);
        busy.setAttribute(u"u"_s, QString::number(until));
        made.append(std::move(busy));
    }
    return made;
}

ArchiveResult<LedgerHead> LedgerHead::fromXml(const XmlElement &element)
{
    LedgerHead head;
    head.counter = element.attribute(u"counter").toLongLong();
    head.log = element.attribute(u"log").split(u' ', Qt::SkipEmptyParts);
    head.dropped = element.attribute(u"dropped").split(u' ', Qt::SkipEmptyParts);
    for (const auto *piece : element.elements(u"b", ns)) {
        head.pieces.insert(piece->attribute(u"n"), piece->attribute(u"i"));
    }
    for (const auto *busy : element.elements(u"r", ns)) {
        head.removing.insert(busy->attribute(u"d"), busy->attribute(u"u").toLongLong());
    }
    const auto root = QByteArray::fromBase64(element.attribute(u"root").toLatin1(), bare);
    if (!element.is(u"head", ns) || head.counter <= 0 || head.log.isEmpty() || root != head.root()) {
        return archiveError(ArchiveError::Code::BadAnswer, u"not a head of the archive's list"_s);
    }
    return head;
}

XmlElement LedgerHead::pieceToXml(const QString &bucket, const QList<LedgerEntry> &entries)
{
    XmlElement made(u"piece"_s, ns);
    made.setAttribute(u"n"_s, bucket);
    QStringList peers;
    QStringList lines;
    for (const auto &entry : entries) {
        const auto peer = entry.id.address();
        auto index = peers.indexOf(peer);
        if (index < 0) {
            index = peers.size();
            peers.append(peer);
            made.appendTextElement(u"w"_s, peer);
        }
        QStringList fields;
        for (const qint64 value : {qint64(index), entry.id.start.toMSecsSinceEpoch(), qint64(entry.id.microseconds),
                 entry.version, entry.parts, qint64(entry.removed), entry.removedAt, entry.stamp}) {
            fields.append(QString::number(value, base));
        }
        fields.append(QString::fromLatin1(entry.chain.toBase64(bare)));
        lines.append(fields.join(u','));
    }
    made.appendTextElement(u"c"_s, lines.join(u' '));
    return made;
}

ArchiveResult<QList<LedgerEntry>> LedgerHead::pieceFromXml(const QString &bucket, const XmlElement &element)
{
    const auto wrong = archiveError(ArchiveError::Code::BadAnswer, u"not a piece of the archive's list"_s);
    if (!element.is(u"piece", ns) || element.attribute(u"n") != bucket) {
        return wrong;
    }
    QStringList peers;
    for (const auto *peer : element.elements(u"w", ns)) {
        peers.append(peer->text());
    }
    QList<LedgerEntry> entries;
    const auto lines = element.childText(u"c", ns).split(u' ', Qt::SkipEmptyParts);
    for (const auto &line : lines) {
        const auto fields = line.split(u',');
        if (fields.size() != fieldCount) {
            return wrong;
        }
        auto id = CollectionId::at(
            peers.value(number(fields[0])), QDateTime::fromMSecsSinceEpoch(number(fields[1]), QTimeZone::utc()));
        if (!id) {
            return wrong;
        }
        id->microseconds = int(number(fields[2]));
        entries.append({.id = *id,
            .version = number(fields[3]),
            .parts = number(fields[4]),
            .chain = QByteArray::fromBase64(fields[8].toLatin1(), bare),
            .removed = number(fields[5]) != 0,
            .removedAt = number(fields[6]),
            .stamp = number(fields[7])});
    }
    return entries;
}

} // namespace letterlock::archive
