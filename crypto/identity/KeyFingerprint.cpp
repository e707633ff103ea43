// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/identity/KeyFingerprint.h"

#include <algorithm>

namespace letterlock::crypto {

std::optional<KeyFingerprint> KeyFingerprint::parse(const QString &text)
{
    QString hex = text.toUpper();
    hex.remove(u' ');
    const auto isHex = [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'F'); };
    if (hex.size() != 40 || !std::ranges::all_of(hex, isHex)) {
        return std::nullopt;
    }
    KeyFingerprint fingerprint;
    fingerprint.m_hex = hex;
    return fingerprint;
}

QString KeyFingerprint::grouped() const
{
    QString groups;
    for (qsizetype i = 0; i < m_hex.size(); i += 4) {
        if (i > 0) {
            groups += u' ';
        }
        groups += QStringView(m_hex).mid(i, 4);
    }
    return groups;
}

} // namespace letterlock::crypto
