// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>

#include "archive/collection/CollectionSealer.h"
#include "archive/history/SqlHistoryStore.h"
#include "archive/rekey/RekeyRunner.h"
#include "archive/remote/MemoryRemoteArchive.h"
#include "tests/support/Await.h"
#include "tests/support/LeaseNodes.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"

namespace letterlock::test {

/// One home with both keys, one with the new key only and one with the new secret and the old public key.
struct RekeyKeys {
    TempGnupgHome both;
    TempGnupgHome onlyNew;
    crypto::KeyFingerprint oldKey;
    crypto::KeyFingerprint newKey;

    RekeyKeys()
    {
        oldKey = both.makeKey(QStringLiteral("anna@example.org")).fingerprint;
        newKey = both.makeKey(QStringLiteral("anna@example.org")).fingerprint;
        const auto secret = both.keyring().exportSecret({newKey});
        if (!secret || !onlyNew.keyring().importKeys(secret->view().toByteArray())) {
            qFatal("the new key could not be copied");
        }
    }
};

/// An archive on a server, a device with its database and keys, and a runner that can be killed.
struct RekeyBench {
    RekeyKeys &keys;
    TempDatabase database;
    crypto::SystemClock clock;
    crypto::Worker worker{QStringLiteral("sealing")};
    crypto::DataKeyRing ring;
    archive::SqlHistoryStore history{database.store()};
    FaultLine line;
    archive::MemoryRemoteArchive remote;
    LeaseNodes lease{line};
    std::unique_ptr<archive::RekeyRunner> runner;

    explicit RekeyBench(RekeyKeys &given, bool onlyNewKeyHere = false)
        : keys(given)
        , ring((onlyNewKeyHere ? given.onlyNew : given.both).engine())
    {
        remote.setFault([this](int, Phase phase) { return line.pass(phase); });
        start();
    }
    archive::ArchivePorts ports()
    {
        return {database.store(), history, remote, lease, ring, worker, clock,
            *crypto::BareJid::parse(QStringLiteral("anna@example.org"))};
    }
    void start() ///< also after kill(): all that is left is the database
    {
        runner.reset();
        ring.forgetUnwrapped();
        runner = std::make_unique<archive::RekeyRunner>(ports());
    }
    [[nodiscard]] archive::RekeyPlan plan(archive::RekeyMode mode = archive::RekeyMode::Rewrap) const
    {
        return {keys.oldKey, keys.newKey, mode, {keys.newKey}};
    }
    ArchiveResult<archive::RekeyProgress> rekey(archive::RekeyMode mode = archive::RekeyMode::Rewrap)
    {
        auto sealed = await(runner->run(plan(mode)), 240'000);
        return sealed ? await(runner->removeOld(), 240'000) : sealed;
    }
    void waitFor(archive::RekeyState state) { QTRY_COMPARE_WITH_TIMEOUT(runner->progress().state, state, 60'000); }

    static archive::CollectionId place(int number)
    {
        const auto peer = QStringLiteral("peer%1@example.org").arg(number % 5);
        const QDateTime start(QDate(2025, 1 + (number / 5) % 12, 3), QTime(10, number / 60, 0), QTimeZone::UTC);
        return {*crypto::BareJid::parse(peer), start};
    }
    /// One message in a part of its own, sealed for the old key; `number` decides place, month and data key.
    archive::SaveRequest sealed(int number, const QString &dataKey, int part = 0)
    {
        archive::Message message;
        message.body = QStringLiteral("message %1 part %2").arg(number).arg(part);
        message.time = place(number).start.addSecs(5);
        message.sender = crypto::Jid(place(number).with, {});
        message.originId = QStringLiteral("origin-%1-%2").arg(number).arg(part);
        const archive::CollectionSealer::Order order{{place(number), part, {message}},
            *crypto::BareJid::parse(QStringLiteral("anna@example.org")), dataKey, {keys.oldKey}, false};
        const auto request = archive::CollectionSealer(ring).seal(order);
        if (!request) {
            qFatal("not sealed: %s", qPrintable(request.error().detail));
        }
        return *request;
    }
    /// A year of five conversations; after 60 there are second collections that use the wraps of the first.
    void seed(int collections)
    {
        if (!ring.hasRootKey()) {
            ring.addRootKey(crypto::RootKey::make());
        }
        for (int i = 0; i < collections; ++i) {
            auto request = sealed(i, QStringLiteral("data-key-%1").arg(i % 60));
            if (i >= 60) {
                request.keys.clear();
            }
            if (!await(remote.save(request))) {
                qFatal("not seeded");
            }
        }
        line.requests = 0;
    }
    void copyFrom(const RekeyBench &other)
    {
        for (const auto &collection : other.remote.stored()) {
            remote.replace(collection);
        }
        for (const auto &generation : other.ring.generations()) {
            ring.addRootKey({generation, *other.ring.rootSecret(generation)});
        }
    }
    [[nodiscard]] int wrapsFor(const crypto::KeyFingerprint &key) const
    {
        int wraps = 0;
        for (const auto &collection : remote.stored()) {
            for (const auto &wrap : collection.keys) {
                wraps += wrap.keyName == key.toString() ? 1 : 0;
            }
        }
        return wraps;
    }
    /// How many collections a device with nothing but the new key opens, and what is in them.
    QStringList openedWithNewKeyOnly() const
    {
        crypto::DataKeyRing fresh(keys.onlyNew.engine());
        QList<crypto::EncryptedKey> wraps;
        const auto stored = remote.stored();
        for (const auto &collection : stored) {
            wraps += collection.keys;
        }
        QStringList bodies;
        for (const auto &collection : stored) {
            for (const auto &part : collection.parts) {
                QList<crypto::EncryptedKey> fitting;
                for (const auto &wrap : wraps) {
                    if (wrap.carriedKeyName == part.keyName) {
                        fitting.append(wrap);
                    }
                }
                if (const auto opened = fresh.open(part, fitting)) {
                    const auto text = QString::fromUtf8(opened->plaintext);
                    const auto from = text.indexOf(QStringLiteral("message "), text.indexOf(QStringLiteral("<body")));
                    bodies.append(text.mid(from, text.indexOf(QLatin1Char('<'), from) - from));
                }
            }
        }
        bodies.sort();
        return bodies;
    }
    static QStringList expectedBodies(int collections)
    {
        QStringList bodies;
        for (int i = 0; i < collections; ++i) {
            bodies.append(QStringLiteral("message %1 part 0").arg(i));
        }
        bodies.sort();
        return bodies;
    }
};

} // namespace letterlock::test
