// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/archiving/ArchiveController.h"
#include "app/archiving/HistoryExport.h"
#include "app/chat/ConversationListModel.h"
#include "app/chat/TimelineModel.h"
#include "app/search/SearchController.h"
#include "ui/search/HistoryView.h"

namespace letterlock::ui {

class Prompts;

/// History on its controllers.
class HistoryPage : public HistoryView {
    Q_OBJECT
public:
    struct Ports {
        app::SearchController &search;
        app::ArchiveController &archive;
        app::KeyController &keys; ///< for the name of the account's server
        app::ConversationListModel &conversations;
        app::TimelineModel &timeline; ///< what `preview` shows; driven from here
        app::HistoryExport &exporter;
        Prompts &prompts;
    };
    /// Takes `preview` over: a view of `ports.timeline` made by the shell.
    HistoryPage(const Ports &ports, QWidget *preview, QWidget *parent = nullptr);

    void searchIn(archive::ConversationId conversation, const QString &words = {}); ///< "Show in History"

private:
    void showSearch();
    void showActivity();
    void showArchiveState();
    void showFindings();
    void askAccept();
    void showPeople();
    void preview(const QModelIndex &index);
    void connectExport();
    void askExport();
    void askImport();
    void tell(const QString &name, const QString &title, const QString &text);

    Ports m_ports;
    QString m_problem;
};

} // namespace letterlock::ui
