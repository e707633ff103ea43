// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::crypto {

/// One GnuPG home and everything that engine and keyring share about it: passphrases for loopback, the cache of key
/// objects, the limits on parallel gpg processes. Outlives the engine and the keyring that use it. Thread-safe.
class GpgmeHome {
public:
    /// An empty path means the person's own home, in which nothing is configured or started differently. Any other
    /// path is ours: it is made with mode 700, gets our gpg.conf and gpg-agent.conf, and its agent ends with this
    /// object. Keep the path short; agent sockets below it must fit 107 bytes where there is no /run/user.
    explicit GpgmeHome(const QString &path = {});
    ~GpgmeHome();
    GpgmeHome(const GpgmeHome &) = delete;
    GpgmeHome &operator=(const GpgmeHome &) = delete;

    [[nodiscard]] const QString &path() const;
    [[nodiscard]] bool isPrivate() const { return !path().isEmpty(); }
    /// EngineFailure when gpg is missing or too old, or the home could not be made.
    [[nodiscard]] CryptoResult<void> check() const;
    /// The passphrase for loopback of the key with this primary fingerprint. An empty one forgets it.
    void setPassphrase(const KeyFingerprint &key, SecretBytes passphrase);

    struct State; ///< for GpgmeEngine and GpgmeKeyring
    [[nodiscard]] State &state() { return *m_state; }

private:
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::crypto
