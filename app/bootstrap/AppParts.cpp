// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/AppParts.h"

#include "app/bootstrap/ScratchProfile.h"
#include "app/chat/MessageParts.h"
#include "app/settings/FileCredentialStore.h"
#include "app/settings/KeychainCredentialStore.h"
#include "app/transport/PepKeyDirectory.h"
#include "app/transport/PepPrivateStore.h"
#include "app/transport/PepTransportNodes.h"
#include "app/transport/ServerFeatures.h"
#include "app/transport/TransportIqChannel.h"
#include "archive/history/SqlHistoryStore.h"
#include "archive/remote/IqArchivePreferences.h"
#include "archive/remote/IqRemoteArchive.h"
#include "crypto/openpgp/GpgmeEngine.h"
#include "crypto/openpgp/GpgmeKeyring.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

AppParts::AppParts(const QString &profileDir, SettingsStore &settings_, CredentialStore &credentials,
    const crypto::Clock &ownClock, std::unique_ptr<archive::Store> opened)
    : settings(settings_)
    , store(std::move(opened))
    , openPgpWorker(u"openpgp"_s, 2)
    , archiveWorker(u"archive"_s)
    , sessionKeys(std::make_unique<SqlSessionKeyStore>(*store))
    , sessionWorker(u"session keys"_s)
{
    auto sqlHistory = std::make_unique<archive::SqlHistoryStore>(*store);
    sqlHistory->hideLeftovers();
    history = std::move(sqlHistory);
    gnupg = std::make_unique<crypto::GpgmeHome>(settings.account().ownGnupgHome ? QString() : profileDir + u"/gnupg"_s);
    engine = std::make_unique<crypto::GpgmeEngine>(*gnupg);
    keyring = std::make_unique<crypto::GpgmeKeyring>(*gnupg);
    dataKeys = std::make_unique<crypto::DataKeyRing>(*engine);
    transport = std::make_unique<XmppTransport>(nullptr);
    serverClock = std::make_unique<ServerClock>(ownClock, *transport);
    const crypto::Clock &clock = *serverClock;
    archiveTransport = std::make_unique<XmppTransport>(nullptr);
    bulk = std::make_unique<BulkStream>(
        *transport, *archiveTransport, [this](Transport &second) { return account->openForRequests(second); });
    channel = std::make_unique<TransportIqChannel>(*transport);
    archiveChannel = std::make_unique<TransportIqChannel>(*transport, bulk.get());
    privateStore = std::make_unique<PepPrivateStore>(*transport);
    serverArchive = std::make_unique<archive::IqRemoteArchive>(*archiveChannel);
    privateNodes = std::make_unique<PepTransportNodes>(*transport);
    privateArchive = std::make_unique<archive::PepRemoteArchive>(
        archive::PepRemoteArchive::Ports{*privateNodes, *history, *dataKeys, archiveWorker, clock});
    ledger = std::make_unique<archive::ArchiveLedger>(
        archive::ArchiveLedger::Ports{*store, *privateNodes, *privateStore, *dataKeys, archiveWorker, clock});
    remote = std::make_unique<archive::PlacedArchive>(*serverArchive, *privateArchive);
    remote->setWitness(ledger.get());
    directory = std::make_unique<PepKeyDirectory>(*transport);
    keyItems = std::make_unique<PepKeyItems>(*transport);

    const archive::ArchivePorts ports{
        *store, *history, *remote, *privateStore, *dataKeys, archiveWorker, clock, settings.account().account};
    ox = std::make_unique<crypto::OxScheme>(*engine, *keyring, openPgpWorker, clock);
    jose = std::make_unique<crypto::JoseScheme>(*sessionKeys, sessionWorker, clock);
    keys = std::make_unique<KeyController>(
        KeyController::Ports{*keyring, *engine, *directory, *history, credentials, openPgpWorker});
    roster = std::make_unique<RosterController>(*transport, *history);
    features = std::make_unique<PeerFeatures>(*transport, *roster);
    account = std::make_unique<AccountController>(*transport, settings, credentials);
    deviceProof = std::make_unique<DeviceProof>(DeviceProof::Ports{*keys, *engine, openPgpWorker});
    keyAsker = std::make_unique<SessionKeyAsker>(
        SessionKeyAsker::Ports{*transport, *store, *sessionKeys, sessionWorker, clock});
    keyRequests = std::make_unique<KeyRequestController>(
        KeyRequestController::Ports{*transport, *store, *history, *keys, *deviceProof, *sessionKeys}, sessionWorker,
        clock);
    sealedStanzas = std::make_unique<SealedStanzas>(SealedStanzas::Ports{*transport, *jose, *keyAsker, clock});
    fileJournal = std::make_unique<archive::FileJournal>(*store);
    vault = std::make_unique<FileVault>(profileDir + u"/files"_s);
    fileHttp = std::make_unique<FileHttp>(settings);
    uploads = std::make_unique<FileUploads>(FileUploads::Ports{*transport, *fileJournal, *history, *vault, *fileHttp});
    files = std::make_unique<FilesController>(
        FilesController::Ports{*fileJournal, *history, *vault, *fileHttp, *uploads});
    outgoing = std::make_unique<OutgoingPipeline>(
        OutgoingPipeline::Ports{*transport, *history, *keys, {ox.get(), jose.get()}, clock, *features});
    incoming
        = std::make_unique<IncomingPipeline>(IncomingPipeline::Ports{*history, *keys, {ox.get(), jose.get()}, clock});
    catchUp = std::make_unique<CatchUp>(*transport, *history, *incoming, clock);
    markers = std::make_unique<DisplayedMarkers>(*history);
    conversations = std::make_unique<ConversationListModel>(*history, *roster, *keys);
    conversation = std::make_unique<ConversationController>(
        ConversationController::Ports{*history, *roster, *keys, *outgoing, *features});
    search = std::make_unique<SearchController>(*history);
    backup = std::make_unique<BackupController>(
        BackupController::Ports{*keys, *keyring, *engine, *privateStore, *history, openPgpWorker});
    uploader = std::make_unique<archive::ArchiveUploader>(ports);
    sync = std::make_unique<archive::ArchiveSync>(ports);
    rekey = std::make_unique<archive::RekeyRunner>(ports);
    remotePreferences = std::make_unique<archive::IqArchivePreferences>(*channel);
    archiveKeys
        = std::make_unique<ArchiveKeys>(ArchiveKeys::Ports{*keyring, *engine, *history, credentials, openPgpWorker});
    publishedKeys = std::make_unique<PublishedKeys>(
        PublishedKeys::Ports{*keyItems, *keys, *engine, *history, openPgpWorker, clock});
    archivePreferences = std::make_unique<ArchivePreferencesController>(
        ArchivePreferencesController::Ports{*remotePreferences, *history, *uploader, *archiveKeys,
            [this] { return serverFeatures(*transport); }, [this] { return publishedKeys->confirmed(); }});
    archiveKeyChange = std::make_unique<ArchiveKeyChange>(
        ArchiveKeyChange::Ports{*archiveKeys, *publishedKeys, *archivePreferences});
    places = std::make_unique<ArchivePlaces>(*remote, *privateArchive, *store, *history, *privateStore);
    archive = std::make_unique<ArchiveController>(ArchiveController::Ports{
        ports, *uploader, *sync, *keys, [this] { return archiveRecipients(); }, *places, *ledger});
    move = std::make_unique<ArchiveMove>(ports, *places);
    rotation = std::make_unique<KeyRotationController>(
        KeyRotationController::Ports{*keys, *rekey, ports, *engine, openPgpWorker, clock,
            {[this] { return archiveRecipients(); }, [this] { return archiveKeyChange->names(); },
                [this](const QStringList &names) { archiveKeyChange->end(names); },
                [this](const QStringList &names) { return archiveKeyChange->replace(names); }}});
    exporter = std::make_unique<HistoryExport>(HistoryExport::Ports{*history, *keys, *dataKeys, archiveWorker, clock});
    drill = std::make_unique<RecoveryDrill>(RecoveryDrill::Ports{*history, clock,
        [this, &clock] {
            return ScratchProfile::make(
                {*privateStore, *privateNodes, *remote, clock, archiveWorker}, account->account());
        },
        [this](std::shared_ptr<DrillProfile> profile) {
            return ScratchProfile::wipe(std::move(profile), archiveWorker);
        }});
    drill->load();

    connectChat();
    connectFiles();
    connectKeys();
    connectArchiveKeys();
    connectSessions();
    connectAccount();
    conversation->setSendsTyping(settings.sendsTyping());
    connect(&settings, &SettingsStore::changed, this, [this] {
        conversation->setSendsTyping(settings.sendsTyping());
        archive->setEnabled(settings.archives());
    });
    archive->setEnabled(settings.archives());
    conversations->reload();
    archivePreferences->load();
    if (!settings.account().account.isEmpty()) {
        keys->setAccount(settings.account().account);
        archiveKeys->setAccount(settings.account().account);
        publishedKeys->setAccount(settings.account().account);
    }
}

