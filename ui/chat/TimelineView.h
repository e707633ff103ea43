// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

#include "ui/chat/MessageDelegate.h"

class QToolButton;

namespace letterlock::ui {

class TimelineRows;

/// The messages of a conversation. Stays at the bottom only if it was there; otherwise a round button counts what is
/// new. Asks for older messages near the top and keeps what is read in place. Takes any model with the roles of
/// app::TimelineModel.
class TimelineView : public QListView {
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);

    void setTimeline(QAbstractItemModel *model);
    [[nodiscard]] bool isAtBottom() const;
    [[nodiscard]] int newBelow() const { return m_newBelow; }
    void scrollToMessage(const QModelIndex &sourceIndex);
    void setReadOnly(bool readOnly); ///< preview: no reply or edit
    /// What can be done with a row, in the order of the menu.
    [[nodiscard]] QList<MessageAction> actionsFor(const QModelIndex &index) const;
    void perform(MessageAction action, const QModelIndex &index, int file = 0); ///< `file`: which of the message's
    /// Says at its place that the peer has a new key; an empty text takes it away.
    void setKeyNotice(const QString &text, const QDateTime &since, bool isQuiet = false);

public Q_SLOTS:
    void jumpToLatest();
    void jumpToUnread(); ///< the first unread message; from there, or without one, the newest

Q_SIGNALS:
    void olderWanted();
    void newerWanted();
    void bottomReached();
    void messageAction(letterlock::ui::MessageAction action, const letterlock::archive::Message &message, int file);
    void escapePressed();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Anchor {
        QPersistentModelIndex index;
        int top = 0;
    };
    [[nodiscard]] Anchor topAnchor() const;
    void restore(const Anchor &anchor);
    void relayout(); ///< again, staying where the reader is
    void afterInsert(int first, int last);
    void placeJumpButton();
    void scrolled(int value);
    [[nodiscard]] std::optional<MessageAction> mainAction(const QModelIndex &index) const;

    MessageDelegate *m_delegate = nullptr;
    TimelineRows *m_rows = nullptr;
    QToolButton *m_jump = nullptr;
    Anchor m_anchor;
    bool m_wasAtBottom = true;
    bool m_restoring = false;
    bool m_readOnly = false;
    int m_newBelow = 0;
    int m_askedAtRows = -1;
};

} // namespace letterlock::ui
