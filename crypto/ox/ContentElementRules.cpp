// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/ox/ContentElementRules.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto::ContentElementRules {

namespace {

constexpr qint64 tolerance = 5 * 60; // seconds

}

bool isSigncrypt(const ContentElement &content, const OpenedOpenPgp &message)
{
    return content.kind == ContentElement::Kind::Signcrypt && message.encrypted && !message.signatures.isEmpty();
}

std::optional<KeyFingerprint> onlySigner(const OpenedOpenPgp &message)
{
    if (message.signatures.size() != 1) {
        return std::nullopt;
    }
    const auto &signature = message.signatures.front();
    const bool good = signature.state == OpenPgpSignature::State::Valid && !signature.key.isEmpty();
    return good ? std::optional(signature.key) : std::nullopt;
}

KeyFingerprint withdrawnSigner(const OpenedOpenPgp &message)
{
    const bool one = message.signatures.size() == 1;
    return one && message.signatures.front().state == OpenPgpSignature::State::KeyRevoked
        ? message.signatures.front().key
        : KeyFingerprint();
}

bool belongsTo(const PublicKey &key, const BareJid &owner)
{
    constexpr auto scheme = "xmpp:"_L1;
    return !owner.isEmpty() && std::ranges::any_of(key.userIds, [&](const QString &userId) {
        // BareJid::parse drops a resource, which such a user id must not have.
        return userId.startsWith(scheme) && !userId.contains(u'/')
            && BareJid::parse(userId.sliced(scheme.size())) == owner;
    });
}

bool isAddressedTo(const ContentElement &content, const BareJid &addressee)
{
    return !addressee.isEmpty() && content.to.contains(addressee);
}

bool timeIsOdd(const QDateTime &inside, const QDateTime &outside)
{
    return !inside.isValid() || !outside.isValid() || qAbs(inside.secsTo(outside)) > tolerance;
}

} // namespace letterlock::crypto::ContentElementRules
