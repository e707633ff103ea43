// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/IncomingPipeline.h"

#include "app/chat/MessageParts.h"
#include "crypto/base/LogCategories.h"

#include <QFuture>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr QStringView unknownSchemeNs = u"urn:xmpp:eme:0";

std::vector<crypto::XmlElement> childrenOf(const crypto::XmlElement &stanza)
{
    std::vector<crypto::XmlElement> children;
    for (const auto *child : stanza.elements()) {
        children.push_back(*child);
    }
    return children;
}

archive::Sealing closedForm(const crypto::Rejected &rejected)
{
    switch (rejected.reason) {
    case crypto::Rejected::Reason::KeyNotHere:
        return archive::Sealing::KeyNotHere;
    case crypto::Rejected::Reason::Locked:
        return archive::Sealing::Locked;
    case crypto::Rejected::Reason::NewerForm:
        return archive::Sealing::NewerForm;
    case crypto::Rejected::Reason::SealBroken:
    case crypto::Rejected::Reason::TooLarge:
        break;
    }
    return archive::Sealing::SealBroken;
}

} // namespace

IncomingPipeline::IncomingPipeline(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(std::move(ports))
{
    connect(&m_ports.keys, &KeyController::contactKeysChanged, this, [this](const crypto::BareJid &contact) {
        for (const auto &promise : m_waitingForKeys.take(contact)) {
            promise->finish();
        }
    });
}

void IncomingPipeline::receive(const IncomingMessage &message)
{
    const auto type = message.stanza.attribute(u"type");
    if (type == "groupchat"_L1 && schemeOf(message.stanza)) {
        // Session keys and OpenPGP are for one person; an error would tell the whole group, or have us put out.
        qCInfo(crypto::lcApp).noquote() << "a sealed message of the group" << message.from.bare().toString()
                                        << "was refused: groups are not sealed";
    }
    if (type == "groupchat"_L1 || type == "headline"_L1) {
        return;
    }
    if (type == "error"_L1) {
        takeError(message);
        return;
    }
    const auto peer = message.sentByUs ? message.to.bare() : message.from.bare();
    if (peer.isEmpty()) {
        return;
    }
    m_queues[peer].enqueue(message);
    m_queues[peer].back().receivedAt = m_ports.clock.now();
    next(peer);
}

void IncomingPipeline::next(const crypto::BareJid &peer)
{
    if (m_busy.contains(peer) || m_queues.value(peer).isEmpty()) {
        return;
    }
    m_busy.insert(peer);
    auto message = m_queues[peer].dequeue();
    const QStringList ids = message.stanzaId.isEmpty() ? QStringList() : QStringList{message.stanzaId};
    m_ports.history.knownStanzaIds(ids)
        .then(this,
            [this, message](const archive::ArchiveResult<QSet<QString>> &known) -> QFuture<void> {
                if (known && !known->isEmpty()) {
                    return QtFuture::makeReadyVoidFuture();
                }
                return openAndJudge(message)
                    .then(this, [this](Judged judged) { return store(std::move(judged)); })
                    .unwrap();
            })
        .unwrap()
        .then(this, [this, peer] {
            m_busy.remove(peer);
            next(peer);
        });
}

/// A signature can only be judged with the signer's announced keys at hand.
QFuture<void> IncomingPipeline::ensureKeys(const crypto::BareJid &peer)
{
    const bool known = m_ports.keys.isFresh(peer) || !m_ports.keys.keysOf(peer).keys.isEmpty();
    return peer == m_ports.keys.account() || known ? QtFuture::makeReadyVoidFuture() : lookUpKeys(peer);
}

QFuture<void> IncomingPipeline::lookUpKeys(const crypto::BareJid &peer)
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    m_waitingForKeys[peer].append(promise);
    m_ports.keys.discover(peer);
    return promise->future();
}

crypto::MessageScheme *IncomingPipeline::schemeOf(const crypto::XmlElement &stanza) const
{
    for (auto *scheme : m_ports.schemes) {
        if (scheme->recognises(stanza)) {
            return scheme;
        }
    }
    return nullptr;
}

QFuture<IncomingPipeline::Judged> IncomingPipeline::openAndJudge(IncomingMessage message)
{
    auto *scheme = schemeOf(message.stanza);
    if (!scheme) {
        return crypto::ready(judge(std::move(message), crypto::NotForUs{}));
    }
    const auto author = message.sentByUs ? m_ports.keys.account() : message.from.bare();
    const auto open = [scheme, message] {
        return scheme->open(
            {message.from, message.to, message.stanza, message.receivedAt, message.delayedAt, message.sentByUs,
                message.origin == IncomingMessage::Origin::Archive ? crypto::Priority::Background
                                                                   : crypto::Priority::Interactive});
    };
    const auto judgeIt = [this, message](const crypto::OpenOutcome &outcome) { return judge(message, outcome); };
    if (scheme->id() != crypto::SchemeId::Ox) {
        return open().then(this, judgeIt);
    }
    return ensureKeys(author)
        .then(this, open)
        .unwrap()
        .then(
            this, [this, open, author](const crypto::OpenOutcome &outcome) { return openAgain(author, outcome, open); })
        .unwrap()
        .then(this, judgeIt);
}

