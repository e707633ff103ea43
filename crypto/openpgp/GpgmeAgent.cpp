// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/GpgmeAgent.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr int fewHashes = 65536;
constexpr int manyHashes = 65011712;

/// What the agent asks while it protects keys.
struct Protecting {
    const SecretBytes *passphrase = nullptr; ///< the answer to all its questions; null = it asks in dialogs
    /// The names under which the agent remembers the answers to the first pair of dialogs.
    QByteArray cacheNonce;
    QByteArray passwordNonce;
    int bare = 0; ///< keys that the agent said are not protected

    static gpgme_error_t data(void *, const void *, size_t) { return 0; }
    /// Called once more without a name to release what it gave.
    static gpgme_error_t inquire(void *self, const char *name, const char *, gpgme_data_t *bytes)
    {
        const auto *passphrase = static_cast<Protecting *>(self)->passphrase;
        if (!name) {
            gpgme_data_release(*bytes);
            *bytes = nullptr;
            return 0;
        }
        const QByteArrayView asked(name);
        if (asked == "PINENTRY_LAUNCHED") {
            return 0; // nothing is to be answered
        }
        if (passphrase && (asked == "PASSPHRASE" || asked == "NEW_PASSPHRASE")) {
            return gpgme_data_new_from_mem(bytes, passphrase->data(), size_t(passphrase->size()), 0);
        }
        return gpgme_error(GPG_ERR_CANCELED);
    }
    static gpgme_error_t status(void *self, const char *keyword, const char *args)
    {
        auto &protecting = *static_cast<Protecting *>(self);
        if (qstrcmp(keyword, "CACHE_NONCE") == 0) {
            protecting.cacheNonce = args;
        } else if (qstrcmp(keyword, "PASSWD_NONCE") == 0) {
            protecting.passwordNonce = args;
        } else if (qstrcmp(keyword, "KEYINFO") == 0) {
            // keygrip, type, serial number, id, cached, protection, …
            protecting.bare += QByteArray(args).split(' ').value(5) == "C";
        }
        return 0;
    }
    gpgme_error_t run(gpgme_ctx_t context, const QByteArray &command)
    {
        gpgme_error_t refused = 0;
        const auto failed = gpgme_op_assuan_transact_ext(
            context, command.constData(), data, this, inquire, this, status, this, &refused);
        return failed != 0 ? failed : refused;
    }
    /// With "PASSWD" each key is protected, with "KEYINFO" asked about.
    gpgme_error_t protect(GpgmeHome::State &home, const QList<QByteArray> &options, const QList<QByteArray> &keygrips,
        const QByteArray &what = "PASSWD");
};

gpgme_error_t Protecting::protect(
    GpgmeHome::State &home, const QList<QByteArray> &options, const QList<QByteArray> &keygrips, const QByteArray &what)
{
    // GPGME starts the agent for OpenPGP, but not for this protocol.
    askGpgconf(home.path, {u"--launch"_s, u"gpg-agent"_s});
    const QByteArray socket = agentSocket(home);
    gpgme_ctx_t raw = nullptr;
    auto error = gpgme_new(&raw);
    const std::unique_ptr<gpgme_context, void (*)(gpgme_ctx_t)> context(raw, gpgme_release);
    const QByteArray path = QFile::encodeName(home.path);
    error = error ? error : gpgme_set_protocol(raw, GPGME_PROTOCOL_ASSUAN);
    if (error == 0) {
        error = gpgme_ctx_set_engine_info(
            raw, GPGME_PROTOCOL_ASSUAN, socket.constData(), path.isEmpty() ? nullptr : path.constData());
    }
    for (const auto &command : QList<QByteArray>{"RESET"} + options) {
        error = error ? error : run(raw, command);
    }
    for (const auto &grip : keygrips) {
        QByteArray command = what + ' ';
        command += cacheNonce.isEmpty() ? QByteArray() : "--cache-nonce=" + cacheNonce + ' ';
        command += passwordNonce.isEmpty() ? QByteArray() : "--passwd-nonce=" + passwordNonce + ' ';
        error = error ? error : run(raw, command + grip);
    }
    return error;
}

} // namespace

QByteArray askGpgconf(const QString &home, const QStringList &arguments)
{
    const char *gpgconf = gpgme_get_dirinfo("gpgconf-name");
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    const QStringList where = home.isEmpty() ? QStringList() : QStringList{u"--homedir"_s, home};
    process.start(gpgconf ? QFile::decodeName(gpgconf) : u"gpgconf"_s, where + arguments);
    return process.waitForFinished() && process.exitCode() == 0 ? process.readAllStandardOutput().trimmed()
                                                                : QByteArray();
}

QByteArray agentSocket(GpgmeHome::State &home)
{
    QByteArray known = home.agentSocket();
    if (known.isEmpty()) {
        known = QByteArray::fromPercentEncoding(askGpgconf(home.path, {u"--list-dirs"_s, u"agent-socket"_s}));
        home.setAgentSocket(known);
    }
    return known;
}

QList<QByteArray> placeOptions()
{
    QList<QByteArray> options;
    for (const auto &[variable, name] :
        {std::pair("DISPLAY", "display"), std::pair("GPG_TTY", "ttyname"), std::pair("XAUTHORITY", "xauthority")}) {
        if (const QByteArray value = qgetenv(variable); !value.isEmpty() && !value.contains('\n')) {
            options.append("OPTION "_ba + name + '=' + value);
        }
    }
    if (const QByteArray wayland = qgetenv("WAYLAND_DISPLAY"); !wayland.isEmpty() && !wayland.contains('\n')) {
        options.append("OPTION putenv=WAYLAND_DISPLAY=" + wayland);
    }
    return options;
}

gpgme_error_t changePassphrase(GpgmeHome::State &home, const QList<QByteArray> &keygrips)
{
    return Protecting().protect(home, placeOptions(), keygrips);
}

int countBare(GpgmeHome::State &home, const QList<QByteArray> &keygrips)
{
    Protecting asking;
    return asking.protect(home, {}, keygrips, "KEYINFO") == 0 ? asking.bare : 0;
}

gpgme_error_t protectAgain(
    GpgmeHome::State &home, const QList<QByteArray> &keygrips, const SecretBytes &passphrase, HashCount count)
{
    Protecting protecting;
    protecting.passphrase = &passphrase;
    const int times = count == HashCount::Rare ? fewHashes : manyHashes;
    return protecting.protect(
        home, {"OPTION pinentry-mode=loopback", "OPTION s2k-count=" + QByteArray::number(times)}, keygrips);
}

QString keyFileOf(const QString &home, const QByteArray &keygrip)
{
    return home + u"/private-keys-v1.d/"_s + QString::fromLatin1(keygrip) + u".key"_s;
}

bool isHashedRarely(const GpgmeHome::State &home, const QByteArray &keygrip)
{
    QFile file(keyFileOf(home.path, keygrip));
    if (!file.open(QIODevice::ReadOnly)) {
        return false;
    }
    // Lines are broken anywhere.
    const auto text = QString::fromLatin1(file.readAll()).remove(u' ').remove(u'\n');
    static const QRegularExpression protection(
        u"openpgp-s2k3-ocb-aes\\(\\(sha1.*?\"([0-9]+)\"\\)"_s, QRegularExpression::DotMatchesEverythingOption);
    const auto found = protection.match(text);
    return found.hasMatch() && found.captured(1).toLongLong() < manyHashes;
}

} // namespace letterlock::crypto
