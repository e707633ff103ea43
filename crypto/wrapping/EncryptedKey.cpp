// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/EncryptedKey.h"

#include "crypto/base/Base64.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

const QString xenc = u"http://www.w3.org/2001/04/xmlenc#"_s;
const QString xenc11 = u"http://www.w3.org/2009/xmlenc11#"_s;
const QString ds = u"http://www.w3.org/2000/09/xmldsig#"_s;

constexpr qsizetype largestCipherValue = 8 * 1024 * 1024; // octets (A-42)
constexpr qsizetype longestName = 1024;

using Code = CryptoError::Code;

XmlElement keyInfo(const QString &name)
{
    XmlElement info(u"KeyInfo"_s, ds);
    info.appendTextElement(u"KeyName"_s, name);
    return info;
}

XmlElement cipherData(const QByteArray &value)
{
    XmlElement element(u"CipherData"_s, xenc);
    element.appendTextElement(u"CipherValue"_s, QString::fromLatin1(value.toBase64()));
    return element;
}

CryptoResult<QString> readName(const QString &text)
{
    const QString name = text.trimmed();
    return name.size() > longestName ? CryptoResult<QString>(cryptoError(Code::TooLarge, u"key name"_s)) : name;
}

/// Missing KeyInfo or KeyName is an empty name (R08). Pointers to elsewhere are never followed.
CryptoResult<QString> readKeyName(const XmlElement &element)
{
    const auto *info = element.child(u"KeyInfo", ds);
    if (!info) {
        return QString();
    }
    if (info->child(u"RetrievalMethod", ds)) {
        return cryptoError(Code::Unsupported, u"RetrievalMethod"_s);
    }
    const auto *name = info->child(u"KeyName", ds);
    if (const auto *value = info->child(u"KeyValue", ds); !name && value) {
        name = value->child(u"KeyName", ds); // R05
    }
    return name ? readName(name->text()) : QString();
}

CryptoResult<QByteArray> readCipherValue(const XmlElement &element)
{
    const auto *cipher = element.child(u"CipherData", xenc);
    const auto *value = cipher ? cipher->child(u"CipherValue", xenc) : nullptr;
    if (!value) {
        return cryptoError(Code::Unsupported, u"no CipherValue"_s);
    }
    const QString text = value->text();
    if (text.size() > largestCipherValue / 3 * 4 + 1024) {
        return cryptoError(Code::TooLarge, u"CipherValue"_s);
    }
    auto bytes = decodeBase64(text);
    if (!bytes) {
        return cryptoError(Code::MalformedInput, u"CipherValue is not Base64"_s);
    }
    return *std::move(bytes);
}

} // namespace

XmlElement EncryptedKey::toXml() const
{
    XmlElement methodElement(u"EncryptionMethod"_s, xenc);
    methodElement.setAttribute(u"Algorithm"_s, method);
    if (!oaepParams.isEmpty()) {
        methodElement.appendTextElement(u"OAEPparams"_s, QString::fromLatin1(oaepParams.toBase64()));
    }
    if (!digest.isEmpty()) {
        methodElement.append(XmlElement(u"DigestMethod"_s, ds).setAttribute(u"Algorithm"_s, digest));
    }
    if (!mgf.isEmpty()) {
        methodElement.append(XmlElement(u"MGF"_s, xenc11).setAttribute(u"Algorithm"_s, mgf));
    }
    XmlElement element(u"EncryptedKey"_s, xenc);
    element.append(std::move(methodElement));
    if (!keyName.isEmpty()) {
        element.append(keyInfo(keyName));
    }
    element.append(cipherData(cipherValue));
    element.appendTextElement(u"CarriedKeyName"_s, carriedKeyName); // last: R04
    return element;
}

CryptoResult<EncryptedKey> EncryptedKey::fromXml(const XmlElement &element)
{
    if (!element.is(u"EncryptedKey", xenc)) {
        return cryptoError(Code::MalformedInput, u"not an EncryptedKey"_s);
    }
    EncryptedKey key;
    if (const auto *method = element.child(u"EncryptionMethod", xenc)) {
        key.method = method->attribute(u"Algorithm");
        if (const auto *digest = method->child(u"DigestMethod", ds)) {
            key.digest = digest->attribute(u"Algorithm");
        }
        if (const auto *mgf = method->child(u"MGF", xenc11)) {
            key.mgf = mgf->attribute(u"Algorithm");
        }
        const auto parameters = decodeBase64(method->childText(u"OAEPparams", xenc));
        if (!parameters) {
            return cryptoError(Code::MalformedInput, u"OAEPparams is not Base64"_s);
        }
        key.oaepParams = *parameters;
    }
    if (key.method.isEmpty()) {
        return cryptoError(Code::Unsupported, u"no key transport named"_s);
    }
    const auto name = readKeyName(element);
    auto value = readCipherValue(element);
    const auto carried = readName(element.childText(u"CarriedKeyName", xenc));
    if (!name || !value || !carried) {
        return std::unexpected(!name ? name.error() : !value ? value.error() : carried.error());
    }
    key.keyName = *name;
    key.cipherValue = *std::move(value);
    key.carriedKeyName = *carried;
    return key;
}

XmlElement EncryptedData::toXml() const
{
    XmlElement element(u"EncryptedData"_s, xenc);
    element.setAttribute(u"Type"_s, xenc + u"Content"_s);
    element.append(XmlElement(u"EncryptionMethod"_s, xenc).setAttribute(u"Algorithm"_s, method));
    element.append(keyInfo(keyName));
    element.append(cipherData(cipherValue));
    return element;
}

CryptoResult<EncryptedData> EncryptedData::fromXml(const XmlElement &element)
{
    if (!element.is(u"EncryptedData", xenc)) {
        return cryptoError(Code::MalformedInput, u"not an EncryptedData"_s);
    }
    const QString type = element.attribute(u"Type");
    if (!type.isEmpty() && type != xenc + u"Content"_s && type != xenc + u"Element"_s) {
        return cryptoError(Code::Unsupported, u"type of EncryptedData"_s);
    }
    EncryptedData part;
    if (const auto *method = element.child(u"EncryptionMethod", xenc)) {
        part.method = method->attribute(u"Algorithm");
    }
    if (part.method.isEmpty()) {
        return cryptoError(Code::Unsupported, u"no cipher named"_s);
    }
    const auto name = readKeyName(element);
    auto value = readCipherValue(element);
    if (!name || !value) {
        return std::unexpected(!name ? name.error() : value.error());
    }
    part.keyName = *name;
    part.cipherValue = *std::move(value);
    return part;
}

} // namespace letterlock::crypto