IncomingPipeline::Judged IncomingPipeline::judge(IncomingMessage in, const crypto::OpenOutcome &outcome) const
{
    Judged judged;
    judged.peer = in.sentByUs ? in.to.bare() : in.from.bare();
    const auto author = in.sentByUs ? m_ports.keys.account() : in.from.bare();
    auto &message = judged.message;
    message.outgoing = in.sentByUs;
    message.sender = in.sentByUs ? crypto::Jid(author, in.from.resource()) : in.from;
    message.time = in.delayedAt.isValid() ? in.delayedAt : in.receivedAt;
    message.originId = in.originId;
    message.stanzaId = in.stanzaId;
    message.delivery = in.sentByUs ? archive::Delivery::Sent : archive::Delivery::Received;
    const auto *scheme = schemeOf(in.stanza);
    message.scheme = scheme ? scheme->id() : crypto::SchemeId::None;

    const auto close = [&](archive::Sealing form, const QString &why) {
        qCInfo(crypto::lcApp).noquote() << "message of" << author.toString() << "not opened:" << why;
        message.sealing = form;
        message.sealedStanza = in.stanza.toXml();
        // What the sender marked as not worth keeping was no text: a receipt, a chat state.
        judged.hasContent = !in.stanza.child(u"no-permanent-store", u"urn:xmpp:hints")
            && !in.stanza.child(u"no-store", u"urn:xmpp:hints");
    };
    if (const auto *opened = std::get_if<crypto::Opened>(&outcome)) {
        if (!opened->signer.isEmpty() && !m_ports.keys.mayHaveSigned(author, opened->signer)) {
            close(archive::Sealing::SealBroken, u"signed by a key that is not the sender's"_s);
        } else {
            judged.payload = opened->payload;
            message.sealing = archive::Sealing::Sealed;
            message.signer = opened->signer;
            message.sealDigest = opened->sealDigest;
            message.timeIsOdd = opened->timeIsOdd;
            message.timeMark = opened->timeMark;
            judged.stampedAt = opened->stampedAt;
            if (!opened->innerId.isEmpty()) {
                message.originId = in.id = opened->innerId;
            }
        }
    } else if (const auto *rejected = std::get_if<crypto::Rejected>(&outcome)) {
        close(closedForm(*rejected), rejected->detail);
        judged.fault = rejected->fault;
        message.signer = rejected->withdrawnSigner;
    } else if (const auto *needs = std::get_if<crypto::NeedsKey>(&outcome)) {
        close(archive::Sealing::WaitsForKey, u"waits for a key"_s);
        if (message.scheme != crypto::SchemeId::Ox) {
            judged.missingKey = needs->keyId;
        }
    } else if (in.stanza.child(u"encryption", unknownSchemeNs)) {
        close(archive::Sealing::NewerForm,
            u"sealed with "_s + in.stanza.child(u"encryption", unknownSchemeNs)->attribute(u"namespace"));
    } else {
        judged.payload = childrenOf(in.stanza);
        message.sealing = archive::Sealing::NotSealed;
    }
    const auto parts = MessageParts::read(judged.payload);
    if (!judged.hasContent) {
        judged.hasContent = !parts.body.isEmpty() || !parts.files.isEmpty();
        message.files = archive::SharedFile::pack(parts.files);
        message.body = parts.body;
        message.replyTo = parts.replyTo;
        message.thread = parts.thread;
    }
    judged.in = std::move(in);
    return judged;
}

QFuture<void> IncomingPipeline::store(Judged judged)
{
    const auto parts = MessageParts::read(judged.payload);
    const bool saysSomething = judged.hasContent || !parts.receiptFor.isEmpty() || !parts.displayedUpTo.isEmpty();
    if (parts.chatState != MessageParts::ChatState::None && !judged.in.sentByUs
        && judged.in.origin == IncomingMessage::Origin::Live && !judged.in.delayedAt.isValid()) {
        Q_EMIT typingChanged(judged.peer, parts.chatState == MessageParts::ChatState::Composing);
    }
    if (!saysSomething) {
        tell(judged);
        return QtFuture::makeReadyVoidFuture();
    }
    return m_ports.history.conversationWith(judged.peer)
        .then(this,
            [this, judged, parts](
                const archive::ArchiveResult<archive::ConversationId> &conversation) -> QFuture<void> {
                if (!conversation) {
                    tellNotStored(conversation.error());
                    return QtFuture::makeReadyVoidFuture();
                }
                applySideEffects(judged, *conversation);
                if (!judged.hasContent) {
                    return QtFuture::makeReadyVoidFuture();
                }
                if (!parts.replaces.isEmpty()) {
                    correctOrAppend(judged, *conversation, parts.replaces);
                    return QtFuture::makeReadyVoidFuture();
                }
                auto message = judged.message;
                message.conversation = *conversation;
                return m_ports.history.append(message, !message.outgoing)
                    .then(this,
                        [this, judged, message, parts](const archive::ArchiveResult<archive::Appended> &appended) {
                            if (!appended) {
                                tellNotStored(appended.error());
                                return;
                            }
                            tell(judged);
                            if (appended->duplicate || message.outgoing) {
                                return;
                            }
                            auto stored = message;
                            stored.id = appended->id;
                            Q_EMIT messageArrived(stored, judged.peer);
                            if (parts.wantsReceipt && !archive::isClosed(message.sealing) && !judged.in.id.isEmpty()) {
                                Q_EMIT receiptWanted(judged.in.from, judged.in.id, message.scheme, stored.id);
                            }
                        });
            })
        .unwrap();
}

