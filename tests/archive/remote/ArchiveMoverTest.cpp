// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveMover.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>

#include "archive/remote/MemoryRemoteArchive.h"
#include "archive/remote/SyncJournal.h"
#include "tests/support/Await.h"
#include "tests/support/LeaseNodes.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

CollectionId place(int number)
{
    const QDateTime start(QDate(2025, 1 + number % 12, 3), QTime(10, number % 60), QTimeZone::UTC);
    return {*crypto::BareJid::parse(u"peer%1@example.org"_s.arg(number % 3)), start};
}

/// The parts of three collections share a data key whose wrap came with the first.
SaveRequest request(int number, const QByteArray &text)
{
    const auto dataKey = u"key-%1"_s.arg(number / 3);
    SaveRequest made{place(number), {{u"cipher"_s, dataKey, text}}, {}};
    if (number % 3 == 0) {
        crypto::EncryptedKey key;
        key.method = u"wrap"_s;
        key.keyName = QString(40, u'A');
        key.cipherValue = "wrap of " + dataKey.toLatin1();
        key.carriedKeyName = dataKey;
        made.keys.append(key);
    }
    return made;
}

/// Two kinds of place and a device that can be killed.
struct MoveBench {
    FaultLine line;
    MemoryRemoteArchive server;
    MemoryRemoteArchive privateStorage;
    PlacedArchive remote{server, privateStorage};
    TempDatabase database;
    ArchivePlace settled = ArchivePlace::Server;
    std::unique_ptr<ArchiveMover> mover;

    explicit MoveBench(int collections)
    {
        for (int i = 0; i < collections; ++i) {
            std::ignore = await(server.save(request(i, "text " + QByteArray::number(i))));
        }
        std::ignore = await(server.save({place(0), {{u"cipher"_s, u"key-0"_s, "more"}}, {}}));
        for (auto *each : {&server, &privateStorage}) {
            each->setFault([this](int, Phase phase) { return line.pass(phase); });
        }
        start();
    }
    void start()
    {
        remote.setPlace(settled);
        mover = std::make_unique<ArchiveMover>(database.store(), remote, [this](ArchivePlace to) -> Pending<void> {
            if (auto error = line.pass(Phase::Before)) {
                return failed<void>(*error);
            }
            settled = to;
            remote.setPlace(to);
            if (auto error = line.pass(Phase::After)) {
                return failed<void>(*error);
            }
            return done();
        });
    }
    ArchiveResult<MoveSummary> move(ArchivePlace target = ArchivePlace::PrivateStorage)
    {
        return await(mover->run(target));
    }
    static QMap<QByteArray, int> texts(const MemoryRemoteArchive &archive)
    {
        QMap<QByteArray, int> found;
        for (const auto &collection : archive.stored()) {
            for (const auto &part : collection.parts) {
                ++found[part.cipherValue];
            }
        }
        return found;
    }
    static int wraps(const MemoryRemoteArchive &archive)
    {
        int count = 0;
        for (const auto &collection : archive.stored()) {
            count += int(collection.keys.size());
        }
        return count;
    }
};

QMap<QByteArray, int> expected(int collections)
{
    QMap<QByteArray, int> texts{{"more", 1}};
    for (int i = 0; i < collections; ++i) {
        texts.insert("text " + QByteArray::number(i), 1);
    }
    return texts;
}

} // namespace

class ArchiveMoverTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void movesThereAndBack()
    {
        constexpr int count = 7;
        MoveBench bench(count);
        QSignalSpy progress(bench.mover.get(), &ArchiveMover::progressed);
        const auto there = bench.move();
        QVERIFY2(there, qPrintable(there ? QString() : there.error().detail));
        QCOMPARE(there->moved, count);
        QCOMPARE(there->left, 0);
        QVERIFY(progress.size() >= count);
        QCOMPARE(bench.settled, ArchivePlace::PrivateStorage);
        QCOMPARE(MoveBench::texts(bench.privateStorage), expected(count));
        QCOMPARE(MoveBench::wraps(bench.privateStorage), 3); // as many as before
        QVERIFY(bench.server.stored().isEmpty());
        QCOMPARE(bench.move().error().code, ArchiveError::Code::Refused); // it is there
        const auto back = bench.move(ArchivePlace::Server);
        QVERIFY(back);
        QCOMPARE(MoveBench::texts(bench.server), expected(count));
        QVERIFY(bench.privateStorage.stored().isEmpty());
        QVERIFY(!*await(bench.mover->unfinished()));
    }

    void killedAtEveryRequest()
    {
        constexpr int count = 4;
        MoveBench undisturbed(count);
        QVERIFY(undisturbed.move());
        const int requests = undisturbed.line.requests;
        QVERIFY(requests > 4 * count);
        for (int cut = 0; cut < requests; ++cut) {
            for (const auto phase : {Phase::Before, Phase::After}) {
                MoveBench bench(count);
                bench.line.failAt = cut;
                bench.line.phase = phase;
                QVERIFY(!bench.move());
                // Whatever has happened: all of it is at one place or the other.
                auto either = MoveBench::texts(bench.server);
                either.insert(MoveBench::texts(bench.privateStorage));
                QCOMPARE(either, expected(count));
                bench.start(); // has nothing but the database and what was settled
                const auto again = bench.move();
                QVERIFY2(again, qPrintable(u"cut %1: %2"_s.arg(cut).arg(again ? QString() : again.error().detail)));
                QCOMPARE(bench.settled, ArchivePlace::PrivateStorage);
                QCOMPARE(MoveBench::texts(bench.privateStorage), expected(count));
                QCOMPARE(MoveBench::wraps(bench.privateStorage), 2);
                QVERIFY(bench.server.stored().isEmpty());
            }
        }
    }

    void takenBackAtEveryRequest()
    {
        constexpr int count = 4;
        for (int when = 1; when < 40; ++when) {
            MoveBench bench(count);
            std::ignore = await(bench.privateStorage.save(request(1, "was there before")));
            bench.line.requests = 0;
            bench.line.afterRequest = [&](int number) {
                if (number == when) {
                    bench.mover->cancel();
                }
            };
            const auto ended = bench.move();
            QVERIFY2(ended, qPrintable(ended ? QString() : ended.error().detail));
            if (!ended->undone) {
                QVERIFY(when > 3 * count);
                QCOMPARE(bench.settled, ArchivePlace::PrivateStorage);
                continue;
            }
            QCOMPARE(bench.settled, ArchivePlace::Server);
            QCOMPARE(MoveBench::texts(bench.server), expected(count));
            const auto left = MoveBench::texts(bench.privateStorage);
            QVERIFY(left.contains("was there before"));
            QVERIFY(left.size() <= 2); // what was added to a collection of before stays
            QVERIFY(!*await(bench.mover->unfinished()));
        }
    }

    /// Another device writes to the old place until it has heard of the new one.
    void anotherDeviceWritesMeanwhile()
    {
        constexpr int count = 3;
        MoveBench undisturbed(count);
        QVERIFY(undisturbed.move());
        for (int when = 0; when < undisturbed.line.requests; ++when) {
            MoveBench bench(count);
            bench.line.afterRequest = [&](int number) {
                if (number != when) {
                    return;
                }
                for (auto collection : bench.server.stored()) {
                    if (collection.id == place(1)) {
                        collection.parts.append({u"cipher"_s, u"key-0"_s, "late"});
                        bench.server.replace(collection);
                    }
                }
                auto fresh = request(11, "new");
                bench.server.replace({.id = fresh.id, .version = 0, .parts = fresh.parts, .keys = fresh.keys});
            };
            QVERIFY(bench.move());
            auto all = MoveBench::texts(bench.privateStorage);
            all.insert(MoveBench::texts(bench.server)); // after our last look there
            QVERIFY(all.contains("new"));
            for (const auto &text : expected(count).keys()) {
                QVERIFY(all.contains(text));
            }
        }
    }

    void whatIsNotSealedStays()
    {
        MoveBench bench(2);
        auto plain = bench.server.stored().first();
        plain.hasPlainItems = true;
        bench.server.replace(plain);
        const auto moved = bench.move();
        QVERIFY(moved);
        QCOMPARE(moved->moved, 1);
        QCOMPARE(moved->left, 1);
        QCOMPARE(bench.server.stored().size(), 1);
        QCOMPARE(bench.privateStorage.stored().size(), 1);
    }

    /// What was compared need not be read again, everything else does.
    void versionsOfTheOldPlaceSayNothing()
    {
        MoveBench bench(2);
        auto &store = bench.database.store();
        const auto know = [&store](int number, CollectionVersion version) {
            QVERIFY(await(store.write([=](Database &database) -> ArchiveResult<void> {
                const auto noted = SyncJournal::imported(database, 1, place(number), {.version = version});
                return noted ? SyncJournal::setCursor(database, u"17.4"_s) : std::unexpected(noted.error());
            })));
        };
        know(0, 1); // the newest
        know(1, -1);
        know(5, 3); // not there any more
        QVERIFY(bench.move());
        const auto known = [&store](int number) {
            return await(store.write([=](Database &database) {
                return SyncJournal::known(database, place(number)).transform([](const auto &noted) {
                    return noted.version;
                });
            }));
        };
        QCOMPARE(known(0).value_or(-9), bench.privateStorage.stored().first().version);
        QCOMPARE(known(1).value_or(-9), -1);
        QCOMPARE(known(5).value_or(-9), -1);
        const auto start = await(store.write([](Database &database) { return SyncJournal::start(database); }));
        QVERIFY(start->cursor.isEmpty());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchiveMoverTest)
#include "ArchiveMoverTest.moc"
