// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/PublishedKey.h"

#include <QCryptographicHash>
#include <QTimeZone>

#include <algorithm>
#include <memory>
#include <optional>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;
using BigNumber = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

constexpr qsizetype longestModulus = 2500; // digits; 8192 bits have 2467
constexpr qsizetype longestExponent = 20;
constexpr int fewestBits = 2048;
constexpr int mostBits = 8192;
constexpr auto lineLength = 76;

/// The text of the only child of that name; nothing if there are more or none.
std::optional<QString> only(const XmlElement &parent, const QString &name)
{
    const auto found = parent.elements(name, PublishedKey::ns);
    return found.size() == 1 ? std::optional(found.front()->text()) : std::nullopt;
}

QString stamp(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddThh:mm:ss'Z'"_s);
}

/// Its own examples leave the Z out.
QDateTime timeOf(const QString &text)
{
    auto time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (time.timeSpec() == Qt::LocalTime) {
        time.setTimeZone(QTimeZone::UTC);
    }
    return time.toUTC();
}

bool isNumber(const QString &text, qsizetype longest)
{
    return !text.isEmpty() && text.size() <= longest && text.front() != u'0'
        && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

QByteArray octetsOf(const QString &decimal)
{
    BIGNUM *value = nullptr;
    if (BN_dec2bn(&value, decimal.toLatin1().constData()) == 0) {
        return {};
    }
    const BigNumber number(value, BN_free);
    QByteArray octets(BN_num_bytes(number.get()), Qt::Uninitialized);
    BN_bn2bin(number.get(), reinterpret_cast<unsigned char *>(octets.data()));
    return octets;
}

BigNumber numberOf(const QByteArray &octets)
{
    return {
        BN_bin2bn(reinterpret_cast<const unsigned char *>(octets.constData()), int(octets.size()), nullptr), BN_free};
}

QString decimalOf(const QByteArray &octets)
{
    const auto number = numberOf(octets);
    const std::unique_ptr<char, void (*)(char *)> text(
        number ? BN_bn2dec(number.get()) : nullptr, [](char *made) { OPENSSL_free(made); });
    return QString::fromLatin1(text.get());
}

/// An even number is no key; an odd exponent below 65537 hides too little.
bool isSound(const QByteArray &modulus, const QByteArray &exponent)
{
    const auto bits = numberOf(modulus);
    return bits && BN_num_bits(bits.get()) >= fewestBits && BN_num_bits(bits.get()) <= mostBits
        && modulus.back() % 2 != 0 && exponent.size() >= 3 && exponent.size() <= 8 && exponent.back() % 2 != 0;
}

} // namespace

CryptoResult<PublishedKey> PublishedKey::make(const BareJid &owner, const QByteArray &modulus,
    const QByteArray &exponent, const QDateTime &begin, const QDateTime &end)
{
    PublishedKey key;
    key.m_begin = stamp(begin);
    key.m_end = stamp(end);
    key.m_jid = owner.toString();
    key.m_modulusText = decimalOf(modulus);
    key.m_exponentText = decimalOf(exponent);
    key.m_print = QString::fromLatin1(key.digest().toBase64());
    return read(key.write(), owner);
}

