// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>

#include "crypto/base/CryptoError.h"
#include "crypto/base/XmlElement.h"
#include "crypto/identity/Jid.h"
#include "crypto/jose/Jwe.h"
#include "crypto/jose/SessionKeyPolicy.h"
#include "crypto/jose/SessionKeyStore.h"

namespace letterlock::crypto {

/// A request for a session key of ours, as it was read.
struct KeyRequest {
    QString sid;
    QList<RsaJwk> keys; ///< usable ones only, at least one, in the order of the asker
};

/// Why a request is not answered with a key (E-57, E-58).
enum class KeyRefusal {
    BadRequest, ///< not a request: no SID, `pkey` that is no JWK Set
    ItemNotFound, ///< SID unknown or expired
    NotAcceptable, ///< no key of a kind and size that we seal to
    Forbidden, ///< asked by somebody the SID was not made for, or refused by the person
    TryLater, ///< our store failed
};

/// The `<keyreq/>` payloads of draft section 6, both ways. Pure but for keyFor(); RSA takes milliseconds, so answer()
/// and openAnswer() belong on a worker.
namespace KeyRequests {

[[nodiscard]] bool recognises(const XmlElement &iq); ///< an iq get with a request

/// Payload of the iq get to the full address that sent the stanza (R38, E-52).
[[nodiscard]] XmlElement request(const QString &sid, const QList<RsaJwk> &ownKeys);
[[nodiscard]] Expected<KeyRequest, KeyRefusal> read(const XmlElement &payload);
/// The key asked for, if this asker may have it: the peer it was made for, or a device of our own `account`. Whether
/// the asking RSA key is approved is not judged here (E-59). Blocking: asks the store.
[[nodiscard]] Expected<SessionKey, KeyRefusal> keyFor(const KeyRequest &request, const Jid &asker,
    const BareJid &account, SessionKeyStore &store, const SessionKeyPolicy &policy, const QDateTime &now);
/// Payload of the iq result: the session key sealed to one of the request's keys (E-56).
[[nodiscard]] CryptoResult<XmlElement> answer(
    const SessionKey &key, const RsaJwk &chosen, JweContent content = JweContent::A256CbcHs512);
/// The `<error/>` child of the iq error.
[[nodiscard]] XmlElement error(KeyRefusal refusal);

/// What was asked, kept until the answer.
struct Pending {
    Jid asked; ///< full address
    QString sid;
};
/// Opens an answer (E-54, E-55): it must come from the address that was asked. The transport has matched the iq id.
/// Malformed and damaged answers are one DecryptionFailed. The result is ready for SessionKeyStore::put().
[[nodiscard]] CryptoResult<SessionKey> openAnswer(
    const XmlElement &payload, const Jid &from, const Pending &pending, const RequestKey &ownKey, const QDateTime &now);

} // namespace KeyRequests

} // namespace letterlock::crypto
