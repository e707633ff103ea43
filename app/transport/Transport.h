// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QFuture>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSslCertificate>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "crypto/base/Expected.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/base/XmlElement.h"
#include "crypto/identity/Jid.h"

namespace letterlock::app {

struct TransportError {
    enum class Code {
        WrongPassword,
        NoSuchServer, ///< name look-up failed
        ConnectionRefused,
        NoTls, ///< the server offers no encryption: nothing was sent
        Certificate, ///< see ConnectionProblem::certificate
        ConnectionLost,
        ReplacedByOtherClient, ///< stream conflict
        TimedOut,
        StanzaError, ///< the peer or server answered with an error: `condition`
        NotConnected,
        ProtocolError,
    };
    Code code = Code::ProtocolError;
    QString condition; ///< stanza error condition ("item-not-found" …)
    QString detail; ///< English, for the log and "Details"
    crypto::XmlElement error; ///< the error element, if any
};

template <class T> using TransportResult = crypto::Expected<T, TransportError>;

struct ConnectionSettings {
    crypto::BareJid account;
    QString host; ///< empty = look it up (SRV)
    quint16 port = 0; ///< 0 = default; used with host only
    QString resource; ///< random per installation
    QList<QByteArray> pinnedCertificates; ///< SHA-256 of certificates the person accepted
    QString extraCaFile; ///< PEM of an additional authority; empty = system's only
    bool requestsOnly = false; ///< no presence, roster or carbons: nothing but requests and their answers
    QStringList discoFeatures; ///< added to our own disco#info and caps, e.g. "urn:xmpp:openpgp:0:public-keys+notify"
};

struct CertificateProblem {
    QString server;
    QStringList reasons; ///< machine words: "self-signed", "expired", "wrong-name", "unknown-authority", "other"
    QByteArray sha256;
    QString subject;
    QString issuer;
    QDateTime validFrom;
    QDateTime validTo;
};

/// A message stanza as it arrived, whole, with what the transport vouches for.
struct IncomingMessage {
    enum class Origin { Live, Carbon, Archive };
    Origin origin = Origin::Live;
    crypto::Jid from;
    crypto::Jid to;
    bool sentByUs = false;
    QString id; ///< stanza id attribute
    QString originId; ///< XEP-0359 origin-id, else `id`
    QString stanzaId; ///< assigned by our own server or archive; empty if unknown
    QDateTime delayedAt; ///< stamped by our own server or archive; invalid = live
    QDateTime receivedAt;
    crypto::XmlElement stanza;
};

struct OutgoingMessage {
    crypto::Jid to;
    QString type = QStringLiteral("chat");
    QString id; ///< also sent as origin-id; empty = random, no origin-id (receipts, chat states)
    bool namesOrigin = true; ///< false: no origin-id, the id that counts lies inside the seal
    std::vector<crypto::XmlElement> children;
};

struct RosterItem {
    crypto::BareJid jid;
    QString name;
    QStringList groups;
    QString subscription; ///< none, to, from, both
    bool pending = false; ///< asked for, not yet answered
};

enum class Availability { Offline, Online, Away, Busy };

struct PresenceChange {
    crypto::Jid jid;
    Availability availability = Availability::Offline;
    QString status;
    crypto::XmlElement stanza; ///< as it arrived, for what is sealed in it
};

/// A request (IQ get or set) of a namespace that somebody serves. It must be answered: a result or an error by
/// sendStanza(), see Replies.h.
struct IncomingRequest {
    crypto::Jid from;
    bool isSet = false;
    crypto::XmlElement stanza;
    [[nodiscard]] const crypto::XmlElement *payload() const { return stanza.firstElement(); }
};

struct ArchivePage {
    QList<IncomingMessage> messages; ///< oldest first
    QString first; ///< archive ids of the page's ends
    QString last;
    bool complete = true;
};

/// The XMPP stream of one account as a port. Lives in one thread (the GUI's); all futures finish in it. One attempt per
/// connectToServer(): trying again is AccountController's business.
class Transport : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    using RequestHandler = std::function<void(const IncomingRequest &request)>;

