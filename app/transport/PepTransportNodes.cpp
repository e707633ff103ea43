// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/PepTransportNodes.h"

#include <algorithm>

#include "app/transport/TransportIqChannel.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

using archive::Pending;
using Code = archive::ArchiveError::Code;

/// What makes a node private and lasting; read back after the fence is set, repeated with every write.
pubsub::Options privacy(const QString &token)
{
    return {{u"access_model"_s, u"whitelist"_s}, {u"persist_items"_s, u"true"_s}, {u"title"_s, token}};
}

pubsub::Options configuration(const QString &token)
{
    auto options = privacy(token);
    options.insert(u"send_last_published_item"_s, u"never"_s);
    options.insert(u"max_items"_s, u"max"_s);
    options.insert(u"deliver_payloads"_s, u"false"_s);
    return options;
}

archive::ArchiveResult<void> outcome(const TransportResult<crypto::XmlElement> &answer)
{
    return answer ? archive::ArchiveResult<void>() : std::unexpected(toArchiveError(answer.error()));
}

/// Two devices made or configured the node at once; ejabberd says so by a failed transaction.
bool isContention(const TransportResult<crypto::XmlElement> &answer, int attempt)
{
    return attempt < 4
        && (answer.error().condition == u"conflict" || answer.error().condition == u"internal-server-error");
}

archive::ArchiveError lostFence()
{
    return {Code::Conflict, u"conflict: the fence is another device's"_s};
}

/// What is not there need not be taken away.
archive::ArchiveResult<void> removal(const TransportResult<crypto::XmlElement> &answer)
{
    return !answer && answer.error().condition == u"item-not-found" ? archive::ArchiveResult<void>() : outcome(answer);
}

} // namespace

