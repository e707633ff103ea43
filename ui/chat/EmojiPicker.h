// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chat/EmojiList.h"
#include "ui/widgets/Panel.h"

class QListWidget;
class QListWidgetItem;
class QTabBar;

namespace letterlock::ui {

class SearchField;

/// A small popup of emoji: a search field, groups, the ones used last. Typing searches, arrows walk, Enter takes one.
class EmojiPicker : public Panel {
    Q_OBJECT
public:
    explicit EmojiPicker(QWidget *parent = nullptr);

    void setRecent(const QStringList &recent); ///< newest first
    void popUpAbove(const QWidget *opener);

Q_SIGNALS:
    void chosen(const QString &emoji);
    void closed(); ///< also without a choice

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void fill();
    void take(const QListWidgetItem *item);

    QList<EmojiList::Group> m_groups;
    SearchField *m_search = nullptr;
    QTabBar *m_tabs = nullptr;
    QListWidget *m_list = nullptr;
    QStringList m_recent;
};

} // namespace letterlock::ui
