// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>

#include "archive/collection/CollectionSealer.h"
#include "archive/history/SqlHistoryStore.h"
#include "archive/rekey/RekeyLease.h"
#include "archive/rekey/RekeyRunner.h"
#include "archive/remote/MemoryRemoteArchive.h"
#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"

namespace letterlock::test {

using archive::ArchiveError;
using archive::ArchiveResult;
using Phase = archive::MemoryRemoteArchive::Phase;

/// Lets one request out of all, to either store, fail before or after it is applied; counts from 0.
struct FaultLine {
    int failAt = -1;
    Phase phase = Phase::Before;
    ArchiveError error{ArchiveError::Code::Disconnected, QStringLiteral("cut")};
    int requests = 0;
    std::function<void(int)> afterRequest; ///< a hostile or busy server

    std::optional<ArchiveError> pass(Phase now)
    {
        const int number = now == Phase::Before ? requests++ : requests - 1;
        if (now == Phase::After && afterRequest) {
            afterRequest(number);
        }
        return number == failAt && now == phase ? std::optional(error) : std::nullopt;
    }
};

/// The lease part of a private store.
class LeaseNodes final : public archive::PrivateStore {
public:
    explicit LeaseNodes(FaultLine &line)
        : m_line(line)
    {
    }
    QFuture<ArchiveResult<QHash<QString, crypto::XmlElement>>> items(QString node) override
    {
        return answer<QHash<QString, crypto::XmlElement>>([this, node] { return nodes.value(node); });
    }
    QFuture<ArchiveResult<void>> put(QString node, QString id, crypto::XmlElement payload) override
    {
        return answer<void>([this, node, id, payload]() -> ArchiveResult<void> {
            nodes[node].insert(id, payload);
            return {};
        });
    }
    QFuture<ArchiveResult<void>> retract(QString node, QString id) override
    {
        return answer<void>([this, node, id]() -> ArchiveResult<void> {
            nodes[node].remove(id);
            return {};
        });
    }
    QFuture<ArchiveResult<void>> createLease(QString, QString given) override
    {
        return answer<void>([this, given]() -> ArchiveResult<void> {
            if (!token.isEmpty()) {
                return archive::archiveError(ArchiveError::Code::Conflict, QStringLiteral("conflict"));
            }
            token = given;
            return {};
        });
    }
    QFuture<ArchiveResult<QString>> leaseToken(QString) override
    {
        return answer<QString>([this]() -> ArchiveResult<QString> {
            return token.isEmpty() ? archive::archiveError(ArchiveError::Code::NotFound) : ArchiveResult<QString>(token);
        });
    }
    QFuture<ArchiveResult<void>> dropLease(QString) override
    {
        return answer<void>([this]() -> ArchiveResult<void> {
            token.clear();
            return {};
        });
    }

    QString token;
    QHash<QString, QHash<QString, crypto::XmlElement>> nodes;

private:
    template <class T, class F> QFuture<ArchiveResult<T>> answer(F work)
    {
        if (auto error = m_line.pass(Phase::Before)) {
            return crypto::ready(ArchiveResult<T>(std::unexpected(*error)));
        }
        ArchiveResult<T> result = work();
        if (auto error = m_line.pass(Phase::After)) {
            return crypto::ready(ArchiveResult<T>(std::unexpected(*error)));
        }
        return crypto::ready(std::move(result));
    }
    FaultLine &m_line;
};

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
    void waitFor(archive::RekeyState state)
    {
        QTRY_COMPARE_WITH_TIMEOUT(runner->progress().state, state, 60'000);
    }

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
