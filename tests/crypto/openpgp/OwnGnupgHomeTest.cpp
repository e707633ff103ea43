// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QProcess>
#include <QTest>

#include "crypto/base/Worker.h"
#include "crypto/openpgp/GpgmeEngine.h"
#include "crypto/openpgp/GpgmeKeyring.h"
#include "tests/support/Await.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using Code = crypto::CryptoError::Code;

/// The person's own GnuPG home: its agent, its pinentry, its configuration, and nothing of ours in it.
class OwnGnupgHomeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsConfiguredInIt();
    void pinentryAsksAndTheMessageOpens();
    void cancellingIsLockedAndCanBeTriedAgain();
    void theLoopGoesOnWhileTheDialogIsOpen();
    void sealingAsksAsWell();

private:
    void setMode(const QByteArray &mode) const;
    [[nodiscard]] qsizetype dialogs() const;
    void forgetPassphrase() const;
    QByteArray gpg(const QStringList &arguments, const QByteArray &input = {}) const;
    [[nodiscard]] QByteArray file(const QString &name) const;

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<crypto::GpgmeHome> m_home;
    std::unique_ptr<crypto::GpgmeEngine> m_engine;
    crypto::KeyFingerprint m_key;
    QByteArray m_message;
};

void OwnGnupgHomeTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    QVERIFY(QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("GNUPGHOME", m_dir->path().toUtf8());
    QFile conf(m_dir->filePath(u"gpg-agent.conf"_s));
    QVERIFY(conf.open(QIODevice::WriteOnly));
    conf.write("pinentry-program " LETTERLOCK_SOURCE_DIR "/tests/support/FakePinentry\n"
               "s2k-count 65536\n"); // else the agent measures how much the machine can bear
    conf.close();
    setMode("cancel");
    gpg({u"--pinentry-mode"_s, u"loopback"_s, u"--passphrase"_s, u"right"_s, u"--quick-gen-key"_s,
        u"xmpp:anna@example.org"_s, u"default"_s, u"default"_s, u"never"_s});
    m_home = std::make_unique<crypto::GpgmeHome>();
    m_engine = std::make_unique<crypto::GpgmeEngine>(*m_home);
    crypto::GpgmeKeyring keyring(*m_home);
    const auto keys = keyring.keys();
    QVERIFY(keys && keys->size() == 1);
    m_key = keys->first().fingerprint;
    const auto message = m_engine->encrypt(crypto::SecretBytes(QByteArrayView("hello")), {m_key});
    QVERIFY(message.has_value());
    m_message = *message;
    forgetPassphrase();
}

void OwnGnupgHomeTest::cleanup()
{
    m_engine.reset();
    m_home.reset();
    QProcess::execute(u"gpgconf"_s, {u"--kill"_s, u"all"_s});
    qunsetenv("GNUPGHOME");
    m_dir.reset();
}

void OwnGnupgHomeTest::setMode(const QByteArray &mode) const
{
    QFile file(m_dir->filePath(u"pinentry-mode"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(mode);
}

QByteArray OwnGnupgHomeTest::file(const QString &name) const
{
    QFile file(m_dir->filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qsizetype OwnGnupgHomeTest::dialogs() const
{
    return file(u"pinentry-log"_s).count("GETPIN");
}

void OwnGnupgHomeTest::forgetPassphrase() const
{
    QProcess::execute(u"gpgconf"_s, {u"--reload"_s, u"gpg-agent"_s});
}

QByteArray OwnGnupgHomeTest::gpg(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    process.start(u"gpg"_s, QStringList{u"--batch"_s, u"--no-tty"_s, u"--quiet"_s} + arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    return process.readAllStandardOutput();
}

void OwnGnupgHomeTest::nothingIsConfiguredInIt()
{
    QVERIFY(!m_home->isPrivate());
    QVERIFY(!QFile::exists(m_dir->filePath(u"gpg.conf"_s)));
    QVERIFY(file(u"gpg-agent.conf"_s).startsWith("pinentry-program"));
    // The agent is the person's and stays.
    m_engine.reset();
    m_home.reset();
    QProcess ask;
    ask.start(u"gpg-connect-agent"_s, {u"--no-autostart"_s, u"/bye"_s});
    QVERIFY(ask.waitForFinished());
    QCOMPARE(ask.exitCode(), 0);
}

void OwnGnupgHomeTest::pinentryAsksAndTheMessageOpens()
{
    setMode("answer right");
    const auto opened = m_engine->decrypt(m_message);
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    QCOMPARE(opened->view(), QByteArrayView("hello"));
    QCOMPARE(dialogs(), 1);
    QVERIFY(m_engine->decrypt(m_message).has_value());
    QCOMPARE(dialogs(), 1); // the agent remembers as the person told it to
}

void OwnGnupgHomeTest::cancellingIsLockedAndCanBeTriedAgain()
{
    setMode("cancel");
    const auto cancelled = m_engine->decrypt(m_message);
    QVERIFY(!cancelled.has_value());
    QCOMPARE(cancelled.error().code, Code::KeyLocked);
    QCOMPARE(dialogs(), 1); // asked once, not once per attempt of ours
    setMode("answer right");
    QVERIFY(m_engine->decrypt(m_message).has_value());
}

void OwnGnupgHomeTest::theLoopGoesOnWhileTheDialogIsOpen()
{
    setMode("wait");
    crypto::Worker worker(u"test"_s, 2);
    auto opening = worker.run([this] { return m_engine->decrypt(m_message).has_value(); });
    QTRY_COMPARE(dialogs(), 1);
    QElapsedTimer clock;
    qint64 longest = 0;
    int turns = 0;
    clock.start();
    while (turns < 200) {
        QElapsedTimer turn;
        turn.start();
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        longest = std::max(longest, turn.elapsed());
        ++turns;
    }
    QVERIFY2(longest < 100, qPrintable(QString::number(longest)));
    QVERIFY(!opening.isFinished());
    // Sealing needs no secret key and is not held up by the dialog.
    QVERIFY(test::await(worker.run(
        [this] { return m_engine->encrypt(crypto::SecretBytes(QByteArrayView("meanwhile")), {m_key}).has_value(); })));
    QVERIFY(!opening.isFinished());
    setMode("answer right");
    QVERIFY(test::await(opening));
}

void OwnGnupgHomeTest::sealingAsksAsWell()
{
    setMode("cancel");
    const auto cancelled = m_engine->signcrypt("text", m_key, {m_key});
    QVERIFY(!cancelled.has_value());
    QCOMPARE(cancelled.error().code, Code::KeyLocked);
    setMode("answer right");
    QVERIFY(m_engine->signcrypt("text", m_key, {m_key}).has_value());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::OwnGnupgHomeTest)
#include "OwnGnupgHomeTest.moc"
