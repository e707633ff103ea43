// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include "tests/support/TestServer.h"

namespace letterlock::test {

/// A real, throwaway ejabberd on the loopback interface, domain `localhost`, with TLS and the modules of Debian's own
/// configuration that concern a client; ended with the object (or with the test process). Ready in about 2 s.
class EjabberdServer final : public TestServer {
public:
    struct Options {
        QMap<QString, QString> accounts; ///< user name to password
        bool messageArchive = false; ///< mod_mam, which Debian's configuration leaves out
        bool throttled = false; ///< Debian's 3 kB/s for each stream
        QString extraConfig; ///< lines of YAML at the top level
    };

    explicit EjabberdServer(Options options);
    ~EjabberdServer() override;

    /// Blocks until the accounts exist and the port listens. False: see `log()`.
    [[nodiscard]] bool start();
    /// Orderly end.
    void stop();
    /// SIGKILL, as a crash would.
    void kill();
    /// Starts again on the same data and the same port.
    [[nodiscard]] bool restart();
    bool isRunning() const;

    quint16 port() const override { return m_port; }
    QString password(const QString &user) const override { return m_options.accounts.value(user); }
    QString caFile() const override;
    QString log() const override;
    /// Log lines that no healthy run has.
    QStringList logProblems() const;
    /// Folder with configuration, database, certificates and log.
    QString directory() const { return m_directory.path(); }

private:
    bool prepare();
    bool startOnce();
    bool waitUntilReady();
    QString configuration() const;
    QByteArray startScript() const;
    QString path(const QString &name) const { return m_directory.filePath(name); }

    Options m_options;
    QTemporaryDir m_directory;
    QProcess m_process;
    quint16 m_port = 0;
    bool m_prepared = false;
};

} // namespace letterlock::test
