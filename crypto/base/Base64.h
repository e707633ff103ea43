// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace letterlock::crypto {

/// Strict Base64 of RFC 4648 that skips XML white space and is fast enough for archive pages, which
/// QByteArray::fromBase64 is not. Nothing on any other character, on wrong length or wrong padding.
std::optional<QByteArray> decodeBase64(const QString &text);

} // namespace letterlock::crypto