AppParts::~AppParts() = default;

void AppParts::setAnswerTimeout(std::chrono::milliseconds timeout)
{
    transport->setTimeouts(timeout, 30s, 60s);
    archiveTransport->setTimeouts(timeout, 30s, 60s);
}

void AppParts::connectChat()
{
    connect(transport.get(), &Transport::messageReceived, incoming.get(), &IncomingPipeline::receive);
    connect(incoming.get(), &IncomingPipeline::notStored, catchUp.get(), &CatchUp::retryLater);
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
        [this](const crypto::Jid &from, const QString &id, crypto::SchemeId scheme, archive::MessageId message) {
            // Receipts tell that we are here: only to those who may see our presence anyway.
            if (settings.sendsReceipts() && roster->isSubscribedToUs(from.bare())) {
                MessageParts receipt;
                receipt.receiptFor = id;
                outgoing->sendTransient(from, receipt.write(), scheme);
                markers->wanted(from, id, scheme, message);
            }
        });
    connect(conversation.get(), &ConversationController::wasRead, markers.get(), &DisplayedMarkers::wasRead);
    connect(incoming.get(), &IncomingPipeline::toldElsewhere, markers.get(), &DisplayedMarkers::wasTold);
    connect(catchUp.get(), &CatchUp::finished, markers.get(), &DisplayedMarkers::resume);
    connect(catchUp.get(), &CatchUp::failed, markers.get(), [this] {
        if (transport->isConnected()) {
            markers->resume(); // a server without an archive, or one that does not answer
        }
    });
    markers->load();
    connect(markers.get(), &DisplayedMarkers::displayed, this,
        [this](const crypto::Jid &to, const QString &id, crypto::SchemeId scheme) {
            if (settings.sendsReceipts()) {
                MessageParts marker;
                marker.displayedUpTo = id;
                outgoing->sendTransient(to, marker.write(), scheme);
            }
        });
    connect(history.get(), &archive::HistoryStore::messageStored, archive.get(), &ArchiveController::historyChanged);
    connect(transport.get(), &Transport::pepEvent, archive.get(),
        [this](const crypto::BareJid &from, const QString &node, const crypto::XmlElement &) {
            const bool isOurs = node == ArchiveController::doorbellNode || node == archive::PepManifest::node;
            if (isOurs && from == account->account()) {
                archive->knock();
            }
        });
    // Once it is known where the archive is.
    connect(archive.get(), &ArchiveController::idle, move.get(), &ArchiveMove::resumeUnfinished);
    connect(move.get(), &ArchiveMove::finished, archive.get(), &ArchiveController::checkNow);
    connect(archive.get(), &ArchiveController::historyFetched, this, [this](int messages) {
        if (messages > 0) {
            conversations->reload();
        }
    });
}

