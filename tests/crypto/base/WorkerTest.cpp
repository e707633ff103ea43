// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QSemaphore>

#include <thread>

#include "crypto/base/Worker.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

class WorkerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsInOrder();
    void interactiveOvertakes();
    void droppedJobsAreCancelled();
    void drainRunsWhatIsQueued();
    void comesBackToTheCaller();
    void readyIsFinished();
};

void WorkerTest::drainRunsWhatIsQueued()
{
    int done = 0;
    Worker worker(u"test"_s);
    for (int i = 0; i < 50; ++i) {
        worker.run([&done] { ++done; }, i % 2 ? Priority::Background : Priority::Interactive);
    }
    worker.drain();
    QCOMPARE(done, 50);
}

void WorkerTest::runsInOrder()
{
    Worker worker(u"test"_s);
    QList<int> order;
    QFuture<void> last;
    for (int i = 0; i < 100; ++i) {
        last = worker.run([&order, i] { order.append(i); });
    }
    last.waitForFinished();
    QCOMPARE(order.size(), 100);
    QVERIFY(std::ranges::is_sorted(order));
    QVERIFY(!worker.isCurrentThread());
    QVERIFY(worker.run([&worker] { return worker.isCurrentThread(); }).result());
}

// A message being sent overtakes background work (design section 5).
void WorkerTest::interactiveOvertakes()
{
    Worker worker(u"test"_s);
    QSemaphore gate;
    QStringList order;
    worker.run([&gate] { gate.acquire(); });
    QList<QFuture<void>> jobs;
    jobs.append(worker.run([&order] { order.append(u"b1"_s); }, Priority::Background));
    jobs.append(worker.run([&order] { order.append(u"b2"_s); }, Priority::Background));
    jobs.append(worker.run([&order] { order.append(u"i1"_s); }));
    jobs.append(worker.run([&order] { order.append(u"i2"_s); }));
    gate.release();
    for (auto &job : jobs) {
        job.waitForFinished();
    }
    QCOMPARE(order, (QStringList{u"i1"_s, u"i2"_s, u"b1"_s, u"b2"_s}));
}

void WorkerTest::droppedJobsAreCancelled()
{
    QFuture<int> waiting;
    QSemaphore gate;
    {
        Worker worker(u"test"_s);
        QSemaphore started;
        worker.run([&started, &gate] {
            started.release();
            gate.acquire();
        });
        started.acquire();
        waiting = worker.run([] { return 2; }, Priority::Background);
        // The destructor waits for the running job, which ends a moment later.
        std::thread([&gate] { gate.release(); }).detach();
    }
    QVERIFY(waiting.isFinished());
}

void WorkerTest::comesBackToTheCaller()
{
    Worker worker(u"test"_s, 2);
    QThread *where = nullptr;
    QObject context;
    worker.run([] { return 7; }).then(&context, [&where](int) { where = QThread::currentThread(); });
    QTRY_COMPARE(where, QThread::currentThread());
}

void WorkerTest::readyIsFinished()
{
    const auto future = ready(u"done"_s);
    QVERIFY(future.isFinished());
    QCOMPARE(future.result(), u"done"_s);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::WorkerTest)
#include "WorkerTest.moc"
