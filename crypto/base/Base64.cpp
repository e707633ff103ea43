// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/base/Base64.h"

#include <openssl/evp.h>

#include <algorithm>

namespace letterlock::crypto {

std::optional<QByteArray> decodeBase64(const QString &text)
{
    // Characters beyond Latin-1 become '?', which is no Base64 character either.
    QByteArray compact = text.toLatin1();
    compact.removeIf([](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    if (compact.isEmpty()) {
        return QByteArray();
    }
    const auto padding = compact.endsWith("==") ? 2 : compact.endsWith('=') ? 1 : 0;
    const auto strayPadding = compact.indexOf('=');
    if (compact.size() % 4 != 0 || (strayPadding >= 0 && strayPadding < compact.size() - padding)) {
        return std::nullopt;
    }
    QByteArray bytes(compact.size() / 4 * 3, Qt::Uninitialized);
    // OpenSSL trims some characters of its own at both ends; the exact length shows that it did not.
    const int written = EVP_DecodeBlock(reinterpret_cast<unsigned char *>(bytes.data()),
        reinterpret_cast<const unsigned char *>(compact.constData()), int(compact.size()));
    if (written != bytes.size()) {
        return std::nullopt;
    }
    bytes.chop(padding);
    return bytes;
}

} // namespace letterlock::crypto
