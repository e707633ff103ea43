// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/KeyRevocation.h"

#include "crypto/base/Base64.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr qsizetype longestField = 4096;
constexpr qsizetype longestSignature = 16 * 1024;

/// White space in it is of the one who laid out the element, and is not signed.
std::optional<QString> only(const XmlElement &parent, const QString &name, qsizetype longest = longestField)
{
    const auto found = parent.elements(name, KeyRevocation::ns);
    if (found.size() != 1) {
        return std::nullopt;
    }
    QString text = found.front()->text();
    text.removeIf([](QChar c) { return c.isSpace(); });
    return text.isEmpty() || text.size() > longest ? std::nullopt : std::optional(text);
}

} // namespace

CryptoResult<KeyRevocation> KeyRevocation::make(
    OpenPgpEngine &engine, const PublishedKey &key, const KeyFingerprint &signer, const QDateTime &at)
{
    KeyRevocation made;
    made.m_key = QString::fromLatin1(key.publicKeyInfo().toBase64());
    made.m_print = key.print();
    made.m_signer = signer.toString();
    made.m_time = at.toUTC().toString(u"yyyy-MM-ddThh:mm:ss'Z'"_s);
    return engine.sign(made.signedText(), signer).transform([&](const QByteArray &signature) {
        made.m_signature = signature;
        return made;
    });
}

std::optional<KeyRevocation> KeyRevocation::read(const XmlElement &element)
{
    // R19: the text and the example have different names.
    if (!element.is(u"revoke", ns) && !element.is(u"revocation", ns)) {
        return std::nullopt;
    }
    const auto *keyprint = element.child(u"keyprint", ns);
    if (!keyprint || (keyprint->hasAttribute(u"algo") && keyprint->attribute(u"algo") != u"sha-256")) {
        return std::nullopt;
    }
    const auto key = only(element, u"key"_s);
    const auto print = only(element, u"keyprint"_s);
    const auto signer = only(element, u"revocationprint"_s);
    const auto time = only(element, u"revocationtime"_s);
    const auto signature = only(element, u"signature"_s, longestSignature);
    const auto octets = signature ? decodeBase64(*signature) : std::nullopt;
    if (!key || !print || !signer || !time || !octets) {
        return std::nullopt;
    }
    KeyRevocation read;
    read.m_key = *key;
    read.m_print = *print;
    read.m_signer = *signer;
    read.m_time = *time;
    read.m_signature = *octets;
    return read;
}

XmlElement KeyRevocation::write() const
{
    XmlElement signer(u"revocationprint"_s, ns);
    signer.setAttribute(u"algo"_s, u"sha-1"_s).setText(m_signer);
    XmlElement revoke(u"revoke"_s, ns);
    revoke.appendTextElement(u"key"_s, m_key).appendTextElement(u"keyprint"_s, m_print);
    revoke.appendTextElement(u"signature"_s, QString::fromLatin1(m_signature.toBase64())).append(std::move(signer));
    return revoke.appendTextElement(u"revocationtime"_s, m_time);
}

bool KeyRevocation::isSignedBy(OpenPgpEngine &engine, const QList<KeyFingerprint> &signers) const
{
    const auto named = KeyFingerprint::parse(m_signer);
    if (!named || !signers.contains(*named)) {
        return false;
    }
    const auto opened = engine.open(m_signature);
    return opened && !opened->encrypted && opened->plaintext == signedText() && opened->signatures.size() == 1
        && opened->signatures.front().state == OpenPgpSignature::State::Valid
        && opened->signatures.front().key == *named;
}

bool KeyRevocation::concerns(const PublishedKey &key) const
{
    return m_print == key.print()
        || m_print.toLower().toLatin1() == QByteArray::fromBase64(key.print().toLatin1()).toHex();
}

QByteArray KeyRevocation::signedText() const
{
    return (m_key + m_print + m_signer + m_time).toUtf8();
}

} // namespace letterlock::crypto
