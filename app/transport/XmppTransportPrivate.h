// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDomElement>
#include <QSslError>
#include <QTimer>

#include <QXmppClient.h>
#include <QXmppPresence.h>

#include "app/transport/ClientFeatures.h"
#include "app/transport/IqRequests.h"
#include "app/transport/MessageReader.h"
#include "app/transport/StreamFix.h"
#include "app/transport/XmppTransport.h"

namespace letterlock::app {

/// The inside of XmppTransport: one connection attempt after the other (XmppConnection.cpp) and what arrives and
/// leaves on it (XmppTransport.cpp, XmppIncoming.cpp).
struct XmppTransport::Private : QObject {
    struct ArchiveQuery {
        QList<IncomingMessage> messages;
        int limit = 0;
    };

    explicit Private(XmppTransport &transport);
    ~Private() override;

    // XmppConnection.cpp
    void start(const ConnectionSettings &settings, const crypto::SecretBytes &password);
    void stop();
    void onConnected();
    void onError(const QXmppError &error);
    void onFeatures(const QDomElement &features, bool encrypted);
    void onSslErrors(const QList<QSslError> &errors);
    void finish(const TransportError &fallback);
    void checkLink();
    void beginSession();
    [[nodiscard]] QXmppPresence presence() const;

    // XmppIncoming.cpp
    bool onStanza(const crypto::XmlElement &stanza);
    void onMessage(const crypto::XmlElement &stanza);
    void onPresence(const crypto::XmlElement &stanza);
    bool onRequest(const crypto::XmlElement &iq);
    void onRosterPush(const crypto::XmlElement &query);
    void onRoster(const crypto::XmlElement &query);

    // XmppTransport.cpp
    QFuture<TransportResult<void>> sendStanza(const crypto::XmlElement &stanza);
    QFuture<TransportResult<crypto::XmlElement>> request(
        bool isSet, const crypto::Jid &to, crypto::XmlElement payload, std::chrono::milliseconds patience = {});
    QFuture<TransportResult<crypto::XmlElement>> ping();
    void sendPresenceTo(const crypto::BareJid &contact, const QString &type);

    XmppTransport &q;
    QSslSocket *socket = nullptr; // the client's
    ConnectionSettings settings;
    ClientFeatures features;
    MessageReader reader;
    IqRequests requests;
    QHash<QString, std::shared_ptr<ArchiveQuery>> archiveQueries; // by query id
    QHash<crypto::BareJid, RosterItem> roster;
    crypto::Jid own;
    Availability availability = Availability::Online;
    QString status;
    static constexpr qsizetype defaultStanzaLimit = 262'144;
    qsizetype stanzaLimit = defaultStanzaLimit;

    // Of the current attempt
    int attempt = 0;
    bool active = false; // until disconnected() was emitted
    bool sessionOpen = false;
    bool tlsRefused = false;
    std::optional<TransportError> error; // the first one is the cause
    std::optional<CertificateProblem> certificate;
    QTimer connectTimer;
    QTimer linkTimer;
    QTimer lateTimer; // until what waited at the server is here

    // Last, so that it goes first: it answers what is pending while it goes, and the rest must still be there then.
    QXmppClient client;
};

/// The payload-free frame of a stanza in jabber:client.
crypto::XmlElement stanzaFrame(const QString &name, const QString &type, const QString &to, const QString &id);

} // namespace letterlock::app
