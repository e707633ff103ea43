// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSignalSpy>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/TestClient.h"

namespace letterlock::test {

/// The whole client on a server without an archive.
class PepClientSteps {
public:
    /// P-51: upload here, everything there, with the whole client; and what is added later comes by itself.
    static void aSecondProfileGetsTheWholeHistory(const TestServer &server)
    {
        constexpr int count = 120;
        const auto user = QStringLiteral("mira");
        const auto friendly = QStringLiteral("bob");
        TestClient first(server, user);
        QVERIFY2(first.open(), qPrintable(first.problem()));
        QSignalSpy fellBack(&first.app().archive(), &app::ArchiveController::fellBack);
        QVERIFY2(first.signIn(), qPrintable(first.problem()));
        QVERIFY2(first.makeKey(), qPrintable(first.problem()));
        import(first, friendly, 0, count);
        QVERIFY2(first.archiveIsIdle(), qPrintable(first.problem()));
        QCOMPARE(first.app().archive().place(), archive::ArchivePlace::PrivateStorage);
        QCOMPARE(fellBack.size(), 1);
        QVERIFY(first.app().archive().storedSize() > 1000);
        QVERIFY(!first.app().archive().isLarge());
        QCOMPARE(await(first.app().history().totals(0))->onlyHere, 0);
        const auto code = app::BackupController::makeCode();
        QTRY_COMPARE_WITH_TIMEOUT(first.app().backup().presence(), app::BackupController::Presence::Absent, 10000);
        const auto backedUp = await(first.app().backup().backUp(code, false));
        QVERIFY2(backedUp.has_value(), backedUp ? "" : qPrintable(backedUp.error().detail));

        TestClient second(server, user);
        QVERIFY2(second.signIn(), qPrintable(second.problem()));
        const auto restored = await(second.app().backup().restore(code));
        QVERIFY2(restored.has_value(), restored ? "" : qPrintable(restored.error().detail));
        QVERIFY(await(second.app().keys().announceAsCurrent(restored->first())).has_value());
        QVERIFY2(second.archiveIsIdle(), qPrintable(second.problem()));
        QCOMPARE(second.messagesWith(friendly).size(), count);
        QCOMPARE(second.app().archive().place(), archive::ArchivePlace::PrivateStorage);

        import(first, friendly, count, 3);
        QVERIFY2(first.archiveIsIdle(), qPrintable(first.problem()));
        QTRY_COMPARE_WITH_TIMEOUT(second.messagesWith(friendly).size(), count + 3, 20000);
    }

private:
    static void import(TestClient &client, const QString &user, int from, int count)
    {
        QList<archive::Message> story;
        const auto conversation = await(client.app().history().conversationWith(client.jid(user)));
        QVERIFY(conversation.has_value());
        const auto start = QDateTime::currentDateTimeUtc().addDays(-100);
        for (int i = from; i < from + count; ++i) {
            archive::Message message;
            message.conversation = *conversation;
            message.outgoing = i % 3 == 0;
            message.sender
                = crypto::Jid(client.jid(message.outgoing ? QStringLiteral("mira") : user), QStringLiteral("old"));
            message.time = start.addSecs(qint64(i) * 3600 * 7 / 2);
            message.body = QStringLiteral("Nachricht %1 über die Straße, письмо, 手紙").arg(i);
            message.originId = QStringLiteral("story-%1").arg(i);
            message.sealing = archive::Sealing::Sealed;
            message.delivery = message.outgoing ? archive::Delivery::Sent : archive::Delivery::Received;
            story.append(message);
        }
        QVERIFY(await(client.app().history().import(story)).has_value());
    }
};

} // namespace letterlock::test
