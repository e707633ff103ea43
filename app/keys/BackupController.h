// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

#include "app/keys/KeyController.h"
#include "archive/history/HistoryStore.h"
#include "archive/remote/PrivateStore.h"
#include "crypto/openpgp/OpenPgpEngine.h"

namespace letterlock::app {

/// Secret key backup on the server (XEP-0373 section 5): standard backup code, three-state probe, restore.
class BackupController : public QObject {
    Q_OBJECT
public:
    enum class Presence { Unknown, Absent, Present };
    struct Ports {
        KeyController &keys;
        crypto::Keyring &keyring;
        crypto::OpenPgpEngine &engine;
        archive::PrivateStore &privateStore;
        archive::HistoryStore &history; ///< remembers which backup this profile wrote or read
        crypto::Worker &worker;
    };
    explicit BackupController(Ports ports, QObject *parent = nullptr);

    [[nodiscard]] Presence presence() const { return m_presence; }
    void probe(); ///< presenceChanged
    static QString makeCode(); ///< 24 characters of the standard alphabet in groups of 4 with dashes (O-32)
    /// Puts all own secret keys under `code` on the server, reads them back and opens them. Refuses if a backup is
    /// there that was never read; if overwriting it is said, it is kept beside, and its own code still opens it.
    QFuture<crypto::CryptoResult<void>> backUp(const QString &code, bool overwrite);
    /// What a backup holds, before anything of it is brought here.
    struct HeldKey {
        crypto::KeyFingerprint key;
        QDateTime created;
        QStringList userIds;
        bool ours = false; ///< made out to this account
    };
    /// Opens the backup and keeps it open until bring() or forget(). The code counts as it was typed first, then in the
    /// standard form. DecryptionFailed = wrong code; MalformedInput = damaged, or no keys in it; NoKey = no backup.
    QFuture<crypto::CryptoResult<QList<HeldKey>>> look(const QString &code);
    QFuture<crypto::CryptoResult<QList<crypto::KeyFingerprint>>> bring(const QList<crypto::KeyFingerprint> &keys);
    void forget() { m_opened.reset(); }
    /// Secret keys for a file: an OpenPGP message that `code` opens, also with stock gpg.
    QFuture<crypto::CryptoResult<QByteArray>> sealedFile(
        const QList<crypto::KeyFingerprint> &keys, const QString &code);
    [[nodiscard]] static bool needsCode(const QByteArray &file); ///< is it such a file?
    QFuture<crypto::CryptoResult<QList<crypto::KeyFingerprint>>> bringFile(const QByteArray &file, const QString &code);
    /// look() and bring() of all that are ours.
    QFuture<crypto::CryptoResult<QList<crypto::KeyFingerprint>>> restore(const QString &code);

Q_SIGNALS:
    void presenceChanged(letterlock::app::BackupController::Presence presence);

private:
    using Opened = std::shared_ptr<crypto::SecretBytes>;
    using Items = QHash<QString, crypto::XmlElement>;
    [[nodiscard]] QString archiveUserId() const; ///< of the RSA key for the archive, which goes along with the others
    QFuture<crypto::CryptoResult<Opened>> read(const QString &code);
    QFuture<crypto::CryptoResult<Opened>> readBack(const QString &code);
    QFuture<crypto::CryptoResult<void>> write(const QString &code);
    QFuture<crypto::CryptoResult<void>> setAside(const Items &items);
    QFuture<bool> isOurs(const Items &items);
    void remember(const QByteArray &digest);

    Ports m_ports;
    Presence m_presence = Presence::Unknown;
    Opened m_opened; ///< between look() and bring()
};

} // namespace letterlock::app
