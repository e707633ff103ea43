// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/bootstrap/ScratchProfile.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <csignal>

#include "archive/history/SqlHistoryStore.h"
#include "crypto/openpgp/GpgmeEngine.h"
#include "crypto/openpgp/GpgmeHome.h"
#include "crypto/openpgp/GpgmeKeyring.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

using archive::ArchiveError;
using archive::ArchiveResult;
using crypto::XmlElement;

/// Announces nothing: what is rehearsed must not be seen by anybody.
class SilentDirectory final : public KeyDirectory {
public:
    QFuture<TransportResult<QList<AnnouncedKey>>> announced(const crypto::BareJid &) override
    {
        return crypto::ready(TransportResult<QList<AnnouncedKey>>());
    }
    QFuture<TransportResult<QByteArray>> fetch(const crypto::BareJid &, const crypto::KeyFingerprint &) override
    {
        return crypto::ready(TransportResult<QByteArray>(
            std::unexpected(TransportError{TransportError::Code::StanzaError, u"item-not-found"_s, {}, {}})));
    }
    QFuture<TransportResult<void>> announce(
        const crypto::KeyFingerprint &, const QByteArray &, const QDateTime &) override
    {
        return crypto::ready(TransportResult<void>());
    }
    QFuture<TransportResult<void>> withdraw(const crypto::KeyFingerprint &, const QByteArray &) override
    {
        return crypto::ready(TransportResult<void>());
    }
    QFuture<TransportResult<QList<KeyStatement>>> statements(const crypto::BareJid &) override
    {
        return crypto::ready(TransportResult<QList<KeyStatement>>());
    }
    QFuture<TransportResult<void>> publishStatement(const KeyStatement &) override
    {
        return crypto::ready(TransportResult<void>());
    }
};

/// Reads what is there; whatever would be written counts as written and is not.
class ReadOnlyStore final : public archive::PrivateStore {
public:
    explicit ReadOnlyStore(archive::PrivateStore &server)
        : m_server(server)
    {
    }
    QFuture<ArchiveResult<QHash<QString, XmlElement>>> items(QString node) override { return m_server.items(node); }
    QFuture<ArchiveResult<void>> put(QString, QString, XmlElement) override { return archive::done(); }
    QFuture<ArchiveResult<void>> retract(QString, QString) override { return archive::done(); }
    QFuture<ArchiveResult<void>> createLease(QString, QString) override { return archive::done(); }
    QFuture<ArchiveResult<QString>> leaseToken(QString node) override { return m_server.leaseToken(node); }
    QFuture<ArchiveResult<void>> dropLease(QString) override { return archive::done(); }

private:
    archive::PrivateStore &m_server;
};

/// As long as the profile, and nowhere else.
class ScratchSecrets final : public CredentialStore {
public:
    QFuture<CredentialResult<Secret>> read(const QString &name) override
    {
        const auto found = m_secrets.value(name);
        return crypto::ready(found
                ? CredentialResult<Secret>(found)
                : CredentialResult<Secret>(std::unexpected(CredentialError{CredentialError::Code::NotFound, {}})));
    }
    QFuture<CredentialResult<void>> write(const QString &name, const crypto::SecretBytes &secret) override
    {
        m_secrets.insert(name, std::make_shared<crypto::SecretBytes>(secret.copy()));
        return crypto::ready(CredentialResult<void>());
    }
    QFuture<CredentialResult<void>> remove(const QString &name) override
    {
        m_secrets.remove(name);
        return crypto::ready(CredentialResult<void>());
    }

private:
    QHash<QString, Secret> m_secrets;
};

/// What blocks when it is made and when it goes.
struct Files {
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<crypto::GpgmeHome> gnupg;
    std::unique_ptr<archive::Store> store;

    ~Files()
    {
        store.reset();
        gnupg.reset(); // its agent ends here
    }
};

ArchiveResult<std::shared_ptr<Files>> makeFiles()
{
    ScratchProfile::removeLeftovers();
    auto files = std::make_shared<Files>();
    const auto pattern = ScratchProfile::prefix() + QString::number(QCoreApplication::applicationPid()) + u"-XXXXXX"_s;
    files->folder = std::make_unique<QTemporaryDir>(ScratchProfile::place() + u'/' + pattern);
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    const auto path = files->folder->path();
    if (!files->folder->isValid() || !QFile::setPermissions(path, ownerOnly)) {
        return archive::archiveError(ArchiveError::Code::DiskFull, files->folder->errorString());
    }
    files->gnupg = std::make_unique<crypto::GpgmeHome>(path + u"/gnupg"_s);
    if (const auto usable = files->gnupg->check(); !usable) {
        return archive::archiveError(ArchiveError::Code::StoreFailed, usable.error().detail);
    }
    auto store = archive::Store::open(path + u"/history.db"_s, crypto::SecretBytes::random(32));
    if (!store) {
        return std::unexpected(store.error());
    }
    files->store = *std::move(store);
    return files;
}