CryptoResult<PublishedKey> PublishedKey::read(const XmlElement &pubkey, const BareJid &owner)
{
    const auto *rsa = pubkey.child(u"rsakey", ns);
    const auto *printed = rsa ? rsa->child(u"print", ns) : nullptr;
    if (!pubkey.is(u"pubkey", ns) || !printed || pubkey.elements(u"rsakey", ns).size() != 1) {
        return cryptoError(Code::MalformedInput, u"not a published RSA key"_s);
    }
    if (printed->hasAttribute(u"algo") && printed->attribute(u"algo") != u"sha-256") {
        return cryptoError(Code::Unsupported, u"print by "_s + printed->attribute(u"algo").left(50));
    }
    const auto begin = only(pubkey, u"begin"_s);
    const auto end = only(pubkey, u"end"_s);
    const auto jid = only(pubkey, u"jid"_s);
    const auto modulus = only(*rsa, u"modulus"_s);
    const auto exponent = only(*rsa, u"publicExponent"_s);
    const auto print = only(*rsa, u"print"_s);
    if (!begin || !end || !jid || !modulus || !exponent || !print) {
        return cryptoError(Code::MalformedInput, u"a published key that is not complete"_s);
    }
    PublishedKey key;
    key.m_begin = begin->trimmed();
    key.m_end = end->trimmed();
    key.m_jid = jid->trimmed();
    key.m_modulusText = *modulus;
    key.m_modulusText.removeIf([](QChar c) { return c.isSpace(); });
    key.m_exponentText = exponent->trimmed();
    if (key.m_jid != owner.toString()) {
        return cryptoError(Code::KeyUnusable, u"published for another address"_s);
    }
    if (!isNumber(key.m_modulusText, longestModulus) || !isNumber(key.m_exponentText, longestExponent)) {
        return cryptoError(Code::MalformedInput, u"numbers of a published key"_s);
    }
    if (!key.begin().isValid() || !key.end().isValid() || key.end() < key.begin()) {
        return cryptoError(Code::MalformedInput, u"dates of a published key"_s);
    }
    const auto digest = key.digest();
    key.m_print = QString::fromLatin1(digest.toBase64());
    // The examples of XEP-0189 have both forms.
    if (print->trimmed() != key.m_print && print->trimmed().toLower().toLatin1() != digest.toHex()) {
        return cryptoError(Code::BadSignature, u"the print is not that of the key"_s);
    }
    key.m_modulus = octetsOf(key.m_modulusText);
    key.m_exponent = octetsOf(key.m_exponentText);
    if (!isSound(key.m_modulus, key.m_exponent)) {
        return cryptoError(Code::KeyUnusable, u"size of a published key"_s);
    }
    return key;
}

XmlElement PublishedKey::write() const
{
    QString lines = m_modulusText;
    for (auto at = qsizetype(lineLength); at < lines.size(); at += lineLength + 1) {
        lines.insert(at, u'\n');
    }
    XmlElement rsa(u"rsakey"_s, ns);
    rsa.appendTextElement(u"modulus"_s, lines).appendTextElement(u"publicExponent"_s, m_exponentText);
    rsa.appendTextElement(u"print"_s, m_print);
    XmlElement pubkey(u"pubkey"_s, ns);
    pubkey.appendTextElement(u"begin"_s, m_begin).appendTextElement(u"end"_s, m_end);
    return pubkey.appendTextElement(u"jid"_s, m_jid).append(std::move(rsa));
}

QDateTime PublishedKey::begin() const
{
    return timeOf(m_begin);
}

QDateTime PublishedKey::end() const
{
    return timeOf(m_end);
}

QByteArray PublishedKey::digest() const
{
    const QString all = m_begin + m_end + m_jid + m_modulusText + m_exponentText;
    return QCryptographicHash::hash(all.toUtf8(), QCryptographicHash::Sha256);
}

KeyFingerprint PublishedKey::handle() const
{
    constexpr qsizetype octets = 20;
    return KeyFingerprint::parse(QString::fromLatin1(digest().first(octets).toHex())).value_or(KeyFingerprint());
}

QByteArray PublishedKey::publicKeyInfo() const
{
    const auto n = numberOf(m_modulus);
    const auto e = numberOf(m_exponent);
    const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> builder(
        OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), EVP_PKEY_CTX_free);
    if (!n || !e || !builder || !context || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
        return {};
    }
    const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters(
        OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free);
    EVP_PKEY *made = nullptr;
    if (!parameters || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return {};
    }
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(made, EVP_PKEY_free);
    unsigned char *der = nullptr;
    const int size = i2d_PUBKEY(key.get(), &der);
    const std::unique_ptr<unsigned char, void (*)(unsigned char *)> owned(
        der, [](unsigned char *bytes) { OPENSSL_free(bytes); });
    return size > 0 ? QByteArray(reinterpret_cast<const char *>(der), size) : QByteArray();
}

} // namespace letterlock::crypto
