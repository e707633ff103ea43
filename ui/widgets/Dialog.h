// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/style/LetterlockStyle.h"

class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace letterlock::ui {

/// The frame of every small dialog: title, one paragraph, a body, a row of buttons with the main one last. 400–480 px
/// wide, window-modal when opened with open().
class Dialog : public QDialog {
    Q_OBJECT
public:
    Dialog(const QString &name, const QString &title, const QString &text, QWidget *parent);

    [[nodiscard]] QVBoxLayout *body() { return m_body; }
    QPushButton *addButton(const QString &text, ButtonKind kind); ///< added from left to right

private:
    QVBoxLayout *m_body = nullptr;
    QHBoxLayout *m_buttons = nullptr;
};

} // namespace letterlock::ui
