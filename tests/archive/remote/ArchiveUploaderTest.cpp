// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveUploader.h"

#include <QSignalSpy>
#include <QTest>

#include "archive/collection/CollectionOpener.h"
#include "archive/remote/MemoryRemoteArchive.h"
#include "tests/archive/remote/ArchiveProfile.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

using Phase = MemoryRemoteArchive::Phase;

} // namespace

class ArchiveUploaderTest : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<RomeosKeys> m_romeo;

    std::unique_ptr<ArchiveProfile> profile(RemoteArchive &remote) { return m_romeo->device(remote); }

    /// All messages on the server, opened with the keys of `profile`.
    static QStringList onServer(MemoryRemoteArchive &remote, ArchiveProfile &profile)
    {
        QStringList bodies;
        for (const auto &collection : remote.stored()) {
            for (const auto &message : CollectionOpener(profile.ring).open(collection, romeo).messages) {
                bodies.append(message.body);
            }
        }
        return bodies;
    }

private Q_SLOTS:
    void initTestCase() { m_romeo = std::make_unique<RomeosKeys>(); }

    void cutsSealsAndUploads()
    {
        MemoryRemoteArchive remote;
        auto device = profile(remote);
        const auto bodies = fillThreeRuns(*device);
        QSignalSpy progress(device->uploader.get(), &ArchiveUploader::progressed);
        const auto summary = await(device->uploader->upload(false));
        QVERIFY2(summary, qPrintable(summary ? QString() : summary.error().detail));
        QCOMPARE(summary->collections, 3);
        QCOMPARE(summary->messages, 15);
        QCOMPARE(progress.last(), (QVariantList{15, 15}));
        QCOMPARE(onServer(remote, *device), bodies);
        QCOMPARE(device->totals().onServer, 15);
        QCOMPARE(device->totals().onlyHere, 0);
        // no word of it is on the server in clear. A-11: one data key and one wrap per month.
        int wraps = 0;
        QSet<QString> dataKeys;
        for (const auto &collection : remote.stored()) {
            wraps += static_cast<int>(collection.keys.size());
            for (const auto &part : collection.parts) {
                dataKeys.insert(part.keyName);
                QVERIFY(!part.toXml().toXml().contains("message"));
            }
        }
        QCOMPARE(wraps, 2);
        QCOMPARE(dataKeys.size(), 2);
        QCOMPARE(await(device->uploader->upload(true))->collections, 0);
    }

    // P-30, A-09, A-11: what follows within four hours is appended, without wraps.
    void appendsToTheOpenCollection()
    {
        MemoryRemoteArchive remote;
        auto device = profile(remote);
        device->clock.time = morning.addSecs(60);
        device->add(u"one"_s, morning, false, u"o1"_s);
        QCOMPARE(await(device->uploader->upload(false))->messages, 0);
        QCOMPARE(await(device->uploader->upload(true))->messages, 1);
        device->add(u"two"_s, morning.addSecs(30), true, u"o2"_s);
        QCOMPARE(await(device->uploader->upload(true))->messages, 1);
        const auto stored = remote.stored();
        QCOMPARE(stored.size(), 1);
        QCOMPARE(stored[0].parts.size(), 2);
        QCOMPARE(stored[0].keys.size(), 1);
        QCOMPARE(stored[0].version, 1);
        QCOMPARE(onServer(remote, *device), (QStringList{u"one"_s, u"two"_s}));
    }

    void twoStartsOfOneMomentAreTwoCollections()
    {
        MemoryRemoteArchive remote;
        auto device = profile(remote);
        device->add(QString(60'000, u'a'), morning, false, u"o1"_s);
        device->add(QString(60'000, u'b'), morning, false, u"o2"_s);
        QCOMPARE(await(device->uploader->upload(true))->collections, 2);
        QCOMPARE(remote.stored().size(), 2);
        QCOMPARE(remote.stored()[0].id.start.msecsTo(remote.stored()[1].id.start), 1);
    }

    /// What is read to find one run is a few messages first.
    void longAndShortRunsAreWhole()
    {
        for (const int length : {7, 8, 9, 33, 130}) {
            MemoryRemoteArchive remote;
            auto device = profile(remote);
            for (int i = 0; i < length; ++i) {
                device->add(u"m"_s, morning.addSecs(i), i % 2 == 0, u"origin-%1"_s.arg(i));
            }
            device->add(u"the next run"_s, morning.addDays(1), false, u"next"_s);
            const auto sent = await(device->uploader->upload(false));
            QVERIFY(sent);
            QCOMPARE(sent->messages, length + 1);
            const auto stored = remote.stored();
            QCOMPARE(stored.size(), 2);
            QCOMPARE(CollectionOpener(device->ring).open(stored.first(), romeo).messages.size(), length);
        }
    }
    void nothingIsUploadedWithoutRecipients()
    {
        MemoryRemoteArchive remote;
        auto device = profile(remote);
        fillThreeRuns(*device);
        device->uploader->setRecipients({});
        QCOMPARE(await(device->uploader->upload(true))->messages, 0);
        QCOMPARE(remote.requests(), 0);
        QCOMPARE(device->totals().onlyHere, 15);
    }

    // P-68: quota reached: everything stays, the reason is told, and it goes on when there is room.
    void quotaKeepsTheMessages()
    {
        MemoryRemoteArchive remote;
        auto device = profile(remote);
        const auto bodies = fillThreeRuns(*device);
        remote.setQuota(10);
        QSignalSpy stopped(device->uploader.get(), &ArchiveUploader::stopped);
        const auto refused = await(device->uploader->upload(true));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ArchiveError::Code::QuotaReached);
        QCOMPARE(stopped.size(), 1);
        QCOMPARE(device->totals().onlyHere, 15);
        remote.setQuota(1'000'000);
        QVERIFY(await(device->uploader->upload(true)));
        QCOMPARE(onServer(remote, *device), bodies);
    }

    // P-29: too large: smaller parts; one message that is too large alone stays here and stops nothing.
    void tooLargeIsSplit()
    {
        MemoryRemoteArchive remote;
        auto device = profile(remote);
        QStringList bodies;
        for (int i = 0; i < 8; ++i) {
            bodies.append(QString(4000, QChar(u'a' + i)));
            device->add(bodies.last(), morning.addSecs(i), false, u"o%1"_s.arg(i));
        }
        device->add(QString(30'000, u'z'), morning.addSecs(100), false, u"large"_s);
        remote.setLargestSave(10'000);
        const auto summary = await(device->uploader->upload(true));
        QVERIFY(summary);
        QCOMPARE(summary->messages, 8);
        QCOMPARE(onServer(remote, *device), bodies);
        QCOMPARE(device->totals().onlyHere, 1);
    }

    // P-28: killed or cut off at any request, before or after the server applied it, a new process finishes the work:
    // nothing is lost and nothing is there twice, also on a server that keeps duplicates.
    void anyRequestMayBeTheLast_data()
    {
        QTest::addColumn<bool>("applied");
        QTest::addColumn<bool>("deduplicates");
        QTest::newRow("lost request") << false << true;
        QTest::newRow("lost answer") << true << true;
        QTest::newRow("lost request, plain server") << false << false;
        QTest::newRow("lost answer, plain server") << true << false;
    }
    void anyRequestMayBeTheLast()
    {
        QFETCH(const bool, applied);
        QFETCH(const bool, deduplicates);
        int requestsOfAGoodRun = 1;
        for (int cut = 0; cut < requestsOfAGoodRun; ++cut) {
            MemoryRemoteArchive remote;
            remote.setDeduplicates(deduplicates);
            auto device = profile(remote);
            const auto bodies = fillThreeRuns(*device);
            const Phase phase = applied ? Phase::After : Phase::Before;
            remote.setFault([&](int request, Phase at) -> std::optional<ArchiveError> {
                return request == cut && at == phase
                    ? std::optional(ArchiveError{ArchiveError::Code::Disconnected, u"cut"_s})
                    : std::nullopt;
            });
            const auto first = await(device->uploader->upload(true));
            QVERIFY(!first);
            QCOMPARE(first.error().code, ArchiveError::Code::Disconnected);
            QVERIFY(device->totals().onServer < 15);
            device->restart();
            QVERIFY(await(device->uploader->upload(true)));
            QCOMPARE(onServer(remote, *device), bodies);
            QCOMPARE(device->totals().onServer, 15);
            QCOMPARE(device->totals().uploading, 0);
            requestsOfAGoodRun = 3;
        }
    }

    // The process ends while a request is in flight: the object goes, the answer reaches nobody.
    void goesInTheMiddle()
    {
        for (int cut = 0; cut < 3; ++cut) {
            MemoryRemoteArchive remote;
            remote.setDeduplicates(false);
            auto device = profile(remote);
            const auto bodies = fillThreeRuns(*device);
            bool reached = false;
            remote.setFault([&](int request, Phase at) -> std::optional<ArchiveError> {
                reached = reached || (request == cut && at == Phase::After);
                return std::nullopt;
            });
            device->uploader->upload(true);
            QTRY_VERIFY(reached);
            device->restart();
            QVERIFY(await(device->uploader->upload(true)));
            QCOMPARE(onServer(remote, *device), bodies);
            QCOMPARE(device->totals().onServer, 15);
        }
    }

    void aSecondCallJoins()
    {
        MemoryRemoteArchive remote;
        auto device = profile(remote);
        fillThreeRuns(*device);
        const auto one = device->uploader->upload(true);
        QVERIFY(device->uploader->isRunning());
        const auto two = device->uploader->upload(false);
        QVERIFY(await(one));
        QVERIFY(two.isFinished());
        QCOMPARE(remote.requests(), 3);
        QVERIFY(!device->uploader->isRunning());
    }

    // Later facts are appended to the collection, never rewritten.
    void changesFollow()
    {
        MemoryRemoteArchive remote;
        auto device = profile(remote);
        const auto id = device->add(u"tpyo"_s, morning, true, u"o1"_s);
        QVERIFY(await(device->uploader->upload(true)));
        const auto before = remote.stored()[0].parts[0];
        QVERIFY(await(device->history->replaceContent(id, u"typo"_s, Sealing::Sealed, {}, true)));
        QVERIFY(await(device->uploader->upload(true)));
        QCOMPARE(remote.stored().size(), 1);
        QCOMPARE(remote.stored()[0].parts.size(), 2);
        QCOMPARE(remote.stored()[0].parts[0], before);
        const auto opened = CollectionOpener(device->ring).open(remote.stored()[0], romeo);
        QCOMPARE(opened.messages.size(), 1);
        QCOMPARE(opened.facts.size(), 1);
        QCOMPARE(opened.facts[0].body, u"typo"_s);
        QVERIFY(opened.facts[0].edited);
        QCOMPARE(await(device->uploader->upload(true))->collections, 0);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchiveUploaderTest)
#include "ArchiveUploaderTest.moc"
