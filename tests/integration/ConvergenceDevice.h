// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRandomGenerator>
#include <QTimeZone>

#include "app/transport/PepPrivateStore.h"
#include "app/transport/PepTransportNodes.h"
#include "app/transport/TransportIqChannel.h"
#include "archive/history/SqlHistoryStore.h"
#include "archive/rekey/RekeyRunner.h"
#include "archive/remote/ArchiveSync.h"
#include "archive/remote/ArchiveUploader.h"
#include "archive/remote/FutureChain.h"
#include "archive/remote/IqRemoteArchive.h"
#include "archive/remote/PepRemoteArchive.h"
#include "archive/remote/RemovalNotes.h"
#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/support/XmppPeer.h"

namespace letterlock::test {

/// An archive whose requests fail now and then, before they are applied or after.
class CutArchive final : public archive::RemoteArchive {
public:
    enum class Cut { None, Before, After };
    CutArchive(archive::RemoteArchive &inner, std::function<Cut()> dice)
        : m_inner(inner)
        , m_dice(std::move(dice))
    {
    }
    QFuture<archive::ArchiveResult<bool>> probe() override { return m_inner.probe(); }
    QFuture<archive::ArchiveResult<archive::CollectionVersion>> save(archive::SaveRequest request) override
    {
        return pass<archive::CollectionVersion>([&] { return m_inner.save(request); });
    }
    QFuture<archive::ArchiveResult<archive::RemotePage<archive::CollectionHead>>> list(
        archive::PageRequest page) override
    {
        return pass<archive::RemotePage<archive::CollectionHead>>([&] { return m_inner.list(page); });
    }
    QFuture<archive::ArchiveResult<archive::RemotePage<archive::SealedCollection>>> retrieve(
        archive::CollectionId id, archive::PageRequest page) override
    {
        return pass<archive::RemotePage<archive::SealedCollection>>([&] { return m_inner.retrieve(id, page); });
    }
    QFuture<archive::ArchiveResult<void>> remove(archive::CollectionId id) override
    {
        return pass<void>([&] { return m_inner.remove(id); });
    }
    QFuture<archive::ArchiveResult<void>> removeRange(archive::RemoveRange range) override
    {
        return pass<void>([&] { return m_inner.removeRange(range); });
    }
    QFuture<archive::ArchiveResult<archive::RemotePage<archive::CollectionChange>>> modified(
        QDateTime since, archive::PageRequest page) override
    {
        return pass<archive::RemotePage<archive::CollectionChange>>([&] { return m_inner.modified(since, page); });
    }
    QFuture<archive::ArchiveResult<archive::RemotePage<archive::CollectionKeys>>> keys(
        archive::KeyName key, archive::PageRequest page) override
    {
        return pass<archive::RemotePage<archive::CollectionKeys>>([&] { return m_inner.keys(key, page); });
    }
    QFuture<archive::ArchiveResult<void>> deleteKeys(archive::CollectionId id, archive::KeyName key) override
    {
        return pass<void>([&] { return m_inner.deleteKeys(id, key); });
    }

private:
    template <class T, class F> QFuture<archive::ArchiveResult<T>> pass(F call)
    {
        const archive::ArchiveError cut{archive::ArchiveError::Code::Disconnected, QStringLiteral("cut")};
        switch (m_dice()) {
        case Cut::Before:
            return archive::failed<T>(cut);
        case Cut::After:
            return call().then(
                [cut](const archive::ArchiveResult<T> &) -> archive::ArchiveResult<T> { return std::unexpected(cut); });
        case Cut::None:
            break;
        }
        return call();
    }

    archive::RemoteArchive &m_inner;
    std::function<Cut()> m_dice;
};

/// One device of an account on a real server: stream, database, keys and every job of the archive. `restart()` is what
/// kill -9 and a new process do.
struct ConvergenceDevice {
    XmppPeer peer;
    app::PepTransportNodes nodes{peer.transport};
    app::PepPrivateStore privateStore{peer.transport};
    app::TransportIqChannel channel{peer.transport};
    TempDatabase database;
    crypto::Worker worker{QStringLiteral("sealing")};
    crypto::DataKeyRing ring;
    crypto::SystemClock clock;
    std::unique_ptr<archive::SqlHistoryStore> history;
    std::unique_ptr<archive::RemoteArchive> place;
    std::unique_ptr<CutArchive> remote;
    std::unique_ptr<archive::ArchiveUploader> uploader;
    std::unique_ptr<archive::ArchiveSync> sync;
    std::unique_ptr<archive::RekeyRunner> rekey;
    std::unique_ptr<QObject> context;
    std::unique_ptr<archive::RemovalNotes> removals;
    bool running = false;
    bool inPrivateStorage;
    std::function<CutArchive::Cut()> dice;
    QList<crypto::KeyFingerprint> recipients;

    ConvergenceDevice(const TestServer &server, const QString &user, int number, TempGnupgHome &gnupg, bool privately,
        std::function<CutArchive::Cut()> given)
        : peer(server, user)
        , ring(gnupg.engine())
        , inPrivateStorage(privately)
        , dice(std::move(given))
    {
        peer.settings.resource = QStringLiteral("device-%1").arg(number);
        restart();
    }
    ~ConvergenceDevice()
    {
        stop();
        peer.signOut();
    }
    void stop()
    {
        removals.reset();
        context.reset();
        rekey.reset();
        sync.reset();
        uploader.reset();
        remote.reset();
        place.reset();
        history.reset();
        database.close();
        running = false;
    }
    void restart()
    {
        stop();
        history = std::make_unique<archive::SqlHistoryStore>(database.store());
        if (inPrivateStorage) {
            place = std::make_unique<archive::PepRemoteArchive>(
                archive::PepRemoteArchive::Ports{nodes, *history, ring, worker, clock});
        } else {
            place = std::make_unique<archive::IqRemoteArchive>(channel);
        }
        remote = std::make_unique<CutArchive>(*place, dice);
        const archive::ArchivePorts ports{
            database.store(), *history, *remote, privateStore, ring, worker, clock, peer.settings.account};
        uploader = std::make_unique<archive::ArchiveUploader>(ports);
        uploader->setRecipients(recipients);
        sync = std::make_unique<archive::ArchiveSync>(ports);
        rekey = std::make_unique<archive::RekeyRunner>(ports);
        context = std::make_unique<QObject>();
        removals = std::make_unique<archive::RemovalNotes>(ports, context.get());
    }
    void sealFor(const crypto::KeyFingerprint &key)
    {
        recipients = {key};
        uploader->setRecipients(recipients);
    }
    /// Everything a client does when it looks at its archive; one look at a time.
    archive::Pending<bool> look(bool upload)
    {
        running = true;
        auto looked = archive::andThen(removals->heed(), context.get(), [this] { return sync->sync(); });
        auto done
            = archive::andThen(std::move(looked), context.get(), [this, upload](const archive::SyncSummary &read) {
                  const bool changed = read.collections > 0;
                  return upload ? archive::andThen(uploader->upload(true), context.get(),
                                      [changed](const archive::UploadSummary &sent) {
                                          return archive::done(changed || sent.collections > 0);
                                      })
                                : archive::done(changed);
              });
        return archive::andAny(std::move(done), context.get(), [this](const archive::ArchiveResult<bool> &result) {
            running = false;
            return crypto::ready(result);
        });
    }
    QList<archive::Message> messages(const crypto::BareJid &with)
    {
        return *await(history->page(*await(history->conversationWith(with)), 0, 100'000));
    }
};

} // namespace letterlock::test
