// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QTimer>

#include <memory>

#include "app/bootstrap/AppContext.h"
#include "ui/shell/Rail.h"

class QStackedWidget;

namespace letterlock::ui {

class BannerArea;
class ChatsPage;
class HistoryPage;
class KeysPage;
class Notifier;
class Prompts;
class RotationWizard;
class SettingsPage;
class Toast;

/// The window: opens the profile, leads through the first run, then rail, notices and the four sections. Features meet
/// here and nowhere else.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(app::AppContext &app, QWidget *parent = nullptr);
    ~MainWindow() override;

    void showSection(Section section);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void onOpened();
    void askPassphrase(const app::CredentialError &error);
    void showOpenProblem(const archive::ArchiveError &error);
    void showFirstRun();
    void showMain();
    void buildSections();
    void connectFeatures();
    void connectRequests();
    void connectUnknownKeys();
    void connectArchiveNotices();
    void addShortcuts();
    void connectNotifier();
    void refreshConnection();
    void showCertificate();
    void askPassword();
    void openRotation(std::optional<app::RotationReason> reason);
    void openMessage(archive::ConversationId conversation, archive::MessageId message);
    [[nodiscard]] Toast &toast();
    void showAccountMenu(const QPoint &position);

    app::AppContext &m_app;
    std::unique_ptr<Prompts> m_prompts;
    Rail *m_rail = nullptr;
    BannerArea *m_banners = nullptr;
    QStackedWidget *m_pages = nullptr;
    ChatsPage *m_chats = nullptr;
    HistoryPage *m_history = nullptr;
    KeysPage *m_keys = nullptr;
    SettingsPage *m_settings = nullptr;
    Toast *m_toast = nullptr; ///< where no conversation has one of its own
    RotationWizard *m_wizard = nullptr;
    std::unique_ptr<app::TimelineModel> m_previewTimeline;
    Notifier *m_notifier = nullptr;
    QTimer m_offlineClock;
    crypto::KeyFingerprint m_askedKey; ///< of the notice that asks whether it is ours
};

} // namespace letterlock::ui
