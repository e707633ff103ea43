// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

#include "app/chat/UnreadLine.h"
#include "app/files/FilesController.h"
#include "archive/history/HistoryStore.h"

namespace letterlock::app {

/// A window onto one conversation's messages: loads the newest page, more upwards on demand, or a page around a found
/// message. One row per message; day lines and grouping are derived by the delegate from neighbouring rows.
class TimelineModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        MessageIdRole = Qt::UserRole + 1, ///< archive::MessageId
        MessageRole, ///< archive::Message
        DayStartRole, ///< bool: first message of a local day
        GroupStartRole, ///< bool: first of a run (same sender, same day, at most 3 min apart)
        GroupEndRole, ///< bool: last of a run
        SenderNameRole, ///< QString, bare address' display name
        ReplyTextRole, ///< QString: body of the message this answers, if loaded
        FoundRole, ///< bool: the message that was jumped to
        UnreadRole, ///< int: above this message stands the line "… new messages"; 0 = no line here
        MarksRole, ///< QVariantList of QPoint(start, length): search hits in the body
        FilesRole, ///< QList<FileState>, as they are now; empty = nothing is attached
    };

    explicit TimelineModel(archive::HistoryStore &history, QObject *parent = nullptr);

    void setFiles(FilesController &files); ///< without it, only what the message says of its files
    void showNewest(archive::ConversationId conversation);
    void showAround(archive::ConversationId conversation, archive::MessageId message,
        const QList<archive::SearchHit::Range> &marks);
    void clear();
    void setUnread(int count); ///< after show…(): so many at the end had not been seen
    void newestIsUnseen(); ///< the message that was just appended
    void allSeen(); ///< the line stays; the next unseen message gets a new one
    [[nodiscard]] QModelIndex firstUnread() const; ///< invalid = no line
    [[nodiscard]] archive::ConversationId conversation() const { return m_conversation; }
    [[nodiscard]] bool atNewest() const { return m_atNewest; }
    [[nodiscard]] QModelIndex indexOf(archive::MessageId message) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    void loadOlder(); ///< a page; `olderLoaded` says how many rows were inserted on top
    void loadNewer(); ///< after showAround
    [[nodiscard]] archive::MessageId newestOfPeer() const; ///< the last incoming message shown; 0 = none

Q_SIGNALS:
    void shown(); ///< the first page of a show…() is there
    void olderLoaded(int rows);
    void messageAppended(bool own);

private:
    void reset(QList<archive::Message> messages, bool atNewest, bool atOldest);
    void store(const archive::Message &message);
    void change(const archive::Message &message);
    void refresh(const QList<archive::ConversationId> &imported);
    void begin(archive::ConversationId conversation);
    void endLoading();
    void loadPeerName();
    void setPeerName(const archive::ConversationSummary &conversation);
    void placeUnreadLine();
    void removeMissing(const QList<archive::MessageId> &before, const QList<archive::Message> &page, bool isMore);
    void touchRows(qsizetype first, qsizetype last);
    [[nodiscard]] qsizetype rowFrom(archive::MessageId message) const; ///< first row with this id or a later one
    [[nodiscard]] bool startsDay(qsizetype row) const;
    [[nodiscard]] bool startsGroup(qsizetype row) const;
    [[nodiscard]] QString replyText(const archive::Message &message) const;

    archive::HistoryStore &m_history;
    FilesController *m_files = nullptr;
    archive::ConversationId m_conversation = 0;
    QList<archive::Message> m_messages;
    QList<archive::Message> m_meanwhile; ///< stored or changed while a page was being read
    QString m_peerName;
    UnreadLine m_unread;
    archive::MessageId m_found = 0;
    QList<archive::SearchHit::Range> m_marks;
    bool m_atNewest = true;
    bool m_atOldest = false;
    bool m_loading = false;
    int m_generation = 0;
};

} // namespace letterlock::app

Q_DECLARE_METATYPE(QList<letterlock::app::FileState>)
