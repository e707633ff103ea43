// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

#include "ui/widgets/Panel.h"

class QPushButton;

namespace letterlock::ui {

class ElidedLabel;
class Glyph;
class TextLabel;

/// The conversation around a result: which it is, step to the one before or after, open it in the chat, where it is
/// kept. The messages themselves are shown by a widget from elsewhere.
class ResultPreview : public QWidget {
    Q_OBJECT
public:
    /// Takes `messages` over. Null shows only header and lines.
    explicit ResultPreview(QWidget *messages, QWidget *parent = nullptr);

    struct View {
        QString title; ///< empty = nothing chosen
        int position = 0; ///< from 1
        int total = 0;
        bool hasPrevious = false;
        bool hasNext = false;
        QString keptIcon;
        bool keptSealed = false;
        QString keptText;
    };
    void show(const View &view);
    using QWidget::show;
    void setBackVisible(bool visible);

Q_SIGNALS:
    void previousRequested();
    void nextRequested();
    void openRequested();
    void backRequested();

private:
    QToolButton *m_back = nullptr;
    ElidedLabel *m_title = nullptr;
    TextLabel *m_position = nullptr;
    QToolButton *m_previous = nullptr;
    QToolButton *m_next = nullptr;
    QPushButton *m_open = nullptr;
    QWidget *m_messages = nullptr;
    TextLabel *m_empty = nullptr;
    Panel *m_line = nullptr;
    Glyph *m_lineGlyph = nullptr;
    TextLabel *m_lineText = nullptr;
};

} // namespace letterlock::ui
