// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/GpgmeContext.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr qsizetype firstBuffer = 4096;

gpgme_error_t answer(void *hook, const char *, const char *info, int wasBad, int fd)
{
    auto &source = *static_cast<PassphraseSource *>(hook);
    source.wasWrong = source.wasWrong || wasBad != 0;
    SecretBytes passphrase;
    if (!source.fixed.empty()) {
        passphrase = source.fixed[std::min(source.answered++, source.fixed.size() - 1)].copy();
    } else if (source.home) {
        // "<key id> <key id of the primary key> <algorithm> <length>"
        const auto words = QString::fromLatin1(info).split(u' ', Qt::SkipEmptyParts);
        if (words.size() < 2) {
            source.lackedOne = true; // something else, as the PIN of a card: never guess
            return gpgme_error(GPG_ERR_CANCELED);
        }
        passphrase = source.home->passphrase(words[1]);
        source.lackedOne = source.lackedOne || passphrase.isEmpty();
    }
    // An unknown passphrase is answered by an empty line: gpg then goes on to the next key instead of giving up.
    const bool written
        = (passphrase.isEmpty() || gpgme_io_writen(fd, passphrase.data(), size_t(passphrase.size())) == 0)
        && gpgme_io_writen(fd, "\n", 1) == 0;
    return written ? 0 : gpgme_error(GPG_ERR_CANCELED);
}

void releaseContext(gpgme_ctx_t context)
{
    gpgme_release(context);
}

void releaseBytes(gpgme_data_t bytes)
{
    gpgme_data_release(bytes);
}

} // namespace

void initialiseGpgme()
{
    static const bool once = [] {
        // A gpg that ends before it has read its input must not end us.
        struct sigaction current = {};
        if (sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) {
            std::signal(SIGPIPE, SIG_IGN);
        }
        return gpgme_check_version(nullptr) != nullptr;
    }();
    (void)once;
}

GpgmeContext::GpgmeContext(const QString &homePath)
    : m_context(nullptr, releaseContext)
{
    initialiseGpgme();
    gpgme_ctx_t context = nullptr;
    if (gpgme_new(&context) != 0) {
        return;
    }
    m_context.reset(context);
    const QByteArray path = QFile::encodeName(homePath);
    if (gpgme_set_protocol(context, GPGME_PROTOCOL_OpenPGP) != 0
        || (!path.isEmpty()
            && gpgme_ctx_set_engine_info(context, GPGME_PROTOCOL_OpenPGP, nullptr, path.constData()) != 0)) {
        m_context.reset();
        return;
    }
    gpgme_set_armor(context, 0);
    gpgme_set_offline(context, 1);
    gpgme_set_ctx_flag(context, "auto-key-retrieve", "0");
    // A wrong backup code must not open anything because the right one was typed before.
    gpgme_set_ctx_flag(context, "no-symkey-cache", "1");
}

void GpgmeContext::useLoopback(PassphraseSource &source)
{
    gpgme_set_pinentry_mode(m_context.get(), GPGME_PINENTRY_MODE_LOOPBACK);
    gpgme_set_passphrase_cb(m_context.get(), answer, &source);
}

GpgmeInput::GpgmeInput(QByteArrayView bytes)
    : m_data(nullptr, releaseBytes)
{
    gpgme_data_t handle = nullptr;
    if (gpgme_data_new_from_mem(&handle, bytes.isEmpty() ? "" : bytes.data(), size_t(bytes.size()), 0) == 0) {
        m_data.reset(handle);
    }
}

GpgmeOutput::GpgmeOutput(qsizetype limit)
    : m_data(nullptr, releaseBytes)
    , m_limit(limit)
{
    m_callbacks.write = &GpgmeOutput::write;
    gpgme_data_t handle = nullptr;
    if (gpgme_data_new_from_cbs(&handle, &m_callbacks, this) == 0) {
        m_data.reset(handle);
    }
}

gpgme_ssize_t GpgmeOutput::write(void *self, const void *bytes, size_t size)
{
    auto &output = *static_cast<GpgmeOutput *>(self);
    const auto wanted = output.m_size + qsizetype(size);
    if (wanted > output.m_limit) {
        output.m_overflowed = true;
        errno = EFBIG;
        return -1;
    }
    if (wanted > output.m_buffer.size()) {
        SecretBytes larger(std::max({firstBuffer, wanted, 2 * output.m_buffer.size()}));
        if (output.m_size > 0) {
            std::memcpy(larger.data(), output.m_buffer.data(), size_t(output.m_size));
        }
        output.m_buffer = std::move(larger);
    }
    std::memcpy(output.m_buffer.data() + output.m_size, bytes, size);
    output.m_size = wanted;
    return gpgme_ssize_t(size);
}

std::unexpected<CryptoError> gpgmeError(gpgme_error_t error, CryptoError::Code otherwise, const char *what)
{
    using Code = CryptoError::Code;
    const QString detail = QLatin1StringView(what) + u": "_s + QString::fromUtf8(gpgme_strerror(error));
    switch (gpgme_err_code(error)) {
    case GPG_ERR_NO_SECKEY:
        return cryptoError(Code::NoKey, detail);
    case GPG_ERR_CANCELED:
    case GPG_ERR_FULLY_CANCELED:
    case GPG_ERR_BAD_PASSPHRASE:
    case GPG_ERR_NO_PASSPHRASE:
    case GPG_ERR_NO_PIN_ENTRY:
    case GPG_ERR_NO_PIN:
    case GPG_ERR_BAD_PIN:
    case GPG_ERR_PIN_BLOCKED:
    case GPG_ERR_TIMEOUT:
    case GPG_ERR_ENOTTY: // pinentry has neither display nor terminal
        return cryptoError(Code::KeyLocked, detail);
    case GPG_ERR_NO_SCDAEMON:
    case GPG_ERR_SCDAEMON:
    case GPG_ERR_CARD:
    case GPG_ERR_CARD_NOT_PRESENT:
    case GPG_ERR_CARD_REMOVED:
    case GPG_ERR_CARD_RESET:
    case GPG_ERR_CARD_NOT_INITIALIZED:
    case GPG_ERR_WRONG_CARD:
    case GPG_ERR_ENODEV: // no reader
        return cryptoError(Code::CardMissing, detail);
    case GPG_ERR_UNUSABLE_PUBKEY:
    case GPG_ERR_UNUSABLE_SECKEY:
    case GPG_ERR_CERT_REVOKED:
    case GPG_ERR_KEY_EXPIRED:
        return cryptoError(Code::KeyUnusable, detail);
    case GPG_ERR_INV_ENGINE:
    case GPG_ERR_NO_AGENT:
    case GPG_ERR_AGENT:
    case GPG_ERR_ENOENT:
        return cryptoError(Code::EngineFailure, detail);
    default:
        return cryptoError(otherwise, detail);
    }
}

} // namespace letterlock::crypto
