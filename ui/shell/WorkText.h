// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

#include "app/archiving/ArchiveController.h"
#include "app/keys/KeyRotationController.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

/// Something that runs in the background, or could.
struct WorkItem {
    QString id; ///< "rotation", "archive"
    QString icon;
    QString title;
    QString detail;
    double fraction = -1; ///< -1 = not known
    bool paused = false;
    bool canPause = false; ///< or go on again
    bool problem = false;
};

/// The state of the archive and of the key change in words, for the strip below the list and its popup.
class WorkText {
    Q_DECLARE_TR_FUNCTIONS(letterlock::ui::WorkText)
public:
    struct Line {
        QString icon;
        Role ink = Role::Text2;
        QString headline;
        QString detail;
        double fraction = -1; ///< -1 = no bar
        bool paused = false;
    };

    static QList<WorkItem> items(const app::ArchiveController &archive, const app::KeyRotationController &rotation);
    /// The most important thing in one line.
    static Line line(
        const app::ArchiveController &archive, const app::KeyRotationController &rotation, const QString &server);

private:
    static WorkItem rotationItem(const app::KeyRotationController &rotation);
    static WorkItem archiveItem(const app::ArchiveController &archive);
    static Line rotationLine(const app::KeyRotationController &rotation);
    static Line archiveLine(const app::ArchiveController &archive, const QString &server);
};

} // namespace letterlock::ui
