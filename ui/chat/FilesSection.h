// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/SharedFilesModel.h"
#include "ui/chat/TimelineText.h"
#include "ui/widgets/Panel.h"

class QListView;
class QPushButton;

namespace letterlock::ui {

/// "Pictures and files" of the details: a row of the newest ones, or all of them. Enter or a click does what it does in
/// the conversation.
class FilesSection : public Panel {
    Q_OBJECT
public:
    explicit FilesSection(QWidget *parent = nullptr);

    void setFiles(app::SharedFilesModel *files);

Q_SIGNALS:
    void fileAction(letterlock::ui::MessageAction action, const letterlock::archive::Message &message, int file);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void dress();
    void refresh();
    void activate(const QModelIndex &index);
    void setAll(bool all);

    QListView *m_view = nullptr;
    QPushButton *m_toggle = nullptr;
    app::SharedFilesModel *m_files = nullptr;
    bool m_all = false;
};

} // namespace letterlock::ui
