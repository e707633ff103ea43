// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/RotationPage.h"

namespace letterlock::ui {

class FactLine;
class ProgressLine;

/// Step 3: what will change, in counts, and what the rehearsal proved.
class RotationChangesPage : public RotationPage {
    Q_OBJECT
public:
    explicit RotationChangesPage(QWidget *parent = nullptr);
    void show(const RotationView &view) override;

    /// The rehearsal is over and does not speak against the change.
    static bool mayStart(const RotationView &view);

private:
    struct Count {
        TextLabel *number = nullptr;
        TextLabel *more = nullptr;
    };
    Count addCount(QLayout *row, const QString &what);
    void showRehearsal(const RotationView &view);

    QWidget *m_counts = nullptr;
    Count m_collections;
    Count m_wraps;
    Count m_contacts;
    TextLabel *m_others = nullptr;
    Panel *m_rehearsal = nullptr;
    TextLabel *m_verdict = nullptr;
    ProgressLine *m_running = nullptr;
    FactLine *m_opened = nullptr;
    FactLine *m_sealed = nullptr;
    FactLine *m_time = nullptr;
    FactLine *m_closed = nullptr;
    TextLabel *m_keep = nullptr;
};

} // namespace letterlock::ui
