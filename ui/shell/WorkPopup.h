// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include "ui/shell/WorkText.h"
#include "ui/widgets/Panel.h"

class QPushButton;
class QVBoxLayout;

namespace letterlock::ui {

class TextLabel;
class WorkRow;

/// What runs in the background, each with its numbers and a pause; opened by the strip below the list.
class WorkPopup : public Panel {
    Q_OBJECT
public:
    explicit WorkPopup(QWidget *parent = nullptr);

    /// `rest` is said when nothing runs.
    void setItems(const QList<WorkItem> &items, const QString &rest);
    void popUpAbove(const QWidget *opener);
    void toggleAll(); ///< pauses what runs; if nothing does, lets all go on

Q_SIGNALS:
    void pauseWanted(const QString &id);
    void continueWanted(const QString &id);
    void openWanted(const QString &id);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    WorkRow *makeRow(const QString &id);

    QPushButton *m_pauseAll = nullptr;
    QVBoxLayout *m_column = nullptr;
    TextLabel *m_rest = nullptr;
    QHash<QString, WorkRow *> m_rows;
    QList<WorkItem> m_items;
};

} // namespace letterlock::ui
