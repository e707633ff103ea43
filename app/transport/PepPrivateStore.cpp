// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/PepPrivateStore.h"

#include "app/transport/TransportIqChannel.h"
#include "crypto/base/Worker.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

using Code = archive::ArchiveError::Code;

/// What makes a node private; repeated with every write.
pubsub::Options privacy()
{
    return {{u"access_model"_s, u"whitelist"_s}, {u"persist_items"_s, u"true"_s}};
}

pubsub::Options newNode()
{
    auto options = privacy();
    options.insert(u"send_last_published_item"_s, u"never"_s);
    options.insert(u"max_items"_s, u"max"_s);
    options.insert(u"deliver_payloads"_s, u"false"_s);
    return options;
}

archive::ArchiveResult<void> done(const TransportResult<crypto::XmlElement> &answer)
{
    if (answer) {
        return {};
    }
    if (pubsub::isPreconditionNotMet(answer.error())) {
        return archive::archiveError(Code::Refused, u"conflict: the node is not private any more"_s);
    }
    return std::unexpected(toArchiveError(answer.error()));
}

bool holdsPrivacy(const pubsub::Options &configuration)
{
    const auto wanted = privacy();
    for (const auto &[name, value] : wanted.asKeyValueRange()) {
        if (!pubsub::sameValue(configuration.value(name), value)) {
            return false;
        }
    }
    return true;
}

} // namespace

PepPrivateStore::PepPrivateStore(Transport &transport, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
{
    connect(&transport, &Transport::connected, this, [this](bool resumed) {
        if (!resumed) {
            m_privateNodes.clear();
            m_serverChecked = false;
        }
    });
}

QFuture<PepPrivateStore::Done> PepPrivateStore::checkServer()
{
    if (m_serverChecked) {
        return crypto::ready(Done());
    }
    const QString infoNs = u"http://jabber.org/protocol/disco#info"_s;
    return m_transport.sendIq(false, {}, crypto::XmlElement(u"query"_s, infoNs))
        .then(this, [this, infoNs](const Answer &answer) -> Done {
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
            // Prosody has whitelists without announcing "access-whitelist"; reading each node's configuration back
            // proves more than the feature would.
            for (const auto &needed : {u"persistent-items"_s, u"publish-options"_s}) {
                if (!isPep || !offered.contains(QString(pubsub::ns) + u'#' + needed)) {
                    return archive::archiveError(Code::Unsupported, u"the server does not offer "_s + needed);
                }
            }
            m_serverChecked = true;
            return {};
        });
}

QFuture<PepPrivateStore::Done> PepPrivateStore::create(const QString &node)
{
    return m_transport.sendIq(true, {}, pubsub::create(node, newNode()))
        .then(this,
            [this, node](const Answer &created) {
                // Another device may have been faster; what counts is what the node is now.
                if (!created && created.error().condition != u"conflict") {
                    return crypto::ready(done(created));
                }
                return checkNode(node, true);
            })
        .unwrap();
}

QFuture<PepPrivateStore::Done> PepPrivateStore::checkNode(const QString &node, bool mayConfigure)
{
    return m_transport.sendIq(false, {}, pubsub::configurationRequest(node))
        .then(this,
            [this, node, mayConfigure](const Answer &answer) {
                if (!answer) {
                    return crypto::ready(done(answer));
                }
                if (holdsPrivacy(pubsub::configuration(*answer))) {
                    m_privateNodes << node;
                    return crypto::ready(Done());
                }
                if (!mayConfigure) {
                    return crypto::ready(Done(archive::archiveError(
                        Code::Refused, u"not-allowed: the server does not keep the node private"_s)));
                }
                return m_transport.sendIq(true, {}, pubsub::configure(node, newNode()))
                    .then(this,
                        [this, node](const Answer &configured) {
                            return configured ? checkNode(node, false) : crypto::ready(done(configured));
                        })
                    .unwrap();
            })
        .unwrap();
}

QFuture<PepPrivateStore::Done> PepPrivateStore::makePrivate(const QString &node)
{
    if (m_privateNodes.contains(node)) {
        return crypto::ready(Done());
    }
    return checkServer()
        .then(this,
            [this, node](const Done &checked) {
                if (!checked) {
                    return crypto::ready(checked);
                }
                return checkNode(node, true)
                    .then(this,
                        [this, node](const Done &found) {
                            const bool isAbsent = !found && found.error().code == Code::NotFound;
                            return isAbsent ? create(node) : crypto::ready(found);
                        })
                    .unwrap();
            })
        .unwrap();
}

QFuture<archive::ArchiveResult<QHash<QString, crypto::XmlElement>>> PepPrivateStore::items(QString node)
{
    using Items = QHash<QString, crypto::XmlElement>;
    return m_transport.sendIq(false, {}, pubsub::itemsRequest(node))
        .then(this, [node](const Answer &answer) -> archive::ArchiveResult<Items> {
            if (!answer) {
                return answer.error().condition == u"item-not-found" ? archive::ArchiveResult<Items>(Items())
                                                                     : std::unexpected(toArchiveError(answer.error()));
            }
            Items found;
            for (const auto *item : pubsub::items(*answer, node)) {
                if (const auto *payload = item->firstElement()) {
                    found.insert(item->attribute(u"id"), *payload);
                }
            }
            return found;
        });
}

QFuture<PepPrivateStore::Done> PepPrivateStore::put(QString node, QString id, crypto::XmlElement payload)
{
    return makePrivate(node)
        .then(this,
            [this, node, id, payload = std::move(payload)](const Done &isPrivate) {
                if (!isPrivate) {
                    return crypto::ready(isPrivate);
                }
                return m_transport.sendIq(true, {}, pubsub::publish(node, id, payload, privacy()))
                    .then(this, [this, node](const Answer &published) {
                        if (!published) {
                            m_privateNodes.remove(node);
                        }
                        return done(published);
                    });
            })
        .unwrap();
}

QFuture<PepPrivateStore::Done> PepPrivateStore::retract(QString node, QString id)
{
    return m_transport.sendIq(true, {}, pubsub::retract(node, id)).then(this, done);
}

QFuture<PepPrivateStore::Done> PepPrivateStore::createLease(QString node, QString token)
{
    return checkServer()
        .then(this,
            [this, node, token](const Done &checked) {
                if (!checked) {
                    return crypto::ready(checked);
                }
                auto options = newNode();
                options.insert(u"title"_s, token);
                return m_transport.sendIq(true, {}, pubsub::create(node, options)).then(this, done);
            })
        .unwrap();
}

QFuture<archive::ArchiveResult<QString>> PepPrivateStore::leaseToken(QString node)
{
    return m_transport.sendIq(false, {}, pubsub::configurationRequest(node))
        .then(this, [](const Answer &answer) -> archive::ArchiveResult<QString> {
            if (!answer) {
                return std::unexpected(toArchiveError(answer.error()));
            }
            return pubsub::configuration(*answer).value(u"title"_s);
        });
}

QFuture<PepPrivateStore::Done> PepPrivateStore::dropLease(QString node)
{
    return m_transport.sendIq(true, {}, pubsub::remove(node)).then(this, done);
}

} // namespace letterlock::app
