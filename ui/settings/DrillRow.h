// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/archiving/RecoveryDrill.h"

namespace letterlock::ui {

class TextLabel;

/// The way to the rehearsal of a restore, and when it last went well.
class DrillRow : public QWidget {
    Q_OBJECT
public:
    DrillRow(app::RecoveryDrill &drill, const QString &server, QWidget *parent = nullptr);

private:
    void refresh();

    app::RecoveryDrill &m_drill;
    TextLabel *m_last;
};

} // namespace letterlock::ui
