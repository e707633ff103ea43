// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace letterlock::ui {

/// A line edit with a magnifier in front; Escape clears it, and only an empty one passes Escape on.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString &placeholder, QWidget *parent = nullptr);

Q_SIGNALS:
    void leaveDown(); ///< arrow down: go to the list below

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace letterlock::ui