void IncomingPipeline::tellNotStored(const archive::ArchiveError &error)
{
    qCCritical(crypto::lcApp).noquote() << "a message cannot be stored:" << error.detail;
    Q_EMIT notStored(error);
}

void IncomingPipeline::applySideEffects(const Judged &judged, archive::ConversationId conversation)
{
    const auto parts = MessageParts::read(judged.payload);
    if (judged.in.sentByUs) {
        // Another device of ours told the peer.
        if (!parts.displayedUpTo.isEmpty()) {
            m_ports.history.readElsewhere(conversation, parts.displayedUpTo);
            m_ports.history.messageByOrigin(conversation, parts.displayedUpTo)
                .then(this,
                    [this, peer = judged.peer](const archive::ArchiveResult<std::optional<archive::Message>> &found) {
                        if (found && *found) {
                            Q_EMIT toldElsewhere(peer, (*found)->id);
                        }
                    });
        }
        return;
    }
    if (!parts.receiptFor.isEmpty()) {
        m_ports.history.setDelivery(conversation, parts.receiptFor, archive::Delivery::Arrived);
    }
    if (!parts.displayedUpTo.isEmpty()) {
        m_ports.history.setDelivery(conversation, parts.displayedUpTo, archive::Delivery::Displayed);
    }
}

QFuture<archive::ArchiveResult<int>> IncomingPipeline::receivePage(
    QList<IncomingMessage> messages, const QString &archive, const archive::ArchiveCursor &cursor)
{
    using Count = archive::ArchiveResult<int>;
    QStringList ids;
    for (const auto &message : messages) {
        ids.append(message.stanzaId);
    }
    return m_ports.history.knownStanzaIds(ids)
        .then(this,
            [this, messages](const archive::ArchiveResult<QSet<QString>> &known) {
                QList<QFuture<Judged>> opened;
                for (const auto &message : messages) {
                    const auto type = message.stanza.attribute(u"type");
                    if (type == "groupchat"_L1 || type == "error"_L1 || (known && known->contains(message.stanzaId))) {
                        continue;
                    }
                    opened.append(openAndJudge(message));
                }
                return QtFuture::whenAll(opened.begin(), opened.end());
            })
        .unwrap()
        .then(this,
            [this, archive, cursor](const QList<QFuture<Judged>> &opened) -> QFuture<Count> {
                QList<QFuture<archive::ArchiveResult<archive::ConversationId>>> conversations;
                QList<Judged> page;
                // The client is being closed: the page is fetched again next time.
                if (std::ranges::any_of(opened, [](const auto &future) { return future.resultCount() == 0; })) {
                    return crypto::ready(Count(archive::archiveError(archive::ArchiveError::Code::Cancelled)));
                }
                for (const auto &future : opened) {
                    page.append(future.result());
                    conversations.append(m_ports.history.conversationWith(page.last().peer));
                }
                return QtFuture::whenAll(conversations.begin(), conversations.end())
                    .then(this,
                        [this, page, archive, cursor](
                            const QList<QFuture<archive::ArchiveResult<archive::ConversationId>>> &found)
                            -> QFuture<Count> {
                            QList<archive::Message> import;
                            QList<std::pair<Judged, archive::ConversationId>> later;
                            for (qsizetype i = 0; i < page.size(); ++i) {
                                const auto id = found[i].result();
                                if (!id) {
                                    return crypto::ready(Count(std::unexpected(id.error())));
                                }
                                const auto parts = MessageParts::read(page[i].payload);
                                if (page[i].hasContent && parts.replaces.isEmpty()) {
                                    import.append(page[i].message);
                                    import.last().conversation = *id;
                                }
                                later.append({page[i], *id});
                            }
                            return m_ports.history.import(import, archive, cursor)
                                .then(this, [this, later](const Count &count) {
                                    for (const auto &[judged, conversation] : later) {
                                        tell(judged);
                                        const auto parts = MessageParts::read(judged.payload);
                                        applySideEffects(judged, conversation);
                                        if (judged.hasContent && !parts.replaces.isEmpty()) {
                                            correctOrAppend(judged, conversation, parts.replaces);
                                        }
                                    }
                                    return count;
                                });
                        })
                    .unwrap();
            })
        .unwrap();
}

} // namespace letterlock::app
