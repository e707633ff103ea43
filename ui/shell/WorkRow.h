// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/WorkText.h"
#include "ui/widgets/Panel.h"

namespace letterlock::ui {

class Glyph;
class IconButton;
class ProgressLine;
class TextLabel;

/// One piece of work in the popup.
class WorkRow : public Panel {
    Q_OBJECT
public:
    explicit WorkRow(const QString &id, QWidget *parent = nullptr);

    void show(const WorkItem &item);
    using Panel::show;

Q_SIGNALS:
    void pauseToggled();
    void openWanted();

private:
    Glyph *m_glyph = nullptr;
    TextLabel *m_title = nullptr;
    TextLabel *m_detail = nullptr;
    ProgressLine *m_progress = nullptr;
    IconButton *m_pause = nullptr;
    IconButton *m_open = nullptr;
};

} // namespace letterlock::ui
