// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QPersistentModelIndex>
#include <QSortFilterProxyModel>

#include "archive/model/Message.h"

namespace letterlock::ui {

class ConversationDelegate;

/// Filters the conversation list by name or address and adds its words for assistive technology.
class ConversationRows : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setWords(const QString &words);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    QString m_words;
};

/// The list on the left. Selecting a row opens the conversation; a click on "Not sent" sends again. Takes any model
/// with the roles of app::ConversationListModel.
class ConversationListView : public QListView {
    Q_OBJECT
public:
    explicit ConversationListView(QWidget *parent = nullptr);

    void setConversations(QAbstractItemModel *model);
    void setWords(const QString &words); ///< filter
    void setCompact(bool compact);
    /// Marks the row of an open conversation without opening it again.
    void showCurrent(archive::ConversationId conversation);
    void step(int rows); ///< Alt+Up, Alt+Down
    void nextUnread();
    [[nodiscard]] archive::ConversationId currentConversation() const;

Q_SIGNALS:
    void chosen(letterlock::archive::ConversationId conversation, const QString &peer);
    void retryWanted(letterlock::archive::MessageId message); ///< what could not be sent shall be sent again
    void menuWanted(const QModelIndex &index, const QPoint &globalPosition);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void choose(const QModelIndex &index);

    ConversationRows *m_rows = nullptr;
    ConversationDelegate *m_delegate = nullptr;
    QPersistentModelIndex m_pressed;
    archive::ConversationId m_current = 0;
};

} // namespace letterlock::ui
