// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::test {

using Code = archive::ArchiveError::Code;
using Status = app::ArchiveController::Status;

/// A whole client whose server answers archive requests with errors, with nonsense or not at all: the state says so,
/// nothing is lost, and once the server is well again everything is there once.
class WholeClientArchiveFaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void oneCollectionIsUnreadable();
    void theProbeGoesWrong_data();
    void theProbeGoesWrong();
    void requestGoesWrong_data();
    void requestGoesWrong();
    void itRecoversByItself_data();
    void itRecoversByItself();
    void theServerIsKilledInTheMiddle();
    void everythingIsThereOnce();
    void cleanupTestCase();

private:
    [[nodiscard]] bool write(int messages);
    [[nodiscard]] QStringList bodies(TestClient &client) const;
    [[nodiscard]] archive::HistoryStore::Totals totals() const;
    [[nodiscard]] bool secondProfileIsTheSame();

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_mira;
    QStringList m_bodies;
};

void WholeClientArchiveFaultsTest::initTestCase()
{
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    options.archiveFaults = true;
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s);
    m_mira->setAnswerTimeout(1500ms);
    QVERIFY2(m_mira->signIn() && m_mira->makeKey() && m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
}

void WholeClientArchiveFaultsTest::cleanupTestCase()
{
    m_mira.reset();
    QCOMPARE(m_server->logProblems(), QStringList());
}

/// Stores a few more messages, days apart, so that each is a collection of its own.
bool WholeClientArchiveFaultsTest::write(int messages)
{
    QList<archive::Message> story;
    const auto conversation = await(m_mira->app().history().conversationWith(m_mira->jid(u"anselm"_s)));
    const auto start = QDateTime::currentDateTimeUtc().addDays(-1000);
    for (int i = 0; i < messages; ++i) {
        const auto number = int(m_bodies.size());
        archive::Message message;
        message.conversation = *conversation;
        message.outgoing = number % 3 == 0;
        message.sender = crypto::Jid(m_mira->jid(message.outgoing ? u"mira"_s : u"anselm"_s), u"old"_s);
        message.time = start.addDays(number);
        message.body = u"Seite %1"_s.arg(number);
        message.originId = u"story-%1"_s.arg(number);
        message.sealing = archive::Sealing::Sealed;
        message.delivery = message.outgoing ? archive::Delivery::Sent : archive::Delivery::Received;
        story.append(message);
        m_bodies.append(message.body);
    }
    return await(m_mira->app().history().import(story)).value_or(0) == messages;
}

QStringList WholeClientArchiveFaultsTest::bodies(TestClient &client) const
{
    QStringList texts;
    for (const auto &message : client.messagesWith(u"anselm"_s)) {
        texts.append(message.body);
    }
    return texts;
}

archive::HistoryStore::Totals WholeClientArchiveFaultsTest::totals() const
{
    return await(m_mira->app().history().totals(0)).value_or(archive::HistoryStore::Totals{-1, -1, -1});
}

/// An empty profile that has only the key.
bool WholeClientArchiveFaultsTest::secondProfileIsTheSame()
{
    const auto key = m_mira->app().keys().currentKey();
    const auto secret = await(m_mira->app().keys().exportSecretKeys({key}));
    TestClient second(*m_server, u"mira"_s);
    if (!secret || !second.signIn() || !await(second.app().keys().bringKey((*secret)->copy()))
        || !await(second.app().keys().announceAsCurrent(key)) || !second.archiveIsIdle()) {
        qWarning() << "second profile:" << second.problem();
        return false;
    }
    const auto found = bodies(second);
    if (found != m_bodies) {
        qWarning() << "second profile has" << found << "instead of" << m_bodies;
    }
    return found == m_bodies;
}

