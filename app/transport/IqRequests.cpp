// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/IqRequests.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr auto stanzasNamespace = u"urn:ietf:params:xml:ns:xmpp-stanzas";

bool isFrom(const QString &from, const crypto::Jid &to, const crypto::Jid &own)
{
    if (from.isEmpty()) {
        // Our own server speaks for itself and for the account, but not for anybody else.
        return to.resource().isEmpty()
            && (to.isEmpty() || to.bare() == own.bare() || to.bare().toString() == own.bare().domain());
    }
    const auto sender = crypto::Jid::parse(from);
    if (!sender) {
        return false;
    }
    return to.isEmpty() ? (sender->bare() == own.bare() && (sender->resource().isEmpty() || *sender == own))
                        : *sender == to;
}

} // namespace

TransportError stanzaError(const crypto::XmlElement &stanza)
{
    TransportError error{TransportError::Code::StanzaError, u"undefined-condition"_s, {}, {}};
    const auto *element = stanza.child(u"error", stanza.ns());
    if (!element) {
        return error;
    }
    error.error = *element;
    for (const auto *child : element->elements()) {
        if (child->ns() == stanzasNamespace && child->name() == u"text") {
            error.detail = child->text().left(1000);
        } else if (child->ns() == stanzasNamespace) {
            error.condition = child->name();
        }
    }
    return error;
}

IqRequests::~IqRequests()
{
    failAll({TransportError::Code::NotConnected, {}, u"the transport has gone"_s, {}});
}

QFuture<IqRequests::Result> IqRequests::add(
    const QString &id, const crypto::Jid &to, const crypto::Jid &own, std::chrono::milliseconds patience)
{
    auto request = std::make_shared<Request>();
    request->to = to;
    request->own = own;
    request->timer = std::make_unique<QTimer>();
    request->timer->setSingleShot(true);
    connect(request->timer.get(), &QTimer::timeout, this,
        [this, id] { fail(id, {TransportError::Code::TimedOut, {}, u"no answer"_s, {}}); });
    request->timer->start(patience.count() > 0 ? patience : m_timeout);
    request->promise.start();
    m_requests.insert(id, request);
    return request->promise.future();
}

bool IqRequests::answer(const crypto::XmlElement &iq)
{
    const QString id = iq.attribute(u"id");
    const auto request = m_requests.value(id);
    if (!request || !isFrom(iq.attribute(u"from"), request->to, request->own)) {
        return false;
    }
    if (iq.attribute(u"type") == u"error") {
        fail(id, stanzaError(iq));
    } else {
        const auto *payload = iq.firstElement();
        finish(id, payload ? *payload : crypto::XmlElement());
    }
    return true;
}

void IqRequests::fail(const QString &id, const TransportError &error)
{
    finish(id, std::unexpected(error));
}

void IqRequests::failAll(const TransportError &error)
{
    const auto ids = m_requests.keys();
    for (const auto &id : ids) {
        fail(id, error);
    }
}

void IqRequests::finish(const QString &id, Result result)
{
    const auto request = m_requests.take(id);
    if (!request) {
        return;
    }
    request->timer->stop();
    // The timer may be the sender of the signal being delivered.
    request->timer.release()->deleteLater();
    request->promise.addResult(std::move(result));
    request->promise.finish();
}

} // namespace letterlock::app
