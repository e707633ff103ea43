// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace letterlock::crypto {

/// Base64url without padding, as JOSE has it.
[[nodiscard]] QByteArray toBase64Url(QByteArrayView bytes);
/// The text without XML white space and without padding (R42): what integrity values are computed over. Nothing if it
/// is no Base64url; unused bits must be zero, so that a text stands for one value only.
[[nodiscard]] std::optional<QByteArray> compactBase64Url(const QString &text);
[[nodiscard]] std::optional<QByteArray> fromBase64Url(const QString &text);

} // namespace letterlock::crypto
