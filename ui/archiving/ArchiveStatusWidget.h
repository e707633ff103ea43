// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include <optional>

#include "app/archiving/ArchiveController.h"

namespace letterlock::ui {

/// What the strip says about the archive.
struct ArchiveStatusView {
    app::ArchiveController::Status status = app::ArchiveController::Status::Off;
    int done = 0;
    int total = 0;
    qint64 onServer = 0;
    qint64 onlyHere = 0;
    QString server;
    QString problem; ///< a sentence; empty = none
};

/// The archive strip below the conversation list: glyph, one line, and a bar while something is running. A button: the
/// shell decides what a press opens.
class ArchiveStatusWidget : public QAbstractButton {
    Q_OBJECT
public:
    explicit ArchiveStatusWidget(QWidget *parent = nullptr);
    /// Follows the controller.
    ArchiveStatusWidget(app::ArchiveController &archive, const app::KeyController &keys, QWidget *parent = nullptr);

    void show(const ArchiveStatusView &view);
    using QAbstractButton::show;
    static QString line(const ArchiveStatusView &view);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] bool isRunning() const;

    ArchiveStatusView m_view;
};

} // namespace letterlock::ui
