// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "archive/remote/LedgerEntry.h"

namespace letterlock::ui {

class Banner;

/// What the server did to the history behind our back.
struct FindingsView {
    QList<archive::LedgerFinding> findings; ///< in order of time
    archive::LedgerHeadFault list = archive::LedgerHeadFault::None;
    QString server;
};

/// Says in History what is missing on the server or was changed there, on which days, and what can be done about it.
class FindingsBanner : public QWidget {
    Q_OBJECT
public:
    explicit FindingsBanner(QWidget *parent = nullptr);

    void show(const FindingsView &view); ///< hides itself if there is nothing to say
    using QWidget::show;

Q_SIGNALS:
    void repairRequested();
    void acceptRequested();

private:
    void showList(const FindingsView &view);
    void showFindings(const FindingsView &view);

    Banner *m_banner;
};

} // namespace letterlock::ui
