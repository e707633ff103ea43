// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Two whole clients and a real server: what a person does in the first hour.
class WholeClientTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chatsSealedAndArchives();
    void aSecondProfileGetsTheWholeHistory();
    void theOutboxSurvivesARestart();
    void aDraftSurvivesQuitting();
};

namespace {

ProsodyServer::Options twoAccounts()
{
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    return options;
}

} // namespace

void WholeClientTest::chatsSealedAndArchives() // O-03, O-10, O-13, O-56, O-58, A-01
{
    ProsodyServer server(twoAccounts());
    QVERIFY2(server.start(), qPrintable(server.log()));
    TestClient mira(server, u"mira"_s);
    TestClient anselm(server, u"anselm"_s);
    QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
    QVERIFY2(anselm.signIn(), qPrintable(anselm.problem()));
    QVERIFY2(mira.makeKey(), qPrintable(mira.problem()));
    QVERIFY2(anselm.makeKey(), qPrintable(anselm.problem()));
    QVERIFY(mira.knowsKeyOf(u"anselm"_s));

    QVERIFY2(mira.sendTo(u"anselm"_s, u"Привет, the loupe is in the drawer 引き出し"_s), qPrintable(mira.problem()));
    QVERIFY(anselm.hasMessage(u"mira"_s, u"Привет, the loupe is in the drawer 引き出し"_s));
    const auto received = anselm.messagesWith(u"mira"_s);
    QCOMPARE(received.size(), 1);
    QCOMPARE(received[0].sealing, archive::Sealing::Sealed);
    QCOMPARE(received[0].signer, mira.app().keys().currentKey());
    QVERIFY(anselm.knowsKeyOf(u"mira"_s));
    QVERIFY(anselm.sendTo(u"mira"_s, u"Found it"_s));
    QVERIFY(mira.hasMessage(u"anselm"_s, u"Found it"_s));

    QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
    const auto totals = await(mira.app().history().totals(0));
    QVERIFY(totals.has_value());
    QCOMPARE(totals->onServer, 2);
    QCOMPARE(totals->onlyHere, 0);
    // Nothing the server holds or logged has a word of the text.
    QVERIFY(!server.log().contains(u"drawer"_s));
    QCOMPARE(server.logProblems(), QStringList());
}

void WholeClientTest::aSecondProfileGetsTheWholeHistory() // P-51, A-41
{
    ProsodyServer server(twoAccounts());
    QVERIFY2(server.start(), qPrintable(server.log()));
    TestClient first(server, u"mira"_s);
    QVERIFY2(first.signIn(), qPrintable(first.problem()));
    QVERIFY2(first.makeKey(), qPrintable(first.problem()));
    QList<archive::Message> story;
    const auto conversation = await(first.app().history().conversationWith(first.jid(u"anselm"_s)));
    QVERIFY(conversation.has_value());
    const auto start = QDateTime::currentDateTimeUtc().addDays(-100);
    for (int i = 0; i < 240; ++i) {
        archive::Message message;
        message.conversation = *conversation;
        message.outgoing = i % 3 == 0;
        message.sender = crypto::Jid(first.jid(message.outgoing ? u"mira"_s : u"anselm"_s), u"old"_s);
        message.time = start.addSecs(i * 3600 * 7 / 2);
        message.body = u"Nachricht %1 über die Straße, письмо, 手紙"_s.arg(i);
        message.originId = u"story-%1"_s.arg(i);
        message.sealing = archive::Sealing::Sealed;
        message.delivery = message.outgoing ? archive::Delivery::Sent : archive::Delivery::Received;
        story.append(message);
    }
    QVERIFY(await(first.app().history().import(story)).has_value());
    QVERIFY2(first.archiveIsIdle(), qPrintable(first.problem()));
    const auto code = app::BackupController::makeCode();
    QTRY_COMPARE_WITH_TIMEOUT(first.app().backup().presence(), app::BackupController::Presence::Absent, 10000);
    const auto backedUp = await(first.app().backup().backUp(code, false));
    QVERIFY2(backedUp.has_value(), backedUp ? "" : qPrintable(backedUp.error().detail));
    const auto before = first.messagesWith(u"anselm"_s);
    first.quit();

    TestClient second(server, u"mira"_s);
    QVERIFY2(second.signIn(), qPrintable(second.problem()));
    const auto restored = await(second.app().backup().restore(code));
    QVERIFY2(restored.has_value(), restored ? "" : qPrintable(restored.error().detail));
    QVERIFY(await(second.app().keys().announceAsCurrent(restored->first())).has_value());
    QVERIFY2(second.archiveIsIdle(), qPrintable(second.problem()));
    const auto after = second.messagesWith(u"anselm"_s);
    QCOMPARE(after.size(), before.size());
    for (qsizetype i = 0; i < after.size(); ++i) {
        QCOMPARE(after[i].body, before[i].body);
        QCOMPARE(after[i].time, before[i].time);
        QCOMPARE(after[i].outgoing, before[i].outgoing);
    }
    QCOMPARE(server.logProblems(), QStringList());
}

void WholeClientTest::theOutboxSurvivesARestart()
{
    ProsodyServer server(twoAccounts());
    QVERIFY2(server.start(), qPrintable(server.log()));
    TestClient anselm(server, u"anselm"_s);
    QVERIFY2(anselm.signIn(), qPrintable(anselm.problem()));
    QVERIFY2(anselm.makeKey(), qPrintable(anselm.problem()));
    QTemporaryDir profile(u"/tmp/lt-XXXXXX"_s);
    {
        TestClient mira(server, u"mira"_s, profile.path());
        QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
        QVERIFY2(mira.makeKey(), qPrintable(mira.problem()));
        QVERIFY(mira.knowsKeyOf(u"anselm"_s));
        mira.app().conversation().openWith(mira.jid(u"anselm"_s));
        QTRY_COMPARE(mira.app().conversation().peer(), mira.jid(u"anselm"_s));
        server.kill();
        mira.app().conversation().send(u"written while the server was gone"_s);
        QTRY_COMPARE_WITH_TIMEOUT(await(mira.app().history().outbox())->size(), 1, 10000);
    }
    QVERIFY(server.restart());
    TestClient again(server, u"mira"_s, profile.path());
    QVERIFY2(again.signIn(), qPrintable(again.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(await(again.app().history().outbox())->isEmpty(), 30000);
    QVERIFY(anselm.hasMessage(u"mira"_s, u"written while the server was gone"_s, 60000));
    QCOMPARE(anselm.messagesWith(u"mira"_s).size(), 1);
}

/// Also one that was typed just before.
void WholeClientTest::aDraftSurvivesQuitting()
{
    ProsodyServer server(twoAccounts());
    QVERIFY2(server.start(), qPrintable(server.log()));
    QTemporaryDir profile(u"/tmp/lt-XXXXXX"_s);
    {
        TestClient mira(server, u"mira"_s, profile.path());
        QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
        mira.app().conversation().openWith(mira.jid(u"anselm"_s));
        QTRY_COMPARE(mira.app().conversation().peer(), mira.jid(u"anselm"_s));
        mira.app().conversation().setDraft(u"half a sent"_s);
    }
    TestClient again(server, u"mira"_s, profile.path());
    QVERIFY2(again.open(), qPrintable(again.problem()));
    again.app().conversation().openWith(again.jid(u"anselm"_s));
    QTRY_COMPARE(again.app().conversation().draft(), u"half a sent"_s);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::WholeClientTest)
#include "WholeClientTest.moc"
