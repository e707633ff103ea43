// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

#include "ui/keys/RotationView.h"

namespace letterlock::ui {

/// The sentences of a key change (UI sections 6, 9 and 10), apart from the widgets so that they are read in one place.
class RotationText {
    Q_DECLARE_TR_FUNCTIONS(letterlock::ui::RotationText)
public:
    static QString reasonShort(app::RotationReason reason);
    static QStringList whatWillHappen(const RotationView &view);
    static QString limits(app::RotationReason reason);
    static QString stateTitle(const RotationView &view);
    static QString stateLine(const RotationView &view);
    static QString stepTitle(app::RotationStep step, bool done);
    static QString stepDetail(const app::RotationStepState &step, bool isNext, const QString &server);
    static QString rate(double wrapsPerSecond);
    static QString timeLeft(int seconds); ///< rounded; empty while unknown
    static QString duration(qint64 seconds); ///< "6 min 12 s"
    static QString size(qint64 bytes);
    static QString closeNotice(const RotationView &view);
};

} // namespace letterlock::ui
