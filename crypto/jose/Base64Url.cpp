// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/Base64Url.h"

namespace letterlock::crypto {

namespace {

constexpr auto options = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

bool isDigit(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

} // namespace

QByteArray toBase64Url(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size()).toBase64(options);
}

std::optional<QByteArray> compactBase64Url(const QString &text)
{
    // Characters beyond Latin-1 become '?', which is no Base64url character either.
    QByteArray compact = text.toLatin1();
    compact.removeIf([](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    if (compact.endsWith('=')) {
        if (compact.size() % 4 != 0) {
            return std::nullopt;
        }
        compact.chop(compact.endsWith("==") ? 2 : 1);
    }
    if (!std::ranges::all_of(compact, isDigit)) {
        return std::nullopt;
    }
    return toBase64Url(QByteArray::fromBase64(compact, options)) == compact ? std::optional(compact) : std::nullopt;
}

std::optional<QByteArray> fromBase64Url(const QString &text)
{
    const auto compact = compactBase64Url(text);
    return compact ? std::optional(QByteArray::fromBase64(*compact, options)) : std::nullopt;
}

} // namespace letterlock::crypto
