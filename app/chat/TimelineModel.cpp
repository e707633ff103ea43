// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/TimelineModel.h"

#include "crypto/base/LogCategories.h"

#include <algorithm>

namespace letterlock::app {

namespace {

constexpr int pageSize = 60;

using Page = archive::ArchiveResult<QList<archive::Message>>;

void logFailure(const Page &page)
{
    if (!page) {
        qCCritical(crypto::lcApp).noquote() << "a page of history cannot be read:" << page.error().detail;
    }
}

} // namespace

TimelineModel::TimelineModel(archive::HistoryStore &history, QObject *parent)
    : QAbstractListModel(parent)
    , m_history(history)
{
    connect(&history, &archive::HistoryStore::messageStored, this, &TimelineModel::store);
    connect(&history, &archive::HistoryStore::messageChanged, this, &TimelineModel::change);
    connect(&history, &archive::HistoryStore::historyImported, this, &TimelineModel::refresh);
    connect(&history, &archive::HistoryStore::conversationChanged, this, &TimelineModel::setPeerName);
}

void TimelineModel::setFiles(FilesController &files)
{
    m_files = &files;
    connect(&files, &FilesController::changed, this, [this](archive::MessageId message) {
        const auto row = indexOf(message).row();
        touchRows(row, row);
    });
}

/// From here on answers to earlier questions are late.
void TimelineModel::begin(archive::ConversationId conversation)
{
    ++m_generation;
    m_loading = true;
    m_meanwhile.clear();
    if (conversation != m_conversation) {
        m_conversation = conversation;
        m_peerName.clear();
        m_unread = {};
        reset({}, true, false);
        loadPeerName();
    }
}

void TimelineModel::showNewest(archive::ConversationId conversation)
{
    begin(conversation);
    m_found = 0;
    m_marks.clear();
    m_history.page(conversation, 0, pageSize).then(this, [this, generation = m_generation](const Page &page) {
        if (generation != m_generation) {
            return;
        }
        logFailure(page);
        const auto messages = page.value_or(QList<archive::Message>());
        reset(messages, true, messages.size() < pageSize);
        endLoading();
        placeUnreadLine();
        Q_EMIT shown();
    });
}

void TimelineModel::showAround(
    archive::ConversationId conversation, archive::MessageId message, const QList<archive::SearchHit::Range> &marks)
{
    begin(conversation);
    m_found = message;
    m_marks = marks;
    m_history.pageAround(conversation, message, pageSize)
        .then(this, [this, generation = m_generation, message](const Page &page) {
            if (generation != m_generation) {
                return;
            }
            logFailure(page);
            const auto messages = page.value_or(QList<archive::Message>());
            const auto before = std::ranges::count_if(messages, [&](const auto &m) { return m.id < message; });
            reset(messages, messages.size() - before < pageSize - pageSize / 2, before < pageSize / 2);
            endLoading();
            Q_EMIT shown();
        });
}

void TimelineModel::clear()
{
    begin(0);
    m_loading = false;
    m_found = 0;
    m_marks.clear();
}

void TimelineModel::setUnread(int count)
{
    m_unread.open(count);
    placeUnreadLine();
}

void TimelineModel::placeUnreadLine()
{
    // Only the end of the conversation tells which ones are the newest.
    if (m_atNewest && !m_loading) {
        m_unread.place(m_messages);
        const auto row = firstUnread().row();
        touchRows(row, row);
    }
}

void TimelineModel::newestIsUnseen()
{
    const auto before = firstUnread().row();
    if (!m_messages.isEmpty()) {
        m_unread.arrived(m_messages.constLast().id);
    }
    touchRows(before, before);
    const auto row = firstUnread().row();
    touchRows(row, row);
}

void TimelineModel::allSeen()
{
    m_unread.seen();
}

QModelIndex TimelineModel::firstUnread() const
{
    return m_unread.first() == 0 ? QModelIndex() : indexOf(m_unread.first());
}

void TimelineModel::reset(QList<archive::Message> messages, bool atNewest, bool atOldest)
{
    beginResetModel();
    m_messages = std::move(messages);
    m_atNewest = atNewest;
    m_atOldest = atOldest;
    endResetModel();
}

/// What happened while the page was being read may be missing in it, or be older there.
void TimelineModel::endLoading()
{
    m_loading = false;
    for (const auto &message : std::exchange(m_meanwhile, {})) {
        store(message);
    }
}

void TimelineModel::loadOlder()
{
    if (m_loading || m_atOldest || m_messages.isEmpty()) {
        return;
    }
    m_loading = true;
    m_history.page(m_conversation, m_messages.constFirst().id, pageSize)
        .then(this, [this, generation = m_generation](const Page &page) {
            if (generation != m_generation) {
                return;
            }
            logFailure(page);
            const auto older = page.value_or(QList<archive::Message>());
            m_atOldest = page && older.size() < pageSize;
            if (!older.isEmpty()) {
                beginInsertRows({}, 0, int(older.size()) - 1);
                m_messages = older + m_messages;
                endInsertRows();
                touchRows(older.size(), older.size());
            }
            endLoading();
            placeUnreadLine();
            Q_EMIT olderLoaded(int(older.size()));
        });
}

void TimelineModel::loadNewer()
{
    if (m_loading || m_atNewest || m_messages.isEmpty()) {
        return;
    }
    m_loading = true;
    m_history.pageAfter(m_conversation, m_messages.constLast().id, pageSize)
        .then(this, [this, generation = m_generation](const Page &page) {
            if (generation != m_generation) {
                return;
            }
            logFailure(page);
            const auto newer = page.value_or(QList<archive::Message>());
            m_atNewest = page && newer.size() < pageSize;
            if (!newer.isEmpty()) {
                const auto first = m_messages.size();
                beginInsertRows({}, int(first), int(first + newer.size()) - 1);
                m_messages += newer;
                endInsertRows();
                touchRows(first - 1, first - 1);
            }
            endLoading();
        });
}

void TimelineModel::store(const archive::Message &message)
{
    if (message.conversation != m_conversation) {
        return;
    }
    if (m_loading) {
        m_meanwhile.append(message);
        return;
    }
    const auto row = rowFrom(message.id);
    if (row < m_messages.size() && m_messages[row].id == message.id) {
        change(message);
        return;
    }
    const bool atEnd = row == m_messages.size();
    // Outside of the window: it comes when that page is loaded.
    if ((atEnd && !m_atNewest) || (row == 0 && !m_messages.isEmpty() && !m_atOldest)) {
        return;
    }
    beginInsertRows({}, int(row), int(row));
    m_messages.insert(row, message);
    endInsertRows();
    touchRows(row - 1, row + 1);
    if (atEnd) {
        Q_EMIT messageAppended(message.outgoing);
    }
}

void TimelineModel::change(const archive::Message &message)
{
    if (message.conversation != m_conversation) {
        return;
    }
    if (m_loading) {
        m_meanwhile.append(message);
        return;
    }
    const auto row = rowFrom(message.id);
    if (row == m_messages.size() || m_messages[row].id != message.id) {
        return;
    }
    if (m_found == message.id && m_messages[row].body != message.body) {
        m_marks.clear(); // they were places in the earlier text
    }
    m_messages[row] = message;
    touchRows(row, row);
    for (qsizetype i = 0; i < m_messages.size(); ++i) {
        if (!message.originId.isEmpty() && m_messages[i].replyTo == message.originId) {
            touchRows(i, i);
        }
    }
}

/// An import may have put messages anywhere, or hidden some: read the window again, add what is missing, take out what
/// is gone.
void TimelineModel::refresh(const QList<archive::ConversationId> &imported)
{
    if (m_conversation == 0 || !imported.contains(m_conversation)) {
        return;
    }
    if (m_messages.isEmpty()) {
        showNewest(m_conversation);
        return;
    }
    m_atOldest = false;
    const int limit = int(m_messages.size()) + pageSize;
    QList<archive::MessageId> before;
    for (const auto &message : std::as_const(m_messages)) {
        before.append(message.id);
    }
    m_history.pageAfter(m_conversation, m_messages.constFirst().id - 1, limit)
        .then(this, [this, generation = m_generation, limit, before](const Page &page) {
            if (generation != m_generation || !page || m_messages.isEmpty()) {
                return;
            }
            if (m_atNewest && page->size() == limit) {
                showNewest(m_conversation); // more than a page is new: a gap must not stay
                return;
            }
            removeMissing(before, *page, page->size() == limit);
            for (const auto &message : *page) {
                store(message);
            }
        });
}

/// Of those that were here when the page was asked for; what came since cannot be in it.
void TimelineModel::removeMissing(
    const QList<archive::MessageId> &before, const QList<archive::Message> &page, bool isMore)
{
    for (const auto id : before) {
        const bool isThere = std::ranges::binary_search(page, id, {}, &archive::Message::id);
        if (isThere || (isMore && id > page.constLast().id)) {
            continue;
        }
        const auto row = rowFrom(id);
        if (row < m_messages.size() && m_messages[row].id == id) {
            beginRemoveRows({}, int(row), int(row));
            m_messages.removeAt(row);
            endRemoveRows();
            touchRows(row - 1, row);
        }
    }
}

void TimelineModel::loadPeerName()
{
    if (m_conversation == 0) {
        return;
    }
    using Found = archive::ArchiveResult<QList<archive::ConversationSummary>>;
    m_history.conversations().then(this, [this](const Found &found) {
        for (const auto &conversation : found.value_or(QList<archive::ConversationSummary>())) {
            setPeerName(conversation);
        }
    });
}

void TimelineModel::setPeerName(const archive::ConversationSummary &conversation)
{
    if (conversation.id != m_conversation || conversation.name == m_peerName) {
        return;
    }
    m_peerName = conversation.name;
    touchRows(0, m_messages.size() - 1);
}

QModelIndex TimelineModel::indexOf(archive::MessageId message) const
{
    const auto row = rowFrom(message);
    return row < m_messages.size() && m_messages[row].id == message ? index(int(row)) : QModelIndex();
}

qsizetype TimelineModel::rowFrom(archive::MessageId message) const
{
    return std::ranges::lower_bound(m_messages, message, {}, &archive::Message::id) - m_messages.begin();
}

void TimelineModel::touchRows(qsizetype first, qsizetype last)
{
    const int from = int(std::max<qsizetype>(first, 0));
    const int to = int(std::min<qsizetype>(last, m_messages.size() - 1));
    if (from <= to) {
        Q_EMIT dataChanged(index(from), index(to));
    }
}

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_messages.size());
}

} // namespace letterlock::app
