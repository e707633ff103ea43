// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "app/transport/Transport.h"

namespace letterlock::app {

/// The real stream, on QXmpp: the only place that knows it. Stream management and resumption are QXmpp's; messages,
/// presence, roster, archive, events and requests are read and written here (see app/README.md for the reasons).
///
/// disconnected() comes once per connectToServer(), also after disconnectFromServer() (NotConnected). A message whose
/// link broke before the acknowledgement stays pending: it is sent again, with its id, on the next stream.
class XmppTransport final : public Transport {
    Q_OBJECT
public:
    explicit XmppTransport(QObject *parent = nullptr);
    ~XmppTransport() override;

    /// Of a request, of connecting, and between two signs of life of an idle link. Defaults: 30 s, 30 s, 60 s.
    void setTimeouts(
        std::chrono::milliseconds request, std::chrono::milliseconds connect, std::chrono::milliseconds idle);

    void connectToServer(const ConnectionSettings &settings, const crypto::SecretBytes &password) override;
    void disconnectFromServer() override;
    [[nodiscard]] bool isConnected() const override;
    [[nodiscard]] crypto::Jid ownJid() const override;
    [[nodiscard]] qsizetype stanzaLimit() const override;

    QFuture<TransportResult<void>> sendMessage(OutgoingMessage message) override;
    QFuture<TransportResult<crypto::XmlElement>> sendIq(bool isSet, const crypto::Jid &to, crypto::XmlElement payload,
        std::chrono::milliseconds patience = {}) override;
    QFuture<TransportResult<void>> sendStanza(crypto::XmlElement stanza) override;
    [[nodiscard]] std::optional<crypto::XmlElement> answerTo(const crypto::XmlElement &request) const override;
    QFuture<TransportResult<ArchivePage>> fetchArchive(
        const QString &after, const QDateTime &since, int max, bool newest) override;
    void setAvailability(Availability availability, const QString &status) override;
    void subscribeTo(const crypto::BareJid &contact) override;
    void answerSubscription(const crypto::BareJid &contact, bool allow) override;
    QFuture<TransportResult<void>> setRosterItem(const crypto::BareJid &contact, const QString &name) override;
    QFuture<TransportResult<void>> removeRosterItem(const crypto::BareJid &contact) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace letterlock::app
