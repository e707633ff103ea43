// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

#include "crypto/openpgp/GpgmeEngine.h"
#include "crypto/openpgp/GpgmeKeyring.h"

namespace letterlock::test {

/// The GnuPG home of a person as the environment names it, with an agent and a pinentry of its own (FakePinentry). The
/// agent and what it started end with it.
class PersonalGnupgHome {
public:
    explicit PersonalGnupgHome(const QByteArray &moreAgentConf = {})
        : m_dir(QStringLiteral("/tmp/lt-XXXXXX"))
    {
        QFile::setPermissions(m_dir.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("GNUPGHOME", m_dir.path().toUtf8());
        // Without the count the agent measures how much the machine can bear.
        write(QStringLiteral("gpg-agent.conf"),
            "pinentry-program " LETTERLOCK_SOURCE_DIR "/tests/support/FakePinentry\ns2k-count 65536\n" + moreAgentConf);
        setMode("cancel");
        open();
    }
    ~PersonalGnupgHome()
    {
        m_keyring.reset();
        m_engine.reset();
        m_home.reset();
        QProcess::execute(QStringLiteral("gpgconf"), {QStringLiteral("--kill"), QStringLiteral("all")});
        qunsetenv("GNUPGHOME");
    }
    PersonalGnupgHome(const PersonalGnupgHome &) = delete;
    PersonalGnupgHome &operator=(const PersonalGnupgHome &) = delete;

    crypto::GpgmeEngine &engine() { return *m_engine; }
    crypto::GpgmeKeyring &keyring() { return *m_keyring; }
    crypto::GpgmeHome &home() { return *m_home; }
    [[nodiscard]] QString filePath(const QString &name) const { return m_dir.filePath(name); }

    /// As after a start of the program.
    void open()
    {
        m_home = std::make_unique<crypto::GpgmeHome>();
        m_engine = std::make_unique<crypto::GpgmeEngine>(*m_home);
        m_keyring = std::make_unique<crypto::GpgmeKeyring>(*m_home);
    }
    /// What every dialog does from now on.
    void setMode(const QByteArray &mode) const { write(QStringLiteral("pinentry-mode"), mode); }
    /// What each of the next dialogs does.
    void setSteps(const QByteArrayList &steps) const
    {
        write(QStringLiteral("pinentry-steps"), steps.join('\n') + '\n');
        setMode("steps");
    }
    [[nodiscard]] qsizetype dialogs(const QByteArray &kind = "GETPIN") const
    {
        QFile file(filePath(QStringLiteral("pinentry-log")));
        return file.open(QIODevice::ReadOnly) ? file.readAll().count(kind) : 0;
    }
    static void forgetPassphrases()
    {
        QProcess::execute(QStringLiteral("gpgconf"), {QStringLiteral("--reload"), QStringLiteral("gpg-agent")});
    }
    QByteArray run(const QString &program, const QStringList &arguments, const QByteArray &input = {}) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::SeparateChannels);
        process.start(program, arguments);
        process.write(input);
        process.closeWriteChannel();
        process.waitForFinished();
        return process.readAllStandardOutput();
    }
    QByteArray gpg(const QStringList &arguments, const QByteArray &input = {}) const
    {
        return run(QStringLiteral("gpg"),
            QStringList{QStringLiteral("--batch"), QStringLiteral("--no-tty"), QStringLiteral("--quiet")} + arguments,
            input);
    }
    /// A key with this passphrase, made by stock gpg.
    crypto::KeyFingerprint makeKey(const QString &userId, const QString &passphrase)
    {
        gpg({QStringLiteral("--pinentry-mode"), QStringLiteral("loopback"), QStringLiteral("--passphrase"), passphrase,
            QStringLiteral("--quick-gen-key"), userId, QStringLiteral("default"), QStringLiteral("default"),
            QStringLiteral("never")});
        open();
        const auto keys = m_keyring->keys();
        if (!keys || keys->isEmpty()) {
            qFatal("no test key was made");
        }
        return keys->first().fingerprint;
    }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(filePath(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size()) {
            qFatal("a test file cannot be written");
        }
    }

private:
    QTemporaryDir m_dir;
    std::unique_ptr<crypto::GpgmeHome> m_home;
    std::unique_ptr<crypto::GpgmeEngine> m_engine;
    std::unique_ptr<crypto::GpgmeKeyring> m_keyring;
};

} // namespace letterlock::test
