// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace letterlock::test {

/// A throwaway PostgreSQL, reached by a socket in its own folder.
class TempPostgres {
public:
    ~TempPostgres()
    {
        if (m_process.state() != QProcess::NotRunning) {
            ::kill(pid_t(m_process.processId()), SIGINT); // fast shutdown
            m_process.waitForFinished(10000);
        }
    }

    QString folder() const { return m_directory.path(); }
    /// What lets the module use it.
    QString moduleConfig() const
    {
        return QStringLiteral("letterlock_archive_sql = { driver = \"PostgreSQL\"; database = \"postgres\"; username = "
                              "\"letterlock\"; host = \"%1\" }\n")
            .arg(m_directory.path());
    }

    bool start()
    {
        const QString binaries = QStringLiteral("/usr/lib/postgresql/17/bin/");
        // PostgreSQL refuses to run for the superuser.
        if (::geteuid() == 0) {
            const passwd *entry = ::getpwnam("postgres");
            if (!entry || ::chown(m_directory.path().toLocal8Bit().constData(), entry->pw_uid, entry->pw_gid) != 0) {
                return false;
            }
            m_uid = entry->pw_uid;
            m_gid = entry->pw_gid;
        }
        QProcess init;
        prepare(init);
        init.start(binaries + QStringLiteral("initdb"),
            {QStringLiteral("-D"), m_directory.filePath(QStringLiteral("data")), QStringLiteral("-A"),
                QStringLiteral("trust"), QStringLiteral("-U"), QStringLiteral("letterlock"), QStringLiteral("-E"),
                QStringLiteral("UTF8"), QStringLiteral("--locale=C"), QStringLiteral("--no-sync")});
        if (!init.waitForFinished(60000) || init.exitCode() != 0) {
            qWarning("initdb: %s", init.readAllStandardError().constData());
            return false;
        }
        prepare(m_process);
        m_process.setUnixProcessParameters(QProcess::UnixProcessFlag::CloseFileDescriptors);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(binaries + QStringLiteral("postgres"),
            {QStringLiteral("-D"), m_directory.filePath(QStringLiteral("data")), QStringLiteral("-k"),
                m_directory.path(), QStringLiteral("-c"), QStringLiteral("listen_addresses=")});
        QByteArray output;
        while (!output.contains("ready to accept connections")) {
            if (!m_process.waitForReadyRead(30000)) {
                qWarning("postgres: %s", output.constData());
                return false;
            }
            output += m_process.readAll();
        }
        return true;
    }

private:
    void prepare(QProcess &process) const
    {
        process.setWorkingDirectory(m_directory.path());
        process.setChildProcessModifier([uid = m_uid, gid = m_gid] {
            ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
            if (uid != 0 && (::setgid(gid) != 0 || ::setuid(uid) != 0)) {
                ::_exit(1);
            }
        });
    }

    QTemporaryDir m_directory;
    QProcess m_process;
    uid_t m_uid = 0;
    gid_t m_gid = 0;
};

} // namespace letterlock::test
