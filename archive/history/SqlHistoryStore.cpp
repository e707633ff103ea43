// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/SqlHistoryStore.h"

#include "archive/history/HistoryReader.h"
#include "archive/history/HistoryWriter.h"
#include "archive/history/MessageRows.h"
#include "archive/history/SearchIndex.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

SqlHistoryStore::SqlHistoryStore(Store &store, QObject *parent)
    : HistoryStore(parent)
    , m_store(store)
{
}

template <class F> auto SqlHistoryStore::change(F job, crypto::Priority priority)
{
    using Result = std::invoke_result_t<F, HistoryWriter &>;
    auto changes = std::make_shared<HistoryChanges>();
    return m_store
        .write(
            [job = std::move(job), changes](Database &database) mutable -> Result {
                HistoryWriter writer(database, *changes);
                Result result = job(writer);
                if (!result) {
                    return result;
                }
                if (auto finished = writer.finish(); !finished) {
                    return std::unexpected(finished.error());
                }
                return result;
            },
            priority)
        .then(this, [this, changes](const Result &result) -> Result {
            if (result) {
                publish(*changes);
            }
            return result;
        });
}

template <class F> auto SqlHistoryStore::ask(F job)
{
    return m_store.read(std::move(job));
}

void SqlHistoryStore::publish(const HistoryChanges &changes)
{
    for (const Message &message : changes.stored) {
        Q_EMIT messageStored(message);
    }
    for (const Message &message : changes.changed) {
        Q_EMIT messageChanged(message);
    }
    for (const ConversationSummary &conversation : changes.conversations) {
        Q_EMIT conversationChanged(conversation);
    }
    if (!changes.imported.isEmpty()) {
        Q_EMIT historyImported(changes.imported);
    }
}

QFuture<ArchiveResult<void>> SqlHistoryStore::hideLeftovers()
{
    return change([](HistoryWriter &writer) { return writer.hideLeftovers(); }, crypto::Priority::Background)
        .then(this,
            [this](const ArchiveResult<bool> &more) -> QFuture<ArchiveResult<void>> {
                return more && *more ? hideLeftovers() : crypto::ready(more.transform([](bool) { }));
            })
        .unwrap();
}

QFuture<ArchiveResult<ConversationId>> SqlHistoryStore::conversationWith(const crypto::BareJid &peer)
{
    return change([peer](HistoryWriter &writer) { return writer.conversationWith(peer); });
}

