// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QProcess>
#include <QtTest>

#include <csignal>
#include <cstdio>

#include <sys/resource.h>

#include "archive/store/Store.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::ArchiveError;
using archive::ArchiveResult;
using archive::Database;
using archive::Store;

namespace {

ArchiveResult<void> putNumber(Database &database, int number)
{
    auto insert = database.prepare(u"INSERT INTO profile_values (scope, name, value) VALUES ('n', ?1, ?2)"_s);
    if (!insert) {
        return std::unexpected(insert.error());
    }
    return insert->bind(1, QString::number(number)).bind(2, QByteArray(2000, 'v')).run();
}

ArchiveResult<qint64> countNumbers(Database &database)
{
    // A new profile notes there since when it counts what is unread.
    auto count = database.prepare(u"SELECT count(*) FROM profile_values WHERE scope <> 'history'"_s);
    if (!count) {
        return std::unexpected(count.error());
    }
    if (auto row = count->step(); !row) {
        return std::unexpected(row.error());
    }
    return count->integer(0);
}

/// What the child process does: writes numbers and says each one after its commit, until it fails or is killed.
int writeNumbers(const QString &path, const QByteArray &keyHex, bool smallDisk)
{
    QByteArray key = QByteArray::fromHex(keyHex);
    auto store = Store::open(path, crypto::SecretBytes::taken(key));
    if (!store) {
        return 2;
    }
    if (smallDisk) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1'000'000, 1'000'000};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    for (int number = 1; number < 100'000; ++number) {
        const auto done
            = (*store)->write([number](Database &database) { return putNumber(database, number); }).result();
        if (!done) {
            return done.error().code == ArchiveError::Code::DiskFull ? 3 : 4;
        }
        std::printf("%d\n", number);
        std::fflush(stdout);
    }
    return 0;
}

int lastNumber(const QByteArray &output)
{
    const auto lines = output.left(output.lastIndexOf('\n')).split('\n');
    return lines.constLast().toInt();
}

} // namespace

/// DESIGN section 4, faults: kill -9 and a full disk lose nothing that was acknowledged.
class StoreCrashTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void killedWhileWriting();
    void diskFullWhileWriting();

private:
    static void start(QProcess &child, const TempDatabase &temp, const QString &mode)
    {
        child.start(QCoreApplication::applicationFilePath(),
            {mode, temp.path(), QString::fromLatin1(temp.key().view().toByteArray().toHex())});
    }
};

void StoreCrashTest::killedWhileWriting()
{
    for (int round = 0; round < 3; ++round) {
        TempDatabase temp;
        QProcess child;
        start(child, temp, u"--write"_s);
        QByteArray output;
        while (output.count('\n') < 40 + 17 * round) {
            QVERIFY(child.waitForReadyRead(30'000));
            output += child.readAllStandardOutput();
        }
        child.kill(); // SIGKILL
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        output += child.readAllStandardOutput();
        const auto count = temp.store().read([](Database &database) { return countNumbers(database); }).result();
        QVERIFY(count);
        QVERIFY(*count >= lastNumber(output));
        QVERIFY(*count <= lastNumber(output) + 1);
    }
}

void StoreCrashTest::diskFullWhileWriting()
{
    TempDatabase temp;
    QProcess child;
    start(child, temp, u"--write-small-disk"_s);
    QVERIFY(child.waitForFinished(60'000));
    QCOMPARE(child.exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.exitCode(), 3); // said DiskFull, did not crash
    const int acknowledged = lastNumber(child.readAllStandardOutput());
    QVERIFY(acknowledged > 10);
    QCOMPARE(*temp.store().read([](Database &database) { return countNumbers(database); }).result(), acknowledged);
    QVERIFY(temp.store().write([](Database &database) { return putNumber(database, 0); }).result()); // there is room
}

} // namespace letterlock::test

int main(int argc, char **argv)
{
    const QByteArray mode = argc == 4 ? QByteArray(argv[1]) : QByteArray();
    if (mode == "--write" || mode == "--write-small-disk") {
        return letterlock::test::writeNumbers(QFile::decodeName(argv[2]), argv[3], mode == "--write-small-disk");
    }
    QCoreApplication app(argc, argv);
    letterlock::test::StoreCrashTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "StoreCrashTest.moc"
