// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>

#include "archive/remote/ArchiveProbe.h"
#include "archive/remote/IqRemoteArchive.h"
#include "tests/support/Await.h"
#include "tests/support/ClientOptions.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawIqChannel.h"
#include "tests/support/Seed.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::RekeyState;

namespace {

constexpr int storyLength = 6;

/// An archive request of an undisturbed run, and how it is cut: applied or not, never answered.
struct Cut {
    int number = 0;
    QString request;
    QString fault;
};

/// Makes the new key and starts, unless an earlier run did.
void rotate(app::KeyRotationController &rotation)
{
    if (rotation.state() != RekeyState::Idle) {
        return;
    }
    QObject::connect(&rotation, &app::KeyRotationController::newKeyReady, &rotation, [&rotation] { rotation.start(); });
    rotation.setReason(app::RotationReason::Planned);
    rotation.makeNewKey();
}

/// After sign-in, when what an earlier run left has been read.
void whenKnown(app::KeyRotationController &rotation, std::function<void()> then)
{
    QObject::connect(
        &rotation, &app::KeyRotationController::changed, &rotation, std::move(then), Qt::SingleShotConnection);
}

/// The child: a client on the given profile that signs in, uploads and, if asked, changes the key until it is killed.
int runClient(const QString &profileDir, bool rotating)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    app::AppContext client(clientOptions(profileDir));
    QObject::connect(&client, &app::AppContext::openFailed, &client, [] { QCoreApplication::exit(3); });
    QObject::connect(&client, &app::AppContext::opened, &client, [&client, rotating] {
        if (rotating) {
            whenKnown(client.rotation(), [&client] { rotate(client.rotation()); });
        }
        const auto tellIfDone = [&client, rotating] {
            if (!rotating || client.rotation().state() == RekeyState::Done) {
                std::puts("done");
                std::fflush(stdout);
            }
        };
        QObject::connect(&client.archive(), &app::ArchiveController::idle, &client, tellIfDone);
        QObject::connect(&client.rotation(), &app::KeyRotationController::finished, &client, tellIfDone);
        client.account().signInStored();
    });
    client.open();
    return QCoreApplication::exec();
}

} // namespace

/// kill -9 between any two archive requests of an upload and of a key change: nothing lost, nothing twice. By default a
/// few of them, of every kind at least two; with LETTERLOCK_FULL all.
class WholeClientKillTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whileUploading();
    void whileChangingTheKey();

private:
    enum class Ending { Killed, Done, Failed };
    [[nodiscard]] bool fill();
    [[nodiscard]] bool keepAsStart(); ///< what `startAgain()` goes back to
    [[nodiscard]] bool startAgain();
    [[nodiscard]] static bool copy(const QString &from, const QString &to);
    [[nodiscard]] Ending runUntilKilled(bool rotating);
    [[nodiscard]] QList<Cut> cutsOf(bool rotating);
    [[nodiscard]] bool secondProfileHasAll(TestClient &first);
    [[nodiscard]] qsizetype collectionsOnServer();
    [[nodiscard]] qsizetype wrapsOf(const crypto::KeyFingerprint &key);
    void checkUpload();
    void checkKeyChange(const crypto::KeyFingerprint &old);

    std::unique_ptr<ProsodyServer> m_server;
    QTemporaryDir m_start{u"/tmp/lt-XXXXXX"_s};
    std::unique_ptr<QTemporaryDir> m_profile;
    QRandomGenerator m_random;
    QStringList m_bodies;
};

void WholeClientKillTest::initTestCase()
{
    m_random.seed(seed());
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    options.archiveFaults = true;
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_profile = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    QVERIFY(fill());
}

/// A story of several collections, stored here and not yet uploaded.
bool WholeClientKillTest::fill()
{
    TestClient mira(*m_server, u"mira"_s, m_profile->path());
    if (!mira.signIn() || !mira.makeKey() || !mira.archiveIsIdle()) {
        qWarning() << mira.problem();
        return false;
    }
    QList<archive::Message> story;
    m_bodies.clear();
    const auto conversation = await(mira.app().history().conversationWith(mira.jid(u"anselm"_s)));
    const auto start = QDateTime::currentDateTimeUtc().addMonths(-storyLength - 1);
    for (int i = 0; i < storyLength; ++i) {
        archive::Message message;
        message.conversation = conversation.value_or(0);
        message.outgoing = i % 3 == 0;
        message.sender = crypto::Jid(mira.jid(message.outgoing ? u"mira"_s : u"anselm"_s), u"old"_s);
        message.time = start.addMonths(i); // a data key, so a wrap, for each
        message.body = u"Seite %1"_s.arg(i);
        message.originId = u"story-%1"_s.arg(i);
        message.sealing = archive::Sealing::Sealed;
        message.delivery = message.outgoing ? archive::Delivery::Sent : archive::Delivery::Received;
        story.append(message);
        m_bodies.append(message.body);
    }
    return await(mira.app().history().import(story)).has_value();
}

