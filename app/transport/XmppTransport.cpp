// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/XmppTransport.h"

#include <QXmppSendResult.h>
#include <QXmppStanza.h>
#include <QXmppTask.h>

#include <QXmlStreamWriter>

#include "app/transport/XmppTransportPrivate.h"
#include "crypto/base/Random.h"
#include "crypto/base/Worker.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const QString clientNamespace = u"jabber:client"_s;
const QString archiveNamespace = u"urn:xmpp:mam:2"_s;
const QString setNamespace = u"http://jabber.org/protocol/rsm"_s;
const QString formNamespace = u"jabber:x:data"_s;

/// A stanza that is already written; QXmpp only counts and carries it.
class WrittenStanza final : public QXmppStanza {
public:
    explicit WrittenStanza(QByteArray xml)
        : m_xml(std::move(xml))
    {
    }
    void parse(const QDomElement &) override { }
    void toXml(QXmlStreamWriter *writer) const override { writer->device()->write(m_xml); }
    /// Else it is neither counted nor sent again after a broken link.
    [[nodiscard]] bool isXmppStanza() const override { return true; }

private:
    QByteArray m_xml;
};

TransportError tooLarge(qsizetype size, qsizetype limit)
{
    return {TransportError::Code::StanzaError, u"policy-violation"_s,
        u"stanza of %1 octets, the server takes %2"_s.arg(size).arg(limit), {}};
}

TransportError notConnected()
{
    return {TransportError::Code::NotConnected, {}, u"not connected"_s, {}};
}

crypto::XmlElement formField(const QString &name, const QString &value, const QString &type = {})
{
    crypto::XmlElement field(u"field"_s, formNamespace);
    field.setAttribute(u"var"_s, name);
    if (!type.isEmpty()) {
        field.setAttribute(u"type"_s, type);
    }
    return field.appendTextElement(u"value"_s, value);
}

crypto::XmlElement archiveQuery(
    const QString &queryId, const QString &after, const QDateTime &since, int max, bool newest)
{
    crypto::XmlElement query(u"query"_s, archiveNamespace);
    query.setAttribute(u"queryid"_s, queryId);
    crypto::XmlElement form(u"x"_s, formNamespace);
    form.setAttribute(u"type"_s, u"submit"_s);
    form.append(formField(u"FORM_TYPE"_s, archiveNamespace, u"hidden"_s));
    if ((newest || after.isEmpty()) && since.isValid()) {
        form.append(formField(u"start"_s, since.toUTC().toString(Qt::ISODateWithMs)));
    }
    query.append(std::move(form));
    crypto::XmlElement set(u"set"_s, setNamespace);
    set.appendTextElement(u"max"_s, QString::number(max));
    if (newest) {
        set.append(crypto::XmlElement(u"before"_s, setNamespace).setText(after));
    } else if (!after.isEmpty()) {
        set.appendTextElement(u"after"_s, after);
    }
    return query.append(std::move(set));
}

TransportResult<ArchivePage> archivePage(QList<IncomingMessage> messages, const crypto::XmlElement &fin)
{
    if (!fin.is(u"fin", archiveNamespace)) {
        return std::unexpected(
            TransportError{TransportError::Code::ProtocolError, {}, u"an archive answer without <fin/>"_s, {}});
    }
    ArchivePage page;
    page.messages = std::move(messages);
    page.complete = fin.attribute(u"complete") == u"true" || fin.attribute(u"complete") == u"1";
    if (const auto *set = fin.child(u"set", setNamespace)) {
        page.first = set->childText(u"first", setNamespace);
        page.last = set->childText(u"last", setNamespace);
    }
    // A page without an end can not be continued; asking again would never stop.
    page.complete = page.complete || page.last.isEmpty();
    return page;
}

TransportResult<void> withoutPayload(const TransportResult<crypto::XmlElement> &answer)
{
    return answer ? TransportResult<void>() : std::unexpected(answer.error());
}

} // namespace