PepTransportNodes::PepTransportNodes(Transport &transport, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
{
}

Pending<bool> PepTransportNodes::isOffered()
{
    const QString infoNs = u"http://jabber.org/protocol/disco#info"_s;
    return m_transport.sendIq(false, {}, crypto::XmlElement(u"query"_s, infoNs))
        .then(this, [infoNs](const Answer &answer) -> archive::ArchiveResult<bool> {
            if (!answer) {
                return std::unexpected(toArchiveError(answer.error()));
            }
            bool isPep = false;
            for (const auto *identity : answer->elements(u"identity", infoNs)) {
                isPep = isPep
                    || (identity->attribute(u"category") == u"pubsub" && identity->attribute(u"type") == u"pep");
            }
            QSet<QString> offered;
            for (const auto *feature : answer->elements(u"feature", infoNs)) {
                offered << feature->attribute(u"var");
            }
            for (const auto &needed : {u"persistent-items"_s, u"publish-options"_s, u"multi-items"_s}) {
                isPep = isPep && offered.contains(QString(pubsub::ns) + u'#' + needed);
            }
            return isPep;
        });
}

Pending<void> PepTransportNodes::fence(QString node, QString token)
{
    return setFence(node, token, 0);
}

Pending<void> PepTransportNodes::setFence(QString node, QString token, int attempt)
{
    const auto wanted = configuration(token);
    return m_transport.sendIq(true, {}, pubsub::configure(node, wanted))
        .then(this,
            [this, node, token, wanted, attempt](const Answer &configured) -> Pending<void> {
                if (configured) {
                    return readBack(node, wanted);
                }
                if (configured.error().condition != u"item-not-found") {
                    return isContention(configured, attempt) ? setFence(node, token, attempt + 1)
                                                             : crypto::ready(outcome(configured));
                }
                return m_transport.sendIq(true, {}, pubsub::create(node, wanted))
                    .then(this,
                        [this, node, token, wanted, attempt](const Answer &created) -> Pending<void> {
                            // Another device was faster: now it is there to be configured.
                            return created                       ? readBack(node, wanted)
                                : isContention(created, attempt) ? setFence(node, token, attempt + 1)
                                                                 : crypto::ready(outcome(created));
                        })
                    .unwrap();
            })
        .unwrap();
}

Pending<void> PepTransportNodes::readBack(QString node, pubsub::Options wanted)
{
    return m_transport.sendIq(false, {}, pubsub::configurationRequest(node))
        .then(this, [wanted](const Answer &answer) -> archive::ArchiveResult<void> {
            if (!answer) {
                return outcome(answer);
            }
            const auto found = pubsub::configuration(*answer);
            for (const auto &name : {u"access_model"_s, u"persist_items"_s, u"send_last_published_item"_s}) {
                if (!pubsub::sameValue(found.value(name), wanted.value(name))) {
                    return archive::archiveError(
                        Code::Refused, u"not-allowed: the server does not keep the node private: "_s + name);
                }
            }
            // Set by another device in between: the first write will be refused and everything is read anew.
            return {};
        });
}

Pending<void> PepTransportNodes::publish(QString node, QString id, crypto::XmlElement payload, QString token)
{
    return m_transport.sendIq(true, {}, pubsub::publish(node, id, std::move(payload), privacy(token)))
        .then(this,
            [this, node, token](const Answer &published) -> Pending<void> {
                if (!published && pubsub::isPreconditionNotMet(published.error())) {
                    return archive::failed<void>(lostFence());
                }
                return published ? confirm(node, token) : crypto::ready(outcome(published));
            })
        .unwrap();
}

/// ejabberd compares the title and writes the item in two steps: who sets the fence between them reads what was there
/// before. With the fence still ours after the write, whoever sets it later reads the item.
Pending<void> PepTransportNodes::confirm(QString node, QString token)
{
    return m_transport.sendIq(false, {}, pubsub::configurationRequest(node))
        .then(this, [token](const Answer &answer) -> archive::ArchiveResult<void> {
            if (!answer) {
                return outcome(answer);
            }
            const bool isOurs = pubsub::configuration(*answer).value(u"title"_s) == token;
            return isOurs ? archive::ArchiveResult<void>() : std::unexpected(lostFence());
        });
}

Pending<QHash<QString, crypto::XmlElement>> PepTransportNodes::fetch(QString node, QStringList ids)
{
    using Items = QHash<QString, crypto::XmlElement>;
    return m_transport.sendIq(false, {}, pubsub::itemsRequest(node, ids))
        .then(this, [node, ids](const Answer &answer) -> archive::ArchiveResult<Items> {
            if (!answer) {
                return answer.error().condition == u"item-not-found" ? archive::ArchiveResult<Items>(Items())
                                                                     : std::unexpected(toArchiveError(answer.error()));
            }
            Items found;
            for (const auto *item : pubsub::items(*answer, node)) {
                const auto *payload = item->firstElement();
                if (payload && ids.contains(item->attribute(u"id"))) {
                    found.insert(item->attribute(u"id"), *payload);
                }
            }
            return found;
        });
}

Pending<QStringList> PepTransportNodes::ids(QString node)
{
    const QString itemsNs = u"http://jabber.org/protocol/disco#items"_s;
    crypto::XmlElement query(u"query"_s, itemsNs);
    query.setAttribute(u"node"_s, node);
    return m_transport.sendIq(false, {}, std::move(query))
        .then(this, [itemsNs](const Answer &answer) -> archive::ArchiveResult<QStringList> {
            if (!answer) {
                return answer.error().condition == u"item-not-found"
                    ? archive::ArchiveResult<QStringList>(QStringList())
                    : std::unexpected(toArchiveError(answer.error()));
            }
            QStringList names;
            for (const auto *item : answer->elements(u"item", itemsNs)) {
                names.append(item->attribute(u"name"));
            }
            return names;
        });
}

qsizetype PepTransportNodes::largestItem() const
{
    // The rest is for the stanza around it; ejabberd takes no item above 250,000 octets.
    return std::min<qsizetype>(m_transport.stanzaLimit() - 4096, 240'000);
}

Pending<void> PepTransportNodes::retract(QString node, QString id)
{
    return m_transport.sendIq(true, {}, pubsub::retract(node, id)).then(this, removal);
}

Pending<void> PepTransportNodes::remove(QString node)
{
    return m_transport.sendIq(true, {}, pubsub::remove(node)).then(this, removal);
}

} // namespace letterlock::app
