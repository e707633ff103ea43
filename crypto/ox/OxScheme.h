// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/base/Clock.h"
#include "crypto/message/MessageScheme.h"
#include "crypto/openpgp/Keyring.h"
#include "crypto/openpgp/OpenPgpEngine.h"

namespace letterlock::crypto {

/// OpenPGP for XMPP (XEP-0373, XEP-0374), signcrypt only. Signs with the account's current key and always encrypts to
/// all confirmed own keys as well. On opening it proves: encrypted and signed by exactly one key of the sender
/// ("xmpp:" user id), addressed to us, one payload, one time.
class OxScheme final : public MessageScheme {
public:
    struct OwnKeys {
        KeyFingerprint signer;
        QList<KeyFingerprint> recipients; ///< all confirmed own keys that can encrypt, the signer among them
    };

    OxScheme(OpenPgpEngine &engine, Keyring &keyring, Worker &worker, const Clock &clock);

    void setOwnKeys(OwnKeys keys); ///< from the thread that calls seal()

    [[nodiscard]] SchemeId id() const override { return SchemeId::Ox; }
    [[nodiscard]] QStringList discoFeatures() const override;
    [[nodiscard]] bool recognises(const XmlElement &stanza) const override;
    QFuture<SealOutcome> seal(OutgoingContent content) override;
    QFuture<OpenOutcome> open(IncomingSealed sealed) override;

private:
    OpenPgpEngine &m_engine;
    Keyring &m_keyring;
    Worker &m_worker;
    const Clock &m_clock;
    OwnKeys m_ownKeys;
};

} // namespace letterlock::crypto
