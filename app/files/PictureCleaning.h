// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

class QIODevice;

namespace letterlock::app {

/// What a camera or a program wrote into a picture beside the picture: places, times, names, serial numbers, comments,
/// pictures from before it was cut. Of JPEG, PNG, GIF and WebP; nothing is encoded again. Blocking: for a worker.
namespace PictureCleaning {

/// A part of what remains: octets of the source, or others in their place.
struct Piece {
    qint64 from = 0;
    qint64 size = 0;
    QByteArray instead; ///< empty = those of the source
};
using Pieces = QList<Piece>;

/// Colours, and how the picture is to be turned, stay. Nothing: no such picture, or not built as one, which is nobody's
/// to change. Reads the source from its beginning.
[[nodiscard]] std::optional<Pieces> withoutMetadata(QIODevice &source);

/// A picture or film that was not cleaned may say more than what is seen of it: TIFF, HEIC, AVIF, films, and whatever
/// is not built as it should be.
[[nodiscard]] bool mayTellMore(QIODevice &source, const QString &mediaType);

} // namespace PictureCleaning

} // namespace letterlock::app
