// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// A long upload and a chat at the same time, on a server that lets each stream send so much and no more.
class BulkUploadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageDoesNotWaitForTheUpload();
    void itEndsWithTheClient();
};

namespace {

constexpr int messages = 120;

ProsodyServer::Options slowServer()
{
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    options.extraModules = {u"limits"_s};
    options.globalConfig = u"limits = { c2s = { rate = \"100kb/s\", burst = \"1s\" } }"_s;
    return options;
}

bool importStory(TestClient &client)
{
    const auto conversation = await(client.app().history().conversationWith(client.jid(u"someone"_s)));
    QList<archive::Message> story;
    const auto start = QDateTime::currentDateTimeUtc().addDays(-100);
    for (int i = 0; i < messages; ++i) {
        archive::Message message;
        message.conversation = conversation.value_or(0);
        message.sender = crypto::Jid(client.jid(u"someone"_s), u"old"_s);
        message.time = start.addSecs(qint64(i) * 3600 * 5); // a collection each
        message.body = u"Nachricht %1 "_s.arg(i).repeated(200);
        message.originId = u"story-%1"_s.arg(i);
        message.delivery = archive::Delivery::Received;
        story.append(message);
    }
    return conversation && await(client.app().history().import(story)).has_value();
}

int notOnServer(TestClient &client)
{
    const auto totals = await(client.app().history().totals(0)).value();
    return totals.onlyHere + totals.uploading;
}

/// Whole addresses that a stream of mira's was given.
QSet<QString> resources(const ProsodyServer &server)
{
    static const QRegularExpression bound(u"mira@localhost/Letterlock[^\\s\"'<>]*"_s);
    QSet<QString> found;
    const QString log = server.log();
    for (auto match = bound.globalMatch(log); match.hasNext();) {
        found << match.next().captured();
    }
    return found;
}

bool isUploading(const ProsodyServer &server)
{
    return std::ranges::any_of(resources(server), [](const QString &name) { return name.endsWith("-archive"_L1); });
}

} // namespace

void BulkUploadTest::aMessageDoesNotWaitForTheUpload()
{
    ProsodyServer server(slowServer());
    QVERIFY2(server.start(), qPrintable(server.log()));
    TestClient mira(server, u"mira"_s);
    TestClient anselm(server, u"anselm"_s);
    QVERIFY2(mira.signIn() && mira.makeKey(), qPrintable(mira.problem()));
    QVERIFY2(anselm.signIn() && anselm.makeKey(), qPrintable(anselm.problem()));
    QVERIFY2(mira.befriend(anselm), qPrintable(mira.problem()));
    QVERIFY(mira.knowsKeyOf(u"anselm"_s));
    QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
    QVERIFY(importStory(mira));
    mira.app().archive().uploadNow();
    QVERIFY(waitUntil([&] { return isUploading(server); }, 30000));
    QVERIFY2(mira.sendTo(u"anselm"_s, u"Are you there?"_s), qPrintable(mira.problem()));
    QVERIFY(anselm.hasMessage(u"mira"_s, u"Are you there?"_s));
    QVERIFY2(notOnServer(mira) > 20, qPrintable(QString::number(notOnServer(mira)))); // the upload was still at work

    QVERIFY(waitUntil([&] { return notOnServer(mira) == 0; }, 120000));
    // Nobody sees the second stream, and it gets nothing that is meant for the person.
    QCOMPARE(anselm.app().roster().resources(anselm.jid(u"mira"_s)).size(), 1);
    const auto all = resources(server);
    QVERIFY2(all.size() == 2, qPrintable(all.values().join(u' ')));
    QCOMPARE(server.logProblems(), QStringList());
}

void BulkUploadTest::itEndsWithTheClient()
{
    ProsodyServer server(slowServer());
    QVERIFY2(server.start(), qPrintable(server.log()));
    QTemporaryDir profile(u"/tmp/lt-XXXXXX"_s);
    {
        TestClient mira(server, u"mira"_s, profile.path());
        QVERIFY2(mira.signIn() && mira.makeKey(), qPrintable(mira.problem()));
        QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
        QVERIFY(importStory(mira));
        mira.app().archive().uploadNow();
        QVERIFY(waitUntil([&] { return isUploading(server); }, 30000));
    }
    TestClient again(server, u"mira"_s, profile.path());
    QVERIFY2(again.signIn(), qPrintable(again.problem()));
    again.app().archive().uploadNow();
    QVERIFY(waitUntil([&] { return notOnServer(again) == 0; }, 120000));
    QCOMPARE(await(again.app().history().totals(0)).value().onServer, messages);
    QCOMPARE(server.logProblems(), QStringList());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::BulkUploadTest)
#include "BulkUploadTest.moc"
