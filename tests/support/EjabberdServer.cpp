// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/EjabberdServer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTcpServer>
#include <QThread>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

#include "tests/support/TestCertificates.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

constexpr int startTimeout = 120000; // 1 s on an idle machine
constexpr int stopTimeout = 10000;

bool writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) >= 0;
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// An Erlang binary, whatever the characters.
QByteArray binary(const QString &text)
{
    QByteArrayList octets;
    for (const char octet : text.toUtf8()) {
        octets << QByteArray::number(static_cast<uchar>(octet));
    }
    return "<<" + octets.join(',') + ">>";
}

} // namespace

EjabberdServer::EjabberdServer(Options options)
    : m_options(std::move(options))
{
}

EjabberdServer::~EjabberdServer()
{
    kill();
}

bool EjabberdServer::start()
{
    if (!m_prepared && !prepare()) {
        return false;
    }
    // It cannot take over a socket that is already bound: between finding a free port and binding it another process
    // may be faster.
    for (int attempt = 0; attempt < 3; ++attempt) {
        if (startOnce()) {
            return true;
        }
        kill();
        if (!log().contains("eaddrinuse"_L1)) {
            return false;
        }
        m_port = 0;
    }
    return false;
}

bool EjabberdServer::startOnce()
{
    if (m_port == 0) {
        QTcpServer finder;
        if (!finder.listen(QHostAddress::LocalHost)) {
            return false;
        }
        m_port = finder.serverPort();
    }
    QFile::remove(path(u"ready"_s));
    if (!writeFile(path(u"ejabberd.yml"_s), configuration().toUtf8())) {
        return false;
    }
    const pid_t parent = ::getpid();
    m_process.setChildProcessModifier([parent] {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) {
            ::_exit(1);
        }
    });
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"EJABBERD_CONFIG_PATH"_s, path(u"ejabberd.yml"_s));
    environment.insert(u"EJABBERD_LOG_PATH"_s, path(u"log/ejabberd.log"_s));
    environment.insert(u"SPOOL_DIR"_s, path(u"spool"_s));
    environment.insert(u"HOME"_s, path({}));
    environment.insert(u"ERL_CRASH_DUMP_BYTES"_s, u"0"_s);
    // Where Debian puts ejabberd and the libraries it needs.
    environment.insert(u"ERL_LIBS"_s, QStringLiteral(LETTERLOCK_ERLANG_LIBRARIES));
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(m_directory.path());
    m_process.setUnixProcessParameters(QProcess::UnixProcessFlag::CloseFileDescriptors);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setStandardOutputFile(path(u"ejabberd.out"_s), QIODevice::Append);
    m_process.start(u"erl"_s,
        {u"+S"_s, u"2:2"_s, u"-noinput"_s, u"-mnesia"_s, u"dir"_s, u'"' + path(u"spool"_s) + u'"', u"-s"_s,
            u"ejabberd"_s, u"-eval"_s, QString::fromUtf8(startScript())});
    return m_process.waitForStarted(startTimeout) && waitUntilReady();
}

bool EjabberdServer::waitUntilReady()
{
    QElapsedTimer clock;
    clock.start();
    while (isRunning() && !clock.hasExpired(startTimeout)) {
        if (QFile::exists(path(u"ready"_s))) {
            return !readFile(path(u"log/ejabberd.log"_s)).contains("eaddrinuse");
        }
        m_process.waitForFinished(20);
    }
    return false;
}

void EjabberdServer::stop()
{
    if (!isRunning()) {
        return;
    }
    // The emulator ends in order on SIGTERM.
    m_process.terminate();
    if (!m_process.waitForFinished(stopTimeout)) {
        kill();
    }
}

void EjabberdServer::kill()
{
    if (isRunning()) {
        m_process.kill();
        m_process.waitForFinished(stopTimeout);
    }
}

bool EjabberdServer::restart()
{
    stop();
    return start();
}