class Profile final : public DrillProfile {
public:
    Profile(std::shared_ptr<Files> given, const ScratchServer &server, const crypto::BareJid &account)
        : files(std::move(given))
        , m_history(*files->store)
        , m_engine(*files->gnupg)
        , m_keyring(*files->gnupg)
        , m_ring(m_engine)
        , m_privateStore(server.privateStore)
        , m_worker(u"drill"_s)
        , m_privateArchive({server.nodes, m_history, m_ring, m_worker, server.clock})
        , m_archive(server.archive.place() == archive::ArchivePlace::PrivateStorage
                  ? static_cast<archive::RemoteArchive &>(m_privateArchive)
                  : server.archive.at(server.archive.place()))
        , m_keys({m_keyring, m_engine, m_directory, m_history, m_secrets, m_worker})
        , m_backup({m_keys, m_keyring, m_engine, m_privateStore, m_history, m_worker})
        , m_roots(
              {*files->store, m_history, m_archive, m_privateStore, m_ring, m_worker, server.clock, account}, m_keys)
    {
    }
    KeyController &keys() override { return m_keys; }
    BackupController &backup() override { return m_backup; }
    RootKeys &roots() override { return m_roots; }
    archive::RemoteArchive &archive() override { return m_archive; }
    crypto::DataKeyRing &ring() override { return m_ring; }
    crypto::Worker &worker() override { return m_worker; }

    std::shared_ptr<Files> files; ///< first: goes last

private:
    archive::SqlHistoryStore m_history;
    crypto::GpgmeEngine m_engine;
    crypto::GpgmeKeyring m_keyring;
    crypto::DataKeyRing m_ring;
    ReadOnlyStore m_privateStore;
    SilentDirectory m_directory;
    ScratchSecrets m_secrets;
    crypto::Worker m_worker;
    archive::PepRemoteArchive m_privateArchive;
    archive::RemoteArchive &m_archive;
    KeyController m_keys;
    BackupController m_backup;
    RootKeys m_roots;
};

} // namespace

QString ScratchProfile::place()
{
    const auto runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return !runtime.isEmpty() && QFileInfo(runtime).isWritable() ? runtime : QDir::tempPath();
}

void ScratchProfile::removeLeftovers()
{
    const auto names = QDir(place()).entryList({prefix() + u'*'}, QDir::Dirs | QDir::NoDotAndDotDot);
    for (const auto &name : names) {
        const auto process = pid_t(name.mid(prefix().size()).section(u'-', 0, 0).toLongLong());
        if (process > 0 && kill(process, 0) != 0 && errno == ESRCH) {
            QDir(place() + u'/' + name).removeRecursively();
        }
    }
}

QFuture<ArchiveResult<std::shared_ptr<DrillProfile>>> ScratchProfile::make(
    const ScratchServer &server, const crypto::BareJid &account)
{
    using Made = ArchiveResult<std::shared_ptr<DrillProfile>>;
    if (server.archive.place() == archive::ArchivePlace::Unknown) {
        return crypto::ready(Made(archive::archiveError(ArchiveError::Code::Disconnected, u"no archive yet"_s)));
    }
    auto promise = std::make_shared<QPromise<Made>>();
    promise->start();
    auto future = promise->future();
    auto *context = new QObject;
    server.worker.run(&makeFiles)
        .then(context, [promise, server, account, context](const ArchiveResult<std::shared_ptr<Files>> &files) {
            context->deleteLater();
            if (!files) {
                promise->addResult(Made(std::unexpected(files.error())));
                promise->finish();
                return;
            }
            auto profile = std::make_shared<Profile>(*files, server, account);
            auto finish = [promise, profile] {
                promise->addResult(Made(profile));
                promise->finish();
            };
            QObject::connect(&profile->keys(), &KeyController::loaded, &profile->keys(), finish,
                static_cast<Qt::ConnectionType>(Qt::SingleShotConnection | Qt::QueuedConnection));
            profile->keys().setAccount(account);
        });
    return future;
}

QFuture<void> ScratchProfile::wipe(std::shared_ptr<DrillProfile> profile, crypto::Worker &worker)
{
    auto files = std::static_pointer_cast<Profile>(profile)->files;
    profile.reset();
    return worker.run([files = std::move(files)]() mutable { files.reset(); });
}

} // namespace letterlock::app
