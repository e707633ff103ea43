// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QMetaType>
#include <QString>

#include <optional>

namespace letterlock::crypto {

/// The fingerprint of a v4 OpenPGP primary key: 40 upper-case hexadecimal digits. Lower case and spaces are read.
class KeyFingerprint {
public:
    KeyFingerprint() = default;
    static std::optional<KeyFingerprint> parse(const QString &text);

    [[nodiscard]] bool isEmpty() const { return m_hex.isEmpty(); }
    [[nodiscard]] const QString &toString() const { return m_hex; }
    [[nodiscard]] QString grouped() const; ///< ten groups of four, one blank between
    [[nodiscard]] QString ending() const { return m_hex.right(8); } ///< for sentences: "the key ending 7C1E90B4"
    auto operator<=>(const KeyFingerprint &other) const { return m_hex.compare(other.m_hex) <=> 0; }
    bool operator==(const KeyFingerprint &) const = default;
    friend size_t qHash(const KeyFingerprint &key, size_t seed = 0) { return qHash(key.m_hex, seed); }

private:
    QString m_hex;
};

} // namespace letterlock::crypto

Q_DECLARE_METATYPE(letterlock::crypto::KeyFingerprint)
