// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/GpgmeEngine.h"

#include <QSemaphoreReleaser>

#include <functional>

#include "crypto/openpgp/GpgmeContext.h"
#include "crypto/openpgp/GpgmeOpening.h"
#include "crypto/openpgp/GpgmeRsa.h"
#include "crypto/openpgp/OpenPgpPackets.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;
using Snapshot = std::shared_ptr<const KeySnapshot>;

constexpr auto encryptFlags
    = gpgme_encrypt_flags_t(GPGME_ENCRYPT_ALWAYS_TRUST | GPGME_ENCRYPT_NO_ENCRYPT_TO | GPGME_ENCRYPT_NO_COMPRESS);

CryptoResult<CachedKey> usableKey(const KeySnapshot &snapshot, const KeyFingerprint &fingerprint, bool toSign)
{
    const auto found = snapshot.byFingerprint.constFind(fingerprint);
    if (found == snapshot.byFingerprint.cend()) {
        return cryptoError(Code::NoKey, fingerprint.toString());
    }
    if (toSign && !found->key.hasSecret) {
        return cryptoError(Code::NoKey, fingerprint.toString());
    }
    if (toSign ? !found->key.canSign : !found->key.canEncrypt) {
        return cryptoError(Code::KeyUnusable, fingerprint.toString());
    }
    return *found;
}

/// The recipients as GPGME takes them: a list that ends with null.
CryptoResult<std::vector<gpgme_key_t>> recipientList(
    const KeySnapshot &snapshot, const QList<KeyFingerprint> &recipients)
{
    if (recipients.isEmpty()) {
        return cryptoError(Code::KeyUnusable, u"no recipient"_s);
    }
    std::vector<gpgme_key_t> list;
    for (const auto &recipient : recipients) {
        const auto key = usableKey(snapshot, recipient, false);
        if (!key) {
            return std::unexpected(key.error());
        }
        list.push_back(key->handle.get());
    }
    list.push_back(nullptr);
    return list;
}

CryptoError::Code lockedOr(const PassphraseSource &source, CryptoError::Code code)
{
    return source.lackedOne || source.wasWrong ? Code::KeyLocked : code;
}

struct Signing {
    CachedKey signer;
    PassphraseSource source;

    [[nodiscard]] std::unexpected<CryptoError> failed(gpgme_error_t error, const char *what) const
    {
        auto answer = gpgmeError(error, lockedOr(source, Code::EngineFailure), what);
        // Cancelling the PIN, no card and no reader are all the same to the person: the card is wanted.
        return signer.key.onCard ? cryptoError(Code::CardMissing, answer.error().detail) : answer;
    }
};

/// Prepares a context that signs: by exactly the primary key, with the stored passphrase if there is one.
CryptoResult<void> setSigner(GpgmeContext &context, GpgmeHome::State &home, Signing &signing)
{
    const auto error = gpgme_signers_add(context.get(), signing.signer.handle.get());
    if (error != 0) {
        return gpgmeError(error, Code::EngineFailure, "signer");
    }
    auto passphrase = home.passphrase(signing.signer.key.fingerprint.toString());
    if (!passphrase.isEmpty()) {
        signing.source.fixed.push_back(std::move(passphrase));
        context.useLoopback(signing.source);
    }
    return {};
}

CryptoResult<Snapshot> beginEncryption(GpgmeHome &home, qsizetype size)
{
    if (const auto usable = home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    if (size > GpgmeEngine::largestPlaintext) {
        return cryptoError(Code::TooLarge, u"plaintext"_s);
    }
    return home.state().snapshot();
}

/// Runs `operate`, which signs, and sees that the signature is by `key` and nothing else.
CryptoResult<QByteArray> signWith(GpgmeHome::State &home, const QByteArray &plaintext, const CachedKey &key,
    const std::function<gpgme_error_t(gpgme_ctx_t, gpgme_data_t, gpgme_data_t)> &operate, const char *what)
{
    home.encryptions.acquire();
    const QSemaphoreReleaser done(home.encryptions);
    Signing signing{key, {}};
    GpgmeContext context(home.path);
    const GpgmeInput input(plaintext);
    const GpgmeOutput output(GpgmeEngine::largestMessage);
    if (!context.isValid() || !input.get() || !output.get()) {
        return cryptoError(Code::EngineFailure, u"no context"_s);
    }
    if (const auto ready = setSigner(context, home, signing); !ready) {
        return std::unexpected(ready.error());
    }
    if (const auto error = operate(context.get(), input.get(), output.get()); error != 0) {
        return signing.failed(error, what);
    }
    const auto *result = gpgme_op_sign_result(context.get());
    if (!result || !result->signatures
        || key.key.fingerprint != KeyFingerprint::parse(QString::fromLatin1(result->signatures->fpr))) {
        return cryptoError(Code::EngineFailure, u"signed by another key"_s);
    }
    return output.bytes();
}

} // namespace

GpgmeEngine::GpgmeEngine(GpgmeHome &home)
    : m_home(home)
{
}

CryptoResult<QByteArray> GpgmeEngine::signcrypt(
    const QByteArray &plaintext, const KeyFingerprint &signer, const QList<KeyFingerprint> &recipients)
{
    const auto snapshot = beginEncryption(m_home, plaintext.size());
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    auto key = usableKey(**snapshot, signer, true);
    auto list = recipientList(**snapshot, recipients);
    if (!key || !list) {
        return std::unexpected(key ? list.error() : key.error());
    }
    const auto seal = [&list](gpgme_ctx_t context, gpgme_data_t in, gpgme_data_t out) {
        return gpgme_op_encrypt_sign(context, list->data(), encryptFlags, in, out);
    };
    return signWith(m_home.state(), plaintext, *key, seal, "sealing");
}

