// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "app/archiving/ArchiveController.h"
#include "app/keys/KeyRotationController.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

/// The line below the conversation list: where the history is kept, or which work runs. A click shows more.
class ArchiveStrip : public QAbstractButton {
    Q_OBJECT
public:
    ArchiveStrip(app::ArchiveController &archive, app::KeyRotationController &rotation, QString server,
        QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {200, 50}; }
    [[nodiscard]] QString headline() const { return m_headline; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    void describeArchive();
    bool describeRotation();

    app::ArchiveController &m_archive;
    app::KeyRotationController &m_rotation;
    QString m_server;
    QString m_icon;
    Role m_ink;
    QString m_headline;
    QString m_detail;
    double m_fraction = -1;
};

} // namespace letterlock::ui