void AppParts::connectFiles()
{
    conversation->timeline().setFiles(*files);
    // Fetching tells the sender that we are here: only for those who may see our presence anyway.
    files->setMayFetch([this](const crypto::BareJid &sender) {
        return sender == keys->account() || roster->isSubscribedToUs(sender);
    });
    connect(uploads.get(), &FileUploads::uploaded, outgoing.get(), &OutgoingPipeline::drain);
    connect(conversation.get(), &ConversationController::filesStored, uploads.get(), &FileUploads::start);
    connect(conversation.get(), &ConversationController::retrying, uploads.get(), &FileUploads::tryAgain);
    connect(incoming.get(), &IncomingPipeline::messageArrived, files.get(),
        [this](const archive::Message &message) { files->arrived(message); });
    files->tidy();
}

void AppParts::connectSessions()
{
    keyAsker->setProof([this](const QByteArray &thumbprint) { return deviceProof->make(thumbprint); });
    keyAsker->setMayAsk([this](const crypto::BareJid &sender) {
        return sender == transport->ownJid().bare() || roster->isSubscribedToUs(sender);
    });
    connect(roster.get(), &RosterController::contactChanged, keyAsker.get(), [this](const crypto::BareJid &contact) {
        if (keyAsker->wanted() > 0 && roster->isSubscribedToUs(contact)) {
            keyAsker->askNext();
        }
    });
    connect(keyAsker.get(), &SessionKeyAsker::mayBeWantedNow, incoming.get(),
        [this](const crypto::BareJid &sender) { incoming->retryClosed(crypto::SchemeId::Jose, sender); });
    connect(incoming.get(), &IncomingPipeline::keyWanted, keyAsker.get(), &SessionKeyAsker::want);
    connect(incoming.get(), &IncomingPipeline::sealFailed, this,
        [this](const crypto::XmlElement &stanza, crypto::SealFault fault) {
            // An error tells that we are here: only to those who may see our presence anyway.
            const auto from = crypto::Jid::parse(stanza.attribute(u"from"));
            if (from && roster->isSubscribedToUs(from->bare())) {
                sealedStanzas->sendFault(stanza, fault);
            }
        });
    sealedStanzas->setMayTell([this](const crypto::BareJid &sender) { return roster->isSubscribedToUs(sender); });
    connect(keyAsker.get(), &SessionKeyAsker::keyArrived, incoming.get(), [this](const crypto::BareJid &sender) {
        const bool isOwn = sender == account->account(); // our devices write in many conversations
        incoming->retryClosed(crypto::SchemeId::Jose, isOwn ? crypto::BareJid() : sender);
    });
    connect(keyAsker.get(), &SessionKeyAsker::keyRefused, incoming.get(), &IncomingPipeline::giveUpKey);
    connect(sealedStanzas.get(), &SealedStanzas::presenceOpened, roster.get(), &RosterController::takePresence);
    outgoing->setBeforeSending([this](const OutgoingPipeline::Departure &departure) {
        const archive::SentUnderKey sent{departure.outerId, departure.entry.to, departure.entry.originId,
            departure.seal.attribute(u"id"), departure.at};
        keyRequests->noteUse(sent.peer, sent.sid);
        return store
            ->write([sent](archive::Database &database) { return archive::SessionRows::noteSent(database, sent); })
            .then(this, [](const archive::ArchiveResult<void> &) {});
    });
    connect(&settings, &SettingsStore::changed, this, &AppParts::offerSessionKeys);
    offerSessionKeys();
}

