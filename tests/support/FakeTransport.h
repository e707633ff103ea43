// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "app/transport/Transport.h"

namespace letterlock::test {

/// A transport without a network: records what is sent, answers what it is told to, and injects what a test wants to
/// arrive. Everything succeeds unless said otherwise.
class FakeTransport : public app::Transport {
    Q_OBJECT
public:
    struct SentIq {
        bool isSet = false;
        crypto::Jid to;
        crypto::XmlElement payload;
    };
    using IqAnswer = app::TransportResult<crypto::XmlElement>;
    using PageAnswer = app::TransportResult<app::ArchivePage>;

    explicit FakeTransport(const QString &account = QStringLiteral("alice@localhost"), QObject *parent = nullptr);

    // What the test decides
    std::function<IqAnswer(const SentIq &)> answerIq; ///< unset: an empty result
    std::function<PageAnswer(const QString &after, const QDateTime &since, bool newest)>
        answerArchive; ///< unset: empty
    bool answersIqs = true; ///< false: requests stay pending until answerPendingIqs()
    bool acknowledges = true; ///< false: messages stay pending until acknowledge() or loseLink()
    bool connectsAtOnce = false; ///< true: connectToServer() succeeds by itself
    qsizetype limit = 262'144;

    void connectNow(bool resumed = false);
    void loseLink(app::TransportError::Code code = app::TransportError::Code::ConnectionLost);
    void acknowledge(); ///< all pending messages
    void answerPendingIqs(); ///< with what answerIq says
    void failPending(); ///< all pending messages, with ConnectionLost
    /// A live message from `from` (full address) with these children.
    void receive(const QString &from, std::vector<crypto::XmlElement> children, const QString &id);
    void receive(app::IncomingMessage message);
    /// An IQ that asks us. False: nobody serves it.
    bool receiveRequest(const QString &from, bool isSet, crypto::XmlElement payload, const QString &id);
    void receivePresence(const crypto::XmlElement &stanza);

    // What happened
    QList<app::ConnectionSettings> attempts;
    QList<QByteArray> passwords;
    QList<app::OutgoingMessage> messages;
    QList<SentIq> iqs;
    QList<app::Availability> availabilities;
    QList<crypto::XmlElement> stanzas; ///< given to sendStanza()
    QStringList presences; ///< "subscribe bob@x", "allow bob@x", "deny bob@x"
    int disconnects = 0;

    void connectToServer(const app::ConnectionSettings &settings, const crypto::SecretBytes &password) override;
    void disconnectFromServer() override;
    [[nodiscard]] bool isConnected() const override { return m_connected; }
    [[nodiscard]] crypto::Jid ownJid() const override { return m_own; }
    [[nodiscard]] qsizetype stanzaLimit() const override { return limit; }
    QFuture<app::TransportResult<void>> sendMessage(app::OutgoingMessage message) override;
    QFuture<IqAnswer> sendIq(bool isSet, const crypto::Jid &to, crypto::XmlElement payload,
        std::chrono::milliseconds patience = {}) override;
    QFuture<app::TransportResult<void>> sendStanza(crypto::XmlElement stanza) override;
    [[nodiscard]] std::optional<crypto::XmlElement> answerTo(const crypto::XmlElement &request) const override;
    QFuture<PageAnswer> fetchArchive(const QString &after, const QDateTime &since, int max, bool newest) override;
    void setAvailability(app::Availability availability, const QString &status) override;
    void subscribeTo(const crypto::BareJid &contact) override;
    void answerSubscription(const crypto::BareJid &contact, bool allow) override;
    QFuture<app::TransportResult<void>> setRosterItem(const crypto::BareJid &contact, const QString &name) override;
    QFuture<app::TransportResult<void>> removeRosterItem(const crypto::BareJid &contact) override;

private:
    crypto::Jid m_own;
    bool m_connected = false;
    std::vector<std::shared_ptr<QPromise<app::TransportResult<void>>>> m_pending;
    std::vector<std::pair<SentIq, std::shared_ptr<QPromise<IqAnswer>>>> m_pendingIqs;
};

} // namespace letterlock::test
