// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/remote/MemoryRemoteArchive.h"
#include "tests/archive/remote/ArchiveProfile.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

/// O-12: a device that has a text from the archive alone does not take an earlier correction of it either.
class ArchivedCorrectionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_romeo = std::make_unique<RomeosKeys>(); }

    void anEarlierOneDoesNotComeBackElsewhere_data()
    {
        QTest::addColumn<bool>("archivedBefore");
        QTest::newRow("archived with its correction") << false;
        QTest::newRow("corrected after it was archived") << true;
    }
    void anEarlierOneDoesNotComeBackElsewhere()
    {
        QFETCH(const bool, archivedBefore);
        MemoryRemoteArchive remote;
        const auto desk = m_romeo->device(remote);
        const auto lap = m_romeo->device(remote);
        const auto id = desk->add(u"the bank, at ten"_s, morning, false, u"plan"_s);
        if (archivedBefore) {
            QVERIFY(await(desk->uploader->upload(true)));
            QVERIFY(await(lap->sync->sync()));
        }
        correct(*desk, id, u"the bank, at eleven"_s, morning.addSecs(60));
        correct(*desk, id, u"the bank, at noon"_s, morning.addSecs(120));
        QVERIFY(await(desk->uploader->upload(true)));
        const auto fresh = m_romeo->device(remote);
        for (auto *device : {lap.get(), fresh.get()}) {
            QVERIFY(await(device->sync->sync()));
            device->restart();
            const auto there = first(*device);
            QCOMPARE(there.body, u"the bank, at noon"_s);
            correct(*device, there.id, u"the bank, at eleven"_s, morning.addSecs(60));
            QCOMPARE(first(*device).body, u"the bank, at noon"_s);
            QCOMPARE(first(*device).edits, there.edits);
            correct(*device, there.id, u"the bank, at noon"_s, morning.addSecs(120)); // the last one once more
            correct(*device, there.id, u"the bank, at noo"_s, morning.addSecs(119));
            QCOMPARE(first(*device).body, u"the bank, at noon"_s);
        }
        // A later one is taken wherever it comes, and what it was stamped goes round again.
        correct(*lap, first(*lap).id, u"the park"_s, morning.addSecs(180));
        QCOMPARE(first(*lap).body, u"the park"_s);
        QVERIFY(await(lap->uploader->upload(true)));
        QVERIFY(await(desk->sync->sync()));
        correct(*desk, id, u"the bank, at one"_s, morning.addSecs(150));
        QCOMPARE(first(*desk).body, u"the park"_s);
    }

private:
    static Message first(ArchiveProfile &device)
    {
        return await(device.history->page(*await(device.history->conversationWith(juliet)), 0, 10))->first();
    }
    static void correct(ArchiveProfile &device, MessageId id, const QString &body, const QDateTime &stamp)
    {
        Message correction;
        correction.body = body;
        correction.sealing = Sealing::Sealed;
        QVERIFY(await(device.history->correct(id, correction, stamp)));
    }

    std::unique_ptr<RomeosKeys> m_romeo;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchivedCorrectionsTest)
#include "ArchivedCorrectionsTest.moc"
