// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ProsodyServer.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QSaveFile>
#include <QTcpSocket>

#include <arpa/inet.h>
#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace letterlock::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int startTimeout = 15000;
constexpr int stopTimeout = 5000;

bool writeFile(const QString &path, const QString &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text.toUtf8()) >= 0;
}

QString luaString(const QString &text)
{
    QString escaped = text;
    escaped.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).replace(u'\n', u"\\n"_s);
    return u'"' + escaped + u'"';
}

QString luaList(const QStringList &texts)
{
    QStringList quoted;
    for (const QString &text : texts) {
        quoted << luaString(text);
    }
    return u"{ "_s + quoted.join(u"; "_s) + u" }"_s;
}

/// Prosody's own file name encoding: everything but letters and digits as %xx.
QString storageName(const QString &user)
{
    QString name;
    for (const char byte : user.toUtf8()) {
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        name += plain ? QString(QLatin1Char(byte)) : u"%%1"_s.arg(static_cast<uchar>(byte), 2, 16, QLatin1Char('0'));
    }
    return name;
}

} // namespace

ProsodyServer::ProsodyServer(Options options)
    : m_options(std::move(options))
{
}

ProsodyServer::~ProsodyServer()
{
    stop();
}

bool ProsodyServer::start()
{
    if (!m_prepared && !prepare()) {
        return false;
    }
    const int descriptor = listen(m_port);
    const int https = m_options.uploads ? listen(m_httpsPort) : -1;
    if (descriptor < 0 || (m_options.uploads && https < 0)
        || !writeFile(m_directory.filePath(u"prosody.cfg.lua"_s), configuration())) {
        return false;
    }
    const pid_t parent = ::getpid();
    m_process.setChildProcessModifier([descriptor, https, parent] {
        // Socket activation wants descriptors from 3 on without close-on-exec; first out of each other's way.
        const int streams = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 20);
        const int files = https < 0 ? -1 : ::fcntl(https, F_DUPFD_CLOEXEC, 20);
        ::dup2(streams, 3);
        if (files >= 0) {
            ::dup2(files, 4);
        }
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        // With the signal ignored, `limitFileSize` makes writes fail instead of killing the server.
        ::signal(SIGXFSZ, SIG_IGN);
        if (::getppid() != parent) {
            ::_exit(1);
        }
    });
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LISTEN_FDS"_s, m_options.uploads ? u"2"_s : u"1"_s);
    m_process.setProcessEnvironment(environment);
    // What GPGME holds open in another thread at that moment would be held by the server as long as it lives, and a gpg
    // whose output is read to its end would never be done.
    const int firstOfOthers = m_options.uploads ? 5 : 4;
    m_process.setUnixProcessParameters({QProcess::UnixProcessFlag::CloseFileDescriptors, firstOfOthers});
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setStandardOutputFile(m_directory.filePath(u"prosody.out"_s), QIODevice::Append);
    m_process.start(u"prosody"_s, {u"-F"_s, u"--config"_s, m_directory.filePath(u"prosody.cfg.lua"_s)});
    const bool started = m_process.waitForStarted(startTimeout);
    // With an own copy left open a dead server would still look alive.
    ::close(descriptor);
    if (https >= 0) {
        ::close(https);
    }
    return started && answers();
}

void ProsodyServer::stop()
{
    if (!isRunning()) {
        return;
    }
    m_process.terminate();
    if (!m_process.waitForFinished(stopTimeout)) {
        kill();
    }
}

void ProsodyServer::kill()
{
    if (isRunning()) {
        m_process.kill();
        m_process.waitForFinished(stopTimeout);
    }
}

bool ProsodyServer::restart()
{
    stop();
    return start();
}

bool ProsodyServer::isRunning() const
{
    return m_process.state() != QProcess::NotRunning;
}

