// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keys/BackupController.h"
#include "ui/keys/RotationFrame.h"

namespace letterlock::ui {

/// The key change on its controllers. Only a view: may be closed and opened again at any time.
class RotationWizard : public RotationFrame {
    Q_OBJECT
public:
    struct Ports {
        app::KeyRotationController &rotation;
        app::KeyController &keys;
        app::BackupController &backup;
        Prompts &prompts;
    };
    explicit RotationWizard(const Ports &ports, QWidget *parent = nullptr);

    /// Shows what is going on; starts at the first page when nothing is.
    void begin(app::RotationReason reason = app::RotationReason::Planned);

private:
    void refresh();
    void wantKey(const crypto::KeyFingerprint &existing, const crypto::KeyPlan &plan);
    void rehearse();
    void backUp(bool overwrite);
    [[nodiscard]] RotationView view() const;

    Ports m_ports;
    QString m_problem;
    QString m_code;
    RotationView::Backup m_backup = RotationView::Backup::NotYet;
    crypto::KeyFingerprint m_brought; ///< a key that was there already, chosen on an earlier visit
    bool m_making = false;
    bool m_rehearsing = false;
};

} // namespace letterlock::ui
