// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <memory>

#include "crypto/openpgp/GpgmeEngine.h"
#include "crypto/openpgp/GpgmeHome.h"
#include "crypto/openpgp/GpgmeKeyring.h"

namespace letterlock::test {

/// A GnuPG home for one test, with engine and keyring on it. The path is short, for the sake of agent sockets. The
/// agent ends with it and the folder goes.
class TempGnupgHome {
public:
    TempGnupgHome();
    ~TempGnupgHome();
    TempGnupgHome(const TempGnupgHome &) = delete;
    TempGnupgHome &operator=(const TempGnupgHome &) = delete;

    [[nodiscard]] QString path() const { return m_dir.path(); }
    crypto::GpgmeHome &home() { return *m_home; }
    crypto::GpgmeEngine &engine() { return *m_engine; }
    crypto::GpgmeKeyring &keyring() { return *m_keyring; }

    /// A key "xmpp:" + address. Fails the test, by fatal message, if it cannot be made. An empty passphrase means none.
    crypto::PublicKey makeKey(const QString &address, const QByteArray &passphrase = {});
    /// Makes the public key of `fingerprint` known in `other`.
    void share(const crypto::KeyFingerprint &fingerprint, TempGnupgHome &other);
    /// Runs stock gpg in this home, without terminal. Returns its standard output; `exitCode` as a test wishes.
    QByteArray gpg(const QStringList &arguments, const QByteArray &input = {}, int *exitCode = nullptr);

private:
    QTemporaryDir m_dir;
    std::unique_ptr<crypto::GpgmeHome> m_home;
    std::unique_ptr<crypto::GpgmeEngine> m_engine;
    std::unique_ptr<crypto::GpgmeKeyring> m_keyring;
};

} // namespace letterlock::test