crypto::XmlElement stanzaFrame(const QString &name, const QString &type, const QString &to, const QString &id)
{
    crypto::XmlElement stanza(name, clientNamespace);
    for (const auto &[key, value] : {std::pair(u"to"_s, to), {u"type"_s, type}, {u"id"_s, id}}) {
        if (!value.isEmpty()) {
            stanza.setAttribute(key, value);
        }
    }
    return stanza;
}

XmppTransport::XmppTransport(QObject *parent)
    : Transport(parent)
    , d(std::make_unique<Private>(*this))
{
}

XmppTransport::~XmppTransport() = default;

void XmppTransport::setTimeouts(
    std::chrono::milliseconds request, std::chrono::milliseconds connect, std::chrono::milliseconds idle)
{
    d->requests.setTimeout(request);
    d->connectTimer.setInterval(connect);
    d->linkTimer.setInterval(idle);
}

void XmppTransport::connectToServer(const ConnectionSettings &settings, const crypto::SecretBytes &password)
{
    d->start(settings, password);
}

void XmppTransport::disconnectFromServer()
{
    d->stop();
}

bool XmppTransport::isConnected() const
{
    return d->sessionOpen;
}

crypto::Jid XmppTransport::ownJid() const
{
    return d->own;
}

qsizetype XmppTransport::stanzaLimit() const
{
    return d->stanzaLimit;
}

QFuture<TransportResult<void>> XmppTransport::Private::sendStanza(const crypto::XmlElement &stanza)
{
    if (!sessionOpen) {
        return crypto::ready(TransportResult<void>(std::unexpected(notConnected())));
    }
    QByteArray xml = stanza.toXml(clientNamespace);
    if (xml.size() > stanzaLimit) {
        return crypto::ready(TransportResult<void>(std::unexpected(tooLarge(xml.size(), stanzaLimit))));
    }
    auto promise = std::make_shared<QPromise<TransportResult<void>>>();
    promise->start();
    const auto finish = [promise](const TransportResult<void> &result) {
        promise->addResult(result);
        promise->finish();
    };
    const bool isMessage = stanza.name() == u"message";
    client.send(WrittenStanza(std::move(xml))).then(this, [this, finish, isMessage](QXmpp::SendResult &&result) {
        if (const auto *failure = std::get_if<QXmppError>(&result)) {
            finish(std::unexpected(TransportError{TransportError::Code::ConnectionLost, {}, failure->description, {}}));
        } else if (!isMessage || std::get<QXmpp::SendSuccess>(result).acknowledged) {
            finish({});
        } else {
            // Without stream management, the answer to a later request says that the server got this far.
            ping().then(this, [finish](const TransportResult<crypto::XmlElement> &answer) {
                const bool answered = answer || answer.error().code == TransportError::Code::StanzaError;
                finish(answered ? TransportResult<void>() : std::unexpected(answer.error()));
            });
        }
    });
    return promise->future();
}

QFuture<TransportResult<crypto::XmlElement>> XmppTransport::Private::request(
    bool isSet, const crypto::Jid &to, crypto::XmlElement payload, std::chrono::milliseconds patience)
{
    const QString id = crypto::randomName();
    auto iq = stanzaFrame(u"iq"_s, isSet ? u"set"_s : u"get"_s, to.toString(), id);
    iq.append(std::move(payload));
    auto answer = requests.add(id, to, own, patience);
    sendStanza(iq).then(this, [this, id](const TransportResult<void> &sent) {
        if (!sent) {
            requests.fail(id, sent.error());
        }
    });
    return answer;
}

QFuture<TransportResult<crypto::XmlElement>> XmppTransport::Private::ping()
{
    const auto domain = crypto::Jid::parse(own.bare().domain()).value_or(crypto::Jid());
    return request(false, domain, crypto::XmlElement(u"ping"_s, u"urn:xmpp:ping"_s));
}

