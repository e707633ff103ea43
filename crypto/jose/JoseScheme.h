// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "crypto/base/Clock.h"
#include "crypto/jose/SessionKeyPolicy.h"
#include "crypto/jose/SessionKeyStore.h"
#include "crypto/jose/StanzaOutcome.h"

namespace letterlock::crypto {

class StanzaSealer;

/// Object encryption of draft-miller-xmpp-e2e-04 for messages, iq and directed presence. Sealing takes the current
/// session key of the recipient or makes one; opening answers NeedsKey with the SID when the sender has to be asked
/// (KeyRequests). Signer fields stay empty: the scheme has no signatures.
class JoseScheme final : public MessageScheme {
public:
    /// All are used until the last future has finished.
    JoseScheme(SessionKeyStore &store, Worker &worker, const Clock &clock, SessionKeyPolicy policy = {});
    ~JoseScheme() override;

    [[nodiscard]] SchemeId id() const override { return SchemeId::Jose; }
    [[nodiscard]] QStringList discoFeatures() const override;
    /// A message, iq or presence with `<e2e/>`. Errors are none: they may carry our own seal back.
    [[nodiscard]] bool recognises(const XmlElement &stanza) const override;
    /// `recipientKeys` is not used. The message inside has `content.innerId`, or a random id if that is empty.
    QFuture<SealOutcome> seal(OutgoingContent content) override;
    QFuture<OpenOutcome> open(IncomingSealed sealed) override;

    /// The outer stanza for a whole one with `from` and `to`: same kind, type and addresses, `outerId` (empty = random)
    /// and nothing readable (E-12 to E-14). An iq error goes as a result (E-32); for an answer `outerId` is the id of
    /// the outer request. MalformedInput where the ids are equal, but for answers, whose ids the asker chose.
    /// Unsupported for what must not be sealed: without addressee, subscriptions, groupchat, message and presence
    /// errors (E-61, E-62).
    QFuture<CryptoResult<XmlElement>> sealStanza(XmlElement stanza, QString outerId = {});
    QFuture<StanzaOutcome> openStanza(IncomingSealed sealed);

    /// Drops keys that nobody may ask for any more; once a day is enough.
    QFuture<CryptoResult<int>> removeExpired();

    /// The stanza error that answers `stanza` (RFC 6120, R36): addresses swapped, the condition of `fault`. Nothing for
    /// errors and iq results, which are never answered, and for SealFault::None. At most one for each stanza (E-28).
    [[nodiscard]] static std::optional<XmlElement> answerTo(const XmlElement &stanza, SealFault fault);

private:
    std::shared_ptr<StanzaSealer> m_sealer;
    Worker &m_worker;
};

} // namespace letterlock::crypto
