// SPDX-License-Identifier: GPL-3.0-or-later
// REQUIREMENTS, P-28, P-66: cut at every request, other devices, hostile answers.
#include "tests/support/RekeyBench.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::RekeyMode;
using archive::RekeyState;

class RekeyFaultTest : public QObject {
    Q_OBJECT

    static constexpr int collections = 3;
    std::unique_ptr<RekeyKeys> m_keys;
    std::unique_ptr<RekeyBench> m_source; ///< sealed once, copied for every run

    /// Everything opens with the old key or the new one, whatever has happened.
    static void nothingIsLost(const RekeyBench &bench)
    {
        QSet<QString> bodies;
        for (const auto &collection : bench.remote.stored()) {
            QSet<QString> wrapped;
            for (const auto &key : collection.keys) {
                wrapped.insert(key.carriedKeyName);
            }
            QVERIFY(wrapped.contains(collection.parts.constFirst().keyName));
        }
        QVERIFY(bench.remote.stored().size() >= collections);
    }

    int requestsOfUndisturbed(RekeyMode mode)
    {
        RekeyBench bench(*m_keys);
        bench.copyFrom(*m_source);
        if (mode == RekeyMode::Reencrypt) {
            bench.ring.addRootKey(crypto::RootKey::make());
        }
        return bench.rekey(mode) ? bench.line.requests : -1;
    }

