// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>

namespace letterlock::app {

/// Pictures out of data that anybody may have made. Blocking: for a worker.
namespace Pictures {

inline constexpr qint64 largestData = 32LL << 20; ///< octets
inline constexpr qint64 mostPixels = 64'000'000;

/// Fits into `bounds`, never enlarged. Null: no picture of a kind that is shown, damaged, or too large. `original`
/// takes the size it has by itself.
[[nodiscard]] QImage decode(const QByteArray &data, const QSize &bounds, QSize *original = nullptr);
/// A JPEG of at most 8 KiB; empty where there is no picture.
[[nodiscard]] QByteArray thumbnail(const QImage &picture, QSize *size);

} // namespace Pictures

} // namespace letterlock::app
