// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/RootKey.h"

#include "crypto/base/Base64.h"
#include "crypto/base/Random.h"
#include "crypto/base/XmlElement.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

const QString rootKeyNamespace = u"urn:letterlock:archive:0"_s;
constexpr qsizetype longestGeneration = 128;

} // namespace

RootKey RootKey::make()
{
    return {randomName(), SecretBytes::random(size)};
}

QByteArray RootKey::toXml() const
{
    XmlElement element(u"root-key"_s, rootKeyNamespace);
    element.setAttribute(u"generation"_s, generation);
    element.setText(QString::fromLatin1(secret.view().toByteArray().toBase64()));
    return element.toXml();
}

CryptoResult<RootKey> RootKey::fromXml(const QByteArray &text)
{
    const auto element = XmlElement::parse(text);
    if (!element || !element->is(u"root-key", rootKeyNamespace)) {
        return cryptoError(CryptoError::Code::MalformedInput, u"not a root key"_s);
    }
    const QString generation = element->attribute(u"generation");
    auto bytes = decodeBase64(element->text());
    if (generation.isEmpty() || generation.size() > longestGeneration || !bytes || bytes->size() != size) {
        return cryptoError(CryptoError::Code::MalformedInput, u"root key"_s);
    }
    return RootKey{generation, SecretBytes::taken(*bytes)};
}

} // namespace letterlock::crypto
