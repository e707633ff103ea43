// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/KeyContinuity.h"

#include "crypto/base/XmlElement.h"

using namespace Qt::StringLiterals;

namespace letterlock::app::KeyContinuity {

namespace {

const auto ns = u"urn:letterlock:key-continuity:1"_s;

QByteArray textOf(const ContinuityClaim &claim)
{
    crypto::XmlElement text(u"continuity"_s, ns);
    text.setAttribute(u"owner"_s, claim.owner.toString())
        .setAttribute(u"old"_s, claim.oldKey.toString())
        .setAttribute(u"new"_s, claim.newKey.toString())
        .setAttribute(u"stamp"_s, claim.at.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss'Z'"_s));
    return text.toXml();
}

/// The signed text, if exactly one good signature by exactly this key is on it.
std::optional<QByteArray> textSignedBy(
    crypto::OpenPgpEngine &engine, const QByteArray &message, const crypto::KeyFingerprint &key)
{
    const auto opened = engine.open(message);
    if (!opened || opened->encrypted || opened->signatures.size() != 1) {
        return std::nullopt;
    }
    const auto &signature = opened->signatures.front();
    const bool good = signature.state == crypto::OpenPgpSignature::State::Valid && signature.key == key;
    return good ? std::optional(opened->plaintext) : std::nullopt;
}

} // namespace

crypto::CryptoResult<KeyStatement> make(crypto::OpenPgpEngine &engine, const ContinuityClaim &claim)
{
    const QByteArray text = textOf(claim);
    const auto byOld = engine.sign(text, claim.oldKey);
    if (!byOld) {
        return std::unexpected(byOld.error());
    }
    const auto byNew = engine.sign(text, claim.newKey);
    if (!byNew) {
        return std::unexpected(byNew.error());
    }
    return KeyStatement{claim.oldKey, claim.newKey, *byOld, *byNew};
}

std::optional<ContinuityClaim> check(
    crypto::OpenPgpEngine &engine, const KeyStatement &statement, const crypto::BareJid &owner)
{
    const auto byOld = textSignedBy(engine, statement.byOld, statement.oldKey);
    const auto byNew = textSignedBy(engine, statement.byNew, statement.newKey);
    if (!byOld || !byNew || *byOld != *byNew) {
        return std::nullopt;
    }
    const auto text = crypto::XmlElement::parse(*byOld);
    if (!text || !text->is(u"continuity", ns)) {
        return std::nullopt;
    }
    const auto named = crypto::BareJid::parse(text->attribute(u"owner"));
    const auto oldKey = crypto::KeyFingerprint::parse(text->attribute(u"old"));
    const auto newKey = crypto::KeyFingerprint::parse(text->attribute(u"new"));
    if (named != owner || oldKey != statement.oldKey || newKey != statement.newKey
        || statement.oldKey == statement.newKey) {
        return std::nullopt;
    }
    return ContinuityClaim{
        owner, *oldKey, *newKey, QDateTime::fromString(text->attribute(u"stamp"), Qt::ISODate).toUTC()};
}

} // namespace letterlock::app::KeyContinuity
