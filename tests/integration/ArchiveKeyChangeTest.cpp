// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveKeyBed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::RotationReason;

/// A change of the chat key after a loss or theft takes the archive keys with it.
class ArchiveKeyChangeTest : public ArchiveKeyBed {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // the whole way, with a collection that the server has sealed and one of our own
    void archiveKeyIsReplaced_data()
    {
        QTest::addColumn<RotationReason>("reason");
        QTest::addColumn<bool>("given"); // the key in <auto/>; else the server takes the published one
        QTest::newRow("somebody may have it") << RotationReason::Compromised << true;
        QTest::newRow("somebody may have it, published") << RotationReason::Compromised << false;
        QTest::newRow("lost device") << RotationReason::LostDevice << true;
    }
    void archiveKeyIsReplaced()
    {
        QFETCH(const RotationReason, reason);
        QFETCH(const bool, given);
        record(given);
        if (QTest::currentTestFailed()) {
            return;
        }
        const auto old = archiveKey();
        const auto oldPrint = publishedPrint();
        QVERIFY(!oldPrint.isEmpty());
        QVERIFY(wrapsNamed(old.fingerprint.toString()) + wrapsNamed(oldPrint) >= 2);
        QVERIFY(change(reason));
        isReplaced(old, oldPrint);
        if (!QTest::currentTestFailed()) {
            serverSealsForTheNewOne();
        }
    }

    // A planned change has no reason to take the archive key along.
    void plannedChangeLeavesIt()
    {
        record(true);
        const auto old = archiveKey();
        const auto print = publishedPrint();
        QVERIFY(change(RotationReason::Planned));
        QCOMPARE(archiveKey().modulus, old.modulus);
        QCOMPARE(publishedPrint(), print);
        QVERIFY(!m_romeo->app().rotation().receipt()->archiveKeyReplaced);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchiveKeyChangeTest)
#include "ArchiveKeyChangeTest.moc"
