// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include "tests/support/TestCertificates.h"
#include "tests/support/TestServer.h"

namespace letterlock::test {

/// A real, throwaway Prosody on the loopback interface, domain `localhost`, ended with the object (or with
/// the test process). It accepts connections from the moment `start()` returns; there is no port race, as the
/// listening socket is made here and handed over.
class ProsodyServer final : public TestServer {
public:
    using Certificate = CertificateKind;

    struct Options {
        QMap<QString, QString> accounts; ///< user name to password; written before the first start
        bool archiveModule = true; ///< loads mod_letterlock_archive of this repository
        bool archiveFaults = false; ///< its archive can be told to misbehave, see `setArchiveFaults()`
        bool tls = true; ///< false: no STARTTLS at all and passwords in clear
        Certificate certificate = Certificate::Trusted; ///< always signed by the CA in `caFile()`
        QStringList extraModules;
        QStringList withoutModules; ///< taken out of the usual list, e.g. "mam"
        bool uploads = false; ///< a service for files (XEP-0363) at upload.localhost, fetched over https
        qint64 uploadLimit = 10 << 20; ///< octets of a file
        QString globalConfig; ///< Lua lines before the VirtualHost
        QString hostConfig; ///< Lua lines inside the VirtualHost
    };

    explicit ProsodyServer(Options options);
    ~ProsodyServer() override;

    /// Blocks until the server answers a stream header. False: see `log()`.
    [[nodiscard]] bool start();
    /// Orderly end (SIGTERM).
    void stop();
    /// SIGKILL, as a crash would.
    void kill();
    /// Starts again on the same data and the same port, after `stop()`, `kill()` or while running.
    [[nodiscard]] bool restart();
    bool isRunning() const;
    /// Makes the running server's writes fail beyond this size of a file, as a full disk would; -1 lifts it.
    [[nodiscard]] bool limitFileSize(qint64 bytes) const;

    /// From now on archive requests go wrong as these rules say (mod_letterlock_faults.lua); none = all is well again.
    [[nodiscard]] bool setArchiveFaults(const QStringList &rules);
    /// Archive requests since then as "number name fault", "-" for none.
    QStringList archiveRequests() const;

    quint16 port() const override { return m_port; }
    QString password(const QString &user) const override { return m_options.accounts.value(user); }
    QString caFile() const override; ///< empty without TLS
    /// Folder with configuration, data, certificates and log.
    QString directory() const { return m_directory.path(); }
    quint16 httpsPort() const { return m_httpsPort; }
    /// Files that were uploaded, as they lie on the server's disk.
    QStringList uploadedFiles() const;
    QString dataDirectory() const { return m_directory.filePath(QStringLiteral("data")); }

    /// Everything the server logged (level debug) and printed since the first start.
    QString log() const override;
    /// Log lines that no healthy run has: errors and Lua tracebacks.
    QStringList logProblems() const;

private:
    bool prepare();
    QString configuration() const;
    int listen(quint16 &port) const;
    bool answers() const;

    Options m_options;
    QTemporaryDir m_directory;
    QProcess m_process;
    quint16 m_port = 0;
    quint16 m_httpsPort = 0;
    int m_faultFiles = 0;
    bool m_prepared = false;
};

} // namespace letterlock::test