void WholeClientArchiveFaultsTest::requestGoesWrong_data()
{
    QTest::addColumn<QStringList>("rules");
    QTest::addColumn<int>("code"); // -1: the link breaks, so it only waits for the next connection
    const auto row = [](const char *rule, Code code, const QStringList &more = {}) {
        QTest::newRow(rule) << QStringList{QString::fromLatin1(rule)} + more << int(code);
    };
    row("save error:cancel:bad-request", Code::Refused);
    row("save error:auth:forbidden", Code::Refused);
    row("save error:cancel:service-unavailable", Code::Unsupported);
    row("save error:cancel:feature-not-implemented", Code::Unsupported);
    row("save error:cancel:item-not-found", Code::NotFound);
    row("save error:cancel:conflict", Code::Conflict);
    row("save error:modify:policy-violation", Code::TooLarge);
    row("save error:wait:resource-constraint", Code::QuotaReached);
    row("save error:wait:internal-server-error", Code::ServerFailed);
    row("save error:cancel:made-up-by-nobody", Code::Refused);
    row("save empty", Code::BadAnswer);
    row("save foreign", Code::BadAnswer);
    row("save wrong", Code::BadAnswer);
    row("save deep", Code::BadAnswer);
    row("save silence", Code::TimedOut);
    row("save lost", Code::TimedOut);
    row("save silence 2", Code::TimedOut);
    row("save lost 2", Code::TimedOut);
    for (const auto *fault : {"noise", "bomb", "huge"}) {
        const auto rule = u"save %1 2"_s.arg(QString::fromLatin1(fault));
        QTest::newRow(qPrintable(rule)) << QStringList{rule} << -1;
    }
    row("save utf8", Code::BadAnswer);
    row("modified error:cancel:bad-request", Code::Refused);
    row("modified error:cancel:item-not-found", Code::NotFound);
    row("modified error:wait:resource-constraint", Code::QuotaReached);
    row("modified error:wait:internal-server-error", Code::ServerFailed);
    row("modified empty", Code::BadAnswer);
    row("modified foreign", Code::BadAnswer);
    row("modified deep", Code::BadAnswer);
    row("modified silence", Code::TimedOut);
    QTest::newRow("modified noise") << QStringList{u"modified noise 1"_s} << -1;
    // A page of nonsense with a place that is none: passed over, and the upload goes on.
    QTest::newRow("modified wrong") << QStringList{u"modified wrong"_s, u"save error:wait:resource-constraint"_s}
                                    << int(Code::QuotaReached);
    // Whether a save without an answer has arrived is asked before it is sent again.
    row("retrieve error:auth:forbidden", Code::Refused, {u"save lost 1"_s});
    row("retrieve error:wait:internal-server-error", Code::ServerFailed, {u"save lost 1"_s});
    row("retrieve empty", Code::BadAnswer, {u"save lost 1"_s});
    row("retrieve wrong", Code::BadAnswer, {u"save lost 1"_s});
    row("retrieve deep", Code::BadAnswer, {u"save lost 1"_s});
    row("retrieve silence", Code::TimedOut, {u"save lost 1"_s});
    QTest::newRow("retrieve noise") << QStringList{u"retrieve noise 1"_s, u"save lost 1"_s} << -1;
}

void WholeClientArchiveFaultsTest::requestGoesWrong()
{
    QFETCH(QStringList, rules);
    QFETCH(int, code);
    // What the last row left to look at is looked at, or a fault would meet that.
    QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
    auto &archive = m_mira->app().archive();
    archive.setFirstRetry(1h);
    QVERIFY(write(3));
    QVERIFY(m_server->setArchiveFaults(rules));
    archive.uploadNow();
    if (rules.contains(u"save lost 1"_s)) {
        QTRY_COMPARE_WITH_TIMEOUT(archive.status(), Status::Problem, 20000);
        QCOMPARE(archive.problem()->code, Code::TimedOut);
        archive.uploadNow();
        QVERIFY(archive.status() != Status::Problem);
    }
    if (code < 0) {
        // It breaks the stream that it comes on. Where that is the archive's own, the chat goes on.
        QTRY_VERIFY_WITH_TIMEOUT(
            m_mira->app().account().state() != app::ConnectionState::Online || archive.status() == Status::Problem,
            20000);
    } else {
        QTRY_COMPARE_WITH_TIMEOUT(archive.status(), Status::Problem, 20000);
        QCOMPARE(archive.problem()->code, Code(code));
    }
    QVERIFY(m_server->archiveRequests().size() < 60); // no hammering
    QCOMPARE(bodies(*m_mira), m_bodies);
    const auto during = totals();
    QVERIFY(during.onlyHere + during.uploading > 0);
    QCOMPARE(during.onServer + during.onlyHere + during.uploading, m_bodies.size());

    QVERIFY(m_server->setArchiveFaults({}));
    m_mira->app().account().tryNow();
    QTRY_COMPARE_WITH_TIMEOUT(m_mira->app().account().state(), app::ConnectionState::Online, 30000);
    // A request whose answer was lost with a link that was resumed still has to time out.
    archive.setFirstRetry(300ms);
    archive.uploadNow();
    QTRY_COMPARE_WITH_TIMEOUT(totals().onServer, m_bodies.size(), 20000);
    QTRY_COMPARE_WITH_TIMEOUT(archive.status(), Status::Sealed, 20000);
    QVERIFY(!archive.problem());
    QCOMPARE(totals().onlyHere + totals().uploading, 0);
    QCOMPARE(bodies(*m_mira), m_bodies);
}

/// Another device of the account must get what can be read, hear of the rest, and get it when it can be read.
void WholeClientArchiveFaultsTest::oneCollectionIsUnreadable()
{
    QVERIFY(write(3));
    QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
    const auto key = m_mira->app().keys().currentKey();
    const auto secret = await(m_mira->app().keys().exportSecretKeys({key}));
    for (const auto &fault : {u"wrong"_s, u"empty"_s, u"error:cancel:bad-request"_s}) {
        TestClient second(*m_server, u"mira"_s);
        QVERIFY2(second.signIn(), qPrintable(second.problem()));
        // The probe reads one back before.
        QVERIFY(m_server->setArchiveFaults({u"retrieve %1 3"_s.arg(fault)}));
        QVERIFY(await(second.app().keys().bringKey((*secret)->copy())));
        QVERIFY(await(second.app().keys().announceAsCurrent(key)));
        QVERIFY(!second.archiveIsIdle());
        QCOMPARE(second.app().archive().status(), Status::Problem);
        QCOMPARE(bodies(second).size(), m_bodies.size() - 1);
        QVERIFY2(second.archiveIsIdle(), qPrintable(second.problem()));
        QCOMPARE(bodies(second), m_bodies);
    }
}

