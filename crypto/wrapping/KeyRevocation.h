// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "crypto/identity/KeyFingerprint.h"
#include "crypto/openpgp/OpenPgpEngine.h"
#include "crypto/wrapping/PublishedKey.h"

namespace letterlock::crypto {

/// That a published key is not to be used any more (XEP-0189 section 4). The text leaves the kind of signature open;
/// here it is a signed OpenPGP message, in Base64, whose text is the four fields joined, by a chat key of the owner,
/// which `<revocationprint algo='sha-1'/>` names by its fingerprint. Both calls with an engine block.
class KeyRevocation {
public:
    static inline const QString ns = QStringLiteral("urn:xmpp:revoke:2");

    static CryptoResult<KeyRevocation> make(
        OpenPgpEngine &engine, const PublishedKey &key, const KeyFingerprint &signer, const QDateTime &at);
    /// What it claims; nothing if it is none.
    static std::optional<KeyRevocation> read(const XmlElement &element);
    [[nodiscard]] XmlElement write() const;
    /// Whether one good signature, by one of `signers`, is on exactly these fields.
    [[nodiscard]] bool isSignedBy(OpenPgpEngine &engine, const QList<KeyFingerprint> &signers) const;

    /// Of the key that ends: as it stands there, Base64 or hexadecimal.
    [[nodiscard]] bool concerns(const PublishedKey &key) const;
    [[nodiscard]] const QString &print() const { return m_print; }

private:
    [[nodiscard]] QByteArray signedText() const;

    QString m_key; ///< Base64 of the SubjectPublicKeyInfo, as the example has it
    QString m_print;
    QString m_signer;
    QString m_time;
    QByteArray m_signature;
};

} // namespace letterlock::crypto
