// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "ui/shell/WorkText.h"

namespace letterlock::ui {

/// The line below the conversation list: where the history is kept, or which work runs. A click shows more.
class ArchiveStrip : public QAbstractButton {
    Q_OBJECT
public:
    explicit ArchiveStrip(QWidget *parent = nullptr);

    void show(const WorkText::Line &line);
    using QAbstractButton::show;
    [[nodiscard]] QSize sizeHint() const override { return {200, 50}; }
    [[nodiscard]] QString headline() const { return m_line.headline; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    WorkText::Line m_line;
};

} // namespace letterlock::ui
