// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QJsonObject>

#include <optional>

namespace letterlock::crypto {

/// A JSON object, nothing else around it, in which no member stands twice at any depth: parsers disagree on which of
/// the two counts.
[[nodiscard]] std::optional<QJsonObject> strictJsonObject(QByteArrayView json, qsizetype limit);
/// As a JSON string, with quotes.
[[nodiscard]] QByteArray jsonString(const QString &text);

} // namespace letterlock::crypto
