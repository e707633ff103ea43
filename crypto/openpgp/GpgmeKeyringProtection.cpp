// SPDX-License-Identifier: GPL-3.0-or-later
// How the secret keys of a private home lie on the disk.
#include <QFile>
#include <QMutexLocker>
#include <QSaveFile>

#include "crypto/base/LogCategories.h"
#include "crypto/openpgp/GpgmeAgent.h"
#include "crypto/openpgp/GpgmeContext.h"
#include "crypto/openpgp/GpgmeKeyring.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;

/// What the agent has written, kept until what it writes instead is known to open.
struct KeyFile {
    QString path;
    SecretBytes content;

    static CryptoResult<std::vector<KeyFile>> read(const QString &home, const QList<QByteArray> &keygrips)
    {
        std::vector<KeyFile> files;
        for (const auto &grip : keygrips) {
            QFile file(keyFileOf(home, grip));
            if (!file.open(QIODevice::ReadOnly)) {
                return cryptoError(Code::EngineFailure, u"a key file cannot be read: "_s + file.errorString());
            }
            auto bytes = file.readAll();
            files.push_back({file.fileName(), SecretBytes::taken(bytes)});
        }
        return files;
    }
    void putBack() const
    {
        QFile now(path);
        if (now.open(QIODevice::ReadOnly) && now.readAll() == content.view()) {
            return;
        }
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
            || file.write(content.data(), content.size()) != content.size() || !file.commit()) {
            qCCritical(lcCrypto).noquote() << "a key file cannot be put back:" << file.errorString();
        }
    }
};

} // namespace

CryptoResult<bool> GpgmeKeyring::isBare(const KeyFingerprint &fingerprint)
{
    const auto snapshot = m_home.state().snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    const auto key = (*snapshot)->byFingerprint.value(fingerprint);
    if (!m_home.isPrivate() || !key.key.hasSecret || key.key.onCard) {
        return false;
    }
    const auto grips = key.secretKeygrips();
    const int bare = countBare(m_home.state(), grips);
    // Only one of its halves: the program ended between them, and the passphrase of the other one is known here.
    const bool isHalf = bare > 0 && !m_home.state().passphrase(fingerprint.toString()).isEmpty();
    return bare > 0 && (bare == grips.size() || isHalf);
}

CryptoResult<void> GpgmeKeyring::protectBare(const KeyFingerprint &fingerprint, const SecretBytes &passphrase)
{
    const auto bare = isBare(fingerprint);
    if (!bare || !*bare || passphrase.isEmpty()) {
        return bare ? cryptoError(Code::KeyUnusable, u"nothing to protect"_s) : std::unexpected(bare.error());
    }
    auto &state = m_home.state();
    const auto snapshot = state.snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    const QMutexLocker changing(&state.changing);
    state.setPassphrase(fingerprint, passphrase.copy());
    const auto grips = (*snapshot)->byFingerprint.value(fingerprint).secretKeygrips();
    if (const auto error = protectAgain(state, grips, passphrase, HashCount::Rare); error != 0) {
        return gpgmeError(error, Code::EngineFailure, "protecting a key");
    }
    return {};
}

CryptoResult<bool> GpgmeKeyring::strengthen(const KeyFingerprint &fingerprint)
{
    auto &state = m_home.state();
    const auto snapshot = state.snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    const auto key = (*snapshot)->byFingerprint.value(fingerprint);
    const auto passphrase = state.passphrase(fingerprint.toString());
    if (!m_home.isPrivate() || !key.key.hasSecret || key.key.onCard || passphrase.isEmpty()) {
        return false;
    }
    auto rare = key.secretKeygrips();
    rare.removeIf([&](const QByteArray &grip) { return !isHashedRarely(state, grip); });
    if (rare.isEmpty()) {
        return false;
    }
    const auto before = KeyFile::read(state.path, rare);
    if (!before) {
        return std::unexpected(before.error());
    }
    gpgme_error_t error = 0;
    {
        const QMutexLocker changing(&state.changing);
        error = protectAgain(state, rare, passphrase, HashCount::Often);
    }
    const auto opens = exportSecret({fingerprint});
    if (error == 0 && opens) {
        return true;
    }
    const QMutexLocker changing(&state.changing);
    for (const auto &file : *before) {
        file.putBack();
    }
    return error != 0 ? gpgmeError(error, Code::EngineFailure, "protecting a key") : std::unexpected(opens.error());
}

} // namespace letterlock::crypto
