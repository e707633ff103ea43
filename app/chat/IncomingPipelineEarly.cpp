// SPDX-License-Identifier: GPL-3.0-or-later
// The newest pages of a long catch-up, out of turn.
#include <algorithm>

#include "app/chat/IncomingPipeline.h"
#include "app/chat/MessageParts.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

/// Nothing in it changes another message or wants to be known in the order it was said.
bool isPlainText(const std::vector<crypto::XmlElement> &payload)
{
    return std::ranges::all_of(payload, [](const crypto::XmlElement &child) {
        return child.name() == "body"_L1 || child.name() == "thread"_L1 || child.is(u"request", u"urn:xmpp:receipts")
            || child.is(u"markable", u"urn:xmpp:chat-markers:0") || child.is(u"reply", u"urn:xmpp:reply:0")
            || child.ns() == "http://jabber.org/protocol/chatstates"_L1;
    });
}

} // namespace

/// Not what could be a repetition of something older: the older one would be taken for the copy.
bool IncomingPipeline::mayComeEarly(const Judged &judged) const
{
    const auto &message = judged.message;
    return message.sealing == archive::Sealing::Sealed && !message.signer.isEmpty() && !message.timeIsOdd
        && judged.hasContent && isPlainText(judged.payload);
}

QFuture<archive::ArchiveResult<int>> IncomingPipeline::receiveEarly(QList<IncomingMessage> messages)
{
    using Count = archive::ArchiveResult<int>;
    messages.removeIf([this](const IncomingMessage &message) {
        const auto type = message.stanza.attribute(u"type");
        const auto *scheme = schemeOf(message.stanza);
        return !scheme || scheme->id() != crypto::SchemeId::Ox || message.stanzaId.isEmpty() || type == "groupchat"_L1
            || type == "error"_L1;
    });
    QStringList ids;
    for (const auto &message : std::as_const(messages)) {
        ids.append(message.stanzaId);
    }
    return m_ports.history.knownStanzaIds(ids)
        .then(this,
            [this, messages](const archive::ArchiveResult<QSet<QString>> &known) {
                QList<QFuture<Judged>> opened;
                for (auto message = messages.crbegin(); message != messages.crend(); ++message) {
                    if (!known || !known->contains(message->stanzaId)) {
                        opened.append(openAndJudge(*message));
                    }
                }
                return QtFuture::whenAll(opened.begin(), opened.end());
            })
        .unwrap()
        .then(this,
            [this](const QList<QFuture<Judged>> &opened) -> QFuture<Count> {
                QList<archive::Message> texts;
                QList<QFuture<archive::ArchiveResult<archive::ConversationId>>> conversations;
                for (const auto &future : opened) {
                    if (future.resultCount() > 0 && mayComeEarly(future.result())) {
                        texts.append(future.result().message);
                        conversations.append(m_ports.history.conversationWith(future.result().peer));
                    }
                }
                if (texts.isEmpty()) {
                    return crypto::ready(Count(0));
                }
                return QtFuture::whenAll(conversations.begin(), conversations.end())
                    .then(this,
                        [this, texts](
                            const QList<QFuture<archive::ArchiveResult<archive::ConversationId>>> &found) mutable
                            -> QFuture<Count> {
                            for (qsizetype i = 0; i < texts.size(); ++i) {
                                const auto id = found[i].result();
                                if (!id) {
                                    return crypto::ready(Count(std::unexpected(id.error())));
                                }
                                texts[i].conversation = *id;
                            }
                            return m_ports.history.import(texts);
                        })
                    .unwrap();
            })
        .unwrap();
}

} // namespace letterlock::app