bool EjabberdServer::isRunning() const
{
    return m_process.state() != QProcess::NotRunning;
}

QString EjabberdServer::caFile() const
{
    return path(u"certs/ca.pem"_s);
}

QString EjabberdServer::log() const
{
    return QString::fromUtf8(readFile(path(u"ejabberd.out"_s)) + readFile(path(u"log/ejabberd.log"_s)));
}

QStringList EjabberdServer::logProblems() const
{
    static const QRegularExpression problem(u"\\[(error|critical)\\]"_s);
    return QString::fromUtf8(readFile(path(u"log/ejabberd.log"_s))).split(u'\n').filter(problem);
}

bool EjabberdServer::prepare()
{
    const QDir directory(m_directory.path());
    for (const auto &folder : {u"certs"_s, u"spool"_s, u"log"_s}) {
        if (!m_directory.isValid() || !directory.mkpath(folder)) {
            return false;
        }
    }
    if (!TestCertificates::make(path(u"certs"_s), domain(), CertificateKind::Trusted)) {
        return false;
    }
    m_prepared = writeFile(
        path(u"certs/server.pem"_s), readFile(path(u"certs/server.crt"_s)) + readFile(path(u"certs/server.key"_s)));
    return m_prepared;
}

QByteArray EjabberdServer::startScript() const
{
    QByteArray script;
    for (const auto &[user, password] : m_options.accounts.asKeyValueRange()) {
        script
            += "ejabberd_auth:try_register(" + binary(user) + ", " + binary(domain()) + ", " + binary(password) + "), ";
    }
    return script + "file:write_file(" + binary(path(u"ready"_s)) + ", <<>>).";
}

QString EjabberdServer::configuration() const
{
    QStringList lines{
        u"loglevel: info"_s,
        u"log_rotate_count: 0"_s,
        u"hosts: [localhost]"_s,
        u"certfiles: [\"%1\"]"_s.arg(path(u"certs/server.pem"_s)),
        u"auth_password_format: scram"_s,
        u"disable_sasl_mechanisms: [digest-md5, X-OAUTH2]"_s,
        u"listen:"_s,
        u"  - port: %1"_s.arg(m_port),
        u"    ip: 127.0.0.1"_s,
        u"    module: ejabberd_c2s"_s,
        u"    max_stanza_size: 262144"_s,
        u"    starttls_required: true"_s,
        u"    shaper: %1"_s.arg(m_options.throttled ? u"normal"_s : u"none"_s),
        u"acl: {local: {user_regexp: \"\"}}"_s,
        u"access_rules: {local: {allow: local}, pubsub_createnode: {allow: local}}"_s,
        u"shaper: {normal: {rate: 3000, burst_size: 20000}}"_s,
        u"modules:"_s,
        u"  mod_pubsub:"_s,
        u"    access_createnode: pubsub_createnode"_s,
        u"    plugins: [flat, pep]"_s,
        u"    force_node_config:"_s,
        u"      \"eu.siacs.conversations.axolotl.*\": {access_model: open}"_s,
        u"      storage:bookmarks: {access_model: whitelist}"_s,
        u"  mod_roster: {versioning: true}"_s,
        u"  mod_stream_mgmt: {resend_on_timeout: if_offline}"_s,
        u"  mod_vcard: {search: false}"_s,
    };
    for (const auto &module :
        {u"adhoc"_s, u"blocking"_s, u"caps"_s, u"carboncopy"_s, u"client_state"_s, u"disco"_s, u"last"_s, u"offline"_s,
            u"ping"_s, u"privacy"_s, u"private"_s, u"push"_s, u"push_keepalive"_s, u"vcard_xupdate"_s, u"version"_s}) {
        lines << u"  mod_%1: {}"_s.arg(module);
    }
    if (m_options.messageArchive) {
        lines << u"  mod_mam: {default: always}"_s;
    }
    lines << m_options.extraConfig;
    return lines.join(u'\n') + u'\n';
}

} // namespace letterlock::test