    virtual void connectToServer(const ConnectionSettings &settings, const crypto::SecretBytes &password) = 0;
    virtual void disconnectFromServer() = 0;
    [[nodiscard]] virtual bool isConnected() const = 0;
    [[nodiscard]] virtual crypto::Jid ownJid() const = 0;
    [[nodiscard]] virtual qsizetype stanzaLimit() const = 0;

    /// Finishes when our server acknowledged it (XEP-0198); an error means it may not have arrived: send again with the
    /// same id after the next connection.
    virtual QFuture<TransportResult<void>> sendMessage(OutgoingMessage message) = 0;
    /// `to` empty = own account. Times out after 30 s, or `patience` where a person has to decide about the answer.
    virtual QFuture<TransportResult<crypto::XmlElement>> sendIq(
        bool isSet, const crypto::Jid &to, crypto::XmlElement payload, std::chrono::milliseconds patience = {})
        = 0;
    /// A whole stanza that is none of the others: directed presence, an answer, an error. Finishes when it was given
    /// to the stream.
    virtual QFuture<TransportResult<void>> sendStanza(crypto::XmlElement stanza) = 0;
    /// Requests whose payload is in `ns` go to `handler`; those that nobody serves are answered with
    /// service-unavailable. An empty handler ends it.
    void serve(const QString &ns, RequestHandler handler) { m_served.insert(ns, std::move(handler)); }
    /// What this client answers to anybody (ping, version, disco#info): the payload of the result, which may be a null
    /// element; nothing where it refuses.
    [[nodiscard]] virtual std::optional<crypto::XmlElement> answerTo(const crypto::XmlElement &request) const = 0;
    /// One page of the own message archive (XEP-0313), checked against forgery. `after` empty = from `since`; with
    /// `newest` the last page not older than `since`, or, with `after`, the one before that id.
    virtual QFuture<TransportResult<ArchivePage>> fetchArchive(
        const QString &after, const QDateTime &since, int max, bool newest)
        = 0;
    virtual void setAvailability(Availability availability, const QString &status) = 0;
    virtual void subscribeTo(const crypto::BareJid &contact) = 0; ///< asks, and allows the other direction
    virtual void answerSubscription(const crypto::BareJid &contact, bool allow) = 0;
    virtual QFuture<TransportResult<void>> setRosterItem(const crypto::BareJid &contact, const QString &name) = 0;
    virtual QFuture<TransportResult<void>> removeRosterItem(const crypto::BareJid &contact) = 0;

Q_SIGNALS:
    void connected(bool resumed); ///< resumed = same stream, nothing was missed
    void disconnected(const letterlock::app::TransportError &error); ///< also when connecting failed
    void certificateProblem(const letterlock::app::CertificateProblem &problem); ///< before disconnected()
    void messageReceived(const letterlock::app::IncomingMessage &message);
    void rosterReceived(const QList<letterlock::app::RosterItem> &items);
    void rosterItemChanged(const letterlock::app::RosterItem &item); ///< subscription "remove" = gone
    void presenceChanged(const letterlock::app::PresenceChange &presence);
    void subscriptionRequested(const crypto::BareJid &contact);
    /// Our own server tells of changed archiving preferences (XEP-0136 section 2); `payload` is <pref/> or one of its
    /// removals.
    void archivePushed(const crypto::XmlElement &payload);
    /// A PEP event from `from`; `items` is the <items/> element (node attribute, item children).
    void pepEvent(const crypto::BareJid &from, const QString &node, const crypto::XmlElement &items);

protected:
    /// False: nobody serves it.
    [[nodiscard]] bool handOver(const IncomingRequest &request) const
    {
        const auto handler = request.payload() ? m_served.value(request.payload()->ns()) : RequestHandler();
        if (handler) {
            handler(request);
        }
        return bool(handler);
    }

private:
    QHash<QString, RequestHandler> m_served;
};

} // namespace letterlock::app
