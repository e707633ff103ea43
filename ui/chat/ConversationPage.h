// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/account/AccountController.h"
#include "app/chat/ConversationController.h"
#include "app/sessions/KeyRequestController.h"
#include "ui/chat/TimelineText.h"

namespace letterlock::app {
class SharedFilesModel;
}

namespace letterlock::ui {

class Composer;
class ConversationHeader;
class DetailsPanel;
class EmptyState;
class FileDesk;
class Prompts;
class TimelineView;
class Toast;

/// The open conversation: header, timeline, composer and details, on one ConversationController.
class ConversationPage : public QWidget {
    Q_OBJECT
public:
    struct Ports {
        app::ConversationController &conversation;
        app::RosterController &roster;
        app::KeyController &keys;
        app::AccountController &account;
        app::SettingsStore &settings;
        archive::HistoryStore &history;
        Prompts &prompts;
        app::KeyRequestController &keyRequests;
        app::FilesController &files;
    };
    enum class DetailsPlace { Beside, Over, Instead };

    explicit ConversationPage(Ports ports, QWidget *parent = nullptr);

    void setDetailsPlace(DetailsPlace place);
    void setShort(bool isShort); ///< smallest window width
    void toggleDetails();
    [[nodiscard]] bool detailsShown() const;
    [[nodiscard]] Toast &toast() { return *m_toast; }
    void focusComposer();
    void openSealingMenu();
    void openEmojiPicker();
    void attachFiles();
    void jumpToUnread();
    /// The panes F6 walks through, in order.
    [[nodiscard]] QList<QWidget *> panes() const;

Q_SIGNALS:
    void compareWanted(const letterlock::crypto::BareJid &peer);
    void keysWanted(const letterlock::crypto::BareJid &peer); ///< key history, bringing a key
    void searchWanted(const letterlock::crypto::BareJid &peer);
    void historyWanted(const letterlock::crypto::BareJid &peer);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectTimeline();
    void connectComposer();
    void connectHeader();
    void showConversation();
    void refreshState();
    void refreshContact();
    void refreshKeyNotice(const QString &name);
    void sayHandout(const QString &text, const QDateTime &when);
    void refreshTotals();
    void refreshFiles();
    void showDetails(bool shown);
    void place();
    void act(MessageAction action, const archive::Message &message, int file);
    void askPassphrase();
    void tellHowSealed(const archive::Message &message);
    void editLast();
    void markReadIfSeen();
    [[nodiscard]] bool isReading() const; ///< whatever comes is seen at once
    [[nodiscard]] std::optional<archive::Message> lastOwn() const;

    Ports m_ports;
    QWidget *m_column = nullptr;
    EmptyState *m_empty = nullptr;
    ConversationHeader *m_header = nullptr;
    TimelineView *m_timeline = nullptr;
    Composer *m_composer = nullptr;
    FileDesk *m_files = nullptr;
    DetailsPanel *m_details = nullptr;
    app::SharedFilesModel *m_sharedFiles = nullptr;
    archive::ConversationId m_filesOf = 0; ///< what it shows
    QString m_handout; ///< what is said of the last device that was given the session key
    QDateTime m_handedOut;
    Toast *m_toast = nullptr;
    DetailsPlace m_place = DetailsPlace::Beside;
    bool m_detailsShown = false;
};

} // namespace letterlock::ui