void XmppTransport::Private::sendPresenceTo(const crypto::BareJid &contact, const QString &type)
{
    sendStanza(stanzaFrame(u"presence"_s, type, contact.toString(), {}));
}

QFuture<TransportResult<void>> XmppTransport::sendMessage(OutgoingMessage message)
{
    auto stanza = stanzaFrame(
        u"message"_s, message.type, message.to.toString(), message.id.isEmpty() ? crypto::randomName() : message.id);
    for (auto &child : message.children) {
        stanza.append(std::move(child));
    }
    if (!message.id.isEmpty() && message.namesOrigin) {
        crypto::XmlElement originId(u"origin-id"_s, u"urn:xmpp:sid:0"_s);
        originId.setAttribute(u"id"_s, message.id);
        stanza.append(std::move(originId));
    }
    return d->sendStanza(stanza);
}

QFuture<TransportResult<crypto::XmlElement>> XmppTransport::sendIq(
    bool isSet, const crypto::Jid &to, crypto::XmlElement payload, std::chrono::milliseconds patience)
{
    return d->request(isSet, to, std::move(payload), patience);
}

QFuture<TransportResult<void>> XmppTransport::sendStanza(crypto::XmlElement stanza)
{
    return d->sendStanza(stanza);
}

std::optional<crypto::XmlElement> XmppTransport::answerTo(const crypto::XmlElement &request) const
{
    return d->features.answerTo(request);
}

QFuture<TransportResult<ArchivePage>> XmppTransport::fetchArchive(
    const QString &after, const QDateTime &since, int max, bool newest)
{
    const QString queryId = crypto::randomName();
    auto query = std::make_shared<Private::ArchiveQuery>();
    query->limit = max;
    d->archiveQueries.insert(queryId, query);
    return d->request(true, {}, archiveQuery(queryId, after, since, max, newest))
        .then(d.get(), [this, queryId, query](const TransportResult<crypto::XmlElement> &answer) {
            d->archiveQueries.remove(queryId);
            return answer ? archivePage(std::move(query->messages), *answer)
                          : TransportResult<ArchivePage>(std::unexpected(answer.error()));
        });
}

void XmppTransport::setAvailability(Availability availability, const QString &status)
{
    d->availability = availability;
    d->status = status;
    if (d->sessionOpen) {
        d->client.sendPacket(d->presence());
    }
}

void XmppTransport::subscribeTo(const crypto::BareJid &contact)
{
    d->sendPresenceTo(contact, u"subscribe"_s);
    d->sendPresenceTo(contact, u"subscribed"_s);
}

void XmppTransport::answerSubscription(const crypto::BareJid &contact, bool allow)
{
    d->sendPresenceTo(contact, allow ? u"subscribed"_s : u"unsubscribed"_s);
}

QFuture<TransportResult<void>> XmppTransport::setRosterItem(const crypto::BareJid &contact, const QString &name)
{
    crypto::XmlElement query(u"query"_s, u"jabber:iq:roster"_s);
    crypto::XmlElement item(u"item"_s, query.ns());
    item.setAttribute(u"jid"_s, contact.toString());
    if (!name.isEmpty()) {
        item.setAttribute(u"name"_s, name);
    }
    // A set replaces the whole item.
    const auto groups = d->roster.value(contact).groups;
    for (const auto &group : groups) {
        item.appendTextElement(u"group"_s, group);
    }
    query.append(std::move(item));
    return d->request(true, {}, std::move(query)).then(withoutPayload);
}

QFuture<TransportResult<void>> XmppTransport::removeRosterItem(const crypto::BareJid &contact)
{
    crypto::XmlElement query(u"query"_s, u"jabber:iq:roster"_s);
    crypto::XmlElement item(u"item"_s, query.ns());
    item.setAttribute(u"jid"_s, contact.toString()).setAttribute(u"subscription"_s, u"remove"_s);
    query.append(std::move(item));
    return d->request(true, {}, std::move(query)).then(withoutPayload);
}

} // namespace letterlock::app
