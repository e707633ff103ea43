// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/base/XmlElement.h"
#include "crypto/jose/Jwk.h"
#include "crypto/jose/RequestKey.h"

namespace letterlock::crypto {

/// How the content master key travels: the whole list (E-24, E-63).
enum class JweKeyWrap { A128Kw, A256Kw, RsaOaep, Rsa15 };
/// How the content is sealed: the whole list.
enum class JweContent { A128CbcHs256, A256CbcHs512 };

[[nodiscard]] QString nameOf(JweKeyWrap wrap);
[[nodiscard]] QString nameOf(JweContent content);
[[nodiscard]] qsizetype masterKeySize(JweContent content); ///< of the content master key: 32 or 64

struct JweHeader {
    JweKeyWrap wrap = JweKeyWrap::A256Kw;
    JweContent content = JweContent::A256CbcHs512;
    QString kid; ///< empty = not given

    [[nodiscard]] QByteArray toJson() const;
    /// Refuses everything outside the lists, `zip`, `crit` and what would change the key derivation, and members that
    /// stand twice. Other members are ignored; nothing is ever fetched.
    static CryptoResult<JweHeader> parse(QByteArrayView json);
};

/// A JSON Web Encryption object of draft -08 (not RFC 7516) in the five elements of draft-miller-xmpp-e2e
/// (REQUIREMENTS 2.2). Reading proves the shape; opening answers every failure with one and the same DecryptionFailed,
/// after the same steps (E-22, E-23, E-33, E-60).
class Jwe {
public:
    static const QString ns; ///< urn:ietf:params:xml:ns:xmpp-e2e:5
    static constexpr qsizetype largestContent = 256 * 1024; ///< octets of ciphertext

    /// From the children header, cmk, iv, data and mac, each exactly once and not empty; `mac` also in the :4 namespace
    /// (R31, E-11).
    static CryptoResult<Jwe> read(const XmlElement &parent);
    void appendTo(XmlElement &parent) const;

    /// Under a session key, or to a public key. Master key and IV are fresh each time (E-08, E-09).
    static CryptoResult<Jwe> seal(const JweHeader &header, const SecretBytes &sessionKey, QByteArrayView plaintext);
    static CryptoResult<Jwe> seal(const JweHeader &header, const RsaJwk &recipient, QByteArrayView plaintext);

    [[nodiscard]] const JweHeader &header() const { return m_header; }
    [[nodiscard]] CryptoResult<SecretBytes> open(const SecretBytes &sessionKey) const;
    [[nodiscard]] CryptoResult<SecretBytes> open(const RequestKey &key) const;
    [[nodiscard]] QByteArray digest() const; ///< SHA-256 of the ciphertext: equal for a replay

private:
    JweHeader m_header;
    QByteArray m_headerText; ///< Base64url as it came: it is part of what the integrity value covers
    QByteArray m_wrapped;
    QByteArray m_iv;
    QByteArray m_ciphertext;
    QByteArray m_mac;

    [[nodiscard]] QByteArray protectedText() const;
    static Jwe sealed(
        const JweHeader &header, const SecretBytes &masterKey, const QByteArray &wrapped, QByteArrayView plaintext);
    [[nodiscard]] CryptoResult<SecretBytes> openedWith(const SecretBytes &masterKey) const;
};

} // namespace letterlock::crypto
