// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/PepKeyItems.h"

#include "crypto/base/Worker.h"
#include "crypto/wrapping/KeyRevocation.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr qsizetype mostItems = 64; // of one node; the server seals for far fewer

TransportResult<void> done(const TransportResult<crypto::XmlElement> &answer)
{
    return answer ? TransportResult<void>() : std::unexpected(answer.error());
}

pubsub::Options options()
{
    return {{u"access_model"_s, u"whitelist"_s}, {u"persist_items"_s, u"true"_s}, {u"max_items"_s, u"max"_s}};
}

} // namespace

PepKeyItems::PepKeyItems(Transport &transport, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
{
    connect(&transport, &Transport::pepEvent, this,
        [this](const crypto::BareJid &from, const QString &node, const crypto::XmlElement &) {
            const bool isOurs = node == crypto::PublishedKey::ns || node == crypto::KeyRevocation::ns;
            if (isOurs && from == m_transport.ownJid().bare()) {
                Q_EMIT changed();
            }
        });
}

QFuture<TransportResult<QList<PepKeyItems::Item>>> PepKeyItems::items(const QString &node)
{
    return m_transport.sendIq(false, {}, pubsub::itemsRequest(node))
        .then(this, [node](const Answer &answer) -> TransportResult<QList<Item>> {
            QList<Item> found;
            if (!answer) {
                return answer.error().condition == u"item-not-found" ? TransportResult<QList<Item>>(found)
                                                                     : std::unexpected(answer.error());
            }
            for (const auto *item : pubsub::items(*answer, node)) {
                if (const auto *payload = item->firstElement(); payload && found.size() < mostItems) {
                    found.append({item->attribute(u"id"), *payload});
                }
            }
            return found;
        });
}

QFuture<TransportResult<void>> PepKeyItems::publish(
    const QString &node, const QString &id, const crypto::XmlElement &payload)
{
    return m_transport.sendIq(true, {}, pubsub::publish(node, id, payload, options()))
        .then(this,
            [this, node, id, payload](const Answer &answer) {
                if (answer || !pubsub::isPreconditionNotMet(answer.error())) {
                    return crypto::ready(done(answer));
                }
                // Made by a program with other wishes, e.g. for one item only.
                return m_transport.sendIq(true, {}, pubsub::configure(node, options()))
                    .then(this,
                        [this, node, id, payload](const Answer &configured) {
                            return configured ? m_transport.sendIq(true, {}, pubsub::publish(node, id, payload, {}))
                                              : crypto::ready(configured);
                        })
                    .unwrap()
                    .then(this, done);
            })
        .unwrap();
}

QFuture<TransportResult<void>> PepKeyItems::retract(const QString &node, const QString &id)
{
    return m_transport.sendIq(true, {}, pubsub::retract(node, id)).then(this, [](const Answer &answer) {
        return !answer && answer.error().condition == u"item-not-found" ? TransportResult<void>() : done(answer);
    });
}

} // namespace letterlock::app
