// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <chrono>
#include <memory>

#include "app/account/AccountController.h"
#include "app/archiving/ArchiveController.h"
#include "app/archiving/ArchiveMove.h"
#include "app/archiving/ArchivePreferencesController.h"
#include "app/archiving/HistoryExport.h"
#include "app/archiving/RecoveryDrill.h"
#include "app/chat/ConversationController.h"
#include "app/chat/ConversationListModel.h"
#include "app/files/FilesController.h"
#include "app/keys/BackupController.h"
#include "app/keys/KeyRotationController.h"
#include "app/search/SearchController.h"
#include "app/sessions/KeyRequestController.h"
#include "app/sessions/SealedStanzas.h"
#include "app/transport/ServerClock.h"

namespace letterlock::app {

class PublishedKeys;

/// Where a profile lives and what a test or the demo may replace.
struct AppOptions {
    QString profileDir; ///< holds settings.ini, history.db, gnupg/
    std::shared_ptr<CredentialStore> credentials; ///< null = Qt Keychain
    std::shared_ptr<crypto::Clock> clock; ///< null = system
    bool followsServerTime = true; ///< false: `clock` alone decides
    /// For the case that there is no keyring: passphrase the person typed for the local store. Never stored.
    std::shared_ptr<crypto::SecretBytes> storePassphrase;
    std::chrono::milliseconds answerTimeout{30000}; ///< how long a request waits for the server
};

/// The whole client without a window: builds everything in order, owns it, offers it by reference. GUI thread.
class AppContext : public QObject {
    Q_OBJECT
public:
    explicit AppContext(AppOptions options, QObject *parent = nullptr);
    ~AppContext() override;

    /// Opens the local store (reading the key from the keychain) and makes the controllers. `opened` or `openFailed`.
    void open();
    [[nodiscard]] bool isOpen() const;
    /// After keyringUnavailable: secrets live in a file sealed with this passphrase from now on. Then open() again.
    void usePassphrase(crypto::SecretBytes passphrase);

    // Valid from the start:
    SettingsStore &settings();
    // Valid after opened():
    AccountController &account();
    RosterController &roster();
    ConversationListModel &conversations();
    ConversationController &conversation();
    SearchController &search();
    KeyController &keys();
    BackupController &backup();
    KeyRotationController &rotation();
    ArchiveController &archive();
    ArchivePreferencesController &archivePreferences();
    ArchiveKeys &archiveKeys();
    ArchiveMove &archiveMove();
    HistoryExport &exporter();
    RecoveryDrill &recoveryDrill();
    archive::HistoryStore &history();
    KeyRequestController &keyRequests();
    FilesController &files();
    FileUploads &uploads();
    SessionKeyAsker &keyAsker();
    SealedStanzas &sealedStanzas();
    ServerClock &clock();
    PublishedKeys &publishedKeys();

Q_SIGNALS:
    void opened();
    void openFailed(
        const letterlock::archive::ArchiveError &error); ///< the local store: damaged, newer, disk full, wrong key
    void keyringUnavailable(const letterlock::app::CredentialError &error); ///< ask for a passphrase, then open() again
    void messageNotStored(const letterlock::archive::ArchiveError &error); ///< it is fetched again
    void messageArrived(
        const letterlock::archive::Message &message, const crypto::BareJid &peer); ///< for notifications

private:
    void makeDatabaseKey();
    void openStore(const CredentialStore::Secret &key);

    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace letterlock::app
