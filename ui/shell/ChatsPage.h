// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/bootstrap/AppContext.h"

class QSplitter;

namespace letterlock::ui {

class ArchiveStrip;
class ConversationListView;
class ConversationPage;
class EmptyState;
class Prompts;
class SearchField;
class WorkPopup;

/// The section "Chats": list, conversation and the archive strip below the list.
class ChatsPage : public QWidget {
    Q_OBJECT
public:
    ChatsPage(app::AppContext &app, Prompts &prompts, QWidget *parent = nullptr);

    [[nodiscard]] ConversationPage &conversation() { return *m_conversation; }
    [[nodiscard]] ConversationListView &list() { return *m_list; }
    void setWindowWidth(int width); ///< breakpoints of UI section 4
    void focusFilter();
    void focusNextPane(int step, QWidget *rail);
    void newConversation();
    void openPeer(const crypto::BareJid &peer);
    void openWork(); ///< what runs in the background
    void toggleWork(); ///< pauses all of it, or lets it go on
    void saveSizes();

protected:
    void showEvent(QShowEvent *event) override;

Q_SIGNALS:
    void archiveWanted();
    void keyChangeWanted();
    void noticed(const QString &sentence);

private:
    QWidget *buildList();
    void refreshEmpty();
    void connectWork();
    void refreshWork();
    void restoreSizes();
    void mute(archive::ConversationId conversation, const QString &name, bool muted);

    app::AppContext &m_app;
    Prompts &m_prompts;
    QSplitter *m_splitter = nullptr;
    QWidget *m_side = nullptr;
    SearchField *m_filter = nullptr;
    ConversationListView *m_list = nullptr;
    EmptyState *m_empty = nullptr;
    ArchiveStrip *m_strip = nullptr;
    WorkPopup *m_work = nullptr;
    ConversationPage *m_conversation = nullptr;
    int m_band = -1;
    bool m_wasShown = false;
};

} // namespace letterlock::ui
