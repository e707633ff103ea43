// SPDX-License-Identifier: GPL-3.0-or-later
// REQUIREMENTS, P-28.
#include "tests/support/RekeyBench.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::RekeyMode;
using archive::RekeyPhase;
using archive::RekeyState;

class RekeyRunnerTest : public QObject {
    Q_OBJECT

    std::unique_ptr<RekeyKeys> m_keys;

private Q_SLOTS:
    void initTestCase() { m_keys = std::make_unique<RekeyKeys>(); }
    void cleanupTestCase() { m_keys.reset(); }

    void rewrapsWithPaging()
    {
        RekeyBench bench(*m_keys);
        bench.seed(64);
        bench.remote.setLargestPage(7);
        const auto before = bench.remote.stored();

        auto sealed = await(bench.runner->run(bench.plan()), 240'000);
        QVERIFY2(sealed, qPrintable(sealed ? QString() : sealed.error().detail));
        QCOMPARE(sealed->wraps, 60);
        QCOMPARE(sealed->collections, 60);
        QCOMPARE(sealed->readBack, 60);
        QCOMPARE(sealed->removed, 0);
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 60); // nothing is removed before removeOld()
        QCOMPARE(bench.wrapsFor(m_keys->newKey), 60);

        const auto finished = await(bench.runner->removeOld(), 240'000);
        QVERIFY2(finished, qPrintable(finished ? QString() : finished.error().detail));
        QCOMPARE(finished->state, RekeyState::Done);
        QCOMPARE(finished->phase, RekeyPhase::Finished);
        QCOMPARE(finished->removed, 60);
        QCOMPARE(finished->setAside, 0);
        QVERIFY(finished->bytesSent > 60 * 100);
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 0);
        QCOMPARE(bench.openedWithNewKeyOnly(), RekeyBench::expectedBodies(64));
        const auto after = bench.remote.stored();
        QCOMPARE(after.size(), before.size());
        for (qsizetype i = 0; i < after.size(); ++i) {
            QCOMPARE(after[i].parts, before[i].parts); // the same octets
        }
        QVERIFY(bench.lease.token.isEmpty());
        QVERIFY(!await(bench.runner->unfinished()).value().has_value());
        QVERIFY(await(bench.runner->clearJournal()));
    }

