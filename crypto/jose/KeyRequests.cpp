// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/KeyRequests.h"

#include "crypto/jose/Base64Url.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto::KeyRequests {

namespace {

using Code = CryptoError::Code;

const QString stanzasNs = u"urn:ietf:params:xml:ns:xmpp-stanzas"_s;
constexpr qsizetype longestSid = 256;

bool isRequest(const XmlElement &payload)
{
    return payload.is(u"keyreq", Jwe::ns);
}

std::unexpected<CryptoError> failed()
{
    return cryptoError(Code::DecryptionFailed, u"key answer"_s);
}

struct Condition {
    QString name;
    QString type;
};

Condition conditionOf(KeyRefusal refusal)
{
    switch (refusal) {
    case KeyRefusal::BadRequest:
        return {u"bad-request"_s, u"modify"_s};
    case KeyRefusal::ItemNotFound:
        return {u"item-not-found"_s, u"cancel"_s};
    case KeyRefusal::NotAcceptable:
        return {u"not-acceptable"_s, u"modify"_s};
    case KeyRefusal::Forbidden:
        return {u"forbidden"_s, u"auth"_s};
    case KeyRefusal::TryLater:
        return {u"resource-constraint"_s, u"wait"_s};
    }
    return {};
}

} // namespace

bool recognises(const XmlElement &iq)
{
    return iq.name() == "iq"_L1 && iq.attribute(u"type") == "get"_L1 && iq.child(u"keyreq", Jwe::ns);
}

XmlElement request(const QString &sid, const QList<RsaJwk> &ownKeys)
{
    XmlElement payload(u"keyreq"_s, Jwe::ns);
    payload.setAttribute(u"id"_s, sid);
    payload.appendTextElement(u"pkey"_s, QString::fromLatin1(toBase64Url(JwkSet::write(ownKeys))));
    return payload;
}

Expected<KeyRequest, KeyRefusal> read(const XmlElement &payload)
{
    const QString sid = payload.attribute(u"id");
    const auto sets = payload.elements(u"pkey", Jwe::ns);
    if (!isRequest(payload) || sid.isEmpty() || sid.size() > longestSid || sets.size() != 1) {
        return std::unexpected(KeyRefusal::BadRequest);
    }
    const auto json = fromBase64Url(sets.front()->text());
    auto keys = json ? JwkSet::parse(*json) : cryptoError(Code::MalformedInput);
    if (!keys) {
        return std::unexpected(KeyRefusal::BadRequest);
    }
    keys->removeIf([](const RsaJwk &key) { return !key.isUsable(); });
    if (keys->isEmpty()) {
        return std::unexpected(KeyRefusal::NotAcceptable);
    }
    return KeyRequest{sid, *std::move(keys)};
}

Expected<SessionKey, KeyRefusal> keyFor(const KeyRequest &request, const Jid &asker, const BareJid &account,
    SessionKeyStore &store, const SessionKeyPolicy &policy, const QDateTime &now)
{
    auto found = store.own(request.sid);
    if (!found) {
        return std::unexpected(KeyRefusal::TryLater);
    }
    if (!*found || policy.isExpired(**found, now)) {
        return std::unexpected(KeyRefusal::ItemNotFound);
    }
    const bool isOwnDevice = !account.isEmpty() && asker.bare() == account;
    if (asker.isEmpty() || (asker.bare() != (*found)->peer && !isOwnDevice)) {
        return std::unexpected(KeyRefusal::Forbidden);
    }
    return **std::move(found);
}

CryptoResult<XmlElement> answer(const SessionKey &key, const RsaJwk &chosen, JweContent content)
{
    const auto json = OctJwk{key.sid, key.secret.copy()}.toJson();
    const auto jwe = Jwe::seal({JweKeyWrap::RsaOaep, content, chosen.kid}, chosen, json.view());
    if (!jwe) {
        return std::unexpected(jwe.error());
    }
    XmlElement payload(u"keyreq"_s, Jwe::ns);
    payload.setAttribute(u"id"_s, key.sid);
    jwe->appendTo(payload);
    return payload;
}

XmlElement error(KeyRefusal refusal)
{
    const auto condition = conditionOf(refusal);
    XmlElement element(u"error"_s, u"jabber:client"_s);
    element.setAttribute(u"type"_s, condition.type);
    return element.append(XmlElement(condition.name, stanzasNs));
}

CryptoResult<SessionKey> openAnswer(
    const XmlElement &payload, const Jid &from, const Pending &pending, const RequestKey &ownKey, const QDateTime &now)
{
    if (from.isEmpty() || from != pending.asked || !isRequest(payload) || payload.attribute(u"id") != pending.sid) {
        return cryptoError(Code::MalformedInput, u"key answer that was not asked for"_s);
    }
    const auto jwe = Jwe::read(payload);
    if (!jwe || (!jwe->header().kid.isEmpty() && jwe->header().kid != ownKey.publicKey().kid)) {
        return failed();
    }
    const auto json = jwe->open(ownKey);
    auto jwk = json ? OctJwk::parse(json->view()) : failed();
    if (!jwk || jwk->kid != pending.sid || (jwk->key.size() != 16 && jwk->key.size() != 32)) {
        return failed();
    }
    SessionKey key;
    key.sid = pending.sid;
    key.peer = from.bare();
    key.direction = SessionKey::Direction::Peers;
    key.secret = std::move(jwk->key);
    key.created = now;
    key.lastUse = now;
    return key;
}

} // namespace letterlock::crypto::KeyRequests
