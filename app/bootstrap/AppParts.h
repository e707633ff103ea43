// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/account/AccountController.h"
#include "app/archiving/ArchiveController.h"
#include "app/archiving/ArchiveKeyChange.h"
#include "app/archiving/ArchiveMove.h"
#include "app/archiving/ArchivePreferencesController.h"
#include "app/archiving/HistoryExport.h"
#include "app/archiving/RecoveryDrill.h"
#include "app/chat/CatchUp.h"
#include "app/chat/ConversationController.h"
#include "app/chat/ConversationListModel.h"
#include "app/chat/DisplayedMarkers.h"
#include "app/chat/IncomingPipeline.h"
#include "app/chat/OutgoingPipeline.h"
#include "app/files/FileUploads.h"
#include "app/files/FilesController.h"
#include "app/keys/BackupController.h"
#include "app/keys/KeyRotationController.h"
#include "app/keys/PublishedKeys.h"
#include "app/roster/PeerFeatures.h"
#include "app/search/SearchController.h"
#include "app/sessions/KeyRequestController.h"
#include "app/sessions/SealedStanzas.h"
#include "app/sessions/SqlSessionKeyStore.h"
#include "app/transport/BulkStream.h"
#include "app/transport/KeyDirectory.h"
#include "app/transport/ServerClock.h"
#include "app/transport/XmppTransport.h"
#include "archive/remote/IqChannel.h"
#include "archive/store/Store.h"
#include "crypto/openpgp/GpgmeHome.h"
#include "crypto/ox/OxScheme.h"

namespace letterlock::app {

/// Everything that exists once the local store is open, in the order it is built; torn down in reverse. The only place
/// that names concrete engines, stores and transports.
class AppParts : public QObject {
    Q_OBJECT
public:
    AppParts(const QString &profileDir, SettingsStore &settings, CredentialStore &credentials,
        const crypto::Clock &ownClock, std::unique_ptr<archive::Store> opened);
    ~AppParts() override;

    void setAnswerTimeout(std::chrono::milliseconds timeout);
    void setFollowsServerTime(bool follows) { m_followsServerTime = follows; } ///< before signing in

    static std::shared_ptr<CredentialStore> productionCredentials();
    static QString passphraseFile(const QString &profileDir) { return profileDir + QStringLiteral("/secrets.box"); }
    /// Secrets in a file of the profile, sealed with the typed passphrase: for computers without a keyring.
    static std::shared_ptr<CredentialStore> passphraseCredentials(
        const QString &profileDir, const crypto::SecretBytes &passphrase);

    SettingsStore &settings;
    std::unique_ptr<archive::Store> store;
    std::unique_ptr<archive::HistoryStore> history;
    std::unique_ptr<crypto::GpgmeHome> gnupg;
    std::unique_ptr<crypto::OpenPgpEngine> engine;
    std::unique_ptr<crypto::Keyring> keyring;
    std::unique_ptr<crypto::DataKeyRing> dataKeys;
    std::unique_ptr<XmppTransport> transport;
    std::unique_ptr<ServerClock> serverClock;
    std::unique_ptr<XmppTransport> archiveTransport;
    std::unique_ptr<BulkStream> bulk;
    std::unique_ptr<archive::IqChannel> channel;
    std::unique_ptr<archive::IqChannel> archiveChannel;
    std::unique_ptr<archive::PrivateStore> privateStore;
    std::unique_ptr<archive::PepNodes> privateNodes;
    std::unique_ptr<archive::RemoteArchive> serverArchive;
    std::unique_ptr<KeyDirectory> directory;
    std::unique_ptr<PepKeyItems> keyItems;
    // Workers end (and wait for their jobs) before what the jobs use.
    crypto::Worker openPgpWorker;
    crypto::Worker archiveWorker;
    std::unique_ptr<SqlSessionKeyStore> sessionKeys;
    crypto::Worker sessionWorker;
    std::unique_ptr<archive::PepRemoteArchive> privateArchive;
    std::unique_ptr<archive::ArchiveLedger> ledger;
    std::unique_ptr<archive::PlacedArchive> remote;
    std::unique_ptr<crypto::OxScheme> ox;
    std::unique_ptr<crypto::JoseScheme> jose;
    std::unique_ptr<KeyController> keys;
    std::unique_ptr<RosterController> roster;
    std::unique_ptr<PeerFeatures> features;
    std::unique_ptr<AccountController> account;
    std::unique_ptr<DeviceProof> deviceProof;
    std::unique_ptr<SessionKeyAsker> keyAsker;
    std::unique_ptr<KeyRequestController> keyRequests;
    std::unique_ptr<SealedStanzas> sealedStanzas;
    std::unique_ptr<archive::FileJournal> fileJournal;
    std::unique_ptr<FileVault> vault;
    std::unique_ptr<FileHttp> fileHttp;
    std::unique_ptr<FileUploads> uploads;
    std::unique_ptr<FilesController> files;
    std::unique_ptr<OutgoingPipeline> outgoing;
    std::unique_ptr<IncomingPipeline> incoming;
    std::unique_ptr<CatchUp> catchUp;
    std::unique_ptr<DisplayedMarkers> markers;
    std::unique_ptr<ConversationListModel> conversations;
    std::unique_ptr<ConversationController> conversation;
    std::unique_ptr<SearchController> search;
    std::unique_ptr<BackupController> backup;
    std::unique_ptr<archive::ArchiveUploader> uploader;
    std::unique_ptr<archive::ArchiveSync> sync;
    std::unique_ptr<archive::RekeyRunner> rekey;
    std::unique_ptr<archive::ArchivePreferences> remotePreferences;
    std::unique_ptr<ArchiveKeys> archiveKeys;
    std::unique_ptr<PublishedKeys> publishedKeys;
    std::unique_ptr<ArchivePreferencesController> archivePreferences;
    std::unique_ptr<ArchiveKeyChange> archiveKeyChange;
    std::unique_ptr<ArchivePlaces> places;
    std::unique_ptr<ArchiveController> archive;
    std::unique_ptr<ArchiveMove> move;
    std::unique_ptr<KeyRotationController> rotation;
    std::unique_ptr<HistoryExport> exporter;
    std::unique_ptr<RecoveryDrill> drill;

private:
    void connectChat();
    void connectAccount();
    void connectFiles();
    void connectKeys();
    void connectArchiveKeys();
    [[nodiscard]] QList<crypto::KeyFingerprint> archiveRecipients() const;
    void connectSessions();
    void offerSessionKeys();
    void afterSignIn(bool resumed);
    void startArchive();

    bool m_followsServerTime = true;
};

} // namespace letterlock::app
