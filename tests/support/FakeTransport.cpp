// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakeTransport.h"

#include <QPromise>
#include <QTimer>

#include "app/transport/ClientFeatures.h"
#include "crypto/base/Worker.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

app::TransportError error(app::TransportError::Code code)
{
    return {code, {}, u"said the test"_s, {}};
}

} // namespace

FakeTransport::FakeTransport(const QString &account, QObject *parent)
    : Transport(parent)
    , m_own(*crypto::Jid::parse(account + u"/fake"_s))
{
}

void FakeTransport::connectNow(bool resumed)
{
    m_connected = true;
    Q_EMIT connected(resumed);
}

void FakeTransport::loseLink(app::TransportError::Code code)
{
    m_connected = false;
    failPending();
    Q_EMIT disconnected(error(code));
}

void FakeTransport::acknowledge()
{
    for (const auto &promise : std::exchange(m_pending, {})) {
        promise->addResult(app::TransportResult<void>());
        promise->finish();
    }
}

void FakeTransport::failPending()
{
    for (const auto &promise : std::exchange(m_pending, {})) {
        promise->addResult(std::unexpected(error(app::TransportError::Code::ConnectionLost)));
        promise->finish();
    }
}

void FakeTransport::receive(const QString &from, std::vector<crypto::XmlElement> children, const QString &id)
{
    app::IncomingMessage message;
    message.from = *crypto::Jid::parse(from);
    message.to = m_own;
    message.sentByUs = message.from.bare() == m_own.bare();
    message.id = message.originId = id;
    message.receivedAt = QDateTime::currentDateTimeUtc();
    message.stanza = crypto::XmlElement(u"message"_s, u"jabber:client"_s);
    message.stanza.setAttribute(u"from"_s, from)
        .setAttribute(u"to"_s, m_own.toString())
        .setAttribute(u"type"_s, u"chat"_s)
        .setAttribute(u"id"_s, id);
    for (auto &child : children) {
        message.stanza.append(std::move(child));
    }
    receive(std::move(message));
}

void FakeTransport::receive(app::IncomingMessage message)
{
    Q_EMIT messageReceived(message);
}

void FakeTransport::connectToServer(const app::ConnectionSettings &settings, const crypto::SecretBytes &password)
{
    attempts << settings;
    passwords << password.view().toByteArray();
    if (connectsAtOnce) {
        QTimer::singleShot(0, this, [this] { connectNow(); });
    }
}

void FakeTransport::disconnectFromServer()
{
    ++disconnects;
    if (std::exchange(m_connected, false)) {
        failPending();
        Q_EMIT disconnected(error(app::TransportError::Code::NotConnected));
    }
}

QFuture<app::TransportResult<void>> FakeTransport::sendMessage(app::OutgoingMessage message)
{
    if (!m_connected) {
        return crypto::ready(
            app::TransportResult<void>(std::unexpected(error(app::TransportError::Code::NotConnected))));
    }
    messages << std::move(message);
    if (acknowledges) {
        return crypto::ready(app::TransportResult<void>());
    }
    auto promise = std::make_shared<QPromise<app::TransportResult<void>>>();
    promise->start();
    m_pending.push_back(promise);
    return promise->future();
}

QFuture<FakeTransport::IqAnswer> FakeTransport::sendIq(
    bool isSet, const crypto::Jid &to, crypto::XmlElement payload, std::chrono::milliseconds)
{
    if (!m_connected) {
        return crypto::ready(IqAnswer(std::unexpected(error(app::TransportError::Code::NotConnected))));
    }
    iqs << SentIq{isSet, to, std::move(payload)};
    if (!answersIqs) {
        auto promise = std::make_shared<QPromise<IqAnswer>>();
        promise->start();
        m_pendingIqs.emplace_back(iqs.last(), promise);
        return promise->future();
    }
    return crypto::ready(answerIq ? answerIq(iqs.last()) : IqAnswer(crypto::XmlElement()));
}

void FakeTransport::answerPendingIqs()
{
    for (const auto &[iq, promise] : std::exchange(m_pendingIqs, {})) {
        promise->addResult(answerIq ? answerIq(iq) : IqAnswer(crypto::XmlElement()));
        promise->finish();
    }
}

QFuture<app::TransportResult<void>> FakeTransport::sendStanza(crypto::XmlElement stanza)
{
    if (!m_connected) {
        return crypto::ready(
            app::TransportResult<void>(std::unexpected(error(app::TransportError::Code::NotConnected))));
    }
    stanzas << std::move(stanza);
    return crypto::ready(app::TransportResult<void>());
}

std::optional<crypto::XmlElement> FakeTransport::answerTo(const crypto::XmlElement &request) const
{
    return app::ClientFeatures().answerTo(request);
}

bool FakeTransport::receiveRequest(const QString &from, bool isSet, crypto::XmlElement payload, const QString &id)
{
    crypto::XmlElement iq(u"iq"_s, u"jabber:client"_s);
    iq.setAttribute(u"from"_s, from)
        .setAttribute(u"to"_s, m_own.toString())
        .setAttribute(u"type"_s, isSet ? u"set"_s : u"get"_s)
        .setAttribute(u"id"_s, id);
    iq.append(std::move(payload));
    return handOver({*crypto::Jid::parse(from), isSet, std::move(iq)});
}

void FakeTransport::receivePresence(const crypto::XmlElement &stanza)
{
    const bool gone = stanza.attribute(u"type") == u"unavailable"_s;
    Q_EMIT presenceChanged({*crypto::Jid::parse(stanza.attribute(u"from")),
        gone ? app::Availability::Offline : app::Availability::Online, {}, stanza});
}

QFuture<FakeTransport::PageAnswer> FakeTransport::fetchArchive(
    const QString &after, const QDateTime &since, int, bool newest)
{
    if (!m_connected) {
        return crypto::ready(PageAnswer(std::unexpected(error(app::TransportError::Code::NotConnected))));
    }
    return crypto::ready(answerArchive ? answerArchive(after, since, newest) : PageAnswer(app::ArchivePage()));
}

void FakeTransport::setAvailability(app::Availability availability, const QString &)
{
    availabilities << availability;
}

void FakeTransport::subscribeTo(const crypto::BareJid &contact)
{
    presences << u"subscribe "_s + contact.toString();
}

void FakeTransport::answerSubscription(const crypto::BareJid &contact, bool allow)
{
    presences << (allow ? u"allow "_s : u"deny "_s) + contact.toString();
}

QFuture<app::TransportResult<void>> FakeTransport::setRosterItem(const crypto::BareJid &contact, const QString &name)
{
    app::RosterItem item;
    item.jid = contact;
    item.name = name;
    item.subscription = u"none"_s;
    Q_EMIT rosterItemChanged(item);
    return crypto::ready(app::TransportResult<void>());
}

QFuture<app::TransportResult<void>> FakeTransport::removeRosterItem(const crypto::BareJid &contact)
{
    app::RosterItem item;
    item.jid = contact;
    item.subscription = u"remove"_s;
    Q_EMIT rosterItemChanged(item);
    return crypto::ready(app::TransportResult<void>());
}

} // namespace letterlock::test
