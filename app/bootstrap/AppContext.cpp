// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/AppContext.h"

#include <QDir>
#include <QFile>

#include "app/bootstrap/AppParts.h"
#include "app/chat/MessageParts.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const auto databaseKeyName = u"database-key"_s;

} // namespace

struct AppContext::Parts {
    explicit Parts(AppOptions given)
        : options(std::move(given))
        , settings(options.profileDir + u"/settings.ini"_s)
    {
    }
    AppOptions options;
    SettingsStore settings;
    std::shared_ptr<CredentialStore> credentials;
    std::shared_ptr<crypto::Clock> clock;
    crypto::Worker opener{u"opener"_s};
    bool opening = false;
    std::unique_ptr<AppParts> client;
};

AppContext::AppContext(AppOptions options, QObject *parent)
    : QObject(parent)
{
    QDir().mkpath(options.profileDir);
    QFile::setPermissions(options.profileDir, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_parts = std::make_unique<Parts>(std::move(options));
    m_parts->credentials
        = m_parts->options.credentials ? m_parts->options.credentials : AppParts::productionCredentials();
    m_parts->clock = m_parts->options.clock ? m_parts->options.clock : std::make_shared<crypto::SystemClock>();
}

AppContext::~AppContext() = default;

bool AppContext::isOpen() const
{
    return m_parts->client != nullptr;
}

void AppContext::usePassphrase(crypto::SecretBytes passphrase)
{
    m_parts->options.storePassphrase = std::make_shared<crypto::SecretBytes>(std::move(passphrase));
}

void AppContext::open()
{
    if (m_parts->opening || isOpen()) {
        return;
    }
    m_parts->opening = true;
    if (m_parts->options.storePassphrase) {
        m_parts->credentials
            = AppParts::passphraseCredentials(m_parts->options.profileDir, *m_parts->options.storePassphrase);
    }
    m_parts->credentials->read(databaseKeyName)
        .then(this, [this](const CredentialResult<CredentialStore::Secret> &stored) {
            if (stored) {
                openStore(*stored);
                return;
            }
            const bool hasStore = QFile::exists(m_parts->options.profileDir + u"/history.db"_s);
            const bool absent = stored.error().code == CredentialError::Code::NotFound;
            // Its key is in the keyring and nowhere else: a passphrase would not open it.
            const bool needsKeyring = hasStore && !m_parts->options.storePassphrase
                && !QFile::exists(AppParts::passphraseFile(m_parts->options.profileDir));
            if (hasStore && (absent || needsKeyring)) {
                m_parts->opening = false;
                Q_EMIT openFailed({archive::ArchiveError::Code::WrongKey,
                    absent ? u"the keyring no longer holds the key"_s : u"keyring: "_s + stored.error().detail});
            } else if (!absent) {
                m_parts->opening = false;
                Q_EMIT keyringUnavailable(stored.error());
            } else {
                makeDatabaseKey();
            }
        });
}

/// Written and read back before the first page is encrypted with it.
void AppContext::makeDatabaseKey()
{
    auto key = std::make_shared<crypto::SecretBytes>(crypto::SecretBytes::random(32));
    m_parts->credentials->write(databaseKeyName, *key)
        .then(this,
            [this](const CredentialResult<void> &written) -> QFuture<CredentialResult<CredentialStore::Secret>> {
                if (!written) {
                    return crypto::ready(CredentialResult<CredentialStore::Secret>(std::unexpected(written.error())));
                }
                return m_parts->credentials->read(databaseKeyName);
            })
        .unwrap()
        .then(this, [this, key](const CredentialResult<CredentialStore::Secret> &kept) {
            if (kept && **kept == *key) {
                openStore(key);
                return;
            }
            m_parts->opening = false;
            Q_EMIT keyringUnavailable(
                kept ? CredentialError{CredentialError::Code::Failed, u"read back differs"_s} : kept.error());
        });
}

void AppContext::openStore(const CredentialStore::Secret &key)
{
    using Opened = archive::ArchiveResult<std::unique_ptr<archive::Store>>;
    const QString path = m_parts->options.profileDir + u"/history.db"_s;
    m_parts->opener.run([path, key] { return std::make_shared<Opened>(archive::Store::open(path, *key)); })
        .then(this, [this](const std::shared_ptr<Opened> &store) {
            m_parts->opening = false;
            if (!*store) {
                qCCritical(crypto::lcApp).noquote() << "the local store does not open:" << store->error().detail;
                Q_EMIT openFailed(store->error());
                return;
            }
            m_parts->client = std::make_unique<AppParts>(m_parts->options.profileDir, m_parts->settings,
                *m_parts->credentials, *m_parts->clock, *std::move(*store));
            m_parts->client->setAnswerTimeout(m_parts->options.answerTimeout);
            m_parts->client->setFollowsServerTime(m_parts->options.followsServerTime);
            connect(
                m_parts->client->incoming.get(), &IncomingPipeline::messageArrived, this, &AppContext::messageArrived);
            connect(m_parts->client->incoming.get(), &IncomingPipeline::notStored, this, &AppContext::messageNotStored);
            Q_EMIT opened();
        });
}

SettingsStore &AppContext::settings()
{
    return m_parts->settings;
}
AccountController &AppContext::account()
{
    return *m_parts->client->account;
}
RosterController &AppContext::roster()
{
    return *m_parts->client->roster;
}
ConversationListModel &AppContext::conversations()
{
    return *m_parts->client->conversations;
}
ConversationController &AppContext::conversation()
{
    return *m_parts->client->conversation;
}
SearchController &AppContext::search()
{
    return *m_parts->client->search;
}
KeyController &AppContext::keys()
{
    return *m_parts->client->keys;
}
BackupController &AppContext::backup()
{
    return *m_parts->client->backup;
}
KeyRotationController &AppContext::rotation()
{
    return *m_parts->client->rotation;
}
HistoryExport &AppContext::exporter()
{
    return *m_parts->client->exporter;
}
RecoveryDrill &AppContext::recoveryDrill()
{
    return *m_parts->client->drill;
}

ArchiveController &AppContext::archive()
{
    return *m_parts->client->archive;
}
ArchivePreferencesController &AppContext::archivePreferences()
{
    return *m_parts->client->archivePreferences;
}
ArchiveKeys &AppContext::archiveKeys()
{
    return *m_parts->client->archiveKeys;
}
KeyRequestController &AppContext::keyRequests()
{
    return *m_parts->client->keyRequests;
}
FilesController &AppContext::files()
{
    return *m_parts->client->files;
}
FileUploads &AppContext::uploads()
{
    return *m_parts->client->uploads;
}
SessionKeyAsker &AppContext::keyAsker()
{
    return *m_parts->client->keyAsker;
}
SealedStanzas &AppContext::sealedStanzas()
{
    return *m_parts->client->sealedStanzas;
}
ServerClock &AppContext::clock()
{
    return *m_parts->client->serverClock;
}
PublishedKeys &AppContext::publishedKeys()
{
    return *m_parts->client->publishedKeys;
}
ArchiveMove &AppContext::archiveMove()
{
    return *m_parts->client->move;
}
archive::HistoryStore &AppContext::history()
{
    return *m_parts->client->history;
}

} // namespace letterlock::app