    void reencrypts()
    {
        RekeyBench bench(*m_keys);
        bench.seed(10);
        const auto before = bench.remote.stored();
        bench.ring.addRootKey(crypto::RootKey::make());
        const auto finished = bench.rekey(RekeyMode::Reencrypt);
        QVERIFY2(finished, qPrintable(finished ? QString() : finished.error().detail));
        QCOMPARE(finished->state, RekeyState::Done);
        QCOMPARE(finished->collections, 10);
        QCOMPARE(finished->readBack, 10);
        QCOMPARE(finished->removed, 10);
        QCOMPARE(finished->wraps, 10);
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 0);
        QCOMPARE(bench.openedWithNewKeyOnly(), RekeyBench::expectedBodies(10));
        const auto after = bench.remote.stored();
        QCOMPARE(after.size(), 10);
        for (const auto &collection : after) {
            for (const auto &old : before) {
                QVERIFY(collection.id != old.id);
                QVERIFY(collection.parts != old.parts);
                QVERIFY(collection.parts.constFirst().keyName != old.parts.constFirst().keyName);
            }
        }
    }

    void emptyArchiveIsDone()
    {
        RekeyBench bench(*m_keys);
        const auto finished = bench.rekey();
        QVERIFY(finished);
        QCOMPARE(finished->state, RekeyState::Done);
        QCOMPARE(finished->wraps, 0);
    }

    void leaseOfAnotherDevice()
    {
        RekeyBench bench(*m_keys);
        bench.seed(2);
        bench.lease.token = u"the laptop"_s;
        const auto refused = await(bench.runner->run(bench.plan()));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ArchiveError::Code::LeaseHeld);
        QCOMPARE(bench.wrapsFor(m_keys->newKey), 0);
        QCOMPARE(bench.lease.token, u"the laptop"_s);
        bench.lease.token.clear();
        QVERIFY(bench.rekey());
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 0);
    }

    void serverErrorAndLostLink()
    {
        RekeyBench bench(*m_keys);
        bench.seed(4);
        bench.line.failAt = 5;
        bench.line.error = {ArchiveError::Code::ServerFailed, u"internal-server-error"_s};
        auto run = bench.runner->run(bench.plan());
        bench.waitFor(RekeyState::Problem);
        QCOMPARE(bench.runner->progress().problem->code, ArchiveError::Code::ServerFailed);
        QVERIFY(!run.isFinished());
        bench.line.failAt = bench.line.requests + 3;
        bench.line.error = {ArchiveError::Code::TimedOut, u"no answer"_s};
        bench.line.phase = Phase::After;
        bench.runner->resume();
        bench.waitFor(RekeyState::WaitingForConnection);
        auto again = bench.runner->run(bench.plan()); // a call goes on too, and joins
        QVERIFY(await(run, 60'000));
        QVERIFY(await(again));
        QVERIFY(await(bench.runner->removeOld(), 60'000));
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 0);
        QCOMPARE(bench.openedWithNewKeyOnly(), RekeyBench::expectedBodies(4));
    }

    void oldKeyNotHereButRootKey()
    {
        RekeyBench source(*m_keys);
        source.seed(3);
        RekeyBench bench(*m_keys, true);
        bench.copyFrom(source);
        const auto finished = bench.rekey();
        QVERIFY2(finished, qPrintable(finished ? QString() : finished.error().detail));
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 0);
        QCOMPARE(bench.openedWithNewKeyOnly(), RekeyBench::expectedBodies(3));
    }

    void neitherOldKeyNorRootKey()
    {
        RekeyBench source(*m_keys);
        source.seed(3);
        RekeyBench bench(*m_keys, true);
        for (const auto &collection : source.remote.stored()) {
            bench.remote.replace(collection);
        }
        const auto refused = await(bench.runner->run(bench.plan()), 60'000);
        QVERIFY(!refused); // zero opened is an error
        QCOMPARE(refused.error().code, ArchiveError::Code::CannotOpen);
        QCOMPARE(bench.runner->progress().setAside, 3);
        QVERIFY(!await(bench.runner->removeOld(), 60'000));
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 3);
    }

    void pausesResumesAndStops()
    {
        RekeyBench bench(*m_keys);
        bench.seed(5);
        const auto before = bench.remote.stored();
        auto run = bench.runner->run(bench.plan());
        bench.line.afterRequest = [&](int number) {
            if (number == 6) {
                bench.runner->pause();
            }
        };
        bench.waitFor(RekeyState::Paused);
        const int sent = bench.line.requests;
        QTest::qWait(0);
        QCOMPARE(bench.line.requests, sent);
        QVERIFY(await(bench.runner->unfinished()).value().has_value());
        bench.runner->resume();
        QVERIFY(await(run, 60'000));
        QCOMPARE(bench.wrapsFor(m_keys->newKey), 5);

        QVERIFY(await(bench.runner->stopAndKeepOldKey(), 60'000));
        QCOMPARE(bench.runner->progress().state, RekeyState::Stopped);
        QCOMPARE(bench.wrapsFor(m_keys->newKey), 0);
        QCOMPARE(bench.wrapsFor(m_keys->oldKey), 5);
        QVERIFY(bench.lease.token.isEmpty());
        QVERIFY(!await(bench.runner->unfinished()).value().has_value());
        const auto after = bench.remote.stored();
        for (qsizetype i = 0; i < after.size(); ++i) {
            QCOMPARE(after[i].parts, before[i].parts);
            QCOMPARE(after[i].keys, before[i].keys);
        }
    }

    void stopsReencryptionInTheMiddle()
    {
        RekeyBench bench(*m_keys);
        bench.seed(4);
        bench.ring.addRootKey(crypto::RootKey::make());
        const auto before = bench.remote.stored();
        QFuture<ArchiveResult<void>> stopped;
        auto run = bench.runner->run(bench.plan(RekeyMode::Reencrypt));
        bench.line.afterRequest = [&](int number) {
            if (number == 10) {
                stopped = bench.runner->stopAndKeepOldKey();
            }
        };
        const auto cancelled = await(run, 60'000);
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ArchiveError::Code::Cancelled);
        QVERIFY(await(stopped));
        const auto after = bench.remote.stored();
        QCOMPARE(after.size(), before.size());
        QCOMPARE(bench.wrapsFor(m_keys->newKey), 0);
    }

    void noStopOnceRemovalHasBegun()
    {
        RekeyBench bench(*m_keys);
        bench.seed(2);
        QVERIFY(bench.rekey());
        const auto refused = await(bench.runner->stopAndKeepOldKey());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ArchiveError::Code::Refused);
    }

    void rehearsalChangesNothing()
    {
        RekeyBench bench(*m_keys);
        bench.seed(12);
        const auto before = bench.remote.stored();
        const auto rehearsal = await(bench.runner->rehearse(bench.plan(), 5), 60'000);
        QVERIFY(rehearsal);
        QCOMPARE(rehearsal->tried, 5);
        QCOMPARE(rehearsal->opened, 5);
        QCOMPARE(rehearsal->wraps, 12);
        QCOMPARE(rehearsal->collections, 12);
        const auto after = bench.remote.stored();
        for (qsizetype i = 0; i < after.size(); ++i) {
            QCOMPARE(after[i].version, before[i].version);
        }
        QVERIFY(!await(bench.runner->unfinished()).value().has_value());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::RekeyRunnerTest)
#include "RekeyRunnerTest.moc"
