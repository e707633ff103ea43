// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/remote/LostCollections.h"
#include "tests/archive/remote/PepBench.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

/// The uploader and the sync, as they are, on the archive in private nodes.
class PepPipelineTest : public QObject {
    Q_OBJECT

    std::unique_ptr<RomeosKeys> m_romeo;

    std::unique_ptr<ArchiveProfile> profile(RemoteArchive &remote) { return m_romeo->device(remote); }
    QStringList onANewDevice(const PepBench &account)
    {
        PepBench bench(m_romeo->gnupg, m_romeo->root, &account);
        auto fresh = profile(*bench.remote);
        const auto synced = await(fresh->sync->sync());
        return synced ? fresh->bodies() : QStringList{synced.error().detail};
    }

private Q_SLOTS:
    void initTestCase() { m_romeo = std::make_unique<RomeosKeys>(); }

    void killedAtEveryRequestOfTheUpload() // P-28
    {
        PepBench undisturbed(m_romeo->gnupg, m_romeo->root);
        auto device = profile(*undisturbed.remote);
        const auto bodies = fillThreeRuns(*device);
        QCOMPARE(await(device->uploader->upload(true))->messages, 15);
        QCOMPARE(onANewDevice(undisturbed), bodies);
        const int requests = undisturbed.line.requests;
        const bool full = !qEnvironmentVariableIsEmpty("LETTERLOCK_FULL");
        for (int cut = 0; cut < requests; cut += full ? 1 : 3) {
            for (const auto phase : {Phase::Before, Phase::After}) {
                PepBench bench(m_romeo->gnupg, m_romeo->root);
                device = profile(*bench.remote);
                fillThreeRuns(*device);
                bench.line.failAt = cut;
                bench.line.phase = phase;
                std::ignore = await(device->uploader->upload(true));
                bench.line.failAt = -1;
                // A new process: nothing but the two databases and the server.
                device->uploader.reset();
                device->sync.reset();
                bench.restart();
                ArchivePorts ports{device->store(), *device->history, *bench.remote, m_noStore, device->ring,
                    device->worker, device->clock, romeo};
                ArchiveUploader uploader(ports);
                uploader.setRecipients({m_romeo->key});
                const auto again = await(uploader.upload(true));
                QVERIFY2(again, qPrintable(u"cut %1: %2"_s.arg(cut).arg(again ? QString() : again.error().detail)));
                QCOMPARE(device->totals().onServer, 15);
                QCOMPARE(onANewDevice(bench), bodies);
            }
        }
    }

    void whatTheServerLosesGoesUpAgain_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("a pack") << u"pack"_s;
        QTest::newRow("wraps") << u"wraps"_s;
        QTest::newRow("the whole table") << u"head"_s;
        QTest::newRow("everything") << u"all"_s;
    }
    void whatTheServerLosesGoesUpAgain()
    {
        QFETCH(QString, what);
        PepBench bench(m_romeo->gnupg, m_romeo->root);
        auto device = profile(*bench.remote);
        const auto bodies = fillThreeRuns(*device);
        QCOMPARE(await(device->uploader->upload(true))->messages, 15);
        QCOMPARE(await(giveBackLost(device->store(), *bench.remote, this)).value_or(-1), 0);
        for (auto &node : *bench.nodes.nodes) {
            for (const auto &id : node.items.keys()) {
                const auto xml = node.items.value(id).toXml();
                const bool hit = what == u"all"_s || (what == u"head"_s && id == u"head"_s)
                    || (what == u"pack"_s && id != u"head"_s && xml.contains("<EncryptedData"))
                    || (what == u"wraps"_s && xml.contains("<EncryptedKey"));
                if (hit) {
                    node.items.remove(id);
                }
            }
        }
        bench.remote->newSession();
        const auto lost = await(giveBackLost(device->store(), *bench.remote, this));
        QVERIFY2(lost, qPrintable(lost ? QString() : lost.error().detail));
        QCOMPARE(*lost, what == u"wraps"_s ? 0 : 3);
        QCOMPARE(device->totals().onlyHere, what == u"wraps"_s ? 0 : 15);
        // Wraps go up with the next thing that is sealed for that month.
        device->add(u"one more"_s, morning.addSecs(30 * 60), true, u"more"_s);
        device->add(u"and more"_s, morning.addSecs(15 * 86400 + 6 * 3600), true, u"more2"_s);
        QVERIFY(await(device->uploader->upload(true)));
        QCOMPARE(device->totals().onlyHere, 0);
        QCOMPARE(await(giveBackLost(device->store(), *bench.remote, this)).value_or(-1), 0);
        auto all = onANewDevice(bench);
        for (const auto &body : bodies) {
            QCOMPARE(all.count(body), 1);
        }
        const auto wraps = await(bench.remote->keys(m_romeo->key, {50, {}}));
        QVERIFY(wraps && !wraps->items.isEmpty());
    }

private:
    NoPrivateStore m_noStore;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PepPipelineTest)
#include "PepPipelineTest.moc"
