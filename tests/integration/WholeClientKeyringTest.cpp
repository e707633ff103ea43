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

/// A real Secret Service whose keyring is locked. In a session of its own, as other tests need theirs unlocked.
class WholeClientKeyringTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLockedKeyring();

private:
    [[nodiscard]] static bool lock();
    [[nodiscard]] static QString askBus(const QString &method);
    [[nodiscard]] static bool unlock();
    [[nodiscard]] bool opens();
    [[nodiscard]] QByteArray fileBytes() const;

    QTemporaryDir m_profile{u"/tmp/lt-XXXXXX"_s};
    std::optional<app::CredentialError> m_keyringError;
    std::optional<archive::ArchiveError> m_failure;
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

bool WholeClientKeyringTest::opens()
{
    m_keyringError.reset();
    m_failure.reset();
    app::AppOptions options;
    options.profileDir = m_profile.path(); // and the production keyring
    app::AppContext client(options);
    connect(
        &client, &app::AppContext::openFailed, this, [this](const archive::ArchiveError &error) { m_failure = error; });
    connect(&client, &app::AppContext::keyringUnavailable, this,
        [this](const app::CredentialError &error) { m_keyringError = error; });
    client.open();
    return waitUntil([&] { return client.isOpen() || m_keyringError || m_failure; }, 60000) && client.isOpen();
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
    QVERIFY(!opens());
    QVERIFY(!m_failure);
    QVERIFY(m_keyringError.has_value());
    QCOMPARE(m_keyringError->code, Code::Locked);
    QVERIFY(fileBytes().isEmpty());

    QVERIFY(unlock());
    QVERIFY(opens());
    const auto before = fileBytes();
    QVERIFY(!before.isEmpty());

    QVERIFY(lock());
    QVERIFY(!opens());
    QVERIFY(m_keyringError.has_value());
    QCOMPARE(m_keyringError->code, Code::Locked);
    QCOMPARE(fileBytes(), before);
    app::KeychainCredentialStore store;
    QCOMPARE(
        await(store.write(u"password:mira@localhost"_s, crypto::SecretBytes("secret"))).error().code, Code::Locked);

    QVERIFY(unlock());
    QVERIFY(opens());
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
    letterlock::test::WholeClientKeyringTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "WholeClientKeyringTest.moc"