bool WholeClientKillTest::copy(const QString &from, const QString &to)
{
    return QDir(to).removeRecursively()
        && QProcess::execute(u"cp"_s, {u"-a"_s, u"--no-target-directory"_s, from, to}) == 0;
}

bool WholeClientKillTest::keepAsStart()
{
    m_server->stop();
    const bool kept = copy(m_profile->path(), m_start.filePath(u"profile"_s))
        && copy(m_server->dataDirectory(), m_start.filePath(u"server"_s));
    return m_server->start() && kept;
}

/// The profile gets a new folder each time: the agent of a killed client lives a little longer.
bool WholeClientKillTest::startAgain()
{
    m_server->stop();
    m_profile = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    const bool copied = copy(m_start.filePath(u"profile"_s), m_profile->path())
        && copy(m_start.filePath(u"server"_s), m_server->dataDirectory());
    return m_server->start() && copied;
}

/// The faulty request is the moment; without one the client is left alone until it has nothing left to do.
WholeClientKillTest::Ending WholeClientKillTest::runUntilKilled(bool rotating)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(),
        {u"--client"_s, m_profile->path(), rotating ? u"rotate"_s : u"upload"_s});
    const auto isFaulty = [](const QString &request) { return !request.endsWith(u'-'); };
    const bool reached = waitUntil(
        [&] {
            return std::ranges::any_of(m_server->archiveRequests(), isFaulty) || child.canReadLine()
                || child.state() == QProcess::NotRunning;
        },
        60000);
    const auto ending = !reached || child.state() == QProcess::NotRunning ? Ending::Failed
        : std::ranges::any_of(m_server->archiveRequests(), isFaulty)      ? Ending::Killed
                                                                          : Ending::Done;
    child.kill();
    child.waitForFinished();
    if (ending == Ending::Failed) {
        qWarning("the client ended with %d", child.exitCode());
    }
    return ending;
}

/// All requests of an undisturbed run, or a few of each kind.
QList<Cut> WholeClientKillTest::cutsOf(bool rotating)
{
    if (!startAgain() || !m_server->setArchiveFaults({}) || runUntilKilled(rotating) != Ending::Done) {
        return {};
    }
    QHash<QString, QList<Cut>> byKind;
    QList<Cut> all;
    for (const auto &line : m_server->archiveRequests()) {
        const auto words = line.split(u' ');
        for (const auto &fault : {u"silence"_s, u"lost"_s}) {
            all.append({words.value(0).toInt(), words.value(1), fault});
            byKind[words.value(1)].append(all.last());
        }
    }
    qInfo() << "requests:" << m_server->archiveRequests().size() << "of the kinds" << byKind.keys();
    if (byKind.size() < 4 || byKind.contains(u"delete"_s) != rotating) { // the removal of old wraps
        return {};
    }
    if (!qEnvironmentVariableIsEmpty("LETTERLOCK_FULL")) {
        return all;
    }
    if (const auto wanted = qEnvironmentVariable("LETTERLOCK_CUT"); !wanted.isEmpty()) { // e.g. "45 silence"
        all.removeIf([&](const Cut &cut) { return wanted != u"%1 %2"_s.arg(cut.number).arg(cut.fault); });
        return all;
    }
    QList<Cut> some;
    for (auto &cuts : byKind) {
        for (const auto &fault : {u"silence"_s, u"lost"_s}) {
            const auto fitting = [&] {
                QList<Cut> found;
                std::ranges::copy_if(
                    cuts, std::back_inserter(found), [&](const Cut &cut) { return cut.fault == fault; });
                return found;
            }();
            some.append(fitting[m_random.bounded(int(fitting.size()))]);
        }
    }
    return some;
}

/// Without probes: a client killed between saving and removing one leaves it there for a while.
qsizetype WholeClientKillTest::collectionsOnServer()
{
    RawXmppStream wire;
    if (!wire.open({m_server->port(), u"mira"_s, u"secret-mira"_s, m_server->caFile(), u"count"_s})) {
        return -1;
    }
    RawIqChannel channel(wire);
    archive::IqRemoteArchive remote(channel);
    const auto page = await(remote.list({200, {}}));
    if (!page || !page->complete) {
        return -1;
    }
    return std::ranges::count_if(
        page->items, [](const archive::CollectionHead &head) { return !archive::ArchiveProbe::isProbe(head.id); });
}

qsizetype WholeClientKillTest::wrapsOf(const crypto::KeyFingerprint &key)
{
    RawXmppStream wire;
    if (!wire.open({m_server->port(), u"mira"_s, u"secret-mira"_s, m_server->caFile(), u"count"_s})) {
        return -1;
    }
    RawIqChannel channel(wire);
    archive::IqRemoteArchive remote(channel);
    const auto page = await(remote.keys(key, {200, {}}));
    return page && page->complete ? page->items.size() : -1;
}

