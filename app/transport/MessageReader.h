// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include "app/transport/Transport.h"

namespace letterlock::app {

/// Tells what a message stanza is and who vouches for it: plain, carbon (XEP-0280), result of an archive query
/// (XEP-0313), event (XEP-0163). Forged wrappings are dropped here.
class MessageReader {
public:
    struct Nothing { };
    struct Event {
        crypto::BareJid from;
        QString node;
        crypto::XmlElement items;
    };
    struct ArchiveResult {
        QString queryId;
        IncomingMessage message;
    };
    using Reading = std::variant<Nothing, IncomingMessage, Event, ArchiveResult>;

    MessageReader() = default;
    explicit MessageReader(crypto::Jid own);
    /// Whether our server takes out stanza-ids in its name that others wrote (it announces urn:xmpp:sid:0 or MAM).
    void setTrustsStanzaIds(bool trusts) { m_trustsStanzaIds = trusts; }

    /// Whether messages may have waited at our server: anybody can write a delay in its name, and while the stream
    /// stands nothing waits, so then none counts (E-43). What comes out of its archive always has its time.
    void setDeliversLate(bool late) { m_deliversLate = late; }

    [[nodiscard]] Reading read(const crypto::XmlElement &stanza) const;

private:
    [[nodiscard]] bool isOwnServer(const QString &from) const;
    [[nodiscard]] Reading readCarbon(const crypto::XmlElement &carbon) const;
    [[nodiscard]] Reading readResult(const crypto::XmlElement &result) const;
    [[nodiscard]] std::optional<IncomingMessage> message(
        const crypto::XmlElement &stanza, IncomingMessage::Origin origin) const;

    crypto::Jid m_own;
    bool m_trustsStanzaIds = false;
    bool m_deliversLate = true;
};

} // namespace letterlock::app
