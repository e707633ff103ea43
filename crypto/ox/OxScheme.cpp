// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/ox/OxScheme.h"

#include <QCryptographicHash>
#include <QSet>

#include <algorithm>

#include "crypto/base/Base64.h"
#include "crypto/base/LogCategories.h"
#include "crypto/ox/ContentElementRules.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;
using Reason = Rejected::Reason;

const QString clientNamespace = u"jabber:client"_s;
const QString emeNamespace = u"urn:xmpp:eme:0"_s;
const QString hintsNamespace = u"urn:xmpp:hints"_s;
const QString imFeature = u"urn:xmpp:openpgp:im:0"_s;

constexpr qsizetype largestRead = 256 * 1024; // octets of ciphertext
// Usual servers close the stream at stanzas of 256 KiB; Base64 makes 4 of 3.
constexpr qsizetype largestWritten = 180 * 1024;

XmlElement fallbackBody()
{
    XmlElement body(u"body"_s, clientNamespace);
    body.setText(u"This message is sealed with OpenPGP. Your client cannot open it."_s);
    return body;
}

OpenOutcome rejected(Reason reason, const QString &detail)
{
    qCInfo(lcCrypto) << "OX message refused:" << detail;
    return Rejected{reason, detail};
}

OpenOutcome rejected(const CryptoError &error)
{
    switch (error.code) {
    case Code::NoKey:
        return rejected(Reason::KeyNotHere, error.detail);
    case Code::KeyLocked:
    case Code::Cancelled:
    case Code::EngineFailure: // says nothing about the message, which may open later
        return rejected(Reason::Locked, error.detail);
    case Code::TooLarge:
        return rejected(Reason::TooLarge, error.detail);
    default:
        return rejected(Reason::SealBroken, error.detail);
    }
}

SealOutcome sealNow(OpenPgpEngine &engine, const ContentElement &element, const KeyFingerprint &signer,
    const QList<KeyFingerprint> &recipients, bool transient)
{
    const auto message = engine.signcrypt(element.toXml(), signer, recipients);
    if (!message) {
        return std::unexpected(message.error());
    }
    if (message->size() > largestWritten) {
        return cryptoError(Code::TooLarge, u"message"_s);
    }
    XmlElement openpgp(u"openpgp"_s, ContentElement::ns);
    openpgp.setText(QString::fromLatin1(message->toBase64()));
    SealedContent content;
    if (!transient) {
        content.elements.push_back(fallbackBody());
    }
    content.elements.emplace_back(transient ? u"no-permanent-store"_s : u"store"_s, hintsNamespace);
    content.elements.push_back(
        XmlElement(u"encryption"_s, emeNamespace).setAttribute(u"namespace"_s, ContentElement::ns));
    content.elements.push_back(std::move(openpgp));
    return content;
}

/// Two texts in one language: nobody can say which of them the sender saw.
bool hasSeveralTexts(const std::vector<XmlElement> &payload)
{
    QSet<QString> languages;
    return std::ranges::any_of(payload, [&](const XmlElement &child) {
        const bool isBody = child.is(u"body", clientNamespace);
        const QString language = child.attribute(u"xml:lang");
        const bool again = isBody && languages.contains(language);
        if (isBody) {
            languages.insert(language);
        }
        return again;
    });
}