QFuture<ArchiveResult<QList<ConversationSummary>>> SqlHistoryStore::conversations()
{
    return ask([](Database &database) { return MessageRows::conversations(database); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::setConversationName(ConversationId conversation, const QString &name)
{
    return change([=](HistoryWriter &writer) { return writer.setColumn(conversation, u"name"_s, name); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::setPinned(ConversationId conversation, bool pinned)
{
    return change([=](HistoryWriter &writer) { return writer.setColumn(conversation, u"pinned"_s, pinned); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::setMuted(ConversationId conversation, bool muted)
{
    return change([=](HistoryWriter &writer) { return writer.setColumn(conversation, u"muted"_s, muted); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::setDraft(ConversationId conversation, const QString &draft)
{
    return change([=](HistoryWriter &writer) { return writer.setColumn(conversation, u"draft"_s, draft); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::markRead(ConversationId conversation)
{
    return change([=](HistoryWriter &writer) { return writer.markRead(conversation); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::readElsewhere(ConversationId conversation, const QString &originId)
{
    return change([=](HistoryWriter &writer) { return writer.readElsewhere(conversation, originId); });
}

QFuture<ArchiveResult<Appended>> SqlHistoryStore::append(Message message, bool countsAsUnread)
{
    return change([message = std::move(message), countsAsUnread](
                      HistoryWriter &writer) { return writer.append(message, countsAsUnread); });
}

QFuture<ArchiveResult<int>> SqlHistoryStore::import(
    QList<Message> messages, const QString &archive, const ArchiveCursor &cursor)
{
    // A person who types meanwhile goes first.
    return change([messages = std::move(messages), archive, cursor](
                      HistoryWriter &writer) { return writer.import(messages, archive, cursor); },
        crypto::Priority::Background);
}

QFuture<ArchiveResult<QSet<QString>>> SqlHistoryStore::knownStanzaIds(const QStringList &stanzaIds)
{
    return ask([=](Database &database) { return HistoryReader(database).knownStanzaIds(stanzaIds); });
}

QFuture<ArchiveResult<Appended>> SqlHistoryStore::enqueue(Message message, OutboxEntry entry)
{
    return change([message = std::move(message), entry = std::move(entry)](
                      HistoryWriter &writer) { return writer.enqueue(message, entry); });
}

QFuture<ArchiveResult<QList<OutboxEntry>>> SqlHistoryStore::outbox()
{
    return ask([](Database &database) { return HistoryReader(database).outbox(); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::outboxSent(MessageId message, const QString &stanzaId)
{
    return change([=](HistoryWriter &writer) { return writer.outboxSent(message, stanzaId); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::outboxFailed(MessageId message, bool tryAgain)
{
    return change([=](HistoryWriter &writer) { return writer.outboxFailed(message, tryAgain); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::sentBack(const crypto::BareJid &peer, const QString &id, SendFault fault)
{
    return change([=](HistoryWriter &writer) { return writer.sentBack(peer, id, fault); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::retry(MessageId message)
{
    return change([=](HistoryWriter &writer) { return writer.retry(message); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::setDelivery(
    ConversationId conversation, const QString &originId, Delivery delivery, SendFault fault)
{
    return change([=](HistoryWriter &writer) { return writer.setDelivery(conversation, originId, delivery, fault); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::correct(
    MessageId message, const Message &correction, const QDateTime &stamp)
{
    return change([=](HistoryWriter &writer) { return writer.correct(message, correction, stamp); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::replaceContent(
    MessageId message, const QString &body, Sealing sealing, const crypto::KeyFingerprint &signer, bool edited)
{
    return change([=](HistoryWriter &writer) { return writer.replaceContent(message, body, sealing, signer, edited); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::openClosed(MessageId message, Message opened)
{
    return change(
        [message, opened = std::move(opened)](HistoryWriter &writer) { return writer.openClosed(message, opened); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::setClosedForm(MessageId message, Sealing form)
{
    return change([=](HistoryWriter &writer) { return writer.setClosedForm(message, form); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::retract(ConversationId conversation, const QString &originId)
{
    return change([=](HistoryWriter &writer) { return writer.retract(conversation, originId); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::filesUploaded(MessageId message, const QByteArray &files)
{
    return change([=](HistoryWriter &writer) { return writer.filesUploaded(message, files); });
}

QFuture<ArchiveResult<std::optional<Message>>> SqlHistoryStore::message(MessageId id)
{
    return ask([=](Database &database) { return MessageRows::byId(database, id); });
}

QFuture<ArchiveResult<std::optional<Message>>> SqlHistoryStore::messageByOrigin(
    ConversationId conversation, const QString &originId)
{
    return ask([=](Database &database) { return HistoryReader(database).messageByOrigin(conversation, originId); });
}

QFuture<ArchiveResult<QList<Message>>> SqlHistoryStore::page(ConversationId conversation, MessageId before, int limit)
{
    return ask([=](Database &database) { return HistoryReader(database).page(conversation, before, limit); });
}

QFuture<ArchiveResult<QList<Message>>> SqlHistoryStore::pageAfter(
    ConversationId conversation, MessageId after, int limit)
{
    return ask([=](Database &database) { return HistoryReader(database).pageAfter(conversation, after, limit); });
}

QFuture<ArchiveResult<QList<Message>>> SqlHistoryStore::pageAround(
    ConversationId conversation, MessageId around, int limit)
{
    return ask([=](Database &database) { return HistoryReader(database).pageAround(conversation, around, limit); });
}

QFuture<ArchiveResult<QList<Message>>> SqlHistoryStore::closedMessages(int limit, const crypto::BareJid &peer)
{
    return ask([=](Database &database) { return HistoryReader(database).closedMessages(limit, peer); });
}

QFuture<ArchiveResult<SearchPage>> SqlHistoryStore::search(SearchQuery query)
{
    return ask([query = std::move(query)](Database &database) { return findMessages(database, query); });
}

QFuture<ArchiveResult<int>> SqlHistoryStore::countHits(SearchQuery query)
{
    return ask([query = std::move(query)](Database &database) { return countMessages(database, query); });
}

QFuture<ArchiveResult<QMap<QDate, int>>> SqlHistoryStore::messagesPerDay(const QDate &from, const QDate &to)
{
    return ask([=](Database &database) { return HistoryReader(database).messagesPerDay(from, to); });
}

QFuture<ArchiveResult<HistoryStore::Totals>> SqlHistoryStore::totals(ConversationId conversation)
{
    return ask([=](Database &database) { return HistoryReader(database).totals(conversation); });
}

QFuture<ArchiveResult<ArchiveCursor>> SqlHistoryStore::cursor(const QString &archive)
{
    return ask([=](Database &database) { return HistoryReader(database).cursor(archive); });
}

QFuture<ArchiveResult<QHash<QString, QByteArray>>> SqlHistoryStore::values(const QString &scope)
{
    return ask([=](Database &database) { return HistoryReader(database).values(scope); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::setValue(
    const QString &scope, const QString &name, const QByteArray &value)
{
    return change([=](HistoryWriter &writer) { return writer.setValue(scope, name, value); });
}

QFuture<ArchiveResult<void>> SqlHistoryStore::removeValue(const QString &scope, const QString &name)
{
    return change([=](HistoryWriter &writer) { return writer.removeValue(scope, name); });
}

} // namespace letterlock::archive
