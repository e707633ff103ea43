// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/PictureCleaning.h"
#include "app/files/PictureCleaningParts.h"

#include <QIODevice>
#include <QSet>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace letterlock::app::PictureCleaning {

namespace {

constexpr qint64 block = 64 * 1024;

quint32 number(QByteArrayView bytes, qsizetype at, qsizetype size, bool little)
{
    quint32 value = 0;
    for (qsizetype i = 0; i < size; ++i) {
        const auto octet = quint8(bytes[little ? at + size - 1 - i : at + i]);
        value = value << 8 | octet;
    }
    return value;
}

} // namespace

void keep(Pieces &pieces, qint64 from, qint64 size)
{
    if (!pieces.isEmpty() && pieces.last().instead.isEmpty() && pieces.last().from + pieces.last().size == from) {
        pieces.last().size += size;
    } else {
        pieces.append({from, size, {}});
    }
}

int orientationIn(QByteArrayView tiff)
{
    const bool little = tiff.startsWith("II*");
    if (tiff.size() < 14 || (!little && !tiff.startsWith(QByteArrayView("MM\0*", 4)))) {
        return 1;
    }
    const qsizetype directory = number(tiff, 4, 4, little);
    if (directory < 8 || directory > tiff.size() - 2) {
        return 1;
    }
    const auto entries = number(tiff, directory, 2, little);
    constexpr qsizetype entrySize = 12;
    for (quint32 i = 0; i < entries; ++i) {
        const qsizetype entry = directory + 2 + entrySize * i;
        if (entry + entrySize > tiff.size()) {
            break;
        }
        constexpr quint32 orientation = 0x0112;
        if (number(tiff, entry, 2, little) == orientation) {
            const auto value = number(tiff, entry + 8, 2, little);
            return value >= 1 && value <= 8 ? int(value) : 1;
        }
    }
    return 1;
}

QByteArray tiffWith(int orientation)
{
    QByteArray tiff("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", 26);
    tiff[19] = char(orientation);
    return tiff;
}

namespace {

// ---- JPEG

struct Segment {
    quint8 marker = 0;
    qint64 from = 0; ///< of the 0xFF that counts
    qint64 size = 0; ///< with marker and length
    bool whole = true;
};

bool isAlone(quint8 marker)
{
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD9);
}

/// The next segment, fill octets passed over.
std::optional<Segment> nextSegment(QIODevice &source)
{
    QByteArray two = source.read(2);
    if (two.size() < 2 || quint8(two[0]) != 0xFF) {
        return std::nullopt;
    }
    char octet = two[1];
    while (quint8(octet) == 0xFF) {
        if (!source.getChar(&octet)) {
            return std::nullopt;
        }
    }
    Segment segment{.marker = quint8(octet), .from = source.pos() - 2, .size = 2};
    if (!isAlone(segment.marker)) {
        const QByteArray length = source.read(2);
        if (segment.marker == 0 || length.size() < 2 || qFromBigEndian<quint16>(length.constData()) < 2) {
            return std::nullopt;
        }
        segment.size += qFromBigEndian<quint16>(length.constData());
    }
    return segment;
}

/// From behind the header of a scan to the marker that ends it, or to the end of a picture that was cut off.
qint64 endOfScan(QIODevice &source)
{
    qint64 at = source.pos();
    bool escaped = false;
    for (;;) {
        const QByteArray bytes = source.read(block);
        if (bytes.isEmpty()) {
            return at;
        }
        for (const char octet : bytes) {
            const auto value = quint8(octet);
            const bool ends = escaped && value != 0 && value != 0xFF && (value < 0xD0 || value > 0xD7);
            if (ends) {
                return at - 1;
            }
            escaped = value == 0xFF;
            ++at;
        }
    }
}

/// What is needed to show the picture as it is meant; `content` is what the segment begins with.
bool belongsToJpeg(quint8 marker, QByteArrayView content)
{
    switch (marker) {
    case 0xE0:
        return content.startsWith(QByteArrayView("JFIF\0", 5));
    case 0xE2:
        return content.startsWith(QByteArrayView("ICC_PROFILE\0", 12));
    case 0xEE:
        return content.startsWith("Adobe");
    default:
        return marker < 0xE0 || (marker > 0xEF && marker != 0xFE);
    }
}

