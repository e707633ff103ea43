// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include "crypto/base/CryptoError.h"
#include "crypto/base/XmlElement.h"
#include "crypto/identity/Jid.h"
#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::crypto {

/// An RSA key as XEP-0189 publishes it. A value of this kind is complete and has the right print; whose it really is
/// nobody knows from that.
class PublishedKey {
public:
    static inline const QString ns = QStringLiteral("urn:xmpp:pubkey:2");

    /// Of a key with these numbers (big-endian), good from `begin` to `end`.
    static CryptoResult<PublishedKey> make(const BareJid &owner, const QByteArray &modulus, const QByteArray &exponent,
        const QDateTime &begin, const QDateTime &end);
    /// Refused unless it is of `owner`, of 2048 to 8192 bits, and the print is that of what stands there (A-60 to
    ///
    static CryptoResult<PublishedKey> read(const XmlElement &pubkey, const BareJid &owner);
    [[nodiscard]] XmlElement write() const;

    [[nodiscard]] const QString &print() const { return m_print; } ///< Base64
    /// Stands for it where keys go by fingerprints; made of the print, and never the fingerprint of a key in a keyring.
    [[nodiscard]] KeyFingerprint handle() const;
    [[nodiscard]] const QByteArray &modulus() const { return m_modulus; } ///< big-endian, without leading zeros
    [[nodiscard]] const QByteArray &exponent() const { return m_exponent; }
    [[nodiscard]] QDateTime begin() const;
    [[nodiscard]] QDateTime end() const;
    [[nodiscard]] bool isValidAt(const QDateTime &time) const { return begin() <= time && time <= end(); }
    /// The two mean the same numbers; dates, and so the prints, may differ.
    [[nodiscard]] bool isSameKey(const QByteArray &modulus, const QByteArray &exponent) const
    {
        return m_modulus == modulus && m_exponent == exponent;
    }
    [[nodiscard]] QByteArray publicKeyInfo() const; ///< SubjectPublicKeyInfo, DER
    bool operator==(const PublishedKey &) const = default;

private:
    [[nodiscard]] QByteArray digest() const;

    QString m_begin; ///< as written: the print is over the characters
    QString m_end;
    QString m_jid;
    QString m_modulusText;
    QString m_exponentText;
    QString m_print;
    QByteArray m_modulus;
    QByteArray m_exponent;
};

} // namespace letterlock::crypto
