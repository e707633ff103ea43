// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using Code = archive::ArchiveError::Code;

namespace {

bool writeText(const char *path, const QByteArray &text)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

/// A mount namespace of our own, so that a small file system can be mounted without rights.
bool enterNamespace()
{
    const auto user = QByteArray::number(::getuid());
    const auto group = QByteArray::number(::getgid());
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && writeText("/proc/self/setgroups", "deny")
        && writeText("/proc/self/uid_map", user + ' ' + user + " 1")
        && writeText("/proc/self/gid_map", group + ' ' + group + " 1");
}

/// Before any thread. A child tries it: half of it, a namespace in which we are nobody, cannot be left again.
bool enterOwnNamespace()
{
    const pid_t child = ::fork();
    if (child == 0) {
        const bool works
            = enterNamespace() && ::mount("none", "/tmp", "tmpfs", 0, nullptr) == 0 && writeText("/tmp/probe", "x");
        ::_exit(works ? 0 : 1);
    }
    int status = 1;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0 && enterNamespace();
}

/// A folder on a file system of its own, of 24 MiB. Where none can be mounted, the size of files is limited instead.
class SmallDisk {
public:
    SmallDisk()
        : m_mounted(::mount("none", m_folder.path().toLocal8Bit().constData(), "tmpfs", 0, "size=24m,mode=0700") == 0)
    {
        qInfo(m_mounted ? "a small file system" : "limits on the size of files");
        ::signal(SIGXFSZ, SIG_IGN);
    }
    ~SmallDisk()
    {
        free();
        if (m_mounted) {
            ::umount2(m_folder.path().toLocal8Bit().constData(), MNT_DETACH);
        }
    }
    [[nodiscard]] QString path() const { return m_folder.path(); }

    [[nodiscard]] bool fill()
    {
        if (!m_mounted) {
            return limit(1);
        }
        QFile file(filler());
        if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
            return false;
        }
        for (const int piece : {65536, 4096, 512, 1}) {
            while (file.write(QByteArray(piece, 'x')) == piece) { }
        }
        return file.size() > 1'000'000;
    }
    void free()
    {
        if (m_mounted) {
            QFile::remove(filler());
        } else {
            (void)limit(RLIM_INFINITY);
        }
    }

private:
    [[nodiscard]] QString filler() const { return m_folder.filePath(u"filler"_s); }
    static bool limit(rlim_t size)
    {
        rlimit now{};
        ::getrlimit(RLIMIT_FSIZE, &now);
        now.rlim_cur = std::min(size, now.rlim_max);
        return ::setrlimit(RLIMIT_FSIZE, &now) == 0;
    }

    QTemporaryDir m_folder{u"/tmp/lt-XXXXXX"_s};
    bool m_mounted = false;
};

} // namespace

/// The disk of this computer is full for a while.
class WholeClientFullDiskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLost();
};

void WholeClientFullDiskTest::nothingIsLost()
{
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    ProsodyServer server(options);
    QVERIFY2(server.start(), qPrintable(server.log()));
    TestClient anselm(server, u"anselm"_s);
    SmallDisk disk;
    TestClient mira(server, u"mira"_s, disk.path());
    QVERIFY2(anselm.signIn() && anselm.makeKey(), qPrintable(anselm.problem()));
    QVERIFY2(mira.signIn() && mira.makeKey(), qPrintable(mira.problem()));
    QVERIFY(anselm.knowsKeyOf(u"mira"_s) && mira.knowsKeyOf(u"anselm"_s));
    QVERIFY2(anselm.sendTo(u"mira"_s, u"before"_s), qPrintable(anselm.problem()));
    QVERIFY(mira.hasMessage(u"anselm"_s, u"before"_s));
    QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
    // The limits hold for this whole process, so Anselm goes on by hand.
    anselm.quit();
    RawXmppStream wire;
    QVERIFY(wire.open({server.port(), u"anselm"_s, u"secret-anselm"_s, server.caFile(), u"raw"_s}));

    auto &conversation = mira.app().conversation();
    QSignalSpy opened(&conversation, &app::ConversationController::opened);
    conversation.openWith(mira.jid(u"anselm"_s));
    QTRY_COMPARE(opened.size(), 1);
    QSignalSpy refused(&conversation, &app::ConversationController::notStored);
    QSignalSpy sent(&conversation, &app::ConversationController::sent);
    QSignalSpy missed(&mira.app(), &app::AppContext::messageNotStored);
    QVERIFY(disk.fill());
    // What the window does: the text leaves the composer only with sent().
    const auto text = u"typed on a full disk"_s;
    conversation.setDraft(text);
    conversation.send(text);
    QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 1, 10000);
    QCOMPARE(refused[0][0].value<archive::ArchiveError>().code, Code::DiskFull);
    QVERIFY(sent.isEmpty());
    QCOMPARE(conversation.draft(), text);

    const QStringList incoming{u"one"_s, u"two"_s, u"three"_s};
    for (const auto &body : incoming) {
        wire.send(u"<message to='mira@localhost' type='chat' id='%1'><body>%1</body></message>"_s.arg(body));
    }
    QTRY_VERIFY_WITH_TIMEOUT(missed.size() >= 3, 20000);
    QCOMPARE(missed[0][0].value<archive::ArchiveError>().code, Code::DiskFull);
    QCOMPARE(mira.messagesWith(u"anselm"_s).size(), 1);
    mira.app().archive().uploadNow();
    QTRY_COMPARE_WITH_TIMEOUT(mira.app().archive().status(), app::ArchiveController::Status::Problem, 20000);
    QCOMPARE(mira.app().archive().problem()->code, Code::DiskFull);

    disk.free();
    // Nobody does anything, and the connection has never gone.
    QVERIFY(mira.hasMessage(u"anselm"_s, u"three"_s, 60000));
    conversation.send(conversation.draft());
    QTRY_COMPARE_WITH_TIMEOUT(sent.size(), 1, 10000);
    QVERIFY2(anselm.signIn(), qPrintable(anselm.problem()));
    QVERIFY(anselm.hasMessage(u"mira"_s, text));
    QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
    QStringList bodies;
    for (const auto &message : mira.messagesWith(u"anselm"_s)) {
        bodies.append(message.body);
    }
    QCOMPARE(bodies, QStringList({u"before"_s}) + incoming + QStringList({text}));
    QCOMPARE(await(mira.app().history().totals(0))->onServer, bodies.size());
    QTRY_COMPARE(anselm.messagesWith(u"mira"_s).size(), bodies.size());
    // The file is whole, too.
    mira.quit();
    QVERIFY2(mira.open(), qPrintable(mira.problem()));
    QCOMPARE(mira.messagesWith(u"anselm"_s).size(), bodies.size());
}

} // namespace letterlock::test

int main(int argc, char *argv[])
{
    if (!letterlock::test::enterOwnNamespace()) {
        qInfo("no namespace of our own");
    }
    QCoreApplication application(argc, argv);
    letterlock::test::WholeClientFullDiskTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "WholeClientFullDiskTest.moc"
