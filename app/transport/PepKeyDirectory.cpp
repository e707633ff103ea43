// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/PepKeyDirectory.h"

#include "crypto/base/Base64.h"
#include "crypto/base/LogCategories.h"
#include "crypto/base/Worker.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr auto oxNamespace = u"urn:xmpp:openpgp:0";
constexpr int mostKeys = 100; // of one owner; more is an attack
constexpr int listAttempts = 3;
constexpr qsizetype largestKey = 200'000;
constexpr qsizetype mostStatements = 8;
constexpr qsizetype largestStatement = 4096;

QString dataNode(const crypto::KeyFingerprint &key)
{
    return PepKeyDirectory::listNode() + u':' + key.toString();
}

QString stamp(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddThh:mm:ss'Z'"_s);
}

/// The newest <public-keys-list/> of an answer or event: both servers give the newest item last.
const crypto::XmlElement *listIn(const std::vector<const crypto::XmlElement *> &items)
{
    return items.empty() ? nullptr : items.back()->child(u"public-keys-list", oxNamespace);
}

std::optional<crypto::KeyFingerprint> fingerprintOf(const crypto::XmlElement &metadata)
{
    return metadata.is(u"pubkey-metadata", oxNamespace)
        ? crypto::KeyFingerprint::parse(metadata.attribute(u"v4-fingerprint"))
        : std::nullopt;
}

QList<AnnouncedKey> keysIn(const crypto::XmlElement &list)
{
    QList<AnnouncedKey> keys;
    for (const auto *metadata : list.elements()) {
        const auto fingerprint = fingerprintOf(*metadata);
        const auto isKnown = [&](const AnnouncedKey &key) { return key.fingerprint == *fingerprint; };
        if (!fingerprint || std::ranges::any_of(keys, isKnown) || keys.size() >= mostKeys) {
            continue;
        }
        const auto date = QDateTime::fromString(metadata->attribute(u"date"), Qt::ISODateWithMs);
        if (!date.isValid()) {
            qCInfo(crypto::lcTransport) << "an announced key without a readable date";
        }
        keys << AnnouncedKey{*fingerprint, date.toUTC()};
    }
    return keys;
}

QList<KeyStatement> statementsIn(const crypto::XmlElement &all)
{
    QList<KeyStatement> statements;
    for (const auto *one : all.elements(u"statement", all.ns())) {
        const auto oldKey = crypto::KeyFingerprint::parse(one->attribute(u"old"));
        const auto newKey = crypto::KeyFingerprint::parse(one->attribute(u"new"));
        const auto byOld = crypto::decodeBase64(one->childText(u"by-old", all.ns()));
        const auto byNew = crypto::decodeBase64(one->childText(u"by-new", all.ns()));
        if (oldKey && newKey && byOld && byNew && byOld->size() <= largestStatement && byNew->size() <= largestStatement
            && statements.size() < mostStatements) {
            statements << KeyStatement{*oldKey, *newKey, *byOld, *byNew};
        }
    }
    return statements;
}

crypto::XmlElement elementOf(const QList<KeyStatement> &statements)
{
    const QString ns = PepKeyDirectory::statementNode();
    crypto::XmlElement all(u"statements"_s, ns);
    for (const auto &statement : statements) {
        crypto::XmlElement one(u"statement"_s, ns);
        one.setAttribute(u"old"_s, statement.oldKey.toString()).setAttribute(u"new"_s, statement.newKey.toString());
        one.appendTextElement(u"by-old"_s, QString::fromLatin1(statement.byOld.toBase64()));
        all.append(one.appendTextElement(u"by-new"_s, QString::fromLatin1(statement.byNew.toBase64())));
    }
    return all;
}

TransportResult<void> done(const TransportResult<crypto::XmlElement> &answer)
{
    return answer ? TransportResult<void>() : std::unexpected(answer.error());
}

bool isAbsent(const TransportError &error)
{
    return error.condition == u"item-not-found" || error.condition == u"service-unavailable"
        || error.condition == u"feature-not-implemented";
}

pubsub::Options dataOptions()
{
    return {{u"access_model"_s, u"open"_s}, {u"persist_items"_s, u"true"_s}};
}

pubsub::Options listOptions()
{
    auto options = dataOptions();
    options.insert(u"send_last_published_item"_s, u"on_sub"_s);
    return options;
}

} // namespace

PepKeyDirectory::PepKeyDirectory(Transport &transport, QObject *parent)
    : KeyDirectory(parent)
    , m_transport(transport)
    , m_last(crypto::ready(TransportResult<void>()))
{
    connect(&transport, &Transport::pepEvent, this, &PepKeyDirectory::onEvent);
}

