// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/PictureCleaning.h"

/// What the readers of the single kinds of pictures share. Each reads a source that can be sought in.
namespace letterlock::app::PictureCleaning {

constexpr int mostParts = 100'000; // segments or chunks; a large animation has some thousands
inline const QByteArray exifMark("Exif\0\0", 6);

void keep(Pieces &pieces, qint64 from, qint64 size);
/// How a picture is to be turned, 1 to 8, out of a TIFF header with its first directory; 1 = not at all.
int orientationIn(QByteArrayView tiff);
/// A TIFF header with a directory that says only this.
QByteArray tiffWith(int orientation);

std::optional<Pieces> gif(QIODevice &source);
std::optional<Pieces> webp(QIODevice &source);

} // namespace letterlock::app::PictureCleaning