OpenOutcome openNow(OpenPgpEngine &engine, Keyring &keyring, const IncomingSealed &sealed)
{
    const auto *openpgp = sealed.stanza.child(u"openpgp", ContentElement::ns);
    if (!openpgp) {
        return NotForUs{};
    }
    const QString text = openpgp->text();
    if (text.size() > largestRead * 2) {
        return rejected(Reason::TooLarge, u"ciphertext"_s);
    }
    const auto message = decodeBase64(text);
    if (!message || message->isEmpty()) {
        return rejected(Reason::SealBroken, u"not Base64"_s);
    }
    if (message->size() > largestRead) {
        return rejected(Reason::TooLarge, u"ciphertext"_s);
    }
    const auto opened = engine.open(*message);
    if (!opened) {
        return rejected(opened.error());
    }
    const auto content = ContentElement::parse(opened->plaintext);
    if (!content) {
        return rejected(content.error());
    }
    if (!ContentElementRules::isSigncrypt(*content, *opened)) {
        return rejected(Reason::SealBroken, u"not encrypted and signed"_s);
    }
    if (opened->signatures.size() == 1 && opened->signatures.front().state == OpenPgpSignature::State::KeyMissing) {
        return NeedsKey{opened->signatures.front().issuer};
    }
    const auto signer = ContentElementRules::onlySigner(*opened);
    if (const auto withdrawn = ContentElementRules::withdrawnSigner(*opened); !withdrawn.isEmpty()) {
        const auto key = keyring.find(withdrawn);
        Rejected answer{Reason::SealBroken, u"signed by a key that its owner took back"_s};
        if (key && ContentElementRules::belongsTo(*key, sealed.from.bare())) {
            answer.withdrawnSigner = withdrawn;
        }
        qCInfo(lcCrypto) << "OX message refused:" << answer.detail;
        return answer;
    }
    if (!signer) {
        return rejected(Reason::SealBroken, u"not exactly one valid signature"_s);
    }
    const auto key = keyring.find(*signer);
    if (!key || !ContentElementRules::belongsTo(*key, sealed.from.bare())) {
        return rejected(Reason::SealBroken, u"signed by a key of somebody else: "_s + signer->toString());
    }
    if (!ContentElementRules::isAddressedTo(*content, sealed.to.bare())) {
        return rejected(Reason::SealBroken, u"addressed to somebody else"_s);
    }
    if (hasSeveralTexts(content->payload)) {
        return rejected(Reason::SealBroken, u"several texts"_s);
    }
    Opened result;
    result.payload = content->payload;
    result.signer = *signer;
    result.stampedAt = content->time;
    result.timeIsOdd = ContentElementRules::timeIsOdd(
        content->time, sealed.delayedAt.isValid() ? sealed.delayedAt : sealed.receivedAt);
    result.sealDigest = QCryptographicHash::hash(*message, QCryptographicHash::Sha256);
    return result;
}

/// Those of our own keys that are not named yet and can be sealed for. One that was taken back a moment ago may still
/// be among them, and must not hold up what is written.
QList<KeyFingerprint> usable(Keyring &keyring, QList<KeyFingerprint> own, const QList<KeyFingerprint> &named)
{
    own.removeIf([&](const KeyFingerprint &fingerprint) { return named.contains(fingerprint); });
    QList<KeyFingerprint> good;
    for (const auto &fingerprint : own) {
        const auto key = keyring.find(fingerprint);
        if (key && key->validity == KeyValidity::Valid) {
            good.append(fingerprint);
        }
    }
    return good.isEmpty() ? own : good; // without any of ours it has to fail, with the reason
}

} // namespace

OxScheme::OxScheme(OpenPgpEngine &engine, Keyring &keyring, Worker &worker, const Clock &clock)
    : m_engine(engine)
    , m_keyring(keyring)
    , m_worker(worker)
    , m_clock(clock)
{
}

void OxScheme::setOwnKeys(OwnKeys keys)
{
    m_ownKeys = std::move(keys);
}

QStringList OxScheme::discoFeatures() const
{
    return {imFeature, emeNamespace};
}

bool OxScheme::recognises(const XmlElement &stanza) const
{
    return stanza.child(u"openpgp", ContentElement::ns) != nullptr;
}

QFuture<SealOutcome> OxScheme::seal(OutgoingContent content)
{
    // The own keys alone would make a message that the peer cannot open.
    if (content.recipientKeys.isEmpty() || m_ownKeys.signer.isEmpty() || content.to.isEmpty()) {
        return ready(SealOutcome(cryptoError(Code::KeyUnusable, u"no key of the peer, or none of ours"_s)));
    }
    ContentElement element;
    element.to.append(content.to);
    // Gajim opens its own sent messages only if it is named as well.
    if (!content.from.isEmpty() && content.from != content.to) {
        element.to.append(content.from);
    }
    element.time = m_clock.now();
    element.payload = std::move(content.payload);
    return m_worker.run([&engine = m_engine, &keyring = m_keyring, element = std::move(element), own = m_ownKeys,
                            peers = content.recipientKeys, transient = content.transient] {
        return sealNow(engine, element, own.signer, peers + usable(keyring, own.recipients, peers), transient);
    });
}

QFuture<OpenOutcome> OxScheme::open(IncomingSealed sealed)
{
    const auto priority = sealed.priority;
    return m_worker.run([&engine = m_engine, &keyring = m_keyring,
                            sealed = std::move(sealed)] { return openNow(engine, keyring, sealed); },
        priority);
}

} // namespace letterlock::crypto
