// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/Pictures.h"

#include <QBuffer>
#include <QImageReader>
#include <QImageWriter>

namespace letterlock::app::Pictures {

namespace {

constexpr int allocationLimit = 256; // MiB
constexpr QSize thumbnailBox{192, 192};
constexpr qsizetype largestThumbnail = 8 * 1024;

/// By its first octets: what a name or a sender claims must not choose the decoder.
QByteArray formatOf(const QByteArray &data)
{
    if (data.startsWith("\xff\xd8\xff")) {
        return "jpeg";
    }
    if (data.startsWith("\x89PNG\r\n\x1a\n")) {
        return "png";
    }
    if (data.startsWith("GIF8")) {
        return "gif";
    }
    if (data.startsWith("RIFF") && data.mid(8, 4) == "WEBP") {
        return "webp";
    }
    return data.startsWith("BM") ? "bmp" : QByteArray();
}

} // namespace

QImage decode(const QByteArray &data, const QSize &bounds, QSize *original)
{
    const QByteArray format = formatOf(data);
    if (format.isEmpty() || data.size() > largestData) {
        return {};
    }
    QImageReader::setAllocationLimit(allocationLimit);
    QBuffer buffer;
    buffer.setData(data);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize told = reader.size();
    if (!told.isValid() || told.isEmpty() || qint64(told.width()) * told.height() > mostPixels) {
        return {};
    }
    const bool turned = reader.transformation() & QImageIOHandler::TransformationRotate90;
    if (original) {
        *original = turned ? told.transposed() : told;
    }
    const QSize room = turned ? bounds.transposed() : bounds;
    if (told.width() > room.width() || told.height() > room.height()) {
        const QSize scaled = told.scaled(room, Qt::KeepAspectRatio);
        reader.setScaledSize(scaled.expandedTo({1, 1}));
    }
    return reader.read();
}

QByteArray thumbnail(const QImage &picture, QSize *size)
{
    if (picture.isNull()) {
        return {};
    }
    QImage small = picture;
    if (small.width() > thumbnailBox.width() || small.height() > thumbnailBox.height()) {
        small = small.scaled(thumbnailBox, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    }
    if (small.hasAlphaChannel()) {
        QImage white(small.size(), QImage::Format_RGB32);
        white.fill(Qt::white);
        for (int y = 0; y < small.height(); ++y) {
            for (int x = 0; x < small.width(); ++x) {
                const QRgb pixel = small.pixel(x, y);
                const int alpha = qAlpha(pixel);
                const auto over = [alpha](int value) { return (value * alpha + 255 * (255 - alpha)) / 255; };
                white.setPixel(x, y, qRgb(over(qRed(pixel)), over(qGreen(pixel)), over(qBlue(pixel))));
            }
        }
        small = white;
    }
    *size = small.size();
    // Words that stood in the picture would go from one image to the next, and out again.
    small.convertTo(QImage::Format_RGB32);
    small = QImage(small.constBits(), small.width(), small.height(), small.bytesPerLine(), small.format()).copy();
    for (const int quality : {75, 55, 35, 15}) {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        QImageWriter writer(&buffer, "jpeg");
        writer.setQuality(quality);
        if (writer.write(small) && buffer.data().size() <= largestThumbnail) {
            return buffer.data();
        }
    }
    return {};
}

} // namespace letterlock::app::Pictures