std::optional<Pieces> jpeg(QIODevice &source)
{
    Pieces pieces;
    bool frame = false;
    bool scan = false;
    int orientation = 1;
    qsizetype place = 1; // where the orientation goes: behind the JFIF header, if there is one
    keep(pieces, 0, 2);
    source.seek(2);
    for (int i = 0; i < mostParts; ++i) {
        const auto segment = nextSegment(source);
        if (!segment) {
            break;
        }
        if (segment->marker == 0xD9) {
            keep(pieces, segment->from, 2);
            break; // what comes behind is another picture, or a film
        }
        const QByteArray content = source.read(segment->size - (isAlone(segment->marker) ? 2 : 4));
        if (segment->marker == 0xE1 && content.startsWith(exifMark) && orientation == 1) {
            orientation = orientationIn(QByteArrayView(content).sliced(exifMark.size()));
        }
        constexpr qint64 bareJfif = 18; // without a small picture
        if (segment->marker == 0xE0 && content.startsWith("JFIF") && content.size() >= bareJfif - 4) {
            QByteArray header = QByteArray("\xFF\xE0\0\x10", 4) + content.first(bareJfif - 6) + QByteArray(2, '\0');
            pieces.append({0, header.size(), header});
            place = pieces.size();
        } else if (belongsToJpeg(segment->marker, content)) {
            keep(pieces, segment->from, segment->size);
        }
        const bool isFrame = segment->marker >= 0xC0 && segment->marker <= 0xCF && segment->marker != 0xC4
            && segment->marker != 0xC8 && segment->marker != 0xCC;
        frame = frame || isFrame;
        if (segment->marker == 0xDA) {
            scan = true;
            const qint64 from = segment->from + segment->size;
            const qint64 end = endOfScan(source);
            keep(pieces, from, end - from);
            source.seek(end);
        }
    }
    if (!frame || !scan) {
        return std::nullopt;
    }
    if (orientation != 1) {
        const QByteArray tiff = tiffWith(orientation);
        QByteArray header("\xFF\xE1", 2);
        const auto size = quint16(2 + exifMark.size() + tiff.size());
        header += char(size >> 8);
        header += char(size & 0xFF);
        header += exifMark + tiff;
        // The beginning may be one piece with what follows.
        auto &first = pieces[place - 1];
        if (place == 1 && first.size > 2) {
            pieces.insert(1, {2, first.size - 2, {}});
            pieces[0].size = 2;
        }
        pieces.insert(place, {0, header.size(), header});
    }
    return pieces;
}

// ---- PNG

quint32 crc(QByteArrayView bytes)
{
    quint32 value = 0xFFFFFFFF;
    for (const char octet : bytes) {
        value ^= quint8(octet);
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1) ^ ((value & 1) ? 0xEDB88320 : 0);
        }
    }
    return ~value;
}

QByteArray chunkOf(const QByteArray &kind, const QByteArray &content)
{
    QByteArray chunk(4, '\0');
    qToBigEndian(quint32(content.size()), chunk.data());
    const QByteArray body = kind + content;
    QByteArray sum(4, '\0');
    qToBigEndian(crc(body), sum.data());
    return chunk + body + sum;
}

bool belongsToPng(const QByteArray &kind)
{
    static const QSet<QByteArray> shown{
        "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "pHYs", "acTL", "fcTL", "fdAT"};
    const bool critical = kind[0] >= 'A' && kind[0] <= 'Z';
    return critical || shown.contains(kind);
}

std::optional<Pieces> png(QIODevice &source)
{
    constexpr qint64 signature = 8;
    constexpr qint64 around = 12; // length, kind and checksum
    constexpr quint32 largestExif = 64 * 1024;
    Pieces pieces;
    qint64 at = signature;
    int orientation = 1;
    qsizetype place = 0;
    keep(pieces, 0, signature);
    for (int i = 0; i < mostParts; ++i) {
        const QByteArray head = source.seek(at) ? source.read(8) : QByteArray();
        const quint32 size = head.size() == 8 ? qFromBigEndian<quint32>(head.constData()) : 0;
        const QByteArray kind = head.mid(4);
        if (head.size() < 8 || size > 0x7FFFFFFF || at + around + size > source.size()
            || (i == 0) != (kind == "IHDR")) {
            return std::nullopt;
        }
        if (belongsToPng(kind)) {
            keep(pieces, at, around + size);
        } else if (kind == "eXIf" && size <= largestExif) {
            orientation = orientationIn(source.read(size));
        }
        if (i == 0) {
            pieces.append({at + around + size, 0, {}}); // so that something can come between
            place = pieces.size() - 1;
        }
        at += around + size;
        if (kind == "IEND") {
            if (orientation != 1) {
                const QByteArray chunk = chunkOf("eXIf", tiffWith(orientation));
                pieces.insert(place, {0, chunk.size(), chunk});
            }
            return pieces;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<Pieces> withoutMetadata(QIODevice &source)
{
    if (source.isSequential() || !source.seek(0)) {
        return std::nullopt;
    }
    const QByteArray head = source.read(12);
    if (head.startsWith("\xff\xd8\xff")) {
        return jpeg(source);
    }
    if (head.startsWith("\x89PNG\r\n\x1a\n")) {
        return png(source);
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
        return gif(source);
    }
    return head.startsWith("RIFF") && head.endsWith("WEBP") ? webp(source) : std::nullopt;
}

bool mayTellMore(QIODevice &source, const QString &mediaType)
{
    static const QSet<QString> silent{u"image/bmp"_s, u"image/x-bmp"_s, u"image/x-ms-bmp"_s,
        u"image/vnd.microsoft.icon"_s, u"image/x-portable-bitmap"_s, u"image/x-portable-graymap"_s,
        u"image/x-portable-pixmap"_s};
    const QByteArray head = !source.isSequential() && source.seek(0) ? source.read(12) : QByteArray();
    // Whatever its name is: pictures, and the container of films and of the pictures that telephones take.
    const bool known = head.startsWith("\xff\xd8\xff") || head.startsWith("\x89PNG") || head.startsWith("GIF8")
        || (head.startsWith("RIFF") && head.endsWith("WEBP")) || head.startsWith(QByteArrayView("II*\0", 4))
        || head.startsWith(QByteArrayView("MM\0*", 4))
        || QByteArrayView(head).sliced(qMin(4, head.size())).startsWith("ftyp");
    return known
        || ((mediaType.startsWith("image/"_L1) || mediaType.startsWith("video/"_L1)) && !silent.contains(mediaType));
}

} // namespace letterlock::app::PictureCleaning
