// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>

#include "app/settings/FileCredentialStore.h"
#include "archive/remote/ArchiveProbe.h"
#include "archive/remote/IqRemoteArchive.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawIqChannel.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::RekeyState;

namespace {

constexpr int rounds = 10;
constexpr int storyLength = 40;

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

/// The child: a client on the given profile that signs in, uploads and, if asked, changes the key until it is killed.
int runClient(const QString &profileDir, bool rotating)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    app::AppOptions options;
    options.profileDir = profileDir;
    options.credentials = std::make_shared<app::FileCredentialStore>(
        profileDir + u"/secrets.box"_s, crypto::SecretBytes(QByteArrayView("a passphrase for tests")));
    app::AppContext client(options);
    QObject::connect(&client, &app::AppContext::openFailed, &client, [] { QCoreApplication::exit(3); });
    QObject::connect(&client, &app::AppContext::opened, &client, [&client, rotating] {
        QObject::connect(&client.account(), &app::AccountController::signedIn, &client, [&client, rotating] {
            std::puts("online");
            std::fflush(stdout);
            if (rotating && client.keys().isLoaded()) {
                rotate(client.rotation());
            } else if (rotating) {
                QObject::connect(
                    &client.keys(), &app::KeyController::loaded, &client, [&client] { rotate(client.rotation()); });
            }
        });
        client.account().signInStored();
    });
    client.open();
    return QCoreApplication::exec();
}

} // namespace

/// kill -9 at any moment of an upload and of a key change: nothing lost, nothing twice.
class WholeClientKillTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whileUploading();
    void whileChangingTheKey();
    void cleanup();

private:
    [[nodiscard]] bool fill();
    [[nodiscard]] bool killOnce(bool rotating, int milliseconds);
    [[nodiscard]] bool secondProfileHasAll(TestClient &first);
    [[nodiscard]] qsizetype collectionsOnServer();
    [[nodiscard]] qsizetype wrapsOf(const crypto::KeyFingerprint &key);

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<QTemporaryDir> m_profile;
    std::unique_ptr<RawXmppStream> m_wire;
    std::unique_ptr<RawIqChannel> m_channel;
    std::unique_ptr<archive::IqRemoteArchive> m_remote;
    QRandomGenerator m_random;
    QStringList m_bodies;
};

void WholeClientKillTest::init()
{
    const quint32 seed = qEnvironmentVariableIsSet("LETTERLOCK_SEED") ? qEnvironmentVariable("LETTERLOCK_SEED").toUInt()
                                                                      : QRandomGenerator::global()->generate();
    qInfo("LETTERLOCK_SEED=%u", seed);
    m_random.seed(seed);
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_profile = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    m_wire = std::make_unique<RawXmppStream>();
    QVERIFY(m_wire->open({m_server->port(), u"mira"_s, u"secret-mira"_s, m_server->caFile(), u"count"_s}));
    m_channel = std::make_unique<RawIqChannel>(*m_wire);
    m_remote = std::make_unique<archive::IqRemoteArchive>(*m_channel);
    QVERIFY(fill());
}

void WholeClientKillTest::cleanup()
{
    m_remote.reset();
    m_channel.reset();
    m_wire.reset();
    m_server.reset();
}

/// A story of many collections, stored here and not yet uploaded.
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

bool WholeClientKillTest::killOnce(bool rotating, int milliseconds)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(),
        {u"--client"_s, m_profile->path(), rotating ? u"rotate"_s : u"upload"_s});
    if (!QTest::qWaitFor([&] { return child.canReadLine() || child.state() == QProcess::NotRunning; }, 20000)
        || !child.canReadLine()) {
        qWarning("the client did not come online, exit code %d", child.exitCode());
        child.kill();
        child.waitForFinished();
        return false;
    }
    QDeadlineTimer moment(milliseconds);
    const bool ended = QTest::qWaitFor([&] { return child.state() == QProcess::NotRunning; }, moment);
    child.kill();
    child.waitForFinished();
    if (ended) {
        qWarning("the client ended by itself, exit code %d", child.exitCode());
    }
    return !ended;
}

/// Without probes: a client killed between saving and removing one leaves it there, for nobody to open or import.
qsizetype WholeClientKillTest::collectionsOnServer()
{
    const auto page = await(m_remote->list({200, {}}));
    if (!page || !page->complete) {
        return -1;
    }
    return std::ranges::count_if(
        page->items, [](const archive::CollectionHead &head) { return !archive::ArchiveProbe::isProbe(head.id); });
}

qsizetype WholeClientKillTest::wrapsOf(const crypto::KeyFingerprint &key)
{
    const auto page = await(m_remote->keys(key, {200, {}}));
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
    const auto brought = await(second.app().keys().bringKey((*secret)->view().toByteArray()));
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

void WholeClientKillTest::whileUploading()
{
    for (int round = 0; round < rounds; ++round) {
        const int moment = m_random.bounded(20, 700);
        QVERIFY(killOnce(false, moment));
        qInfo("round %d: killed %d ms after sign-in, %lld collections on the server", round, moment,
            qlonglong(collectionsOnServer()));
    }
    TestClient mira(*m_server, u"mira"_s, m_profile->path());
    QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
    QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
    QCOMPARE(mira.messagesWith(u"anselm"_s).size(), storyLength);
    const auto totals = await(mira.app().history().totals(0));
    QCOMPARE(totals->onServer, storyLength);
    QCOMPARE(totals->onlyHere, 0);
    QVERIFY(secondProfileHasAll(mira));
}

void WholeClientKillTest::whileChangingTheKey()
{
    crypto::KeyFingerprint old;
    {
        TestClient mira(*m_server, u"mira"_s, m_profile->path());
        QVERIFY2(mira.signIn() && mira.archiveIsIdle(), qPrintable(mira.problem()));
        old = mira.app().keys().currentKey();
    }
    const auto collections = collectionsOnServer();
    QVERIFY(collections > 1);
    const auto wraps = wrapsOf(old); // a data key serves several collections
    QVERIFY(wraps > 1);
    for (int round = 0; round < rounds; ++round) {
        const int moment = m_random.bounded(20, 2500);
        QVERIFY(killOnce(true, moment));
        qInfo("round %d: killed %d ms after sign-in, %lld of %lld old wraps left", round, moment,
            qlonglong(wrapsOf(old)), qlonglong(wraps));
    }
    TestClient mira(*m_server, u"mira"_s, m_profile->path());
    QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
    auto &rotation = mira.app().rotation();
    rotate(rotation);
    QTRY_VERIFY2_WITH_TIMEOUT(rotation.state() == RekeyState::Done, qPrintable(rotation.log().join(u'\n')), 60000);
    QVERIFY(mira.app().keys().currentKey() != old);
    QCOMPARE(rotation.receipt()->setAside, 0);
    QCOMPARE(wrapsOf(old), 0);
    QCOMPARE(collectionsOnServer(), collections);
    QCOMPARE(wrapsOf(mira.app().keys().currentKey()), wraps);
    QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
    QCOMPARE(mira.messagesWith(u"anselm"_s).size(), storyLength);
    QVERIFY(secondProfileHasAll(mira));
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
