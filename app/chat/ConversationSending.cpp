// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the open conversation: texts, files, and what tells that somebody writes or has read.
#include "app/chat/ConversationController.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr qsizetype longestText = 64 * 1024; // octets; sealed and in Base64 it still fits a stanza of 256 KiB

} // namespace

crypto::SchemeId ConversationController::schemeOf(SealingChoice choice)
{
    switch (choice) {
    case SealingChoice::Sealed:
        return crypto::SchemeId::Ox;
    case SealingChoice::SessionKey:
        return crypto::SchemeId::Jose;
    case SealingChoice::NotSealed:
        break;
    }
    return crypto::SchemeId::None;
}

void ConversationController::send(const QString &text, const QString &replyTo)
{
    sendText(text, replyTo, {});
}

void ConversationController::correctLast(const QString &text)
{
    for (int row = m_timeline.rowCount() - 1; row >= 0; --row) {
        const auto message = m_timeline.index(row).data(TimelineModel::MessageRole).value<archive::Message>();
        if (message.outgoing && !message.retracted) {
            sendText(text, message.replyTo, message.originId);
            return;
        }
    }
}

void ConversationController::sendText(const QString &text, const QString &replyTo, const QString &replaces)
{
    if (m_conversation == 0 || text.trimmed().isEmpty()) {
        return;
    }
    if (mustWait([this, text, replyTo, replaces] { sendText(text, replyTo, replaces); }) || refuses(text)) {
        return;
    }
    m_ports.outgoing.submit(m_conversation, m_peer, text, schemeOf(m_sealing), replyTo, replaces)
        .then(this, [this, origin = origin()](const archive::ArchiveResult<archive::Appended> &result) {
            stored(origin, result);
        });
}

bool ConversationController::refuses(const QString &text)
{
    auto block = text.toUtf8().size() > longestText ? SendBlock::TooLong : sendBlock();
    // Keys that could not be looked up yet are no reason to refuse: the message waits in the outbox, sealed or not at
    // all.
    if (block == SendBlock::KeysUnknown) {
        block = SendBlock::None;
    }
    if (block != SendBlock::None) {
        Q_EMIT sendRefused(block);
    }
    return block != SendBlock::None;
}

void ConversationController::stored(const Origin &origin, const archive::ArchiveResult<archive::Appended> &result)
{
    if (!result) {
        Q_EMIT notStored(result.error());
        return;
    }
    bool typed = origin.typed;
    if (origin.conversation == m_conversation) {
        m_typingTimer.stop();
        typed = std::exchange(m_composing, false) || typed;
        m_draft.clear();
        m_draftTimer.stop();
    }
    if (typed && origin.sealing != SealingChoice::NotSealed) {
        // What ends it stands inside the seal, which not everybody can open.
        sendChatState(origin.peer, MessageParts::ChatState::Active);
    }
    storeDraft(origin.conversation, {});
    Q_EMIT sent();
}

void ConversationController::sendFiles(
    const QList<FileVault::Sealed> &files, const QString &text, const QString &replyTo)
{
    if (m_conversation == 0 || files.isEmpty()
        || mustWait([this, files, text, replyTo] { sendFiles(files, text, replyTo); }) || refuses(text)) {
        return;
    }
    const auto conversation = m_conversation;
    const auto scheme = schemeOf(m_sealing);
    QList<QFuture<archive::ArchiveResult<archive::Appended>>> results;
    // Programs that know only links show a file where the link is the whole text.
    const auto support = m_ports.features.support(m_peer, archive::SharedFile::ns);
    const bool alone = !text.isEmpty() && (support == FeatureSupport::None || support == FeatureSupport::Some);
    if (alone) {
        results.append(m_ports.outgoing.submit(conversation, m_peer, text, scheme, replyTo, {}));
    }
    for (const auto &sealed : files) {
        const bool first = results.isEmpty();
        results.append(m_ports.outgoing.submit(conversation, m_peer, first ? text : QString(), scheme,
            first ? replyTo : QString(), {}, {archive::SharedFile::pack({sealed.file}), sealed.copy, sealed.size}));
    }
    QtFuture::whenAll(results.begin(), results.end())
        .then(this, [this, origin = origin()](const QList<QFuture<archive::ArchiveResult<archive::Appended>>> &all) {
            // In the order they were given: the first one that failed is the reason told.
            for (const auto &future : all) {
                if (future.resultCount() == 0 || !future.result()) {
                    stored(origin,
                        future.resultCount() == 0 ? archive::archiveError(archive::ArchiveError::Code::Cancelled)
                                                  : future.result());
                    return;
                }
            }
            stored(origin, archive::Appended{});
            Q_EMIT filesStored();
        });
}

void ConversationController::retryMessage(archive::MessageId message)
{
    m_ports.history.retry(message).then(this, [this, message](const archive::ArchiveResult<void> &) {
        m_ports.outgoing.drain();
        Q_EMIT retrying(message);
    });
}

void ConversationController::typed()
{
    if (m_conversation == 0) {
        return;
    }
    m_typingTimer.start();
    if (!m_composing) {
        m_composing = true;
        sendChatState(m_peer, MessageParts::ChatState::Composing);
    }
}

void ConversationController::sendChatState(const crypto::BareJid &peer, MessageParts::ChatState state)
{
    if (peer.isEmpty() || !m_sendsTyping || !m_ports.roster.isSubscribedToUs(peer)) {
        return;
    }
    MessageParts parts;
    parts.chatState = state;
    // Chat states say nothing that presence does not; sealing each would cost a signature per keystroke pause.
    m_ports.outgoing.sendTransient(crypto::Jid(peer, {}), parts.write(), crypto::SchemeId::None);
}

void ConversationController::markRead()
{
    if (m_conversation == 0) {
        return;
    }
    m_ports.history.markRead(m_conversation);
    Q_EMIT wasRead(m_peer, m_timeline.newestOfPeer());
}

} // namespace letterlock::app
