// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/Jwe.h"

#include <QCryptographicHash>
#include <QJsonObject>

#include <openssl/crypto.h>

#include "crypto/base/Random.h"
#include "crypto/jose/Base64Url.h"
#include "crypto/jose/JweCipher.h"
#include "crypto/jose/StrictJson.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;

constexpr qsizetype longestHeader = 4096;
constexpr qsizetype longestWrap = 1024; // RSA with 8192 bits
constexpr qsizetype longestMac = 64;
const QString formerNs = u"urn:ietf:params:xml:ns:xmpp-e2e:4"_s;

std::unexpected<CryptoError> malformed()
{
    return cryptoError(Code::MalformedInput, u"JSON Web Encryption"_s);
}

bool isForSessionKey(JweKeyWrap wrap)
{
    return wrap == JweKeyWrap::A128Kw || wrap == JweKeyWrap::A256Kw;
}

/// The octets of the one child of this name.
CryptoResult<QByteArray> part(const XmlElement &parent, QStringView name, qsizetype longest)
{
    auto found = parent.elements(name, Jwe::ns);
    if (name == u"mac") {
        const auto former = parent.elements(name, formerNs);
        found.insert(found.end(), former.begin(), former.end());
    }
    if (found.size() != 1 || found.front()->firstElement()) {
        return malformed();
    }
    const QString text = found.front()->text();
    if (text.size() > longest * 2 + 64) { // white space may stand between
        return cryptoError(Code::TooLarge, u"JSON Web Encryption"_s);
    }
    auto octets = fromBase64Url(text);
    if (!octets || octets->isEmpty()) {
        return malformed();
    }
    if (octets->size() > longest) {
        return cryptoError(Code::TooLarge, u"JSON Web Encryption"_s);
    }
    return *std::move(octets);
}

template <class Algorithm, class... Known>
std::optional<Algorithm> algorithmNamed(const QJsonValue &name, Known... known)
{
    std::optional<Algorithm> found;
    ((name == nameOf(known) ? found = known : found), ...);
    return found;
}

} // namespace

const QString Jwe::ns = u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s;

QString nameOf(JweKeyWrap wrap)
{
    switch (wrap) {
    case JweKeyWrap::A128Kw:
        return u"A128KW"_s;
    case JweKeyWrap::A256Kw:
        return u"A256KW"_s;
    case JweKeyWrap::RsaOaep:
        return u"RSA-OAEP"_s;
    case JweKeyWrap::Rsa15:
        return u"RSA1_5"_s;
    }
    return {};
}

QString nameOf(JweContent content)
{
    return content == JweContent::A128CbcHs256 ? u"A128CBC+HS256"_s : u"A256CBC+HS512"_s;
}

qsizetype masterKeySize(JweContent content)
{
    return content == JweContent::A128CbcHs256 ? 32 : 64;
}

QByteArray JweHeader::toJson() const
{
    const QByteArray last = kid.isEmpty() ? QByteArray() : R"(,"kid":)" + jsonString(kid);
    return R"({"alg":)" + jsonString(nameOf(wrap)) + R"(,"enc":)" + jsonString(nameOf(content)) + last + '}';
}

CryptoResult<JweHeader> JweHeader::parse(QByteArrayView json)
{
    const auto object = strictJsonObject(json, longestHeader);
    if (!object) {
        return malformed();
    }
    // epu and epv (later apu and apv) go into the key derivation.
    for (const auto refused : {"zip"_L1, "crit"_L1, "epu"_L1, "epv"_L1, "apu"_L1, "apv"_L1}) {
        if (object->contains(refused)) {
            return cryptoError(Code::Unsupported, u"JSON Web Encryption with "_s + refused);
        }
    }
    const auto alg = object->value("alg"_L1);
    const auto enc = object->value("enc"_L1);
    const auto wrap = algorithmNamed<JweKeyWrap>(
        alg, JweKeyWrap::A128Kw, JweKeyWrap::A256Kw, JweKeyWrap::RsaOaep, JweKeyWrap::Rsa15);
    const auto content = algorithmNamed<JweContent>(enc, JweContent::A128CbcHs256, JweContent::A256CbcHs512);
    if (!wrap || !content) {
        return cryptoError(Code::Unsupported, u"JSON Web Encryption by other algorithms"_s);
    }
    const auto kid = object->value("kid"_L1);
    if (!kid.isUndefined() && (!kid.isString() || kid.toString().isEmpty())) {
        return malformed();
    }
    return JweHeader{*wrap, *content, kid.toString()};
}

CryptoResult<Jwe> Jwe::read(const XmlElement &parent)
{
    const auto header = part(parent, u"header", longestHeader);
    if (!header) {
        return std::unexpected(header.error());
    }
    auto parsed = JweHeader::parse(*header);
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    Jwe jwe;
    jwe.m_header = *std::move(parsed);
    jwe.m_headerText = toBase64Url(*header);
    struct Part {
        QStringView name;
        qsizetype longest;
        QByteArray Jwe::*octets;
    };
    for (const auto &[name, longest, octets] :
        {Part{u"cmk", longestWrap, &Jwe::m_wrapped}, Part{u"iv", JweCipher::blockSize, &Jwe::m_iv},
            Part{u"data", largestContent, &Jwe::m_ciphertext}, Part{u"mac", longestMac, &Jwe::m_mac}}) {
        auto read = part(parent, name, longest);
        if (!read) {
            return std::unexpected(read.error());
        }
        jwe.*octets = *std::move(read);
    }
    return jwe;
}

