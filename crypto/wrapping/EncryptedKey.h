// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "crypto/base/XmlElement.h"

namespace letterlock::crypto {

/// A data key wrapped for one public key: the EncryptedKey of XML Encryption as XEP-0241 uses it (A-05, A-13, R04).
struct EncryptedKey {
    QString method; ///< Algorithm URI of the key transport
    QString digest; ///< OAEP digest URI; empty = default of the method
    QString mgf; ///< OAEP mask generation URI; empty = default
    QByteArray oaepParams;
    QString keyName; ///< names the public key: 40 upper-case hex digits for keys of ours; may be empty when read (R08)
    QByteArray cipherValue;
    QString carriedKeyName; ///< names the data key

    [[nodiscard]] XmlElement toXml() const;
    static CryptoResult<EncryptedKey> fromXml(const XmlElement &element);
    bool operator==(const EncryptedKey &) const = default;
};

/// A sealed part of a collection: EncryptedData of XML Encryption with Type Content.
struct EncryptedData {
    QString method; ///< Algorithm URI of the cipher
    QString keyName; ///< names the data key
    QByteArray cipherValue; ///< nonce, text, tag as the method says

    [[nodiscard]] XmlElement toXml() const;
    static CryptoResult<EncryptedData> fromXml(const XmlElement &element);
    bool operator==(const EncryptedData &) const = default;
};

} // namespace letterlock::crypto
