// SPDX-License-Identifier: GPL-3.0-or-later
#include <QXmppAuthenticationError.h>
#include <QXmppBindError.h>
#include <QXmppConfiguration.h>
#include <QXmppStreamError.h>

#include <QPointer>
#include <QSslConfiguration>

#include "app/transport/CertificateCheck.h"
#include "app/transport/StanzaTap.h"
#include "app/transport/XmppTransportPrivate.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr quint16 defaultPort = 5222;
constexpr qsizetype smallestStanzaLimit = 10'000; // RFC 6120 section 13.12

TransportError::Code codeOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return TransportError::Code::NoSuchServer;
    case QAbstractSocket::ConnectionRefusedError:
        return TransportError::Code::ConnectionRefused;
    // Certificates are told by onSslErrors(); this is a handshake that did not get that far.
    case QAbstractSocket::SslHandshakeFailedError:
        return TransportError::Code::ProtocolError;
    case QAbstractSocket::SocketTimeoutError:
        return TransportError::Code::TimedOut;
    default:
        return TransportError::Code::ConnectionLost;
    }
}

TransportError describe(const QXmppError &error)
{
    TransportError described{TransportError::Code::ProtocolError, {}, error.description, {}};
    if (const auto socketError = error.value<QAbstractSocket::SocketError>()) {
        described.code = codeOf(*socketError);
    } else if (const auto authentication = error.value<QXmpp::AuthenticationError>()) {
        using Type = QXmpp::AuthenticationError::Type;
        const bool refused
            = authentication->type != Type::MechanismMismatch && authentication->type != Type::ProcessingError;
        described.code = refused ? TransportError::Code::WrongPassword : TransportError::Code::ProtocolError;
        described.condition = refused ? u"not-authorized"_s : QString();
    } else if (const auto stream = error.value<QXmpp::StreamError>()) {
        if (*stream == QXmpp::StreamError::Conflict) {
            described.code = TransportError::Code::ReplacedByOtherClient;
            described.condition = u"conflict"_s;
        } else if (*stream != QXmpp::StreamError::UndefinedCondition) {
            // The server ends a stream for its own reasons: shut-down, a stanza too large, too many connections.
            described.code = TransportError::Code::ConnectionLost;
        }
    } else if (error.value<QXmpp::TimeoutError>()) {
        described.code = TransportError::Code::TimedOut;
    }
    return described;
}

} // namespace

