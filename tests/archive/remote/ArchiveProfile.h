// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimeZone>

#include <memory>

#include "archive/history/SqlHistoryStore.h"
#include "archive/remote/ArchiveSync.h"
#include "archive/remote/ArchiveUploader.h"
#include "crypto/base/Random.h"
#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"

namespace letterlock::test {

class FixedClock final : public crypto::Clock {
public:
    [[nodiscard]] QDateTime now() const override { return time; }
    QDateTime time = QDateTime(QDate(2026, 3, 3), QTime(12, 0), QTimeZone::utc());
};

/// The uploader and the sync of this test need no private storage.
class NoPrivateStore final : public archive::PrivateStore {
    template <class T> static QFuture<archive::ArchiveResult<T>> no()
    {
        return crypto::ready(
            archive::ArchiveResult<T>(archive::archiveError(archive::ArchiveError::Code::Unsupported)));
    }

public:
    QFuture<archive::ArchiveResult<QHash<QString, crypto::XmlElement>>> items(QString) override
    {
        return no<QHash<QString, crypto::XmlElement>>();
    }
    QFuture<archive::ArchiveResult<void>> put(QString, QString, crypto::XmlElement) override { return no<void>(); }
    QFuture<archive::ArchiveResult<void>> retract(QString, QString) override { return no<void>(); }
    QFuture<archive::ArchiveResult<void>> createLease(QString, QString) override { return no<void>(); }
    QFuture<archive::ArchiveResult<QString>> leaseToken(QString) override { return no<QString>(); }
    QFuture<archive::ArchiveResult<void>> dropLease(QString) override { return no<void>(); }
};

inline const crypto::BareJid romeo = *crypto::BareJid::parse(QStringLiteral("romeo@localhost"));
inline const crypto::BareJid juliet = *crypto::BareJid::parse(QStringLiteral("juliet@localhost"));

/// One device of Romeo's: a database file of its own, the archive jobs on it, keys as given. `restart()` is what a new
/// process does.
class ArchiveProfile {
public:
    ArchiveProfile(archive::RemoteArchive &remote, TempGnupgHome &gnupg, crypto::KeyFingerprint key)
        : m_remote(remote)
        , m_key(std::move(key))
        , ring(gnupg.engine())
        , worker(QStringLiteral("archive"))
    {
        restart();
    }

    archive::ArchivePorts ports(archive::PrivateStore &privateStore)
    {
        return {m_database.store(), *history, m_remote, privateStore, ring, worker, clock, romeo};
    }
    void restart()
    {
        sync.reset();
        uploader.reset();
        history.reset();
        m_database.close();
        history = std::make_unique<archive::SqlHistoryStore>(m_database.store());
        const archive::ArchivePorts ports{
            m_database.store(), *history, m_remote, m_privateStore, ring, worker, clock, romeo};
        uploader = std::make_unique<archive::ArchiveUploader>(ports);
        uploader->setRecipients({m_key});
        sync = std::make_unique<archive::ArchiveSync>(ports);
    }

    archive::MessageId add(const QString &body, const QDateTime &time, bool outgoing, const QString &originId,
        const crypto::BareJid &peer = juliet)
    {
        archive::Message message;
        message.conversation = *await(history->conversationWith(peer));
        message.outgoing = outgoing;
        message.sender = crypto::Jid(outgoing ? romeo : peer, QStringLiteral("here"));
        message.delivery = outgoing ? archive::Delivery::Sent : archive::Delivery::Received;
        message.time = time;
        message.body = body;
        message.originId = originId;
        message.sealing = archive::Sealing::Sealed;
        return await(history->append(message, false))->id;
    }

    QStringList bodies(const crypto::BareJid &peer = juliet)
    {
        QStringList texts;
        const auto messages = *await(history->page(*await(history->conversationWith(peer)), 0, 10'000));
        for (const auto &message : messages) {
            texts.append(message.body);
        }
        return texts;
    }

    archive::HistoryStore::Totals totals() { return *await(history->totals(0)); }
    archive::Store &store() { return m_database.store(); }

private:
    archive::RemoteArchive &m_remote;
    crypto::KeyFingerprint m_key;
    TempDatabase m_database;
    NoPrivateStore m_privateStore;

public:
    FixedClock clock;
    crypto::DataKeyRing ring;
    crypto::Worker worker;
    std::unique_ptr<archive::SqlHistoryStore> history;
    std::unique_ptr<archive::ArchiveUploader> uploader;
    std::unique_ptr<archive::ArchiveSync> sync;
};

/// What all devices of Romeo's have in common: his OpenPGP key and his root key.
struct RomeosKeys {
    TempGnupgHome gnupg;
    crypto::KeyFingerprint key = gnupg.makeKey(QStringLiteral("romeo@localhost")).fingerprint;
    crypto::RootKey root = crypto::RootKey::make();

    std::unique_ptr<ArchiveProfile> device(archive::RemoteArchive &remote, bool withRoot = true)
    {
        auto made = std::make_unique<ArchiveProfile>(remote, gnupg, key);
        if (withRoot) {
            made->ring.addRootKey(root.copy());
        }
        return made;
    }
};

inline const QDateTime morning(QDate(2026, 2, 14), QTime(8, 0), QTimeZone::utc());

/// Three runs over two months, 15 messages.
inline QStringList fillThreeRuns(ArchiveProfile &profile)
{
    QStringList bodies;
    for (int i = 0; i < 15; ++i) {
        bodies.append(QStringLiteral("message %1").arg(i));
        const QDateTime time = morning.addSecs(i * 60 + (i >= 5 ? 5 * 3600 : 0) + (i >= 10 ? 15 * 86400 : 0));
        profile.add(bodies.last(), time, i % 2 == 0, QStringLiteral("origin-%1").arg(i));
    }
    return bodies;
}

} // namespace letterlock::test