/// Switched off, a request of this kind is answered like any that is not understood (draft section 5.1).
void AppParts::offerSessionKeys()
{
    const bool offers = settings.sessionKeys();
    outgoing->setEnabled(crypto::SchemeId::Jose, offers);
    account->setExtraFeatures(offers ? jose->discoFeatures() : QStringList());
    if (!offers) {
        transport->serve(crypto::Jwe::ns, {});
        return;
    }
    transport->serve(crypto::Jwe::ns, [this](const IncomingRequest &request) {
        if (request.payload()->is(u"keyreq", crypto::Jwe::ns)) {
            keyRequests->handle(request);
        } else {
            sealedStanzas->handle(request);
        }
    });
}

void AppParts::connectAccount()
{
    connect(account.get(), &AccountController::stateChanged, this, [this](ConnectionState state) {
        if (state != ConnectionState::Online) {
            archive->connectionChanged(false);
            archivePreferences->disconnected();
            catchUp->stop();
            markers->pause();
        }
    });
    connect(account.get(), &AccountController::signedIn, this, [this](bool resumed) {
        if (m_followsServerTime) {
            serverClock->ask(); // before anything is written
        }
        keys->setAccount(account->account());
        archiveKeys->setAccount(account->account());
        publishedKeys->setAccount(account->account());
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
        publishedKeys->refresh();
        if (!conversation->peer().isEmpty()) {
            keys->discover(conversation->peer()); // its keys may have changed while we were away
        }
        backup->probe();
        catchUp->start(account->account());
    } else {
        markers->resume();
    }
    outgoing->drain();
    uploads->connected();
    keyAsker->resume();
    incoming->retryClosed(crypto::SchemeId::Jose);
    jose->removeExpired();
    startArchive();
}

void AppParts::startArchive()
{
    // Nothing goes up before it is known what the person wants there, and for which keys.
    archivePreferences->connected()
        .then(this, [this] { return archiveKeys->whenLoaded(); })
        .unwrap()
        .then(this, [this] { return publishedKeys->whenLoaded(); })
        .unwrap()
        .then(this, [this] {
            if (account->state() == ConnectionState::Online) {
                archive->connectionChanged(true);
                rotation->resumeUnfinished();
            }
        });
}

std::shared_ptr<CredentialStore> AppParts::productionCredentials()
{
    return std::make_shared<KeychainCredentialStore>();
}

std::shared_ptr<CredentialStore> AppParts::passphraseCredentials(
    const QString &profileDir, const crypto::SecretBytes &passphrase)
{
    return std::make_shared<FileCredentialStore>(passphraseFile(profileDir), passphrase.copy());
}

} // namespace letterlock::app
