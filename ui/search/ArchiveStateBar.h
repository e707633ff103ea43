// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include "ui/widgets/Panel.h"

class QPushButton;

namespace letterlock::ui {

class SplitBar;
class TextLabel;

/// Where the history is kept, in counts.
struct ArchiveStateView {
    qint64 onServer = 0;
    qint64 uploading = 0;
    qint64 onlyHere = 0;
    QString server;
    QDateTime lastChecked;
    bool canUpload = false; ///< the archive is switched on and reachable
};

/// The line below History: a bar split by where messages are kept, the counts in words, and the way to upload the rest.
class ArchiveStateBar : public Panel {
    Q_OBJECT
public:
    explicit ArchiveStateBar(QWidget *parent = nullptr);

    void show(const ArchiveStateView &view);
    void showWork(const QString &text); ///< in place of the time of the last look; empty = none
    using Panel::show;

Q_SIGNALS:
    void uploadRequested();
    void workCancelled();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Count {
        QWidget *box = nullptr;
        TextLabel *number = nullptr;
        TextLabel *words = nullptr;
    };
    Count addCount(const QString &icon, Role role);

    SplitBar *m_bar = nullptr;
    Count m_server;
    Count m_uploading;
    Count m_here;
    TextLabel *m_checked = nullptr;
    QPushButton *m_upload = nullptr;
    TextLabel *m_work = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace letterlock::ui