QString PepKeyDirectory::listNode()
{
    return u"urn:xmpp:openpgp:0:public-keys"_s;
}

QFuture<TransportResult<QList<AnnouncedKey>>> PepKeyDirectory::announced(const crypto::BareJid &owner)
{
    return m_transport.sendIq(false, crypto::Jid(owner, {}), pubsub::itemsRequest(listNode(), 1))
        .then(this, [](const Answer &answer) -> TransportResult<QList<AnnouncedKey>> {
            if (!answer) {
                return isAbsent(answer.error()) ? TransportResult<QList<AnnouncedKey>>(QList<AnnouncedKey>())
                                                : std::unexpected(answer.error());
            }
            const auto *list = listIn(pubsub::items(*answer, listNode()));
            return list ? keysIn(*list) : QList<AnnouncedKey>();
        });
}

QFuture<TransportResult<QByteArray>> PepKeyDirectory::fetch(
    const crypto::BareJid &owner, const crypto::KeyFingerprint &key)
{
    const QString node = dataNode(key);
    return m_transport.sendIq(false, crypto::Jid(owner, {}), pubsub::itemsRequest(node, 1))
        .then(this, [node](const Answer &answer) -> TransportResult<QByteArray> {
            if (!answer) {
                return std::unexpected(answer.error());
            }
            const auto items = pubsub::items(*answer, node);
            const auto *pubkey = items.empty() ? nullptr : items.back()->child(u"pubkey", oxNamespace);
            if (!pubkey) {
                return std::unexpected(TransportError{
                    TransportError::Code::StanzaError, u"item-not-found"_s, u"the node holds no key"_s, {}});
            }
            QByteArray text = pubkey->childText(u"data", oxNamespace).toLatin1();
            text.removeIf([](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
            const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
            if (!decoded || decoded.decoded.isEmpty() || decoded.decoded.size() > largestKey) {
                return std::unexpected(
                    TransportError{TransportError::Code::ProtocolError, {}, u"the node's key is not Base64"_s, {}});
            }
            return decoded.decoded;
        });
}

QFuture<TransportResult<void>> PepKeyDirectory::publish(
    const QString &node, const QString &itemId, const crypto::XmlElement &payload, const pubsub::Options &options)
{
    return m_transport.sendIq(true, {}, pubsub::publish(node, itemId, payload, options))
        .then(this,
            [this, node, itemId, payload, options](const Answer &answer) {
                if (answer || !pubsub::isPreconditionNotMet(answer.error())) {
                    return crypto::ready(done(answer));
                }
                // The node was made by a client with other wishes, e.g. without publish-options.
                return m_transport.sendIq(true, {}, pubsub::configure(node, options))
                    .then(this,
                        [this, node, itemId, payload](const Answer &configured) {
                            if (!configured) {
                                return crypto::ready(done(configured));
                            }
                            return m_transport.sendIq(true, {}, pubsub::publish(node, itemId, payload, {}))
                                .then(this, [](const Answer &published) { return done(published); });
                        })
                    .unwrap();
            })
        .unwrap();
}

QFuture<TransportResult<void>> PepKeyDirectory::publishData(
    const crypto::KeyFingerprint &key, const QByteArray &publicKey, const QString &itemId)
{
    crypto::XmlElement pubkey(u"pubkey"_s, QString(oxNamespace));
    pubkey.appendTextElement(u"data"_s, QString::fromLatin1(publicKey.toBase64()));
    return publish(dataNode(key), itemId, pubkey, dataOptions());
}

QFuture<TransportResult<crypto::XmlElement>> PepKeyDirectory::ownList()
{
    return m_transport.sendIq(false, {}, pubsub::itemsRequest(listNode(), 1)).then(this, [](const Answer &answer) {
        const crypto::XmlElement empty(u"public-keys-list"_s, QString(oxNamespace));
        if (!answer) {
            return answer.error().condition == u"item-not-found" ? Answer(empty) : answer;
        }
        const auto *list = listIn(pubsub::items(*answer, listNode()));
        return Answer(list ? *list : empty);
    });
}

QFuture<TransportResult<void>> PepKeyDirectory::changeList(
    const crypto::KeyFingerprint &key, const QDateTime &date, bool listed, int attempts)
{
    return ownList()
        .then(this,
            [this, key, date, listed, attempts](const Answer &list) {
                if (!list) {
                    return crypto::ready(done(list));
                }
                bool isListed = false;
                crypto::XmlElement changed(u"public-keys-list"_s, QString(oxNamespace));
                // What other clients wrote stays as it is, also what is not understood here.
                for (const auto *entry : list->elements()) {
                    const bool isThis = fingerprintOf(*entry) == key;
                    isListed = isListed || isThis;
                    if (!isThis) {
                        changed.append(*entry);
                    }
                }
                if (isListed == listed) {
                    return crypto::ready(TransportResult<void>());
                }
                if (attempts == 0) {
                    return crypto::ready(
                        TransportResult<void>(std::unexpected(TransportError{TransportError::Code::StanzaError,
                            u"conflict"_s, u"another device keeps changing the list"_s, {}})));
                }
                if (listed) {
                    crypto::XmlElement entry(u"pubkey-metadata"_s, QString(oxNamespace));
                    entry.setAttribute(u"v4-fingerprint"_s, key.toString()).setAttribute(u"date"_s, stamp(date));
                    changed.append(std::move(entry));
                }
                return publish(listNode(), u"current"_s, changed, listOptions())
                    .then(this,
                        [this, key, date, listed, attempts](const TransportResult<void> &published) {
                            // Read back: the last writer may have been another one.
                            return published ? changeList(key, date, listed, attempts - 1) : crypto::ready(published);
                        })
                    .unwrap();
            })
        .unwrap();
}

QFuture<TransportResult<void>> PepKeyDirectory::inTurn(std::function<QFuture<TransportResult<void>>()> change)
{
    // A future has one continuation only: the caller gets one of its own.
    auto promise = std::make_shared<QPromise<TransportResult<void>>>();
    promise->start();
    m_last = m_last.then(this, [change = std::move(change)](const TransportResult<void> &) { return change(); })
                 .unwrap()
                 .then(this, [promise](const TransportResult<void> &result) {
                     promise->addResult(result);
                     promise->finish();
                     return result;
                 });
    return promise->future();
}

QFuture<TransportResult<void>> PepKeyDirectory::announce(
    const crypto::KeyFingerprint &key, const QByteArray &publicKey, const QDateTime &created)
{
    return inTurn([this, key, publicKey, created] {
        return publishData(key, publicKey, stamp(created))
            .then(this,
                [this, key, created](const TransportResult<void> &published) {
                    return published ? changeList(key, created, true, listAttempts) : crypto::ready(published);
                })
            .unwrap();
    });
}

QFuture<TransportResult<void>> PepKeyDirectory::withdraw(
    const crypto::KeyFingerprint &key, const QByteArray &revokedPublicKey)
{
    return inTurn([this, key, revokedPublicKey] {
        return publishData(key, revokedPublicKey, stamp(QDateTime::currentDateTimeUtc()))
            .then(this,
                [this, key](const TransportResult<void> &published) {
                    return published ? changeList(key, {}, false, listAttempts) : crypto::ready(published);
                })
            .unwrap();
    });
}

QFuture<TransportResult<QList<KeyStatement>>> PepKeyDirectory::statements(const crypto::BareJid &owner)
{
    using Statements = TransportResult<QList<KeyStatement>>;
    return m_transport.sendIq(false, crypto::Jid(owner, {}), pubsub::itemsRequest(statementNode(), 1))
        .then(this, [](const Answer &answer) -> Statements {
            if (!answer) {
                return isAbsent(answer.error()) ? Statements(QList<KeyStatement>()) : std::unexpected(answer.error());
            }
            const auto items = pubsub::items(*answer, statementNode());
            const auto *all = items.empty() ? nullptr : items.back()->child(u"statements", statementNode());
            return all ? statementsIn(*all) : QList<KeyStatement>();
        });
}

QFuture<TransportResult<void>> PepKeyDirectory::publishStatement(const KeyStatement &statement)
{
    return inTurn([this, statement] {
        return statements(m_transport.ownJid().bare())
            .then(this,
                [this, statement](const TransportResult<QList<KeyStatement>> &before) {
                    if (!before) {
                        return crypto::ready(TransportResult<void>(std::unexpected(before.error())));
                    }
                    auto all = *before;
                    all.removeIf([&](const KeyStatement &one) { return one.newKey == statement.newKey; });
                    all.append(statement);
                    // The last ones are those that somebody who was away may still need.
                    return publish(statementNode(), u"current"_s,
                        elementOf(all.last(std::min(all.size(), mostStatements))), listOptions());
                })
            .unwrap();
    });
}

void PepKeyDirectory::onEvent(const crypto::BareJid &from, const QString &node, const crypto::XmlElement &items)
{
    if (node != listNode()) {
        return;
    }
    if (const auto *list = listIn(items.elements(u"item", items.ns()))) {
        Q_EMIT announcementChanged(from, keysIn(*list));
        return;
    }
    // The event tells only that something changed.
    announced(from).then(this, [this, from](const TransportResult<QList<AnnouncedKey>> &keys) {
        if (keys) {
            Q_EMIT announcementChanged(from, *keys);
        }
    });
}

} // namespace letterlock::app
