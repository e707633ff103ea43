// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSystemTrayIcon>

#include "app/bootstrap/AppContext.h"

class QAction;
class QMenu;

namespace letterlock::ui {

/// The icon in the tray, its badge and menu, and the notifications of new messages. Without a tray it does nothing.
class Notifier : public QObject {
    Q_OBJECT
public:
    struct Words {
        QString title;
        QString text;
    };

    Notifier(app::AppContext &app, QWidget *window);
    ~Notifier() override;

    /// What a notification says, as much as the person wants to leave Letterlock.
    static Words words(app::NotificationContent content, const QString &name, const archive::Message &message);
    static QIcon icon(int unread, bool online);

    /// `reading` = the conversation is open before the person's eyes.
    void messageArrived(const archive::Message &message, const crypto::BareJid &peer, bool reading);
    void refresh(); ///< badge, offline mark, menu

Q_SIGNALS:
    void notified(const QString &title, const QString &text); ///< was shown, if there is a tray
    void windowWanted();
    void conversationWanted(const crypto::BareJid &peer);
    void workToggled();
    void quitWanted();

private:
    app::AppContext &m_app;
    QSystemTrayIcon *m_tray = nullptr;
    std::unique_ptr<QMenu> m_menu;
    QAction *m_work = nullptr;
    crypto::BareJid m_last; ///< of the notification shown last
};

} // namespace letterlock::ui
