// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/AppParts.h"

#include "app/chat/MessageParts.h"
#include "app/settings/FileCredentialStore.h"
#include "app/settings/KeychainCredentialStore.h"
#include "app/transport/PepKeyDirectory.h"
#include "app/transport/PepPrivateStore.h"
#include "app/transport/TransportIqChannel.h"
#include "app/transport/XmppTransport.h"
#include "archive/history/SqlHistoryStore.h"
#include "archive/remote/IqRemoteArchive.h"
#include "crypto/openpgp/GpgmeEngine.h"
#include "crypto/openpgp/GpgmeKeyring.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

AppParts::AppParts(const QString &profileDir, SettingsStore &settings_, CredentialStore &credentials,
    const crypto::Clock &clock, std::unique_ptr<archive::Store> opened)
    : settings(settings_)
    , store(std::move(opened))
    , openPgpWorker(u"openpgp"_s, 2)
    , archiveWorker(u"archive"_s)
{
    history = std::make_unique<archive::SqlHistoryStore>(*store);
    gnupg = std::make_unique<crypto::GpgmeHome>(settings.account().ownGnupgHome ? QString() : profileDir + u"/gnupg"_s);
    engine = std::make_unique<crypto::GpgmeEngine>(*gnupg);
    keyring = std::make_unique<crypto::GpgmeKeyring>(*gnupg);
    dataKeys = std::make_unique<crypto::DataKeyRing>(*engine);
    transport = std::make_unique<XmppTransport>(nullptr);
    channel = std::make_unique<TransportIqChannel>(*transport);
    privateStore = std::make_unique<PepPrivateStore>(*transport);
    remote = std::make_unique<archive::IqRemoteArchive>(*channel);
    directory = std::make_unique<PepKeyDirectory>(*transport);

    const archive::ArchivePorts ports{
        *store, *history, *remote, *privateStore, *dataKeys, archiveWorker, clock, settings.account().account};
    ox = std::make_unique<crypto::OxScheme>(*engine, *keyring, openPgpWorker, clock);
    keys = std::make_unique<KeyController>(
        KeyController::Ports{*keyring, *engine, *directory, *history, credentials, openPgpWorker});
    roster = std::make_unique<RosterController>(*transport, *history);
    account = std::make_unique<AccountController>(*transport, settings, credentials);
    outgoing = std::make_unique<OutgoingPipeline>(OutgoingPipeline::Ports{*transport, *history, *keys, *ox, clock});
    incoming = std::make_unique<IncomingPipeline>(IncomingPipeline::Ports{*history, *keys, {ox.get()}, clock});
    catchUp = std::make_unique<CatchUp>(*transport, *history, *incoming, clock);
    conversations = std::make_unique<ConversationListModel>(*history, *roster, *keys);
    conversation
        = std::make_unique<ConversationController>(ConversationController::Ports{*history, *roster, *keys, *outgoing});
    search = std::make_unique<SearchController>(*history);
    backup = std::make_unique<BackupController>(
        BackupController::Ports{*keys, *keyring, *engine, *privateStore, *history, openPgpWorker});
    uploader = std::make_unique<archive::ArchiveUploader>(ports);
    sync = std::make_unique<archive::ArchiveSync>(ports);
    rekey = std::make_unique<archive::RekeyRunner>(ports);
    archive = std::make_unique<ArchiveController>(ArchiveController::Ports{ports, *uploader, *sync, *keys});
    rotation = std::make_unique<KeyRotationController>(
        KeyRotationController::Ports{*keys, *rekey, ports, *engine, openPgpWorker, clock});
    exporter = std::make_unique<HistoryExport>(HistoryExport::Ports{*history, *keys, *dataKeys, archiveWorker, clock});

    connectChat();
    connectKeys();
    connectAccount();
    conversation->setSendsTyping(settings.sendsTyping());
    connect(&settings, &SettingsStore::changed, this, [this] {
        conversation->setSendsTyping(settings.sendsTyping());
        archive->setEnabled(settings.archives());
    });
    archive->setEnabled(settings.archives());
    conversations->reload();
    if (!settings.account().account.isEmpty()) {
        keys->setAccount(settings.account().account);
    }
}

AppParts::~AppParts() = default;

void AppParts::connectChat()
{
    connect(transport.get(), &Transport::messageReceived, incoming.get(), &IncomingPipeline::receive);
    connect(incoming.get(), &IncomingPipeline::typingChanged, this, [this](const crypto::BareJid &peer, bool typing) {
        conversations->setTyping(peer, typing);
        if (peer == conversation->peer()) {
            conversation->setPeerTyping(typing);
        }
    });
    connect(incoming.get(), &IncomingPipeline::messageArrived, this,
        [this](const archive::Message &, const crypto::BareJid &peer) {
            conversations->setTyping(peer, false);
            if (peer == conversation->peer()) {
                conversation->setPeerTyping(false);
            }
        });
    connect(incoming.get(), &IncomingPipeline::receiptWanted, this,
        [this](const crypto::Jid &from, const QString &id, bool sealed) {
            // Receipts tell that we are here: only to those who may see our presence anyway.
            if (settings.sendsReceipts() && roster->isSubscribedToUs(from.bare())) {
                MessageParts receipt;
                receipt.receiptFor = id;
                outgoing->sendTransient(from, receipt.write(), sealed);
            }
        });
    connect(history.get(), &archive::HistoryStore::messageStored, archive.get(), &ArchiveController::historyChanged);
    connect(archive.get(), &ArchiveController::historyFetched, this, [this](int messages) {
        if (messages > 0) {
            conversations->reload();
        }
    });
}

void AppParts::connectKeys()
{
    connect(keys.get(), &KeyController::ownKeysChanged, this,
        [this] { ox->setOwnKeys({keys->currentKey(), keys->sealingRecipients()}); });
    connect(keys.get(), &KeyController::keyLearned, incoming.get(), &IncomingPipeline::retryClosed);
    connect(keys.get(), &KeyController::keyBrought, this, [this] {
        incoming->retryClosed();
        sync->retryClosed();
        archive->checkNow();
    });
}

void AppParts::connectAccount()
{
    connect(account.get(), &AccountController::stateChanged, this, [this](ConnectionState state) {
        if (state != ConnectionState::Online) {
            archive->connectionChanged(false);
        }
    });
    connect(account.get(), &AccountController::signedIn, this, [this](bool resumed) {
        keys->setAccount(account->account());
        if (keys->isLoaded()) {
            afterSignIn(resumed);
        } else {
            connect(
                keys.get(), &KeyController::loaded, this, [this, resumed] { afterSignIn(resumed); },
                Qt::SingleShotConnection);
        }
    });
}

void AppParts::afterSignIn(bool resumed)
{
    ox->setOwnKeys({keys->currentKey(), keys->sealingRecipients()});
    if (!resumed) {
        keys->refreshOwn();
        if (!conversation->peer().isEmpty()) {
            keys->discover(conversation->peer()); // its keys may have changed while we were away
        }
        backup->probe();
        catchUp->start(account->account());
    }
    outgoing->drain();
    archive->connectionChanged(true);
    rotation->resumeUnfinished();
}

std::shared_ptr<CredentialStore> AppParts::productionCredentials()
{
    return std::make_shared<KeychainCredentialStore>();
}

std::shared_ptr<CredentialStore> AppParts::passphraseCredentials(
    const QString &profileDir, const crypto::SecretBytes &passphrase)
{
    return std::make_shared<FileCredentialStore>(profileDir + u"/secrets.box"_s, passphrase.copy());
}

} // namespace letterlock::app