bool ProsodyServer::limitFileSize(qint64 bytes) const
{
    rlimit limit{};
    const auto process = pid_t(m_process.processId());
    if (!isRunning() || ::prlimit(process, RLIMIT_FSIZE, nullptr, &limit) != 0) {
        return false;
    }
    limit.rlim_cur = bytes < 0 ? limit.rlim_max : rlim_t(bytes);
    return ::prlimit(process, RLIMIT_FSIZE, &limit, nullptr) == 0;
}

bool ProsodyServer::setArchiveFaults(const QStringList &rules)
{
    QFile::remove(m_directory.filePath(u"faults.seen"_s));
    QSaveFile file(m_directory.filePath(u"faults"_s));
    // The number makes each file another one, so that the server counts anew.
    const QString text = u"# %1\n"_s.arg(++m_faultFiles) + rules.join(u'\n') + u'\n';
    return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) > 0 && file.commit();
}

QStringList ProsodyServer::archiveRequests() const
{
    QFile file(m_directory.filePath(u"faults.seen"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)
                                          : QStringList();
}

QString ProsodyServer::caFile() const
{
    return m_options.tls ? m_directory.filePath(u"certs/ca.pem"_s) : QString();
}

QStringList ProsodyServer::uploadedFiles() const
{
    QStringList files;
    QDirIterator folders(dataDirectory(), {u"*.bin"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (folders.hasNext()) {
        files << folders.next();
    }
    return files;
}

QString ProsodyServer::log() const
{
    QString text;
    for (const QString &name : {u"prosody.out"_s, u"prosody.log"_s}) {
        QFile file(m_directory.filePath(name));
        if (file.open(QIODevice::ReadOnly)) {
            text += QString::fromUtf8(file.readAll());
        }
    }
    return text;
}

QStringList ProsodyServer::logProblems() const
{
    static const QRegularExpression problem(u"Traceback|\\terror\\t"_s, QRegularExpression::CaseInsensitiveOption);
    QFile file(m_directory.filePath(u"prosody.log"_s));
    if (!file.open(QIODevice::ReadOnly)) {
        return {u"no log file"_s};
    }
    return QString::fromUtf8(file.readAll()).split(u'\n').filter(problem);
}

bool ProsodyServer::prepare()
{
    const QDir directory(m_directory.path());
    if (!m_directory.isValid() || !directory.mkpath(u"certs"_s) || !directory.mkpath(u"data/localhost/accounts"_s)) {
        return false;
    }
    for (auto account = m_options.accounts.cbegin(); account != m_options.accounts.cend(); ++account) {
        const QString path = u"data/localhost/accounts/"_s + storageName(account.key()) + u".dat"_s;
        const QString text = u"return { [\"password\"] = "_s + luaString(account.value()) + u"; };\n"_s;
        if (!writeFile(directory.filePath(path), text)) {
            return false;
        }
    }
    m_prepared
        = !m_options.tls || TestCertificates::make(m_directory.filePath(u"certs"_s), domain(), m_options.certificate);
    return m_prepared;
}

QString ProsodyServer::configuration() const
{
    QStringList modules{u"disco"_s, u"roster"_s, u"saslauth"_s, u"tls"_s, u"blocklist"_s, u"bookmarks"_s, u"carbons"_s,
        u"pep"_s, u"mam"_s, u"smacks"_s, u"vcard4"_s, u"ping"_s, u"time"_s, u"version"_s, u"posix"_s};
    modules += m_options.extraModules;
    for (const QString &module : m_options.withoutModules) {
        modules.removeAll(module);
    }
    if (m_options.archiveModule) {
        modules << u"letterlock_archive"_s;
    }
    if (m_options.archiveFaults) {
        modules << u"letterlock_faults"_s;
    }
    QStringList disabled{u"s2s"_s};
    if (!m_options.tls) {
        disabled << u"tls"_s;
    }
    const QString here = m_directory.path();
    QStringList lines{
        u"run_as_root = true"_s,
        u"pidfile = "_s + luaString(here + u"/prosody.pid"_s),
        u"data_path = "_s + luaString(here + u"/data"_s),
        u"certificates = "_s + luaString(here + u"/certs"_s),
        u"plugin_paths = { "_s + luaString(QStringLiteral(LETTERLOCK_SOURCE_DIR) + u"/archive/prosody"_s) + u"; "_s
            + luaString(QStringLiteral(LETTERLOCK_SOURCE_DIR) + u"/tests/support/prosody"_s) + u" }"_s,
        u"letterlock_faults_file = "_s + luaString(here + u"/faults"_s),
        u"interfaces = { \"127.0.0.1\" }; local_interfaces = { \"127.0.0.1\" }"_s,
        u"c2s_ports = { %1 }"_s.arg(m_port),
        u"c2s_direct_tls_ports = {}; s2s_ports = {}; s2s_direct_tls_ports = {}"_s,
        u"http_ports = {}; component_ports = {}; https_ports = {"_s
            + (m_options.uploads ? QString::number(m_httpsPort) : QString()) + u"}"_s,
        u"modules_enabled = "_s + luaList(modules),
        u"modules_disabled = "_s + luaList(disabled),
        u"authentication = \"internal_plain\"; storage = \"internal\""_s,
        u"c2s_require_encryption = "_s + (m_options.tls ? u"true"_s : u"false"_s),
        u"allow_unencrypted_plain_auth = "_s + (m_options.tls ? u"false"_s : u"true"_s),
        u"archive_expires_after = \"never\"; default_archive_policy = true"_s,
        // Prosody's default adds stalls of 40 ms on the loopback interface.
        u"network_settings = { nagle = false }"_s,
        u"log = { { levels = { min = \"debug\" }, to = \"file\", filename = "_s + luaString(here + u"/prosody.log"_s)
            + u" } }"_s,
        m_options.uploads ? u"https_ssl = { key = "_s + luaString(here + u"/certs/server.key"_s) + u"; certificate = "_s
                + luaString(here + u"/certs/server.crt"_s) + u" }"_s
                          : QString(),
        m_options.globalConfig,
        u"VirtualHost \"localhost\""_s,
    };
    if (m_options.tls) {
        // Named outright, as Prosody would not pick a certificate made for another host by itself.
        lines << u"ssl = { key = "_s + luaString(here + u"/certs/server.key"_s) + u"; certificate = "_s
                + luaString(here + u"/certs/server.crt"_s) + u" }"_s;
    }
    lines << m_options.hostConfig;
    if (m_options.uploads) {
        lines << u"Component \"upload.localhost\" \"http_file_share\""_s << u"http_host = \"localhost\""_s
              << u"http_external_url = \"https://localhost:%1/\""_s.arg(m_httpsPort)
              << u"http_file_share_size_limit = %1"_s.arg(m_options.uploadLimit);
    }
    return lines.join(u'\n') + u'\n';
}

/// A listening socket on loopback: any free port the first time, the same one afterwards; -1 if that fails.
int ProsodyServer::listen(quint16 &port) const
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return -1;
    }
    const int yes = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (::bind(descriptor, generic, size) != 0 || ::listen(descriptor, 128) != 0
        || ::getsockname(descriptor, generic, &size) != 0) {
        qWarning("ProsodyServer: cannot listen on port %d", int(port));
        ::close(descriptor);
        return -1;
    }
    port = ntohs(address.sin_port);
    return descriptor;
}

bool ProsodyServer::answers() const
{
    QTcpSocket socket;
    socket.connectToHost(host(), m_port);
    if (!socket.waitForConnected(startTimeout)) {
        return false;
    }
    socket.write("<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
                 "xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>");
    QByteArray answer;
    QElapsedTimer clock;
    clock.start();
    while (!answer.contains("</stream:features>") && !clock.hasExpired(startTimeout)) {
        if (!socket.waitForReadyRead(startTimeout)) {
            return false;
        }
        answer += socket.readAll();
    }
    return answer.contains("</stream:features>");
}

} // namespace letterlock::test
