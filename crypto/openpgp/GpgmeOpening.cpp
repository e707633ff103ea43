// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/GpgmeOpening.h"

#include <QSemaphoreReleaser>
#include <QTimeZone>

#include "crypto/openpgp/GpgmeEngine.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;

/// Everything GPGME says about the signatures, in the words of OpenPgpSignature.
QList<OpenPgpSignature> signaturesOf(gpgme_verify_result_t result, const KeySnapshot &snapshot)
{
    QList<OpenPgpSignature> signatures;
    for (auto *found = result ? result->signatures : nullptr; found; found = found->next) {
        OpenPgpSignature signature;
        signature.created = QDateTime::fromSecsSinceEpoch(qint64(found->timestamp), QTimeZone::UTC);
        signature.issuer = QString::fromLatin1(found->fpr);
        signature.key = snapshot.primaryOf.value(signature.issuer);
        const auto key = snapshot.byFingerprint.constFind(signature.key);
        using State = OpenPgpSignature::State;
        switch (gpgme_err_code(found->status)) {
        case GPG_ERR_NO_ERROR:
            signature.state = key == snapshot.byFingerprint.cend() ? State::KeyMissing : State::Valid;
            break;
        case GPG_ERR_NO_PUBKEY:
            signature.state = State::KeyMissing;
            break;
        case GPG_ERR_KEY_EXPIRED:
            // gpg speaks of today; what was signed while the key was good stays good.
            signature.state = key != snapshot.byFingerprint.cend() && key->key.expires.isValid()
                    && signature.created < key->key.expires && !(found->summary & GPGME_SIGSUM_KEY_REVOKED)
                ? State::Valid
                : State::KeyExpired;
            break;
        case GPG_ERR_CERT_REVOKED:
            // What was signed before a harmless revocation stays good; a thief's signatures can carry any time.
            signature.state = key != snapshot.byFingerprint.cend() && key->signsUntil.isValid()
                    && signature.created < key->signsUntil
                ? State::Valid
                : State::KeyRevoked;
            break;
        default:
            signature.state = State::Invalid;
        }
        // It came into the keyring while gpg was working: what it is worth is not known to the snapshot yet.
        const bool judged = signature.state != State::Invalid && signature.state != State::KeyMissing;
        if (judged && key == snapshot.byFingerprint.cend()) {
            signature.state = State::KeyMissing;
        }
        signatures.append(signature);
    }
    return signatures;
}

/// What gpg says of the way to the session key, which its final error hides.
struct SessionKeyNotes {
    bool found = false;
    bool locked = false; ///< a secret key could not be used
    bool damaged = false; ///< it could, and what it was to open is not whole

    static gpgme_error_t note(void *self, const char *keyword, const char *args)
    {
        auto &notes = *static_cast<SessionKeyNotes *>(self);
        const QByteArrayView status(keyword);
        const QByteArrayView words(args);
        constexpr QByteArrayView failure("pkdecrypt_failed ");
        if (status == "DECRYPTION_KEY") {
            notes.found = true;
        } else if (status == "ERROR" && words.startsWith(failure)) {
            const auto number = words.sliced(failure.size()).toByteArray().simplified().split(' ').value(0);
            const auto code = gpgmeError(number.toUInt(), Code::DecryptionFailed, "session key").error().code;
            (code == Code::DecryptionFailed ? notes.damaged : notes.locked) = true;
        }
        return 0;
    }
};

struct Attempt {
    gpgme_error_t error = 0;
    SessionKeyNotes sessionKey;
    bool wantsPinentry = false; ///< failed, and a key without stored passphrase could have opened it
    bool keyIsHere = false; ///< failed to use a secret key that this keyring has
    bool keyIsOnCard = false; ///< that key, or one of them
    bool overflowed = false;
    bool badSignature = false;
    OpenedByGpg opened;
};

/// gpg says "no secret key" also for those it has but could not unlock.
void findHeldKeys(gpgme_decrypt_result_t result, const KeySnapshot &snapshot, Attempt &attempt)
{
    for (const auto *recipient = result ? result->recipients : nullptr; recipient; recipient = recipient->next) {
        const auto ending = QString::fromLatin1(recipient->keyid);
        for (auto key = snapshot.primaryOf.cbegin(); key != snapshot.primaryOf.cend(); ++key) {
            const auto held = snapshot.byFingerprint.value(key.value()).key;
            if (ending.size() >= 16 && key.key().endsWith(ending) && held.hasSecret) {
                attempt.keyIsHere = true;
                attempt.keyIsOnCard = attempt.keyIsOnCard || held.onCard;
            }
        }
    }
}

