// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/ConversationListModel.h"

#include "crypto/base/LogCategories.h"

#include <algorithm>

namespace letterlock::app {

namespace {

bool comesBefore(const archive::ConversationSummary &a, const archive::ConversationSummary &b)
{
    if (a.pinned != b.pinned) {
        return a.pinned;
    }
    if (a.lastTime != b.lastTime) {
        return a.lastTime.isValid() && (!b.lastTime.isValid() || a.lastTime > b.lastTime);
    }
    return a.id > b.id;
}

} // namespace

ConversationListModel::ConversationListModel(
    archive::HistoryStore &history, RosterController &roster, KeyController &keys, QObject *parent)
    : QAbstractListModel(parent)
    , m_history(history)
    , m_roster(roster)
    , m_keys(keys)
{
    connect(&history, &archive::HistoryStore::conversationChanged, this, &ConversationListModel::upsert);
    connect(&roster, &RosterController::contactChanged, this, &ConversationListModel::refresh);
    connect(&roster, &RosterController::contactRemoved, this, &ConversationListModel::refresh);
    connect(&keys, &KeyController::contactKeysChanged, this, &ConversationListModel::refresh);
}

void ConversationListModel::reload()
{
    using Found = archive::ArchiveResult<QList<archive::ConversationSummary>>;
    ++m_loading;
    m_history.conversations().then(this, [this](const Found &found) {
        --m_loading;
        if (found) {
            beginResetModel();
            m_rows = *found;
            std::ranges::sort(m_rows, comesBefore);
            endResetModel();
        } else {
            qCCritical(crypto::lcApp).noquote() << "the conversations cannot be read:" << found.error().detail;
        }
        // What changed while they were being read may be newer than the answer.
        if (m_loading == 0) {
            for (const auto &conversation : std::exchange(m_meanwhile, {})) {
                upsert(conversation);
            }
        }
        tellUnread();
        Q_EMIT loaded();
    });
}

void ConversationListModel::upsert(const archive::ConversationSummary &conversation)
{
    if (m_loading > 0) {
        m_meanwhile.append(conversation);
        return;
    }
    const auto found = std::ranges::find(m_rows, conversation.id, &archive::ConversationSummary::id);
    const auto before = [&](const archive::ConversationSummary &row) {
        return row.id != conversation.id && comesBefore(row, conversation);
    };
    const int target = int(std::ranges::count_if(m_rows, before));
    if (found == m_rows.end()) {
        beginInsertRows({}, target, target);
        m_rows.insert(target, conversation);
        endInsertRows();
    } else {
        const int row = int(found - m_rows.begin());
        if (row != target) {
            beginMoveRows({}, row, row, {}, target > row ? target + 1 : target);
            m_rows.move(row, target);
            endMoveRows();
        }
        m_rows[target] = conversation;
        Q_EMIT dataChanged(index(target), index(target));
    }
    tellUnread();
}

void ConversationListModel::refresh(const crypto::BareJid &peer)
{
    if (const QModelIndex row = indexOf(peer); row.isValid()) {
        Q_EMIT dataChanged(row, row);
    }
}

void ConversationListModel::setTyping(const crypto::BareJid &peer, bool typing)
{
    if (typing == m_typing.contains(peer)) {
        return;
    }
    if (typing) {
        m_typing.insert(peer);
    } else {
        m_typing.remove(peer);
    }
    refresh(peer);
}

int ConversationListModel::unreadTotal() const
{
    int total = 0;
    for (const auto &conversation : m_rows) {
        total += conversation.muted ? 0 : conversation.unread;
    }
    return total;
}

void ConversationListModel::tellUnread()
{
    if (const int total = unreadTotal(); total != m_unread) {
        m_unread = total;
        Q_EMIT unreadTotalChanged(total);
    }
}

QModelIndex ConversationListModel::indexOf(archive::ConversationId conversation) const
{
    const auto found = std::ranges::find(m_rows, conversation, &archive::ConversationSummary::id);
    return found == m_rows.end() ? QModelIndex() : index(int(found - m_rows.begin()));
}

QModelIndex ConversationListModel::indexOf(const crypto::BareJid &peer) const
{
    const auto found = std::ranges::find(m_rows, peer, &archive::ConversationSummary::peer);
    return found == m_rows.end() ? QModelIndex() : index(int(found - m_rows.begin()));
}

int ConversationListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

/// The roster knows best; the stored name is for the time before it arrives.
QString ConversationListModel::nameOf(const archive::ConversationSummary &conversation) const
{
    const QString address = conversation.peer.toString();
    const QString name = m_roster.contact(conversation.peer).name;
    if (!name.isEmpty() && name != address) {
        return name;
    }
    return conversation.name.isEmpty() ? address : conversation.name;
}

QVariant ConversationListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const archive::ConversationSummary &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return nameOf(row);
    case ConversationRole:
        return row.id;
    case PeerRole:
        return row.peer.toString();
    case PreviewRole:
        return row.preview;
    case TimeRole:
        return row.lastTime;
    case UnreadRole:
        return row.unread;
    case PinnedRole:
        return row.pinned;
    case MutedRole:
        return row.muted;
    case DraftRole:
        return row.draft;
    case TypingRole:
        return m_typing.contains(row.peer);
    case OutgoingRole:
        return row.lastOutgoing;
    case DeliveryRole:
        return int(row.lastDelivery);
    case SealingRole:
        return int(row.lastSealing);
    case LastMessageRole:
        return row.lastMessage;
    case LastFileRole:
        return int(row.lastFile);
    case SchemeRole:
        return int(row.lastScheme);
    case AvailabilityRole:
        return int(m_roster.contact(row.peer).availability);
    case TrustRole:
        return int(m_keys.verdict(row.peer));
    default:
        return {};
    }
}

} // namespace letterlock::app
