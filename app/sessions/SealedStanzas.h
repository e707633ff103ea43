// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

#include "app/sessions/SessionKeyAsker.h"
#include "app/transport/Transport.h"
#include "crypto/jose/JoseScheme.h"

namespace letterlock::app {

/// Requests and directed presence under session keys, both ways (draft sections 4 and 5 for iq and presence). What
/// arrives under a key that is not here waits, bounded, until the key has come.
class SealedStanzas : public QObject {
    Q_OBJECT
public:
    struct Ports {
        Transport &transport;
        crypto::JoseScheme &scheme;
        SessionKeyAsker &asker;
        const crypto::Clock &clock;
    };
    explicit SealedStanzas(Ports ports, QObject *parent = nullptr);

    /// A request that the server cannot read, and whose answer it cannot read either (E-32). Errors of the other side
    /// come as StanzaError, whether they were sealed or not.
    QFuture<TransportResult<crypto::XmlElement>> sendIq(
        bool isSet, const crypto::Jid &to, crypto::XmlElement payload, std::chrono::milliseconds patience = {});
    /// Presence for one address. Broadcast presence is never sealed (E-61): `to` must not be empty.
    QFuture<TransportResult<void>> sendPresence(
        const crypto::Jid &to, Availability availability, const QString &status);

    /// An error tells a stranger that we are online: those about presence go only to whom this says yes.
    void setMayTell(std::function<bool(const crypto::BareJid &)> mayTell) { m_mayTell = std::move(mayTell); }
    void handle(const IncomingRequest &request); ///< an iq with `<e2e/>`
    /// The error that answers a stanza which was not opened; nothing where none is due (E-27 to E-33).
    void sendFault(const crypto::XmlElement &stanza, crypto::SealFault fault);

    static constexpr int mostWaiting = 100;
    static constexpr int mostWaitingOfOne = 20; ///< sender
    static constexpr int longestWait = 600; ///< seconds; nobody waits longer for an answer

Q_SIGNALS:
    /// Opened presence that was directed to us.
    void presenceOpened(const letterlock::app::PresenceChange &presence);

private:
    using Opening = std::function<void(const crypto::StanzaOutcome &)>;
    [[nodiscard]] bool mayWait(const crypto::BareJid &sender); ///< for a key
    struct Waiting {
        crypto::IncomingSealed sealed;
        QString sid;
        Opening done;
    };

    void onPresence(const PresenceChange &presence);
    void open(crypto::IncomingSealed sealed, Opening done);
    void openAgain(const crypto::BareJid &sender, const QString &sid);
    void giveUp(const crypto::BareJid &sender, const QString &sid);
    void answer(const crypto::XmlElement &outer, const crypto::XmlElement &inner);
    [[nodiscard]] crypto::IncomingSealed arrived(crypto::XmlElement stanza) const;

    Ports m_ports;
    QList<Waiting> m_waiting;
    std::function<bool(const crypto::BareJid &)> m_mayTell;
};

} // namespace letterlock::app
