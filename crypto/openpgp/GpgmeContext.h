// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <gpgme.h>

#include <memory>
#include <vector>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/openpgp/GpgmeHomeState.h"

namespace letterlock::crypto {

/// Answers gpg's questions for passphrases in loopback mode: from a fixed list, or from the home by key.
struct PassphraseSource {
    GpgmeHome::State *home = nullptr;
    std::vector<SecretBytes> fixed; ///< answered in this order, the last one again and again
    size_t answered = 0;
    bool lackedOne = false; ///< asked for a key whose passphrase is not known here
    bool wasWrong = false;
};

/// A gpgme_ctx_t: one operation of one gpg process in one home.
class GpgmeContext {
public:
    explicit GpgmeContext(const QString &homePath);

    [[nodiscard]] bool isValid() const { return m_context != nullptr; }
    [[nodiscard]] gpgme_ctx_t get() const { return m_context.get(); }
    /// Loopback from now on. `source` outlives the context.
    void useLoopback(PassphraseSource &source);

private:
    std::unique_ptr<gpgme_context, void (*)(gpgme_ctx_t)> m_context;
};

/// Input without a copy; the bytes outlive it.
class GpgmeInput {
public:
    explicit GpgmeInput(QByteArrayView bytes);
    [[nodiscard]] gpgme_data_t get() const { return m_data.get(); }

private:
    std::unique_ptr<gpgme_data, void (*)(gpgme_data_t)> m_data;
};

/// Output into wiped memory that stops the operation at a limit, whatever the input decompresses to (O-41).
class GpgmeOutput {
public:
    explicit GpgmeOutput(qsizetype limit);
    GpgmeOutput(const GpgmeOutput &) = delete;
    GpgmeOutput &operator=(const GpgmeOutput &) = delete;

    [[nodiscard]] gpgme_data_t get() const { return m_data.get(); }
    [[nodiscard]] bool overflowed() const { return m_overflowed; }
    [[nodiscard]] QByteArray bytes() const { return m_buffer.view().first(m_size).toByteArray(); }
    [[nodiscard]] SecretBytes secret() const { return SecretBytes(m_buffer.view().first(m_size)); }

private:
    static gpgme_ssize_t write(void *self, const void *bytes, size_t size);

    gpgme_data_cbs m_callbacks{};
    std::unique_ptr<gpgme_data, void (*)(gpgme_data_t)> m_data;
    SecretBytes m_buffer;
    qsizetype m_size = 0;
    qsizetype m_limit = 0;
    bool m_overflowed = false;
};

/// Calls gpgme_check_version once; every use of the library comes after it.
void initialiseGpgme();
/// The error of a failed operation; `otherwise` where GPGME's answer says nothing.
std::unexpected<CryptoError> gpgmeError(gpgme_error_t error, CryptoError::Code otherwise, const char *what);

} // namespace letterlock::crypto
