// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMutexLocker>

#include "crypto/base/LogCategories.h"
#include "crypto/openpgp/GpgmeAgent.h"
#include "crypto/openpgp/GpgmeContext.h"
#include "crypto/openpgp/GpgmeKeyring.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;

/// `kind` are lines of gpg's parameter file. A BareJid holds no control characters, so the name cannot add a line.
CryptoResult<KeyFingerprint> generateKey(
    GpgmeHome &home, const QByteArray &kind, const QByteArray &name, const SecretBytes &passphrase)
{
    if (const auto usable = home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    if (name.isEmpty() || passphrase.view().contains('\n')) {
        return cryptoError(Code::MalformedInput, u"no owner, or a passphrase of several lines"_s);
    }
    auto &state = home.state();
    const QMutexLocker changing(&state.changing);
    PassphraseSource source;
    source.fixed.push_back(passphrase.copy());
    GpgmeContext context(state.path);
    if (!context.isValid()) {
        return cryptoError(Code::EngineFailure, u"no context"_s);
    }
    QByteArray parameters = "<GnupgKeyParms format=\"internal\">\n";
    if (passphrase.isEmpty()) {
        parameters += "%no-protection\n";
    }
    parameters += kind + "Name-Real: " + name + "\n</GnupgKeyParms>\n";
    context.useLoopback(source);
    const auto error = gpgme_op_genkey(context.get(), parameters.constData(), nullptr, nullptr);
    state.forgetSnapshot();
    if (error != 0) {
        return gpgmeError(error, Code::EngineFailure, "key generation");
    }
    const auto *result = gpgme_op_genkey_result(context.get());
    const auto fingerprint
        = result && result->fpr ? KeyFingerprint::parse(QString::fromLatin1(result->fpr)) : std::nullopt;
    if (!fingerprint) {
        return cryptoError(Code::EngineFailure, u"no key was made"_s);
    }
    state.setPassphrase(*fingerprint, passphrase.copy());
    if (home.isPrivate() && !passphrase.isEmpty()) {
        const auto snapshot = state.snapshot();
        const auto made = snapshot ? (*snapshot)->byFingerprint.value(*fingerprint) : CachedKey();
        if (!made.handle || protectAgain(state, made.secretKeygrips(), passphrase, HashCount::Rare) != 0) {
            qCInfo(lcCrypto) << "a new key stays slow"; // and as safe as it can be
        }
    }
    return *fingerprint;
}

} // namespace

CryptoResult<PublicKey> GpgmeKeyring::generate(const BareJid &owner, const SecretBytes &passphrase, const KeyPlan &plan)
{
    // The key itself signs and certifies.
    const QByteArray kind = plan.kind == KeyPlan::Kind::Rsa3072
        ? "Key-Type: RSA\nKey-Length: 3072\nKey-Usage: sign\n"
          "Subkey-Type: RSA\nSubkey-Length: 3072\nSubkey-Usage: encrypt\n"
        : "Key-Type: EDDSA\nKey-Curve: ed25519\nKey-Usage: sign\n"
          "Subkey-Type: ECDH\nSubkey-Curve: cv25519\nSubkey-Usage: encrypt\n";
    const QByteArray end = plan.years > 0 ? QByteArray::number(plan.years) + 'y' : QByteArray("0");
    return generateKey(m_home, kind + "Expire-Date: " + end + '\n',
        owner.isEmpty() ? QByteArray() : "xmpp:" + owner.toString().toUtf8(), passphrase)
        .and_then([this](const KeyFingerprint &key) { return find(key); });
}

CryptoResult<PublicKey> GpgmeKeyring::generateArchiveKey(const BareJid &owner, const SecretBytes &passphrase)
{
    // Another user id than chat keys have: nobody may take it for one.
    return generateKey(m_home,
        "Key-Type: RSA\nKey-Length: 3072\nKey-Usage: cert\n"
        "Subkey-Type: RSA\nSubkey-Length: 3072\nSubkey-Usage: encrypt\nExpire-Date: 0\n",
        owner.isEmpty() ? QByteArray() : "xmpp-archive:" + owner.toString().toUtf8(), passphrase)
        .and_then([this](const KeyFingerprint &key) { return find(key); });
}

} // namespace letterlock::crypto
