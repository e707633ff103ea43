// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>

#include <sys/prctl.h>

#include <csignal>

#include "tests/integration/ArchiveKeyBed.h"
#include "tests/support/ClientOptions.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::RotationReason;
using app::RotationStep;
using archive::RekeyState;

namespace {

/// The moment at which a child is killed: the step that has just begun, and how many changes later.
struct Moment {
    RotationStep step = RotationStep::ReplaceArchiveKey;
    int later = 0;
};

/// The child: a client on the given profile that changes its key until it is killed, or to the end.
int runClient(const QString &profileDir, RotationReason reason, Moment moment)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    app::AppContext client(clientOptions(profileDir));
    QObject::connect(&client, &app::AppContext::openFailed, &client, [] { QCoreApplication::exit(3); });
    QObject::connect(&client, &app::AppContext::opened, &client, [&] {
        auto &rotation = client.rotation();
        QObject::connect(
            &rotation, &app::KeyRotationController::newKeyReady, &rotation, [&rotation] { rotation.start(); });
        QObject::connect(
            &rotation, &app::KeyRotationController::finished, &rotation, [] { QCoreApplication::exit(0); });
        QObject::connect(&client.archive(), &app::ArchiveController::idle, &client, [&rotation, reason] {
            if (rotation.state() == RekeyState::Idle) {
                rotation.setReason(reason);
                rotation.makeNewKey();
            }
        });
        const auto look = [&rotation, moment, left = moment.later]() mutable {
            for (const auto &step : rotation.steps()) {
                if (step.step == moment.step && step.state != app::RotationStepState::State::Pending && left-- == 0) {
                    ::raise(SIGKILL);
                }
            }
        };
        QObject::connect(&rotation, &app::KeyRotationController::changed, &rotation, look);
        QObject::connect(&client.publishedKeys(), &app::PublishedKeys::changed, &rotation, look);
        client.account().signInStored();
    });
    client.open();
    return QCoreApplication::exec();
}

} // namespace

/// kill -9 while a key change replaces the archive key.
class ArchiveKeyKillTest : public ArchiveKeyBed {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // kill -9 on the way: what was begun is gone on with, and one key takes the old one's place, not two
    void killedOnTheWay_data()
    {
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("later");
        QTest::newRow("before") << int(RotationStep::PublishNew) << 0;
        QTest::newRow("published") << int(RotationStep::ReplaceArchiveKey) << 2;
        QTest::newRow("revoked") << int(RotationStep::ReplaceArchiveKey) << 4;
        QTest::newRow("wrapping") << int(RotationStep::SealForArchiveKey) << 6;
    }
    void killedOnTheWay()
    {
        QFETCH(const int, step);
        QFETCH(const int, later);
        record(true);
        const auto old = archiveKey();
        const auto oldPrint = publishedPrint();
        m_romeo->quit();
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
            {u"--client"_s, m_romeo->profileDir(), QString::number(step), QString::number(later)});
        QVERIFY(child.waitForFinished(120000));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        QVERIFY2(m_romeo->signIn(), qPrintable(m_romeo->problem()));
        QVERIFY(finishes());
        isReplaced(old, oldPrint);
    }
};

} // namespace letterlock::test

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--client"_L1) {
        return letterlock::test::runClient(arguments.value(2), letterlock::app::RotationReason::Compromised,
            {letterlock::app::RotationStep(arguments.value(3).toInt()), arguments.value(4).toInt()});
    }
    letterlock::test::ArchiveKeyKillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "ArchiveKeyKillTest.moc"
