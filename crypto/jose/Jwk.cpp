// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/Jwk.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QSet>

#include "crypto/jose/Base64Url.h"
#include "crypto/jose/StrictJson.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr int fewestBits = 2048;
constexpr int mostBits = 8192;
constexpr qsizetype longestExponent = 8;
constexpr qsizetype longestKey = 4096;
constexpr qsizetype longestSet = 64 * 1024;
constexpr qsizetype mostKeys = 16;

std::unexpected<CryptoError> malformed()
{
    return cryptoError(CryptoError::Code::MalformedInput, u"JSON Web Key"_s);
}

std::optional<QByteArray> number(const QJsonValue &value)
{
    auto bytes = fromBase64Url(value.toString());
    if (!bytes || bytes->isEmpty()) {
        return std::nullopt;
    }
    const auto first = std::ranges::find_if(*bytes, [](char c) { return c != 0; });
    return bytes->sliced(first - bytes->begin());
}

QByteArray rsaMembers(const RsaJwk &key)
{
    return R"("e":")" + toBase64Url(key.exponent) + R"(","kty":"RSA","n":")" + toBase64Url(key.modulus) + '"';
}

} // namespace

SecretBytes OctJwk::toJson() const
{
    QByteArray text = toBase64Url(key.view());
    const auto encoded = SecretBytes::taken(text);
    const QByteArray before = R"({"kty":"oct","kid":)" + jsonString(kid) + R"(,"k":")";
    const QByteArray after = R"(","use":"enc"})";
    SecretBytes json(before.size() + encoded.size() + after.size());
    auto *out = std::ranges::copy(before, json.data()).out;
    out = std::ranges::copy(encoded.view(), out).out;
    std::ranges::copy(after, out);
    return json;
}

CryptoResult<OctJwk> OctJwk::parse(QByteArrayView json)
{
    const auto object = strictJsonObject(json, longestKey);
    if (!object || object->value("kty"_L1) != "oct"_L1 || object->contains("k"_L1) == object->contains("oct"_L1)) {
        return malformed();
    }
    const auto use = object->value("use"_L1);
    if (!use.isUndefined() && use != "enc"_L1 && use != "A128KW"_L1 && use != "A256KW"_L1) {
        return malformed();
    }
    const auto value = object->value(object->contains("k"_L1) ? "k"_L1 : "oct"_L1);
    auto bytes = fromBase64Url(value.toString());
    if (!bytes || bytes->isEmpty() || !object->value("kid"_L1).isString()) {
        return malformed();
    }
    return OctJwk{object->value("kid"_L1).toString(), SecretBytes::taken(*bytes)};
}

int RsaJwk::bits() const
{
    if (modulus.isEmpty()) {
        return 0;
    }
    return int(modulus.size()) * 8 - std::countl_zero(quint8(modulus.front()));
}

bool RsaJwk::isUsable() const
{
    const bool goodModulus = bits() >= fewestBits && bits() <= mostBits && modulus.back() % 2 != 0;
    const bool goodExponent = !exponent.isEmpty() && exponent.size() <= longestExponent && exponent.back() % 2 != 0
        && (exponent.size() > 1 || exponent.back() != 1);
    return goodModulus && goodExponent;
}

QByteArray RsaJwk::thumbprint() const
{
    return QCryptographicHash::hash('{' + rsaMembers(*this) + '}', QCryptographicHash::Sha256);
}

QByteArray JwkSet::write(const QList<RsaJwk> &keys)
{
    QByteArrayList written;
    for (const auto &key : keys) {
        const QByteArray kid = key.kid.isEmpty() ? QByteArray() : R"("kid":)" + jsonString(key.kid) + ',';
        written.append('{' + kid + rsaMembers(key) + '}');
    }
    return R"({"keys":[)" + written.join(',') + "]}";
}

CryptoResult<QList<RsaJwk>> JwkSet::parse(QByteArrayView json)
{
    const auto object = strictJsonObject(json, longestSet);
    const auto list = object ? object->value("keys"_L1) : QJsonValue();
    if (!list.isArray() || list.toArray().size() > mostKeys) {
        return malformed();
    }
    QList<RsaJwk> keys;
    QSet<QString> names;
    for (const auto items = list.toArray(); const auto &item : items) {
        const auto key = item.toObject();
        const auto kid = key.value("kid"_L1);
        if (!key.value("kty"_L1).isString() || (!kid.isUndefined() && (!kid.isString() || kid.toString().isEmpty()))
            || names.contains(kid.toString())) {
            return malformed();
        }
        if (kid.isString()) {
            names.insert(kid.toString());
        }
        const auto use = key.value("use"_L1);
        if (key.value("kty"_L1) != "RSA"_L1 || (!use.isUndefined() && use != "enc"_L1)) {
            continue;
        }
        const auto modulus = number(key.value("n"_L1));
        const auto exponent = number(key.value("e"_L1));
        if (!modulus || !exponent) {
            return malformed();
        }
        keys.append({kid.toString(), *modulus, *exponent});
    }
    const bool unnamed = std::ranges::any_of(keys, [](const RsaJwk &key) { return key.kid.isEmpty(); });
    if (keys.size() > 1 && unnamed) {
        return malformed();
    }
    return keys;
}

} // namespace letterlock::crypto