void Jwe::appendTo(XmlElement &parent) const
{
    const auto add = [&](const QString &name, const QByteArray &text) {
        parent.append(XmlElement(name, ns).setText(QString::fromLatin1(text)));
    };
    add(u"header"_s, m_headerText);
    add(u"cmk"_s, toBase64Url(m_wrapped));
    add(u"iv"_s, toBase64Url(m_iv));
    add(u"data"_s, toBase64Url(m_ciphertext));
    add(u"mac"_s, toBase64Url(m_mac));
}

CryptoResult<Jwe> Jwe::seal(const JweHeader &header, const SecretBytes &sessionKey, QByteArrayView plaintext)
{
    const qsizetype needed = header.wrap == JweKeyWrap::A128Kw ? 16 : 32;
    if (!isForSessionKey(header.wrap) || sessionKey.size() != needed) {
        return cryptoError(Code::KeyUnusable, u"session key of another size"_s);
    }
    const auto masterKey = SecretBytes::random(masterKeySize(header.content));
    return sealed(header, masterKey, JweCipher::wrapAes(sessionKey, masterKey), plaintext);
}

CryptoResult<Jwe> Jwe::seal(const JweHeader &header, const RsaJwk &recipient, QByteArrayView plaintext)
{
    if (isForSessionKey(header.wrap) || !recipient.isUsable()) {
        return cryptoError(Code::KeyUnusable, u"RSA key"_s);
    }
    const auto masterKey = SecretBytes::random(masterKeySize(header.content));
    const auto wrapped = JweCipher::wrapRsa(header.wrap, recipient, masterKey);
    if (wrapped.isEmpty()) {
        return cryptoError(Code::KeyUnusable, u"RSA key"_s);
    }
    return sealed(header, masterKey, wrapped, plaintext);
}

Jwe Jwe::sealed(
    const JweHeader &header, const SecretBytes &masterKey, const QByteArray &wrapped, QByteArrayView plaintext)
{
    const auto keys = JweCipher::derive(header.content, masterKey);
    Jwe jwe;
    jwe.m_header = header;
    jwe.m_headerText = toBase64Url(header.toJson());
    jwe.m_wrapped = wrapped;
    jwe.m_iv = randomBytes(JweCipher::blockSize);
    jwe.m_ciphertext = JweCipher::encrypt(keys.encryption, jwe.m_iv, plaintext);
    jwe.m_mac = JweCipher::integrityValue(header.content, keys.integrity, jwe.protectedText());
    return jwe;
}

CryptoResult<SecretBytes> Jwe::open(const SecretBytes &sessionKey) const
{
    const qsizetype needed = m_header.wrap == JweKeyWrap::A128Kw ? 16 : 32;
    const auto size = masterKeySize(m_header.content);
    const bool fits = isForSessionKey(m_header.wrap) && sessionKey.size() == needed;
    return openedWith(fits ? JweCipher::unwrapAes(sessionKey, m_wrapped, size) : SecretBytes::random(size));
}

CryptoResult<SecretBytes> Jwe::open(const RequestKey &key) const
{
    const auto size = masterKeySize(m_header.content);
    switch (m_header.wrap) {
    case JweKeyWrap::RsaOaep:
        return openedWith(key.unwrapOaep(m_wrapped, size));
    case JweKeyWrap::Rsa15:
        return openedWith(key.unwrapPkcs1(m_wrapped, size));
    case JweKeyWrap::A128Kw:
    case JweKeyWrap::A256Kw:
        break;
    }
    return openedWith(SecretBytes::random(size));
}

CryptoResult<SecretBytes> Jwe::openedWith(const SecretBytes &masterKey) const
{
    const auto keys = JweCipher::derive(m_header.content, masterKey);
    const auto expected = JweCipher::integrityValue(m_header.content, keys.integrity, protectedText());
    bool intact = m_mac.size() == expected.size()
        && CRYPTO_memcmp(m_mac.constData(), expected.constData(), size_t(expected.size())) == 0;
    intact = intact && m_iv.size() == JweCipher::blockSize && m_ciphertext.size() % JweCipher::blockSize == 0;
    // Decrypted in any case, so that time tells nothing; looked at only if it is intact.
    const auto wholeBlocks = m_ciphertext.size() / JweCipher::blockSize * JweCipher::blockSize;
    const auto plain = JweCipher::decrypt(
        keys.encryption, m_iv.leftJustified(JweCipher::blockSize, '\0', true), m_ciphertext.first(wholeBlocks));
    const int padding = plain.isEmpty() ? 0 : quint8(plain.view().back());
    const bool padded = intact && padding >= 1 && padding <= JweCipher::blockSize
        && std::ranges::all_of(plain.view().last(padding), [&](char c) { return quint8(c) == padding; });
    if (!padded) {
        return cryptoError(Code::DecryptionFailed, u"JSON Web Encryption"_s);
    }
    return SecretBytes(plain.view().chopped(padding));
}

QByteArray Jwe::protectedText() const
{
    return m_headerText + '.' + toBase64Url(m_wrapped) + '.' + toBase64Url(m_iv) + '.' + toBase64Url(m_ciphertext);
}

QByteArray Jwe::digest() const
{
    return QCryptographicHash::hash(m_ciphertext, QCryptographicHash::Sha256);
}

} // namespace letterlock::crypto
