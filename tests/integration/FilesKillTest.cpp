// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>

#include "tests/support/ClientOptions.h"
#include "tests/support/FilePair.h"
#include "tests/support/Seed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using Kind = app::FileState::Kind;

namespace {

constexpr qsizetype fileSize = 6'000'000;

/// The moments at which the client is killed, as words on its command line.
const QStringList moments{u"tray"_s, u"stored"_s, u"begun"_s, u"whole"_s, u"uploaded"_s, u"delivered"_s, u"any"_s};

void die()
{
    ::raise(SIGKILL);
}

/// The child: a client on the given profile that signs in and sends a file, until the moment comes.
int runClient(const QString &profileDir, const QString &moment, const QString &path, const QString &caption)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    app::AppContext client(clientOptions(profileDir));
    bool open = false;
    QObject::connect(&client, &app::AppContext::opened, &client, [&open] { open = true; });
    client.open();
    const auto peer = crypto::BareJid::parse(u"anselm@localhost"_s);
    if (!peer || !waitUntil([&] { return open; }, 30000)) {
        return 3;
    }
    client.account().signInStored();
    client.conversation().openWith(*peer);
    if (!waitUntil(
            [&] {
                return client.account().state() == app::ConnectionState::Online
                    && client.conversation().peer() == *peer;
            },
            30000)) {
        return 4;
    }
    const auto sealed = await(client.files().vault().seal(path));
    if (!sealed) {
        return 5;
    }
    if (moment == "tray"_L1) {
        die();
    }
    if (moment == "stored"_L1) {
        QObject::connect(&client.conversation(), &app::ConversationController::filesStored, &client, die);
    }
    QObject::connect(
        &client.uploads(), &app::FileUploads::progressed, &client, [&](archive::MessageId, qint64 done, qint64 total) {
            if ((moment == "begun"_L1 && done > 0) || (moment == "whole"_L1 && done == total)) {
                die();
            }
        });
    if (moment == "uploaded"_L1) {
        QObject::connect(&client.uploads(), &app::FileUploads::uploaded, &client, die);
    }
    std::puts("sending");
    std::fflush(stdout);
    client.conversation().sendFiles({*sealed}, caption);
    return QCoreApplication::exec();
}

} // namespace

/// kill -9 of a client that sends a file: after the next start the partner has the message and the file, once.
class FilesKillTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theMessageArrivesOnce_data();
    void theMessageArrivesOnce();

private:
    [[nodiscard]] bool killAt(const QString &moment, const QString &caption);
    [[nodiscard]] qsizetype arrived(const QString &caption) const;

    std::unique_ptr<FilePair> m_pair;
    QRandomGenerator m_random;
    QString m_path;
};

void FilesKillTest::initTestCase()
{
    m_random.seed(seed());
    m_pair = std::make_unique<FilePair>();
    QVERIFY2(m_pair->start(), qPrintable(m_pair->problem()));
    m_pair->mira->quit();
    m_path = m_pair->file(u"plans.bin"_s, fileSize);
}

qsizetype FilesKillTest::arrived(const QString &caption) const
{
    const auto all = m_pair->anselm->messagesWith(u"mira"_s);
    return std::ranges::count_if(all, [&](const archive::Message &message) { return message.body == caption; });
}

/// The client ends itself where it alone knows the moment; the signal cannot be held up either way.
bool FilesKillTest::killAt(const QString &moment, const QString &caption)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(
        QCoreApplication::applicationFilePath(), {u"--client"_s, m_pair->miraProfile.path(), moment, m_path, caption});
    if (moment == "any"_L1) {
        (void)waitUntil([&] { return child.canReadLine() || child.state() == QProcess::NotRunning; }, 60000);
        QElapsedTimer clock;
        clock.start();
        const int pause = m_random.bounded(400);
        qInfo("killed after %d ms", pause);
        (void)waitUntil([&] { return clock.elapsed() >= pause; }, 1000);
        child.kill();
    } else if (moment == "delivered"_L1) {
        (void)waitUntil([&] { return arrived(caption) > 0 || child.state() == QProcess::NotRunning; }, 60000);
        child.kill();
    }
    const bool ended = waitUntil([&] { return child.state() == QProcess::NotRunning; }, 60000);
    child.kill();
    child.waitForFinished();
    if (!ended || child.exitStatus() != QProcess::CrashExit) {
        qWarning("the client was not killed, it ended with %d", child.exitCode());
    }
    return ended && child.exitStatus() == QProcess::CrashExit;
}

void FilesKillTest::theMessageArrivesOnce_data()
{
    QTest::addColumn<QString>("moment");
    for (const auto &moment : moments) {
        QTest::newRow(qPrintable(moment)) << moment;
    }
}

void FilesKillTest::theMessageArrivesOnce()
{
    QFETCH(const QString, moment);
    const QString caption = u"killed: %1"_s.arg(moment);
    QVERIFY2(killAt(moment, caption), qPrintable(m_pair->problem()));
    const bool wasSent = moment == "delivered"_L1;
    if (!wasSent && moment != "any"_L1) {
        QCOMPARE(arrived(caption), 0);
    }
    if (moment == "tray"_L1) {
        // Copies made a moment before a start are spared: they may be of this start.
        QFile copy(FilePair::onlyCopy(*m_pair->mira));
        QVERIFY(copy.open(QIODevice::ReadWrite));
        const auto before = QDateTime::currentDateTimeUtc().addSecs(-60);
        QVERIFY(copy.setFileTime(before, QFileDevice::FileModificationTime));
    }
    m_pair->restartMira();
    auto &mira = *m_pair->mira;
    QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
    const auto mine = [&] {
        auto all = mira.messagesWith(u"anselm"_s);
        all.removeIf([&](const archive::Message &message) { return message.body != caption; });
        return all;
    };
    if (moment == "tray"_L1) {
        // Never sent, so never stored; the sealed copy goes.
        QVERIFY(mine().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(FilePair::onlyCopy(mira).isEmpty(), 20000);
        mira.quit();
        return;
    }
    // At any moment it may not have been in the outbox yet; once there it is never lost.
    QVERIFY(mine().size() == 1 || (moment == "any"_L1 && mine().isEmpty()));
    if (!mine().isEmpty()) {
        QTRY_VERIFY_WITH_TIMEOUT(mine().constFirst().delivery >= archive::Delivery::Sent, 60000);
        QTRY_COMPARE_WITH_TIMEOUT(arrived(caption), 1, 30000);
        const auto message = m_pair->anselm->messagesWith(u"mira"_s).last();
        QCOMPARE(m_pair->received().size(), 1);
        m_pair->anselm->app().files().fetch(message.id, 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_pair->received().first().kind, Kind::Here, 60000);
        QCOMPARE(m_pair->savedByAnselm(), FilePair::contentOf(m_path));
    }
    QCOMPARE(await(mira.app().history().outbox())->size(), 0);
    // What comes after it in the stream shows that nothing came a second time.
    QVERIFY(mira.sendTo(u"anselm"_s, caption + u" over"_s));
    QVERIFY(m_pair->anselm->hasMessage(u"mira"_s, caption + u" over"_s));
    QCOMPARE(arrived(caption), mine().size());
    mira.quit();
}

} // namespace letterlock::test

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() == 6 && arguments[1] == u"--client"_s) {
        return letterlock::test::runClient(arguments[2], arguments[3], arguments[4], arguments[5]);
    }
    letterlock::test::FilesKillTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "FilesKillTest.moc"