void WholeClientArchiveFaultsTest::theProbeGoesWrong_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<Status>("status");
    for (const auto *request : {"save", "retrieve", "remove"}) {
        const bool removal = qstrcmp(request, "remove") == 0;
        const auto row = [&](const char *fault, Status status) {
            const auto rule = QString::fromLatin1(request) + u' ' + QString::fromLatin1(fault);
            QTest::newRow(qPrintable(rule)) << rule << status;
        };
        row("error:cancel:service-unavailable", Status::NoArchive);
        row("error:wait:internal-server-error", Status::Problem);
        row("silence", Status::Problem);
        if (!removal) {
            row("foreign", Status::NoArchive);
            row("wrong", Status::NoArchive);
        }
    }
}

void WholeClientArchiveFaultsTest::theProbeGoesWrong()
{
    QFETCH(QString, rule);
    QFETCH(Status, status);
    QVERIFY(m_server->setArchiveFaults({rule}));
    const auto key = m_mira->app().keys().currentKey();
    const auto secret = await(m_mira->app().keys().exportSecretKeys({key}));
    TestClient second(*m_server, u"mira"_s);
    second.setAnswerTimeout(1000ms);
    QVERIFY2(second.signIn(), qPrintable(second.problem()));
    QVERIFY(await(second.app().keys().bringKey((*secret)->copy())));
    QVERIFY(await(second.app().keys().announceAsCurrent(key)));
    auto &archive = second.app().archive();
    QTRY_COMPARE_WITH_TIMEOUT(archive.status(), status, 20000);
    QCOMPARE(bodies(second), QStringList());
    QVERIFY(m_server->setArchiveFaults({}));
    QVERIFY2(second.archiveIsIdle(), qPrintable(second.problem()));
    QCOMPARE(bodies(second), m_bodies);
}

void WholeClientArchiveFaultsTest::itRecoversByItself_data()
{
    QTest::addColumn<QString>("rule");
    QTest::newRow("quota") << u"save error:wait:resource-constraint"_s;
    QTest::newRow("the server's disk") << u"save error:wait:internal-server-error"_s;
    QTest::newRow("no answer") << u"save silence"_s;
}

/// Nobody presses a button, and no message comes.
void WholeClientArchiveFaultsTest::itRecoversByItself()
{
    QFETCH(QString, rule);
    auto &archive = m_mira->app().archive();
    archive.setFirstRetry(300ms);
    QVERIFY(write(4));
    QVERIFY(m_server->setArchiveFaults({rule + u" 3 1000"_s}));
    archive.uploadNow();
    QTRY_COMPARE_WITH_TIMEOUT(archive.status(), Status::Problem, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_server->archiveRequests().filter(rule.section(u' ', 1)).size() > 1, 20000); // tried again
    QVERIFY(m_server->setArchiveFaults({}));
    QTRY_COMPARE_WITH_TIMEOUT(totals().onServer, m_bodies.size(), 20000);
    QTRY_COMPARE(archive.status(), Status::Sealed);
    QCOMPARE(bodies(*m_mira), m_bodies);
    archive.setFirstRetry(1h);
}

void WholeClientArchiveFaultsTest::theServerIsKilledInTheMiddle()
{
    auto &archive = m_mira->app().archive();
    for (const auto &fault : {u"silence"_s, u"lost"_s}) {
        QVERIFY(write(6));
        QVERIFY(m_server->setArchiveFaults({u"save "_s + fault + u" 3"_s}));
        archive.uploadNow();
        QTRY_VERIFY_WITH_TIMEOUT(!m_server->archiveRequests().filter(fault).isEmpty(), 20000);
        m_server->kill();
        QTRY_VERIFY_WITH_TIMEOUT(m_mira->app().account().state() != app::ConnectionState::Online, 20000);
        QCOMPARE(archive.status(), Status::WaitingForConnection);
        QVERIFY(totals().onlyHere + totals().uploading > 0);
        QVERIFY(m_server->setArchiveFaults({}));
        QVERIFY(m_server->restart());
        m_mira->app().account().tryNow();
        // By itself from here on.
        QTRY_COMPARE_WITH_TIMEOUT(totals().onServer, m_bodies.size(), 30000);
        QTRY_COMPARE(archive.status(), Status::Sealed);
        QCOMPARE(bodies(*m_mira), m_bodies);
    }
}

void WholeClientArchiveFaultsTest::everythingIsThereOnce()
{
    QVERIFY(m_server->setArchiveFaults({}));
    QVERIFY(secondProfileIsTheSame());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::WholeClientArchiveFaultsTest)
#include "WholeClientArchiveFaultsTest.moc"
