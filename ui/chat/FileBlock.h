// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>

#include "app/files/FilesController.h"

class QPainter;

namespace letterlock::ui {

/// One file in a bubble: a picture, or a disc with name and state beside it. In row coordinates.
class FileBlock {
public:
    /// `room`: width that the text of the bubble may have.
    FileBlock(const app::FileState &state, int room);

    [[nodiscard]] bool isPicture() const { return !m_picture.isNull(); }
    [[nodiscard]] int width() const { return m_area.width(); }
    [[nodiscard]] int height() const { return m_area.height(); }
    [[nodiscard]] const QRect &area() const { return m_area; } ///< takes clicks
    [[nodiscard]] const app::FileState &state() const { return m_state; }
    void moveTo(int x, int y);
    void mirror(const QRect &all); ///< for right-to-left

    void paint(QPainter &painter, bool outgoing, Qt::LayoutDirection direction) const;

private:
    void paintDisc(QPainter &painter, const QRect &disc, bool outgoing) const;

    app::FileState m_state;
    QRect m_area;
    QRect m_picture; ///< null = shown as a file
    QString m_name;
    QString m_detail;
};

} // namespace letterlock::ui
