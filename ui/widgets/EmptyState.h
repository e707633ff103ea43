// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Panel.h"

class QVBoxLayout;
class QPushButton;

namespace letterlock::ui {

class Glyph;
class TextLabel;

/// What a pane shows when there is nothing in it: glyph, title, one sentence, what to do.
class EmptyState : public Panel {
    Q_OBJECT
public:
    EmptyState(const QString &icon, const QString &title, const QString &text, Role ground, QWidget *parent = nullptr);

    void setWords(const QString &title, const QString &text);
    QPushButton *addButton(const QString &text, ButtonKind kind);

private:
    TextLabel *m_title = nullptr;
    TextLabel *m_text = nullptr;
    QVBoxLayout *m_buttons = nullptr;
};

} // namespace letterlock::ui