    void walk(RekeyMode mode)
    {
        const bool full = !qEnvironmentVariableIsEmpty("LETTERLOCK_FULL");
        const int requests = requestsOfUndisturbed(mode);
        QVERIFY(requests > collections * 4);
        for (int cut = 0; cut < requests; cut += full ? 1 : 4) {
            for (const auto phase : {Phase::Before, Phase::After}) {
                RekeyBench bench(*m_keys);
                bench.copyFrom(*m_source);
                if (mode == RekeyMode::Reencrypt) {
                    bench.ring.addRootKey(crypto::RootKey::make());
                }
                bench.line.failAt = cut;
                bench.line.phase = phase;
                bool killed = false;
                connect(bench.runner.get(), &archive::RekeyRunner::progressChanged, this,
                    [&](const archive::RekeyProgress &progress) {
                        killed = killed || progress.state == RekeyState::WaitingForConnection;
                    });
                auto run = bench.runner->run(bench.plan(mode));
                QFuture<ArchiveResult<archive::RekeyProgress>> removal;
                QTRY_VERIFY_WITH_TIMEOUT(killed || run.isFinished(), 60'000);
                if (!killed) {
                    removal = bench.runner->removeOld();
                    QTRY_VERIFY_WITH_TIMEOUT(killed || removal.isFinished(), 60'000);
                }
                QVERIFY2(killed, qPrintable(u"request %1 was not made"_s.arg(cut)));
                nothingIsLost(bench);
                bench.start(); // a new runner that has nothing but the database
                const auto finished = bench.rekey(mode);
                QVERIFY2(
                    finished, qPrintable(u"cut %1: %2"_s.arg(cut).arg(finished ? QString() : finished.error().detail)));
                QCOMPARE(finished->state, RekeyState::Done);
                QCOMPARE(finished->setAside, 0);
                QCOMPARE(bench.wrapsFor(m_keys->oldKey), 0);
                QCOMPARE(bench.openedWithNewKeyOnly(), RekeyBench::expectedBodies(collections));
                QVERIFY(bench.lease.token.isEmpty());
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_keys = std::make_unique<RekeyKeys>();
        m_source = std::make_unique<RekeyBench>(*m_keys);
        m_source->seed(collections);
    }
    void cleanupTestCase()
    {
        m_source.reset();
        m_keys.reset();
    }

    void killedAtEveryRequestOfRewrap() { walk(RekeyMode::Rewrap); }
    void killedAtEveryRequestOfReencrypt() { walk(RekeyMode::Reencrypt); }

    void otherDeviceAppends_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("when");
        for (const int when : {3, 6, 9, 14, 18}) { // 21 requests in all
            QTest::addRow("rewrap, request %d", when) << 0 << when;
        }
        for (const int when : {3, 6, 9, 14, 18, 22}) {
            QTest::addRow("reencrypt, request %d", when) << 1 << when;
        }
    }
    void otherDeviceAppends()
    {
        QFETCH(int, mode);
        QFETCH(int, when);
        RekeyBench bench(*m_keys);
        bench.copyFrom(*m_source);
        const auto added = bench.sealed(1, u"key-of-the-laptop"_s, 1); // for the old key only
        if (mode == 1) {
            bench.ring.addRootKey(crypto::RootKey::make());
        }
        bool done = false;
        bench.line.afterRequest = [&](int number) {
            if (number < when || done) {
                return;
            }
            done = true;
            archive::SealedCollection collection{added.id, 0, {}, {}, false};
            for (const auto &stored : bench.remote.stored()) {
                if (stored.id == added.id) {
                    collection = stored;
                }
            }
            collection.parts += added.parts;
            collection.keys += added.keys;
            bench.remote.replace(collection);
        };
        const auto finished = bench.rekey(mode == 1 ? RekeyMode::Reencrypt : RekeyMode::Rewrap);
        QVERIFY2(finished, qPrintable(finished ? QString() : finished.error().detail));
        QVERIFY(done);
        QCOMPARE(finished->setAside, 0);
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 0);
        auto expected = RekeyBench::expectedBodies(collections);
        expected.append(u"message 1 part 1"_s);
        expected.sort();
        QCOMPARE(bench.openedWithNewKeyOnly(), expected);
    }

    void differingTwiceIsSetAside()
    {
        RekeyBench bench(*m_keys);
        bench.copyFrom(*m_source);
        const auto victim = RekeyBench::place(1);
        bench.line.afterRequest = [&](int) {
            for (auto collection : bench.remote.stored()) {
                for (auto &key : collection.keys) {
                    if (collection.id == victim && key.keyName == m_keys->newKey.toString()
                        && key.cipherValue != "damaged") {
                        key.cipherValue = "damaged";
                        bench.remote.replace(collection);
                    }
                }
            }
        };
        const auto finished = bench.rekey();
        QVERIFY2(finished, qPrintable(finished ? QString() : finished.error().detail));
        QCOMPARE(finished->setAside, 1);
        QCOMPARE(finished->removed, collections - 1);
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 1);
    }

    void foreignPartIsNotMadeOurs()
    {
        RekeyBench bench(*m_keys);
        bench.copyFrom(*m_source);
        RekeyBench stranger(*m_keys); // knows the public key, but not the root key
        stranger.seed(1);
        const auto forged = stranger.sealed(7, u"forged"_s);
        bench.remote.replace({forged.id, 0, forged.parts, forged.keys, false});
        bench.ring.addRootKey(crypto::RootKey::make());
        const auto finished = bench.rekey(RekeyMode::Reencrypt);
        QVERIFY(finished);
        QCOMPARE(finished->setAside, 1);
        QCOMPARE(finished->removed, collections);
        QCOMPARE(bench.remote.stored().size(), collections + 1);
    }

    void killedWhileStopping()
    {
        RekeyBench bench(*m_keys);
        bench.copyFrom(*m_source);
        QVERIFY(await(bench.runner->run(bench.plan()), 60'000));
        bench.line.failAt = bench.line.requests + 3;
        auto stopped = bench.runner->stopAndKeepOldKey();
        bench.waitFor(RekeyState::WaitingForConnection);
        bench.start();
        const auto cancelled = await(bench.runner->run(bench.plan()), 60'000); // goes on stopping
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ArchiveError::Code::Cancelled);
        QCOMPARE(bench.wrapsFor(m_keys->newKey), 0);
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), collections);
        QVERIFY(bench.lease.token.isEmpty());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::RekeyFaultTest)
#include "RekeyFaultTest.moc"
