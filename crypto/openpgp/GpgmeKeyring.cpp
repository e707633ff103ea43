// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/GpgmeKeyring.h"

#include <QMutexLocker>

#include "crypto/base/LogCategories.h"
#include "crypto/openpgp/GpgmeAgent.h"
#include "crypto/openpgp/GpgmeContext.h"
#include "crypto/openpgp/GpgmeImport.h"
#include "crypto/openpgp/OpenPgpPackets.h"
#include "crypto/openpgp/SecretKeySelection.h"
#include "crypto/openpgp/ThrowawayHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;

CryptoError noContext()
{
    return {Code::EngineFailure, u"no context"_s};
}

CryptoResult<SecretBytes> exportKey(
    GpgmeHome::State &home, const QByteArray &fingerprint, gpgme_export_mode_t mode, PassphraseSource *source)
{
    GpgmeContext context(home.path);
    const GpgmeOutput output(GpgmeKeyring::largestImport);
    if (!context.isValid() || !output.get()) {
        return std::unexpected(noContext());
    }
    if (source) {
        context.useLoopback(*source);
    }
    const auto error = gpgme_op_export(context.get(), fingerprint.constData(), mode, output.get());
    if (error != 0) {
        return gpgmeError(error, source && source->wasWrong ? Code::KeyLocked : Code::EngineFailure, "export");
    }
    auto keys = output.secret();
    if (keys.isEmpty()) {
        return cryptoError(source && !source->fixed.empty() ? Code::KeyLocked : Code::NoKey, u"nothing exported"_s);
    }
    return keys;
}

CryptoResult<void> removeProtection(GpgmeHome::State &home, const CachedKey &key, SecretBytes passphrase)
{
    PassphraseSource source;
    source.fixed.push_back(std::move(passphrase));
    source.fixed.emplace_back();
    GpgmeContext context(home.path);
    if (!context.isValid()) {
        return std::unexpected(noContext());
    }
    context.useLoopback(source);
    const auto error = gpgme_op_passwd(context.get(), key.handle.get(), 0);
    if (error != 0) {
        return gpgmeError(error, Code::KeyLocked, "passphrase change");
    }
    return {};
}

/// One transferable secret key without passphrase.
CryptoResult<SecretBytes> exportBare(GpgmeHome::State &home, const CachedKey &key)
{
    const QByteArray name = key.key.fingerprint.toString().toLatin1();
    auto passphrase = home.passphrase(key.key.fingerprint.toString());
    PassphraseSource source;
    source.fixed.push_back(passphrase.copy());
    auto keys = exportKey(home, name, GPGME_EXPORT_MODE_SECRET, &source);
    if (!keys || secretKeysAreBare(keys->view())) {
        return keys;
    }
    ThrowawayHome throwaway;
    auto *inside = throwaway.state();
    if (!inside) {
        return cryptoError(Code::EngineFailure, u"no throwaway home"_s);
    }
    if (const auto imported = importInto(*inside, keys->view()); !imported) {
        return std::unexpected(imported.error());
    }
    if (const auto removed = removeProtection(*inside, key, std::move(passphrase)); !removed) {
        return std::unexpected(removed.error());
    }
    PassphraseSource none;
    none.fixed.emplace_back();
    keys = exportKey(*inside, name, GPGME_EXPORT_MODE_SECRET, &none);
    if (keys && !secretKeysAreBare(keys->view())) {
        return cryptoError(Code::EngineFailure, u"the key is still protected"_s);
    }
    return keys;
}

/// Answers the prompts of "gpg --edit-key … revkey" for a whole key.
struct RevocationDialog {
    QByteArray code;
    bool asked = false;
    bool selected = false;
    bool finished = false;
};

gpgme_error_t answerRevocation(void *hook, const char *keyword, const char *args, int fd)
{
    auto &dialog = *static_cast<RevocationDialog *>(hook);
    if (fd < 0) {
        return 0;
    }
    const QByteArrayView prompt(args);
    QByteArray line;
    if (prompt == "keyedit.prompt") {
        line = dialog.selected ? "save" : "revkey";
        dialog.finished = dialog.selected;
        dialog.selected = true;
    } else if (prompt == "ask_revocation_reason.code") {
        dialog.asked = true;
        line = dialog.code;
    } else if (prompt == "ask_revocation_reason.text") {
        line = "";
    } else if (QByteArrayView(keyword).startsWith("GET_BOOL")) {
        line = "y";
    } else {
        return gpgme_error(GPG_ERR_CANCELED);
    }
    line += '\n';
    return gpgme_io_writen(fd, line.constData(), size_t(line.size())) == 0 ? 0 : gpgme_error_from_errno(errno);
}

/// As gpg numbers them in its dialog, which is not how RFC 4880 does.
QByteArray dialogCode(RevocationReason reason)
{
    switch (reason) {
    case RevocationReason::Compromised:
        return "1";
    case RevocationReason::Superseded:
        return "2";
    case RevocationReason::NoLongerUsed:
        break;
    }
    return "3";
}

} // namespace

GpgmeKeyring::GpgmeKeyring(GpgmeHome &home)
    : m_home(home)
{
}