XmppTransport::Private::Private(XmppTransport &transport)
    : QObject(&transport)
    , q(transport)
    , client(QXmppClient::NoExtensions, this)
{
    client.addExtension(new StanzaTap([this](const crypto::XmlElement &stanza) { return onStanza(stanza); }));
    socket = client.findChild<QSslSocket *>();
    if (auto *fix = StreamFix::install(client)) {
        connect(fix, &StreamFix::featuresSeen, this, &Private::onFeatures);
    }
    // A request and the acknowledgement request behind it are small writes: Nagle's algorithm would hold the second one
    // back until the peer's delayed acknowledgement, 40 ms and more for every round trip.
    connect(socket, &QAbstractSocket::connected, this,
        [this] { socket->setSocketOption(QAbstractSocket::LowDelayOption, 1); });
    connect(&client, &QXmppClient::connected, this, &Private::onConnected);
    connect(&client, &QXmppClient::errorOccurred, this, &Private::onError);
    connect(&client, &QXmppClient::sslErrors, this, &Private::onSslErrors);
    connect(&client, &QXmppClient::disconnected, this, [this] {
        finish(tlsRefused ? TransportError{TransportError::Code::NoTls, {}, u"the server offers no encryption"_s, {}}
                          : TransportError{sessionOpen ? TransportError::Code::ConnectionLost
                                                       : TransportError::Code::ProtocolError,
                                {}, u"the server closed the stream"_s, {}});
    });
    connectTimer.setSingleShot(true);
    connectTimer.setInterval(30'000);
    connect(&connectTimer, &QTimer::timeout, this, [this] {
        error = TransportError{TransportError::Code::TimedOut, {}, u"connecting took too long"_s, {}};
        socket->abort();
        finish(*error);
    });
    linkTimer.setInterval(60'000);
    connect(&linkTimer, &QTimer::timeout, this, &Private::checkLink);
    lateTimer.setInterval(300'000);
    lateTimer.setSingleShot(true);
    connect(&lateTimer, &QTimer::timeout, this, [this] { reader.setDeliversLate(false); });
}

XmppTransport::Private::~Private()
{
    // What the client still does while it goes must not come back here.
    client.disconnect(this);
    if (std::exchange(sessionOpen, false)) {
        client.disconnectFromServer();
    }
    active = false;
}

void XmppTransport::Private::start(const ConnectionSettings &newSettings, const crypto::SecretBytes &password)
{
    if (active) {
        active = false;
        socket->abort();
    }
    settings = newSettings;
    features = ClientFeatures(settings.discoFeatures);
    active = true;
    ++attempt;
    tlsRefused = sessionOpen = false;
    stanzaLimit = defaultStanzaLimit;
    error.reset();
    certificate.reset();

    QXmppConfiguration configuration;
    configuration.setJid(settings.account.toString());
    configuration.setPassword(QString::fromUtf8(password.view()));
    if (!settings.host.isEmpty()) {
        configuration.setHost(settings.host);
        configuration.setPort(settings.port ? settings.port : defaultPort);
    }
    configuration.setResource(settings.resource);
    configuration.setResourcePrefix(u"Letterlock"_s);
    configuration.setStreamSecurityMode(QXmppConfiguration::TLSRequired);
    // On by default, and then a stream header without version gets the password in clear.
    configuration.setUseNonSASLAuthentication(false);
    configuration.setDisabledSaslMechanisms({u"PLAIN"_s, u"DIGEST-MD5"_s});
    configuration.setUseFastTokenAuthentication(false);
    configuration.setAutoReconnectionEnabled(false);
    // QXmpp's own check would throw the resumable session away; checkLink() keeps it.
    configuration.setKeepAliveInterval(0);
    configuration.setKeepAliveTimeout(0);
    if (!settings.extraCaFile.isEmpty()) {
        configuration.setCaCertificates(
            QSslConfiguration::systemCaCertificates() + QSslCertificate::fromPath(settings.extraCaFile));
    }
    connectTimer.start();
    client.connectToServer(configuration, presence());
}

void XmppTransport::Private::stop()
{
    const TransportError signedOut{TransportError::Code::NotConnected, {}, u"signed out"_s, {}};
    if (!active) {
        requests.failAll(signedOut); // what a link that did not come back has left
        return;
    }
    error = signedOut;
    // Queued, because QXmpp must not lose its stream inside a stanza.
    QTimer::singleShot(0, this, [this, ended = attempt, cause = *error] {
        if (ended == attempt) {
            client.disconnectFromServer();
            finish(cause);
            requests.failAll(cause);
        }
    });
}

QXmppPresence XmppTransport::Private::presence() const
{
    const bool isHidden = settings.requestsOnly || availability == Availability::Offline;
    QXmppPresence presence(isHidden ? QXmppPresence::Unavailable : QXmppPresence::Available);
    if (availability == Availability::Away) {
        presence.setAvailableStatusType(QXmppPresence::Away);
    } else if (availability == Availability::Busy) {
        presence.setAvailableStatusType(QXmppPresence::DND);
    }
    presence.setStatusText(status);
    presence.setCapabilityHash(u"sha-1"_s);
    presence.setCapabilityNode(ClientFeatures::node());
    presence.setCapabilityVer(features.verification());
    return presence;
}

void XmppTransport::Private::onFeatures(const QDomElement &element, bool encrypted)
{
    if (!encrypted) {
        tlsRefused = element.firstChildElement(u"starttls"_s).isNull();
        return;
    }
    const auto limits = element.firstChildElement(u"limits"_s);
    if (limits.namespaceURI() == "urn:xmpp:stream-limits:0"_L1) {
        bool ok = false;
        const auto octets = limits.firstChildElement(u"max-bytes"_s).text().toLongLong(&ok);
        stanzaLimit = ok && octets >= smallestStanzaLimit ? qsizetype(octets) : stanzaLimit;
    }
}

void XmppTransport::Private::onSslErrors(const QList<QSslError> &errors)
{
    const auto presented = socket->peerCertificate();
    if (!presented.isNull() && settings.pinnedCertificates.contains(certificateFingerprint(presented))) {
        client.configuration().setIgnoreSslErrors(true);
        return;
    }
    client.configuration().setIgnoreSslErrors(false);
    certificate = describeCertificate(settings.account.domain(), presented, errors);
    if (!error) {
        error = TransportError{TransportError::Code::Certificate, {}, certificate->reasons.join(u", "_s), {}};
    }
}

void XmppTransport::Private::onError(const QXmppError &occurred)
{
    if (!error) {
        error = describe(occurred);
    }
    qCInfo(crypto::lcTransport) << "stream:" << error->detail;
    // Where there was no link yet, nothing else tells that the attempt is over.
    QTimer::singleShot(0, this, [this, failed = attempt] {
        if (active && failed == attempt && error && client.state() == QXmppClient::DisconnectedState) {
            finish(*error);
        }
    });
}

void XmppTransport::Private::finish(const TransportError &fallback)
{
    if (!active) {
        return;
    }
    active = sessionOpen = false;
    connectTimer.stop();
    linkTimer.stop();
    client.configuration().setPassword({});
    client.configuration().setIgnoreSslErrors(false);
    const auto cause = error.value_or(fallback);
    const QPointer<XmppTransport> alive(&q);
    if (cause.code == TransportError::Code::Certificate && certificate) {
        Q_EMIT q.certificateProblem(*certificate);
    }
    if (alive) {
        Q_EMIT q.disconnected(cause);
    }
}

void XmppTransport::Private::onConnected()
{
    if (!active) {
        QTimer::singleShot(0, this, [this] { client.disconnectFromServer(); });
        return;
    }
    connectTimer.stop();
    error.reset();
    certificate.reset();
    auto &configuration = client.configuration();
    configuration.setPassword({});
    configuration.setIgnoreSslErrors(false);
    const bool resumed = client.streamManagementState() == QXmppClient::ResumedStream;
    sessionOpen = true;
    linkTimer.start();
    if (!resumed) {
        own = crypto::Jid::parse(configuration.jid()).value_or(crypto::Jid(settings.account, settings.resource));
        beginSession();
    }
    reader.setDeliversLate(true);
    lateTimer.start();
    Q_EMIT q.connected(resumed);
}

void XmppTransport::Private::beginSession()
{
    requests.failAll({TransportError::Code::ConnectionLost, {}, u"the stream ended before the answer"_s, {}});
    archiveQueries.clear();
    reader = MessageReader(own);
    if (settings.requestsOnly) {
        return;
    }
    // These go out before the initial presence, so their answers are here before any message is.
    request(false, {}, crypto::XmlElement(u"query"_s, u"http://jabber.org/protocol/disco#info"_s))
        .then(this, [this](const TransportResult<crypto::XmlElement> &answer) {
            if (!answer) {
                return;
            }
            for (const auto *feature : answer->elements(u"feature", u"http://jabber.org/protocol/disco#info")) {
                const QString name = feature->attribute(u"var");
                if (name == "urn:xmpp:sid:0"_L1 || name == "urn:xmpp:mam:2"_L1) {
                    reader.setTrustsStanzaIds(true);
                }
            }
        });
    request(true, {}, crypto::XmlElement(u"enable"_s, u"urn:xmpp:carbons:2"_s));
    request(false, {}, crypto::XmlElement(u"query"_s, u"jabber:iq:roster"_s))
        .then(this, [this](const TransportResult<crypto::XmlElement> &answer) {
            if (answer) {
                onRoster(*answer);
            }
        });
}

void XmppTransport::Private::checkLink()
{
    if (!sessionOpen) {
        return;
    }
    ping().then(this, [this](const TransportResult<crypto::XmlElement> &answer) {
        // Only the link goes, not the session: it is resumed by the next attempt.
        if (!answer && answer.error().code == TransportError::Code::TimedOut && sessionOpen) {
            error = TransportError{TransportError::Code::ConnectionLost, {}, u"the link went silent"_s, {}};
            socket->abort();
        }
    });
}

} // namespace letterlock::app