CryptoResult<OpenedOpenPgp> GpgmeEngine::open(const QByteArray &message)
{
    const auto shape = shapeOf(message);
    if (shape != OpenPgpShape::EncryptedToKeys && shape != OpenPgpShape::NotEncrypted) {
        return cryptoError(Code::MalformedInput, u"not an OpenPGP message"_s);
    }
    const bool encrypted = shape == OpenPgpShape::EncryptedToKeys;
    auto opened = openByGpg(m_home, message, encrypted ? GpgmeOpening::DecryptAndVerify : GpgmeOpening::Verify);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    return OpenedOpenPgp{opened->plaintext->bytes(), encrypted, opened->signatures};
}

CryptoResult<QByteArray> GpgmeEngine::encrypt(const SecretBytes &plaintext, const QList<KeyFingerprint> &recipients)
{
    const auto snapshot = beginEncryption(m_home, plaintext.size());
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    auto list = recipientList(**snapshot, recipients);
    if (!list) {
        return std::unexpected(list.error());
    }
    auto &state = m_home.state();
    state.encryptions.acquire();
    const QSemaphoreReleaser done(state.encryptions);
    const GpgmeContext context(state.path);
    const GpgmeInput input(plaintext.view());
    const GpgmeOutput output(largestMessage);
    if (!context.isValid() || !input.get() || !output.get()) {
        return cryptoError(Code::EngineFailure, u"no context"_s);
    }
    const auto error = gpgme_op_encrypt(context.get(), list->data(), encryptFlags, input.get(), output.get());
    if (error != 0) {
        return gpgmeError(error, Code::EngineFailure, "encrypting");
    }
    return output.bytes();
}

CryptoResult<SecretBytes> GpgmeEngine::decrypt(const QByteArray &message)
{
    if (shapeOf(message) != OpenPgpShape::EncryptedToKeys) {
        return cryptoError(Code::MalformedInput, u"not an encrypted OpenPGP message"_s);
    }
    const auto opened = openByGpg(m_home, message, GpgmeOpening::Decrypt);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    return opened->plaintext->secret();
}

CryptoResult<QByteArray> GpgmeEngine::sign(const QByteArray &plaintext, const KeyFingerprint &signer)
{
    const auto snapshot = beginEncryption(m_home, plaintext.size());
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    auto key = usableKey(**snapshot, signer, true);
    if (!key) {
        return std::unexpected(key.error());
    }
    const auto sign = [](gpgme_ctx_t context, gpgme_data_t in, gpgme_data_t out) {
        return gpgme_op_sign(context, in, out, GPGME_SIG_MODE_NORMAL);
    };
    return signWith(m_home.state(), plaintext, *key, sign, "signing");
}

CryptoResult<QByteArray> GpgmeEngine::encryptWithCode(const SecretBytes &plaintext, const SecretBytes &code)
{
    if (const auto usable = m_home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    if (code.isEmpty() || plaintext.size() > largestPlaintext) {
        return cryptoError(code.isEmpty() ? Code::MalformedInput : Code::TooLarge);
    }
    auto &state = m_home.state();
    state.encryptions.acquire();
    const QSemaphoreReleaser done(state.encryptions);
    PassphraseSource source;
    source.fixed.push_back(code.copy());
    GpgmeContext context(state.path);
    const GpgmeInput input(plaintext.view());
    const GpgmeOutput output(largestMessage);
    if (!context.isValid() || !input.get() || !output.get()) {
        return cryptoError(Code::EngineFailure, u"no context"_s);
    }
    context.useLoopback(source);
    const auto error = gpgme_op_encrypt(context.get(), nullptr,
        gpgme_encrypt_flags_t(GPGME_ENCRYPT_SYMMETRIC | GPGME_ENCRYPT_NO_COMPRESS), input.get(), output.get());
    if (error != 0) {
        return gpgmeError(error, Code::EngineFailure, "encrypting by code");
    }
    return output.bytes();
}

CryptoResult<SecretBytes> GpgmeEngine::decryptWithCode(const QByteArray &message, const SecretBytes &code)
{
    if (shapeOf(message) != OpenPgpShape::EncryptedToCode) {
        return cryptoError(Code::MalformedInput, u"not sealed by a code"_s);
    }
    const auto opened = openByGpg(m_home, message, GpgmeOpening::Decrypt, &code);
    if (!opened) {
        // A wrong code and a damaged message are one thing to the person and must be one thing here.
        return cryptoError(opened.error().code == Code::KeyLocked ? Code::DecryptionFailed : opened.error().code,
            opened.error().detail);
    }
    return opened->plaintext->secret();
}

CryptoResult<QList<RsaKey>> GpgmeEngine::rsaKeys()
{
    if (const auto usable = m_home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    const auto snapshot = m_home.state().snapshot();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    return (*snapshot)->rsaKeys;
}

CryptoResult<SecretBytes> GpgmeEngine::rsaDecrypt(const RsaKey &key, const QByteArray &block)
{
    return rsaDecryptByAgent(m_home, key, block);
}

} // namespace letterlock::crypto
