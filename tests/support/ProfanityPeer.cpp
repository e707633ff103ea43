// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ProfanityPeer.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

bool writeText(const QString &path, const QString &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) >= 0;
}

} // namespace

ProfanityPeer::ProfanityPeer(Account account)
    : m_account(std::move(account))
    , m_dir(u"/tmp/lt-XXXXXX"_s)
    , m_environment(QProcessEnvironment::systemEnvironment())
{
    const QString home = m_dir.filePath(u"home"_s);
    m_environment.insert(u"HOME"_s, home);
    m_environment.insert(u"XDG_CONFIG_HOME"_s, home + u"/.config"_s);
    m_environment.insert(u"XDG_DATA_HOME"_s, home + u"/.local/share"_s);
    m_environment.insert(u"LANG"_s, u"C.UTF-8"_s);
    m_environment.insert(u"TERM"_s, u"screen-256color"_s);
    m_environment.remove(u"GNUPGHOME"_s);
    m_environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    m_environment.remove(u"TMUX"_s);
}

ProfanityPeer::~ProfanityPeer()
{
    tmux({u"kill-server"_s});
    run(u"gpgconf"_s, {u"--kill"_s, u"all"_s});
}

bool ProfanityPeer::prepare() const
{
    const QDir dir(m_dir.path());
    if (!dir.mkpath(u"home/.config/profanity"_s) || !dir.mkpath(u"home/.local/share/profanity"_s)
        || !dir.mkpath(u"home/.gnupg"_s) || !dir.mkpath(u"trust"_s)
        || !QFile::setPermissions(
            dir.filePath(u"home/.gnupg"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)
        || !QFile::copy(m_account.caFile, dir.filePath(u"trust/ca.pem"_s))) {
        return false;
    }
    run(u"openssl"_s, {u"rehash"_s, dir.filePath(u"trust"_s)});
    return writeText(dir.filePath(u"home/.config/profanity/profrc"_s),
               u"[connection]\naccount=%1\ntls.certpath=%2\n\n[ui]\nsplash=false\nroster=false\n"_s.arg(
                   m_account.jid, dir.filePath(u"trust"_s)))
        && writeText(dir.filePath(u"home/.local/share/profanity/accounts"_s),
            u"[%1]\nenabled=true\njid=%1\npassword=%2\nserver=%3\nport=%4\nresource=profanity\ntls.policy=force\n"_s
                .arg(m_account.jid, m_account.password, m_account.host, QString::number(m_account.port)));
}

bool ProfanityPeer::signIn()
{
    if (!prepare()) {
        return false;
    }
    tmux({u"-f"_s, u"/dev/null"_s, u"new-session"_s, u"-d"_s, u"-x"_s, u"180"_s, u"-y"_s, u"50"_s,
        u"exec profanity -l DEBUG -f %1"_s.arg(m_dir.filePath(u"profanity.log"_s))});
    return shows(u"logged in successfully"_s) && logged(u"<query xmlns=\"jabber:iq:roster\""_s);
}

bool ProfanityPeer::makeKey()
{
    const QStringList noPassphrase{u"--passphrase"_s, QString()};
    const QString userId = u"xmpp:"_s + m_account.jid;
    gpg(noPassphrase + QStringList{u"--quick-gen-key"_s, userId, u"ed25519"_s, u"sign"_s, u"never"_s});
    const auto listing = gpg({u"--with-colons"_s, u"--list-secret-keys"_s, userId}).split('\n');
    for (const auto &line : listing) {
        if (line.startsWith("fpr")) {
            m_key = crypto::KeyFingerprint::parse(QString::fromLatin1(line.split(':').value(9)))
                        .value_or(crypto::KeyFingerprint());
        }
    }
    gpg(noPassphrase + QStringList{u"--quick-add-key"_s, m_key.toString(), u"cv25519"_s, u"encr"_s, u"never"_s});
    return !m_key.isEmpty();
}

bool ProfanityPeer::announce()
{
    const QString file = m_dir.filePath(u"key.gpg"_s);
    gpg({u"--yes"_s, u"--output"_s, file, u"--export"_s, m_key.toString()});
    const auto before = log().size();
    type(u"/ox announce "_s + file);
    // Data node first, list second; the server answers each.
    return waitUntil(
        [&] {
            const auto answers = log().mid(before);
            const auto list = answers.indexOf(u"node=\"urn:xmpp:openpgp:0:public-keys\""_s);
            return list >= 0 && answers.indexOf(u"RECV: <iq"_s, list) >= 0;
        },
        20000);
}

bool ProfanityPeer::startOx(const QString &jid, const crypto::KeyFingerprint &key)
{
    const auto before = log().size();
    type(u"/ox discover "_s + jid);
    if (!waitUntil([&] { return log().mid(before).contains(key.toString()); }, 20000)) {
        return false;
    }
    type(u"/ox request "_s + jid + u' ' + key.toString());
    const bool imported = waitUntil([&] { return gpg({u"--list-keys"_s, key.toString()}).contains("xmpp:"); }, 20000);
    // Profanity encrypts only to keys that its person has certified.
    gpg({u"--quick-lsign-key"_s, key.toString()});
    type(u"/ox start "_s + jid);
    return imported && shows(u"[OX]"_s);
}

void ProfanityPeer::type(const QString &line)
{
    tmux({u"send-keys"_s, u"-l"_s, u"--"_s, line});
    tmux({u"send-keys"_s, u"Enter"_s});
}

bool ProfanityPeer::shows(const QString &text, int milliseconds) const
{
    return waitUntil([&] { return screen().contains(text); }, milliseconds);
}

bool ProfanityPeer::logged(const QString &text, int milliseconds) const
{
    return waitUntil([&] { return log().contains(text); }, milliseconds);
}

QString ProfanityPeer::screen() const
{
    return QString::fromUtf8(tmux({u"capture-pane"_s, u"-J"_s, u"-p"_s, u"-S"_s, u"-200"_s}));
}

QString ProfanityPeer::log() const
{
    QFile file(m_dir.filePath(u"profanity.log"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QByteArray ProfanityPeer::gpg(const QStringList &arguments, const QByteArray &input) const
{
    return run(u"gpg"_s, QStringList{u"--batch"_s, u"--no-tty"_s, u"--quiet"_s} + arguments, input);
}

QByteArray ProfanityPeer::tmux(const QStringList &arguments) const
{
    return run(u"tmux"_s, QStringList{u"-u"_s, u"-S"_s, m_dir.filePath(u"tmux"_s)} + arguments);
}

QByteArray ProfanityPeer::run(const QString &program, const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.setWorkingDirectory(m_dir.path());
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(20000);
    return process.readAllStandardOutput();
}

} // namespace letterlock::test
