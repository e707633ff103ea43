// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of pictures that may move: GIF and WebP.
#include <QIODevice>
#include <QSet>
#include <QtEndian>

#include "app/files/PictureCleaningParts.h"

namespace letterlock::app::PictureCleaning {

namespace {

// ---- GIF

/// Passes over sub-blocks up to the empty one that ends them; false if the picture ends before.
bool passSubBlocks(QIODevice &source)
{
    char size = 0;
    while (source.getChar(&size)) {
        if (size == 0) {
            return true;
        }
        if (source.skip(quint8(size)) != quint8(size)) {
            return false;
        }
    }
    return false;
}

/// How many octets a colour table takes, by the octet that says so.
qint64 tableSize(quint8 flags)
{
    return flags & 0x80 ? 3LL << ((flags & 7) + 1) : 0;
}

/// How often an animation is shown is all that is kept of what programs add.
QByteArray loopIn(QIODevice &source)
{
    const QByteArray block = source.read(12);
    const QByteArray loop = source.read(4);
    const bool isLoop = (block == "\x0BNETSCAPE2.0"
                            || block
                                == "\x0B"
                                   "ANIMEXTS1.0")
        && loop.startsWith("\x03\x01");
    return isLoop && loop.size() == 4 ? "\x21\xFF" + block + loop + QByteArray(1, '\0') : QByteArray();
}

// ---- WebP

constexpr quint8 exifFlag = 0x08;
constexpr quint8 xmpFlag = 0x04;

QByteArray little(quint32 value)
{
    QByteArray octets(4, '\0');
    qToLittleEndian(value, octets.data());
    return octets;
}

} // namespace

std::optional<Pieces> gif(QIODevice &source)
{
    constexpr qint64 header = 13;
    source.seek(0);
    const QByteArray screen = source.read(header);
    if (screen.size() < header) {
        return std::nullopt;
    }
    Pieces pieces;
    qint64 at = header + tableSize(quint8(screen[10]));
    keep(pieces, 0, at);
    bool image = false;
    for (int i = 0; i < mostParts; ++i) {
        const QByteArray start = source.seek(at) ? source.read(2) : QByteArray();
        if (start.startsWith(';')) {
            keep(pieces, at, 1);
            return image ? std::optional(pieces) : std::nullopt; // what comes behind belongs to nothing
        }
        if (start.size() < 2) {
            break; // cut off
        }
        if (start.startsWith(',')) {
            constexpr qint64 descriptor = 10;
            const QByteArray words = source.seek(at) ? source.read(descriptor) : QByteArray();
            if (words.size() < descriptor) {
                break;
            }
            image = true;
            source.seek(at + descriptor + tableSize(quint8(words[9])) + 1); // and the size of the first code
            const bool whole = passSubBlocks(source);
            const qint64 end = whole ? source.pos() : source.size();
            keep(pieces, at, end - at);
            at = end;
            continue;
        }
        if (start[0] != '!') {
            return std::nullopt;
        }
        const quint8 label = quint8(start[1]);
        if (label == 0xFF) {
            const QByteArray loop = loopIn(source);
            if (!loop.isEmpty()) {
                pieces.append({0, loop.size(), loop});
            }
            source.seek(at + 2);
        }
        if (!passSubBlocks(source)) {
            break;
        }
        if (label == 0xF9) { // how the next image is shown
            keep(pieces, at, source.pos() - at);
        }
        at = source.pos();
    }
    return image ? std::optional(pieces) : std::nullopt;
}

std::optional<Pieces> webp(QIODevice &source)
{
    static const QSet<QByteArray> shown{"VP8 ", "VP8L", "VP8X", "ANIM", "ANMF", "ALPH", "ICCP"};
    constexpr qint64 header = 12;
    constexpr qint64 largestExif = 64 * 1024;
    source.seek(4);
    const QByteArray length = source.read(4);
    const qint64 end = length.size() == 4 ? 8 + qint64(qFromLittleEndian<quint32>(length.constData())) : 0;
    if (end < header || end > source.size()) {
        return std::nullopt;
    }
    Pieces pieces;
    qsizetype extended = -1; // which piece says what else is in it
    QByteArray features;
    bool image = false;
    int orientation = 1;
    qint64 at = header;
    for (int i = 0; at < end; ++i) {
        const QByteArray head = source.seek(at) ? source.read(8) : QByteArray();
        const qint64 size = head.size() == 8 ? qFromLittleEndian<quint32>(head.constData() + 4) : 0;
        if (head.size() < 8 || at + 8 + size > end || i >= mostParts) {
            return std::nullopt;
        }
        const QByteArray kind = head.first(4);
        const qint64 next = qMin(at + 8 + size + (size & 1), end);
        if (kind == "VP8X" && extended < 0 && size == 10) {
            features = head + source.read(size);
            extended = pieces.size();
            pieces.append({0, features.size(), features});
        } else if (shown.contains(kind)) {
            keep(pieces, at, next - at);
        } else if (kind == "EXIF" && size <= largestExif) {
            const QByteArray exif = source.read(size);
            orientation = orientationIn(QByteArrayView(exif).sliced(exif.startsWith(exifMark) ? exifMark.size() : 0));
        }
        image = image || kind == "VP8 " || kind == "VP8L" || kind == "ANMF";
        at = next;
    }
    if (!image) {
        return std::nullopt;
    }
    const bool turned = extended >= 0 && orientation != 1;
    if (extended >= 0) {
        features[8] = char((quint8(features[8]) & ~(exifFlag | xmpFlag)) | (turned ? exifFlag : 0));
        pieces[extended].instead = features;
    }
    if (turned) {
        const QByteArray tiff = tiffWith(orientation);
        const QByteArray chunk = "EXIF" + little(quint32(tiff.size())) + tiff;
        pieces.append({0, chunk.size(), chunk});
    }
    qint64 total = 4;
    for (const auto &piece : pieces) {
        total += piece.size;
    }
    const QByteArray start = "RIFF" + little(quint32(total)) + "WEBP";
    pieces.prepend({0, start.size(), start});
    return pieces;
}

} // namespace letterlock::app::PictureCleaning
