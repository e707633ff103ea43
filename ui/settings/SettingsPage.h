// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/AccountController.h"
#include "app/archiving/ArchiveController.h"
#include "app/archiving/ArchiveMove.h"
#include "app/archiving/ArchivePreferencesController.h"
#include "app/archiving/RecoveryDrill.h"
#include "app/sessions/SessionKeyAsker.h"
#include "app/settings/SettingsStore.h"
#include "ui/widgets/Panel.h"

class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace letterlock::ui {

class Prompts;

/// Settings: navigation and pages. A change is written at once and acts at once; there is nothing to apply.
class SettingsPage : public Panel {
    Q_OBJECT
public:
    struct Ports {
        app::SettingsStore &settings;
        app::AccountController *account = nullptr; ///< null before the local store is open
        app::ArchiveController *archive = nullptr; ///< likewise
        Prompts &prompts;
        app::ArchivePreferencesController *preferences = nullptr; ///< likewise
        app::ArchiveKeys *archiveKeys = nullptr; ///< likewise
        app::SessionKeyAsker *sessionKeys = nullptr; ///< likewise
        app::ArchiveMove *archiveMove = nullptr; ///< likewise
        app::RecoveryDrill *drill = nullptr; ///< likewise
    };
    explicit SettingsPage(const Ports &ports, QWidget *parent = nullptr);

    /// "accounts", "privacy", "archive", "notifications", "appearance", "writing", "about"
    void showPage(const QString &name);

Q_SIGNALS:
    void openHistoryRequested();
    void signedOut();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeNavigation();
    void addPage(
        const QString &name, const QString &icon, const QString &title, QWidget *sheet, const QStringList &words);
    void filter(const QString &words);
    void arrange();

    Ports m_ports;
    QWidget *m_side = nullptr;
    QLineEdit *m_search = nullptr;
    QListWidget *m_nav = nullptr;
    QWidget *m_content = nullptr;
    QWidget *m_back = nullptr;
    QStackedWidget *m_stack = nullptr;
    bool m_pageOpen = false; ///< only when narrow
};

} // namespace letterlock::ui