CryptoResult<QList<PublicKey>> GpgmeKeyring::keys()
{
    if (const auto usable = m_home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    const auto snapshot = m_home.state().snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    return (*snapshot)->keys;
}

CryptoResult<PublicKey> GpgmeKeyring::find(const KeyFingerprint &fingerprint)
{
    if (const auto usable = m_home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    const auto snapshot = m_home.state().snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    const auto found = (*snapshot)->byFingerprint.constFind(fingerprint);
    if (found == (*snapshot)->byFingerprint.cend()) {
        return cryptoError(Code::NoKey, fingerprint.toString());
    }
    return found->key;
}

CryptoResult<QList<KeyFingerprint>> GpgmeKeyring::importKeys(QByteArrayView keys)
{
    if (const auto usable = m_home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    if (keys.size() > largestImport) {
        return cryptoError(Code::TooLarge, u"keys"_s);
    }
    const QMutexLocker changing(&m_home.state().changing);
    return importInto(m_home.state(), keys);
}

CryptoResult<QList<KeyFingerprint>> GpgmeKeyring::importSecretKeys(QByteArrayView keys, const QStringList &userIds)
{
    if (keys.size() > largestImport) {
        return cryptoError(Code::TooLarge, u"keys"_s);
    }
    const auto chosen = secretKeysWith(keys, userIds);
    if (!chosen) {
        return std::unexpected(chosen.error());
    }
    return chosen->isEmpty() ? QList<KeyFingerprint>() : importKeys(chosen->view());
}

CryptoResult<QByteArray> GpgmeKeyring::exportPublic(const KeyFingerprint &fingerprint)
{
    if (const auto known = find(fingerprint); !known) {
        return std::unexpected(known.error());
    }
    const auto key = exportKey(m_home.state(), fingerprint.toString().toLatin1(), GPGME_EXPORT_MODE_MINIMAL, nullptr);
    if (!key) {
        return std::unexpected(key.error());
    }
    return key->view().toByteArray();
}

CryptoResult<SecretBytes> GpgmeKeyring::exportSecret(const QList<KeyFingerprint> &fingerprints)
{
    if (const auto usable = m_home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    auto &state = m_home.state();
    const auto snapshot = state.snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    const QMutexLocker changing(&state.changing);
    SecretBytes joined;
    for (const auto &fingerprint : fingerprints) {
        const auto found = (*snapshot)->byFingerprint.constFind(fingerprint);
        if (found == (*snapshot)->byFingerprint.cend() || !found->key.hasSecret) {
            return cryptoError(Code::NoKey, fingerprint.toString());
        }
        const auto key = exportBare(state, *found);
        if (!key) {
            return std::unexpected(key.error());
        }
        SecretBytes longer(joined.size() + key->size());
        std::ranges::copy(joined.view(), longer.data());
        std::ranges::copy(key->view(), longer.data() + joined.size());
        joined = std::move(longer);
    }
    if (joined.isEmpty()) {
        return cryptoError(Code::NoKey, u"no key was named"_s);
    }
    return joined;
}

CryptoResult<PublicKey> GpgmeKeyring::inspect(QByteArrayView publicKey)
{
    if (publicKey.size() > largestImport) {
        return cryptoError(Code::TooLarge, u"keys"_s);
    }
    ThrowawayHome throwaway;
    auto *inside = throwaway.state();
    if (!inside) {
        return cryptoError(Code::EngineFailure, u"no throwaway home"_s);
    }
    const auto imported = importInto(*inside, publicKey);
    if (!imported) {
        return std::unexpected(imported.error());
    }
    const auto snapshot = inside->snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    return (*snapshot)->byFingerprint.value(imported->first()).key;
}

CryptoResult<void> GpgmeKeyring::changePassphrase(const KeyFingerprint &fingerprint)
{
    if (const auto usable = m_home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    auto &state = m_home.state();
    const auto snapshot = state.snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    const auto found = (*snapshot)->byFingerprint.constFind(fingerprint);
    if (found == (*snapshot)->byFingerprint.cend() || !found->key.hasSecret || found->key.onCard) {
        return cryptoError(Code::NoKey, fingerprint.toString());
    }
    // Only the agent's files change, so other work on the keyring need not wait for the dialog.
    if (const auto error = crypto::changePassphrase(state, found->secretKeygrips()); error != 0) {
        return gpgmeError(error, Code::KeyLocked, "passphrase change");
    }
    m_home.setPassphrase(fingerprint, {});
    return {};
}

CryptoResult<void> GpgmeKeyring::revoke(const KeyFingerprint &fingerprint, RevocationReason reason)
{
    if (const auto usable = m_home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    auto &state = m_home.state();
    const auto snapshot = state.snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    const auto found = (*snapshot)->byFingerprint.constFind(fingerprint);
    if (found == (*snapshot)->byFingerprint.cend() || !found->key.hasSecret) {
        return cryptoError(Code::NoKey, fingerprint.toString());
    }
    if (found->key.validity == KeyValidity::Revoked) {
        return {};
    }
    const QMutexLocker changing(&state.changing);
    PassphraseSource source;
    GpgmeContext context(state.path);
    const GpgmeOutput output(largestImport);
    if (!context.isValid() || !output.get()) {
        return std::unexpected(noContext());
    }
    auto passphrase = state.passphrase(fingerprint.toString());
    if (!passphrase.isEmpty()) {
        source.fixed.push_back(std::move(passphrase));
        context.useLoopback(source);
    }
    RevocationDialog dialog{dialogCode(reason)};
    const auto error
        = gpgme_op_interact(context.get(), found->handle.get(), 0, answerRevocation, &dialog, output.get());
    state.forgetSnapshot();
    if (error != 0) {
        return gpgmeError(error, source.wasWrong ? Code::KeyLocked : Code::EngineFailure, "revocation");
    }
    const auto now = find(fingerprint);
    if (!now || now->validity != KeyValidity::Revoked) {
        return cryptoError(Code::EngineFailure, u"the key was not revoked"_s);
    }
    return {};
}

void GpgmeKeyring::setPassphrase(const KeyFingerprint &fingerprint, SecretBytes passphrase)
{
    m_home.setPassphrase(fingerprint, std::move(passphrase));
}

} // namespace letterlock::crypto
