// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/keys/Gate.h"
#include "app/keys/KeptPassphrase.h"
#include "archive/history/HistoryStore.h"
#include "crypto/base/Worker.h"
#include "crypto/openpgp/Keyring.h"
#include "crypto/openpgp/OpenPgpEngine.h"

namespace letterlock::app {

/// The separate RSA keys of the archive, for a server that seals and for other software that reads XEP-0241. They are
/// in the keyring beside the chat keys, but never announced as such. Only keys made here are sealed for; one
/// that a backup brings opens what was sealed for it.
class ArchiveKeys : public QObject {
    Q_OBJECT
public:
    struct Ports {
        crypto::Keyring &keyring;
        crypto::OpenPgpEngine &engine;
        archive::HistoryStore &history; ///< remembers which keys were made here
        CredentialStore &credentials;
        crypto::Worker &worker;
    };
    explicit ArchiveKeys(Ports ports, QObject *parent = nullptr);

    void setAccount(const crypto::BareJid &account); ///< loads; `changed` when done
    [[nodiscard]] const QList<crypto::RsaKey> &keys() const { return m_keys; } ///< that may be sealed for
    void setRevoked(const QSet<QByteArray> &moduli); ///< published as revoked: not sealed for any more (A-65)
    [[nodiscard]] QList<crypto::KeyFingerprint> recipients() const; ///< their RSA subkeys
    /// How wraps may name the keys whose secret half is here, also those that were brought or are revoked.
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] QSet<QByteArray> moduli(const QStringList &names) const;
    [[nodiscard]] QFuture<void> whenLoaded() { return m_loaded.passed(); }
    /// Makes one unless there is one already.
    QFuture<crypto::CryptoResult<QList<crypto::RsaKey>>> make();
    /// Those that lie here without a passphrase, as a backup brings them, get that of the keys made here. What they get
    /// is written down before, since a key that asks for less than is known still opens. False: one stays as it is.
    QFuture<bool> protectBrought();

Q_SIGNALS:
    void changed();

private:
    using Keys = crypto::CryptoResult<QList<crypto::RsaKey>>;
    void take(const QList<crypto::RsaKey> &all);
    static Keys read(crypto::OpenPgpEngine &engine, const QSet<crypto::KeyFingerprint> &primaries);
    QFuture<bool> protect(
        const QList<crypto::KeyFingerprint> &bare, const CredentialResult<CredentialStore::Secret> &secret);

    Ports m_ports;
    KeptPassphrase m_passphrase;
    crypto::BareJid m_account;
    QSet<crypto::KeyFingerprint> m_made;
    QSet<crypto::KeyFingerprint> m_brought;
    QSet<QByteArray> m_revoked; ///< moduli
    QList<crypto::RsaKey> m_all; ///< also those revoked, and those brought
    Gate m_loaded;
    QList<crypto::RsaKey> m_keys;
};

} // namespace letterlock::app
