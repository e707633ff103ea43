// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;
using letterlock::archive::ArchivePlace;

namespace letterlock::test {

/// The archive moves between the server's archive and private storage, on a server that has both.
class ArchiveMoveTest : public QObject {
    Q_OBJECT

    static constexpr int count = 90;

    static void import(TestClient &client, int from, int until)
    {
        QList<archive::Message> story;
        const auto conversation = await(client.app().history().conversationWith(client.jid(u"anselm"_s)));
        QVERIFY(conversation.has_value());
        const auto start = QDateTime::currentDateTimeUtc().addDays(-60);
        for (int i = from; i < until; ++i) {
            archive::Message message;
            message.conversation = *conversation;
            message.sender = crypto::Jid(client.jid(u"anselm"_s), u"old"_s);
            message.time = start.addSecs(qint64(i) * 3600 + i / 6 * 6 * 3600);
            message.body = u"message %1"_s.arg(i);
            message.originId = u"story-%1"_s.arg(i);
            message.sealing = archive::Sealing::Sealed;
            message.delivery = archive::Delivery::Received;
            story.append(message);
        }
        QVERIFY(await(client.app().history().import(story)).has_value());
    }

    static bool move(TestClient &client)
    {
        auto &mover = client.app().archiveMove();
        mover.start();
        return waitUntil([&] { return mover.state() == app::ArchiveMove::State::Idle; }, 120'000) && mover.result();
    }

    /// A new device with nothing but the backup.
    static qsizetype onANewDevice(const ProsodyServer &server, const QString &code)
    {
        TestClient fresh(server, u"mira"_s);
        if (!fresh.signIn()) {
            return -1;
        }
        const auto restored = await(fresh.app().backup().restore(code));
        if (!restored || !await(fresh.app().keys().announceAsCurrent(restored->first())) || !fresh.archiveIsIdle()) {
            return -1;
        }
        return fresh.messagesWith(u"anselm"_s).size();
    }

private Q_SLOTS:
    void movesThereAndBack()
    {
        ProsodyServer server({.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}}});
        QVERIFY2(server.start(), qPrintable(server.log()));
        TestClient mira(server, u"mira"_s);
        QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
        QVERIFY2(mira.makeKey(), qPrintable(mira.problem()));
        import(mira, 0, count - 2);
        QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
        QCOMPARE(mira.app().archive().place(), ArchivePlace::Server);
        QCOMPARE(mira.app().archiveMove().destination(), ArchivePlace::PrivateStorage);
        const auto code = app::BackupController::makeCode();
        QTRY_COMPARE_WITH_TIMEOUT(mira.app().backup().presence(), app::BackupController::Presence::Absent, 10000);
        QVERIFY(await(mira.app().backup().backUp(code, false)).has_value());
        // Another device that is signed in and has everything.
        TestClient other(server, u"mira"_s);
        QVERIFY2(other.signIn(), qPrintable(other.problem()));
        const auto restored = await(other.app().backup().restore(code));
        QVERIFY(restored.has_value());
        QVERIFY(await(other.app().keys().announceAsCurrent(restored->first())).has_value());
        QVERIFY2(other.archiveIsIdle(), qPrintable(other.problem()));
        QCOMPARE(other.messagesWith(u"anselm"_s).size(), count - 2);
        // The doorbell: nothing else makes the other device look for ten minutes.
        import(mira, count - 2, count);
        QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
        QTRY_COMPARE_WITH_TIMEOUT(other.messagesWith(u"anselm"_s).size(), count, 20000);

        QVERIFY(move(mira));
        QCOMPARE(mira.app().archive().place(), ArchivePlace::PrivateStorage);
        QCOMPARE(mira.app().archiveMove().result()->left, 0);
        QVERIFY(mira.app().archiveMove().result()->moved > 10);
        QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
        QCOMPARE(onANewDevice(server, code), count);

        QVERIFY2(other.archiveIsIdle(), qPrintable(other.problem()));
        QCOMPARE(other.app().archive().place(), ArchivePlace::PrivateStorage);
        QCOMPARE(other.messagesWith(u"anselm"_s).size(), count);
        QCOMPARE(await(other.app().history().totals(0))->onServer, count);
        QCOMPARE(await(other.app().history().totals(0))->onlyHere, 0);

        QVERIFY(move(other));
        QCOMPARE(other.app().archive().place(), ArchivePlace::Server);
        QCOMPARE(onANewDevice(server, code), count);
        QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
        QCOMPARE(mira.app().archive().place(), ArchivePlace::Server);
        QCOMPARE(await(mira.app().history().totals(0))->onServer, count);
        QCOMPARE(server.logProblems(), QStringList());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchiveMoveTest)
#include "ArchiveMoveTest.moc"