/// An empty profile that has only the first one's current key gets the same messages once.
bool WholeClientKillTest::secondProfileHasAll(TestClient &first)
{
    const auto key = first.app().keys().currentKey();
    const auto secret = await(first.app().keys().exportSecretKeys({key}));
    TestClient second(*m_server, u"mira"_s);
    if (!secret || !second.signIn()) {
        qWarning() << "second profile:" << second.problem();
        return false;
    }
    const auto brought = await(second.app().keys().bringKey((*secret)->copy()));
    if (!brought || !await(second.app().keys().announceAsCurrent(key)) || !second.archiveIsIdle()) {
        qWarning() << "second profile:" << second.problem();
        return false;
    }
    QStringList bodies;
    for (const auto &message : second.messagesWith(u"anselm"_s)) {
        bodies.append(message.body);
    }
    if (bodies != m_bodies) {
        qWarning() << "second profile has" << bodies.size() << "of" << m_bodies.size() << bodies;
    }
    return bodies == m_bodies;
}

void WholeClientKillTest::checkUpload()
{
    TestClient mira(*m_server, u"mira"_s, m_profile->path());
    QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
    QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
    QCOMPARE(mira.messagesWith(u"anselm"_s).size(), storyLength);
    const auto totals = await(mira.app().history().totals(0));
    QCOMPARE(totals->onServer, storyLength);
    QCOMPARE(totals->onlyHere, 0);
    QCOMPARE(collectionsOnServer(), storyLength);
    QVERIFY(secondProfileHasAll(mira));
}

void WholeClientKillTest::whileUploading()
{
    QVERIFY(keepAsStart());
    const auto cuts = cutsOf(false);
    QVERIFY(!cuts.isEmpty());
    for (const auto &cut : cuts) {
        QVERIFY(startAgain());
        QVERIFY(m_server->setArchiveFaults({u"* %1 %2"_s.arg(cut.fault).arg(cut.number)}));
        qInfo("killed at request %d, %s, %s", cut.number, qPrintable(cut.request), qPrintable(cut.fault));
        QCOMPARE(runUntilKilled(false), Ending::Killed);
        QVERIFY(m_server->setArchiveFaults({}));
        checkUpload();
        if (QTest::currentTestFailed()) {
            return;
        }
    }
}

void WholeClientKillTest::checkKeyChange(const crypto::KeyFingerprint &old)
{
    TestClient mira(*m_server, u"mira"_s, m_profile->path());
    QVERIFY2(mira.open(), qPrintable(mira.problem()));
    auto &rotation = mira.app().rotation();
    whenKnown(rotation, [&rotation] { rotate(rotation); });
    QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
    QTRY_VERIFY2_WITH_TIMEOUT(rotation.state() == RekeyState::Done, qPrintable(rotation.log().join(u'\n')), 60000);
    QVERIFY(mira.app().keys().currentKey() != old);
    QCOMPARE(rotation.receipt()->setAside, 0);
    QCOMPARE(wrapsOf(old), 0);
    QCOMPARE(collectionsOnServer(), storyLength);
    QCOMPARE(wrapsOf(mira.app().keys().currentKey()), storyLength);
    QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
    QCOMPARE(mira.messagesWith(u"anselm"_s).size(), storyLength);
    QVERIFY(secondProfileHasAll(mira));
}

void WholeClientKillTest::whileChangingTheKey()
{
    crypto::KeyFingerprint old;
    QVERIFY(m_server->setArchiveFaults({}));
    {
        TestClient mira(*m_server, u"mira"_s, m_profile->path());
        QVERIFY2(mira.signIn() && mira.archiveIsIdle(), qPrintable(mira.problem()));
        old = mira.app().keys().currentKey();
        QCOMPARE(wrapsOf(old), storyLength);
    }
    QVERIFY(keepAsStart());
    const auto cuts = cutsOf(true);
    QVERIFY(!cuts.isEmpty());
    int killed = 0;
    for (const auto &cut : cuts) {
        QVERIFY(startAgain());
        QVERIFY(m_server->setArchiveFaults({u"* %1 %2"_s.arg(cut.fault).arg(cut.number)}));
        const auto ending = runUntilKilled(true);
        // The look at the archive and the key change run side by side, so a run may have a request less.
        QVERIFY(ending != Ending::Failed);
        killed += ending == Ending::Killed ? 1 : 0;
        qInfo("%s at request %d, %s, %s", ending == Ending::Killed ? "killed" : "done before", cut.number,
            qPrintable(cut.request), qPrintable(cut.fault));
        QVERIFY(m_server->setArchiveFaults({}));
        checkKeyChange(old);
        if (QTest::currentTestFailed()) {
            return;
        }
    }
    QVERIFY(killed >= cuts.size() - 2);
}

} // namespace letterlock::test

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == u"--client"_s) {
        return letterlock::test::runClient(arguments[2], arguments[3] == u"rotate"_s);
    }
    letterlock::test::WholeClientKillTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "WholeClientKillTest.moc"
