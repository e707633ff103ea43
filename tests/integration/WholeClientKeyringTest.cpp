// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <unistd.h>

#include <csignal>

#include "app/bootstrap/AppContext.h"
#include "app/settings/KeychainCredentialStore.h"
#include "tests/support/Await.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using Code = app::CredentialError::Code;

namespace {

enum class Start { Opened, Locked, OtherKeyringError, Failed, Nothing };

/// What a start of the client with the production keyring comes to.
Start startClient(const QString &profile)
{
    app::AppOptions options;
    options.profileDir = profile;
    app::AppContext client(options);
    Start result = Start::Nothing;
    QObject::connect(&client, &app::AppContext::opened, &client, [&] { result = Start::Opened; });
    QObject::connect(&client, &app::AppContext::openFailed, &client, [&] { result = Start::Failed; });
    QObject::connect(&client, &app::AppContext::keyringUnavailable, &client, [&](const app::CredentialError &error) {
        result = error.code == Code::Locked ? Start::Locked : Start::OtherKeyringError;
    });
    client.open();
    (void)waitUntil([&] { return result != Start::Nothing; }, 60000);
    return result;
}

} // namespace

/// A real Secret Service whose keyring is locked. In a session of its own, as other tests need theirs unlocked.
class WholeClientKeyringTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLockedKeyring();

private:
    [[nodiscard]] static bool lock();
    [[nodiscard]] static QString askBus(const QString &method);
    [[nodiscard]] static bool unlock();
    [[nodiscard]] Start start() const;
    [[nodiscard]] QByteArray fileBytes() const;

    QTemporaryDir m_profile{u"/tmp/lt-XXXXXX"_s};
};

bool WholeClientKeyringTest::lock()
{
    return QProcess::execute(u"gdbus"_s,
               {u"call"_s, u"--session"_s, u"--dest"_s, u"org.freedesktop.secrets"_s, u"--object-path"_s,
                   u"/org/freedesktop/secrets"_s, u"--method"_s, u"org.freedesktop.Secret.Service.Lock"_s,
                   u"['/org/freedesktop/secrets/collection/login']"_s})
        == 0;
}

QString WholeClientKeyringTest::askBus(const QString &method)
{
    QProcess asked;
    asked.start(u"gdbus"_s,
        {u"call"_s, u"--session"_s, u"--dest"_s, u"org.freedesktop.DBus"_s, u"--object-path"_s, u"/"_s, u"--method"_s,
            u"org.freedesktop.DBus."_s + method, u"org.freedesktop.secrets"_s});
    asked.waitForFinished();
    return QString::fromLatin1(asked.readAll());
}

/// The running service unlocks only through its dialog, so another one takes its place, as after signing in anew.
bool WholeClientKeyringTest::unlock()
{
    static const QRegularExpression number(u"uint32 (\\d+)"_s);
    const auto process = pid_t(number.match(askBus(u"GetConnectionUnixProcessID"_s)).captured(1).toInt());
    if (process <= 1 || ::kill(process, SIGTERM) != 0
        || !waitUntil([process] { return ::kill(process, 0) != 0; }, 10000)) {
        return false;
    }
    QProcess daemon;
    daemon.start(u"gnome-keyring-daemon"_s, {u"--unlock"_s, u"--components=secrets"_s});
    daemon.write("letterlock");
    daemon.closeWriteChannel();
    // Asked for too early, the bus would start another one, which is locked.
    return daemon.waitForFinished(10000) && daemon.exitCode() == 0
        && waitUntil([] { return askBus(u"NameHasOwner"_s).contains(u"true"); }, 10000);
}

/// In a process of its own, as libsecret keeps talking to the service it has found first.
Start WholeClientKeyringTest::start() const
{
    return Start(QProcess::execute(QCoreApplication::applicationFilePath(), {u"--client"_s, m_profile.path()}));
}

QByteArray WholeClientKeyringTest::fileBytes() const
{
    QFile file(m_profile.filePath(u"history.db"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void WholeClientKeyringTest::aLockedKeyring()
{
    // From the start: no store is made without a place for its key.
    QVERIFY(lock());
    QCOMPARE(start(), Start::Locked);
    QVERIFY(fileBytes().isEmpty());

    QVERIFY(unlock());
    QCOMPARE(start(), Start::Opened);
    const auto before = fileBytes();
    QVERIFY(!before.isEmpty());

    // The key is there and cannot be had: no passphrase is asked for, nothing is written over it.
    QVERIFY(lock());
    QCOMPARE(start(), Start::Failed);
    QCOMPARE(fileBytes(), before);
    app::KeychainCredentialStore keyring;
    QCOMPARE(await(keyring.read(u"database-key"_s)).error().code, Code::Locked);
    QCOMPARE(await(keyring.read(u"never-written"_s)).error().code, Code::Locked);

    QVERIFY(unlock());
    QCOMPARE(start(), Start::Opened);
}

} // namespace letterlock::test

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("LETTERLOCK_OWN_SESSION")) {
        ::setenv("LETTERLOCK_OWN_SESSION", "1", 1);
        std::vector<char *> arguments{const_cast<char *>(LETTERLOCK_SOURCE_DIR "/tests/support/with-session")};
        arguments.insert(arguments.end(), argv, argv + argc);
        arguments.push_back(nullptr);
        ::execv(arguments[0], arguments.data());
        return 1;
    }
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--client") == 0) {
        return int(letterlock::test::startClient(QString::fromLocal8Bit(argv[2])));
    }
    letterlock::test::WholeClientKeyringTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "WholeClientKeyringTest.moc"
