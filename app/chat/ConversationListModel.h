// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QSet>

#include "app/keys/KeyController.h"
#include "app/roster/RosterController.h"
#include "archive/history/HistoryStore.h"

namespace letterlock::app {

/// The conversation list: pinned first, then newest first. Roles hold values; words and colours are the ui's.
class ConversationListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        ConversationRole = Qt::UserRole + 1, ///< archive::ConversationId
        PeerRole, ///< QString, bare address
        NameRole, ///< QString, also Qt::DisplayRole
        PreviewRole, ///< QString
        TimeRole, ///< QDateTime, UTC
        UnreadRole, ///< int
        PinnedRole, ///< bool
        MutedRole, ///< bool
        DraftRole, ///< QString
        TypingRole, ///< bool
        OutgoingRole, ///< bool: last message is ours
        DeliveryRole, ///< int(archive::Delivery) of the last message
        SealingRole, ///< int(archive::Sealing) of the last message
        SchemeRole, ///< int(crypto::SchemeId) that sealed it
        AvailabilityRole, ///< int(app::Availability)
        TrustRole, ///< int(crypto::TrustVerdict) of the peer's current key
        LastFileRole, ///< int(archive::LastFile) of the last message
        LastMessageRole, ///< archive::MessageId
    };

    ConversationListModel(
        archive::HistoryStore &history, RosterController &roster, KeyController &keys, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QModelIndex indexOf(archive::ConversationId conversation) const;
    [[nodiscard]] QModelIndex indexOf(const crypto::BareJid &peer) const;
    [[nodiscard]] int unreadTotal() const; ///< without muted conversations
    void setTyping(const crypto::BareJid &peer, bool typing);
    void reload();

Q_SIGNALS:
    void unreadTotalChanged(int total);
    void loaded();

private:
    void upsert(const archive::ConversationSummary &conversation);
    void refresh(const crypto::BareJid &peer);
    void tellUnread();
    [[nodiscard]] QString nameOf(const archive::ConversationSummary &conversation) const;

    archive::HistoryStore &m_history;
    RosterController &m_roster;
    KeyController &m_keys;
    QList<archive::ConversationSummary> m_rows;
    QSet<crypto::BareJid> m_typing;
    QList<archive::ConversationSummary> m_meanwhile; ///< changed while the list was being read
    int m_loading = 0; ///< reads under way
    int m_unread = 0; ///< as last told
};

} // namespace letterlock::app