Attempt attempt(
    GpgmeHome::State &home, QByteArrayView message, GpgmeOpening how, bool loopback, const SecretBytes *code)
{
    Attempt result;
    PassphraseSource source{&home, {}};
    if (code) {
        source.fixed.push_back(code->copy());
    }
    GpgmeContext context(home.path);
    const GpgmeInput input(message);
    auto output = std::make_unique<GpgmeOutput>(GpgmeEngine::largestPlaintext);
    if (!context.isValid() || !input.get() || !output->get()) {
        result.error = gpgme_error(GPG_ERR_INV_ENGINE);
        return result;
    }
    if (loopback) {
        context.useLoopback(source);
    }
    gpgme_set_ctx_flag(context.get(), "full-status", "1");
    gpgme_set_status_cb(context.get(), SessionKeyNotes::note, &result.sessionKey);
    switch (how) {
    case GpgmeOpening::Decrypt:
        result.error = gpgme_op_decrypt(context.get(), input.get(), output->get());
        break;
    case GpgmeOpening::DecryptAndVerify:
        result.error = gpgme_op_decrypt_verify(context.get(), input.get(), output->get());
        break;
    case GpgmeOpening::Verify:
        result.error = gpgme_op_verify(context.get(), input.get(), nullptr, output->get());
        break;
    }
    const auto snapshot = home.snapshot();
    if (result.error != 0 && how != GpgmeOpening::Verify && snapshot) {
        findHeldKeys(gpgme_op_decrypt_result(context.get()), **snapshot, result);
    }
    if (how != GpgmeOpening::Decrypt) {
        if (snapshot) {
            result.opened.signatures = signaturesOf(gpgme_op_verify_result(context.get()), **snapshot);
        }
        result.badSignature = std::ranges::any_of(result.opened.signatures,
            [](const OpenPgpSignature &signature) { return signature.state == OpenPgpSignature::State::Invalid; });
    }
    result.wantsPinentry = result.error != 0 && source.lackedOne;
    result.overflowed = output->overflowed();
    // GPGME leaves plaintext in the buffer of failed calls; it goes no further than this function.
    if (result.error == 0 && !result.overflowed) {
        result.opened.plaintext = std::move(output);
    }
    return result;
}

} // namespace

CryptoResult<OpenedByGpg> openByGpg(GpgmeHome &home, QByteArrayView message, GpgmeOpening how, const SecretBytes *code)
{
    if (const auto usable = home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    if (message.size() > GpgmeEngine::largestMessage) {
        return cryptoError(Code::TooLarge, u"OpenPGP message"_s);
    }
    auto &state = home.state();
    state.decryptions.acquire();
    const QSemaphoreReleaser done(state.decryptions);
    // In the person's own home loopback could spend a try of a smart card's PIN, so it is used only for keys of ours.
    const bool loopback = code || home.isPrivate() || state.hasPassphrases();
    auto result = attempt(state, message, how, loopback, code);
    bool asked = !loopback;
    if (result.wantsPinentry) {
        result = attempt(state, message, how, false, nullptr);
        asked = true;
    }
    if (result.overflowed) {
        return cryptoError(Code::TooLarge, u"plaintext"_s);
    }
    if (result.badSignature) {
        return cryptoError(Code::BadSignature, u"bad signature"_s);
    }
    if (result.error != 0) {
        const auto reason = gpgmeError(result.error, Code::DecryptionFailed, "opening").error().code;
        const bool unsaid = reason == Code::DecryptionFailed || reason == Code::NoKey;
        // A key that is here did its part, or would have: then it is the message that is not what was sealed.
        const bool damaged
            = result.sessionKey.found || (result.sessionKey.damaged && !result.sessionKey.locked && result.keyIsHere);
        if (damaged && unsaid) {
            return cryptoError(Code::DecryptionFailed, QString::fromUtf8(gpgme_strerror(result.error)));
        }
        if (result.keyIsOnCard && reason != Code::EngineFailure) {
            return cryptoError(Code::CardMissing, QString::fromUtf8(gpgme_strerror(result.error)));
        }
        const bool locked = asked && result.keyIsHere && unsaid;
        return gpgmeError(
            locked ? gpgme_error(GPG_ERR_NO_PASSPHRASE) : result.error, Code::DecryptionFailed, "opening");
    }
    return std::move(result.opened);
}

} // namespace letterlock::crypto
