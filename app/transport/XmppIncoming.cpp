// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/PresenceReader.h"
#include "app/transport/Replies.h"
#include "app/transport/XmppTransportPrivate.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr auto rosterNamespace = u"jabber:iq:roster";

std::optional<RosterItem> rosterItem(const crypto::XmlElement &element)
{
    const auto jid = crypto::BareJid::parse(element.attribute(u"jid"));
    if (!jid) {
        return std::nullopt;
    }
    RosterItem item;
    item.jid = *jid;
    item.name = element.attribute(u"name").left(1000);
    item.subscription = element.attribute(u"subscription");
    if (item.subscription.isEmpty()) {
        item.subscription = u"none"_s;
    }
    item.pending = element.attribute(u"ask") == u"subscribe";
    for (const auto *group : element.elements(u"group", rosterNamespace)) {
        item.groups << group->text();
    }
    return item;
}

} // namespace

bool XmppTransport::Private::onStanza(const crypto::XmlElement &stanza)
{
    if (!sessionOpen) {
        // Before the session stands, nobody has proved to be our server.
        return true;
    }
    if (stanza.name() == u"message") {
        onMessage(stanza);
        return true;
    }
    if (stanza.name() == u"presence") {
        onPresence(stanza);
        return true;
    }
    const QString type = stanza.attribute(u"type");
    if (type == u"result" || type == u"error") {
        if (!requests.answer(stanza)) {
            qCWarning(crypto::lcTransport) << "an answer that nobody waits for, or from the wrong sender";
        }
        return true;
    }
    if ((type == u"get" || type == u"set") && !onRequest(stanza)) {
        sendStanza(replies::error(stanza, u"cancel"_s, u"service-unavailable"_s));
    }
    return true;
}

void XmppTransport::Private::onMessage(const crypto::XmlElement &stanza)
{
    const auto reading = reader.read(stanza);
    if (const auto *message = std::get_if<IncomingMessage>(&reading)) {
        Q_EMIT q.messageReceived(*message);
    } else if (const auto *event = std::get_if<MessageReader::Event>(&reading)) {
        Q_EMIT q.pepEvent(event->from, event->node, event->items);
    } else if (const auto *result = std::get_if<MessageReader::ArchiveResult>(&reading)) {
        const auto query = archiveQueries.value(result->queryId);
        if (query && query->messages.size() < query->limit) {
            query->messages << result->message;
        }
    }
}

void XmppTransport::Private::onPresence(const crypto::XmlElement &stanza)
{
    const auto from = crypto::Jid::parse(stanza.attribute(u"from"));
    const QString type = stanza.attribute(u"type");
    if (!from) {
        return;
    }
    if (type == u"subscribe") {
        Q_EMIT q.subscriptionRequested(from->bare());
    } else if (type.isEmpty() || type == u"unavailable") {
        Q_EMIT q.presenceChanged(readPresence(*from, stanza));
    }
}

bool XmppTransport::Private::onRequest(const crypto::XmlElement &iq)
{
    const auto *payload = iq.firstElement();
    if (!payload) {
        return false;
    }
    const QString from = iq.attribute(u"from");
    const bool isSet = iq.attribute(u"type") == u"set";
    if (isSet && payload->is(u"query", rosterNamespace)) {
        if (!from.isEmpty() && crypto::Jid::parse(from) != crypto::Jid(own.bare(), {})) {
            return false;
        }
        onRosterPush(*payload);
        sendStanza(replies::result(iq));
        return true;
    }
    if (isSet && (payload->ns() == u"urn:xmpp:archive" || payload->ns() == u"urn:xmpp:tmp:archive")) {
        const bool isPush
            = payload->name() == u"pref" || payload->name() == u"itemremove" || payload->name() == u"sessionremove";
        if (!isPush || (!from.isEmpty() && from != own.bare().toString() && from != own.bare().domain())) {
            return false;
        }
        sendStanza(replies::result(iq));
        Q_EMIT q.archivePushed(*payload);
        return true;
    }
    if (auto answer = features.answerTo(iq)) {
        sendStanza(replies::result(iq, *std::move(answer)));
        return true;
    }
    const auto sender = from.isEmpty() ? crypto::Jid(own.bare(), {}) : crypto::Jid::parse(from);
    return sender && q.handOver({*sender, isSet, iq});
}

void XmppTransport::Private::onRoster(const crypto::XmlElement &query)
{
    roster.clear();
    QList<RosterItem> items;
    for (const auto *element : query.elements(u"item", rosterNamespace)) {
        if (const auto item = rosterItem(*element)) {
            roster.insert(item->jid, *item);
            items << *item;
        }
    }
    Q_EMIT q.rosterReceived(items);
}

void XmppTransport::Private::onRosterPush(const crypto::XmlElement &query)
{
    for (const auto *element : query.elements(u"item", rosterNamespace)) {
        const auto item = rosterItem(*element);
        if (!item) {
            continue;
        }
        if (item->subscription == u"remove") {
            roster.remove(item->jid);
        } else {
            roster.insert(item->jid, *item);
        }
        Q_EMIT q.rosterItemChanged(*item);
    }
}

} // namespace letterlock::app
