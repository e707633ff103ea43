// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/KeyTransport.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <memory>

#include "crypto/wrapping/RsaPadding.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;

constexpr qsizetype smallestModulusRead = 128; // octets
constexpr qsizetype smallestModulusWritten = 384;
constexpr qsizetype smallestModulusOfOthers = 256; // what XEP-0189 keys of other programs may have
const QString sha256 = u"http://www.w3.org/2001/04/xmlenc#sha256"_s;
const QString mgf1Sha256 = u"http://www.w3.org/2009/xmlenc11#mgf1sha256"_s;

template <class T> using Owned = std::unique_ptr<T, void (*)(T *)>;

/// Nothing where the key is too short for what it is wanted for, or its exponent would not encrypt at all.
bool isSound(const RsaKey &key, qsizetype smallestModulus)
{
    const bool oddModulus = !key.modulus.isEmpty() && (key.modulus.back() & 1);
    const bool largeExponent = key.exponent.size() > 1 || (key.exponent.size() == 1 && quint8(key.exponent[0]) >= 3);
    return oddModulus && largeExponent && (key.exponent.back() & 1) && key.modulus.size() >= smallestModulus;
}

/// The keys that a wrap may be for: the one it names, none if it names a key that is not here, else all (R08).
QList<RsaKey> candidates(const QList<RsaKey> &keys, const QString &name)
{
    const auto named = KeyFingerprint::parse(name);
    QList<RsaKey> found;
    for (const auto &key : keys) {
        const bool fits = !named || key.fingerprint == *named || key.primary == *named;
        if (fits && isSound(key, smallestModulusRead)) {
            found.append(key);
        }
    }
    std::ranges::stable_sort(found, std::ranges::greater(), &RsaKey::isUsable);
    return found;
}

std::unexpected<CryptoError> failed()
{
    return cryptoError(Code::DecryptionFailed, u"EncryptedKey"_s);
}

Owned<EVP_PKEY> publicKey(const RsaKey &key)
{
    const auto number = [](const QByteArray &octets) {
        return Owned<BIGNUM>(
            BN_bin2bn(reinterpret_cast<const unsigned char *>(octets.constData()), int(octets.size()), nullptr),
            BN_free);
    };
    const auto modulus = number(key.modulus);
    const auto exponent = number(key.exponent);
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), EVP_PKEY_CTX_free);
    EVP_PKEY *made = nullptr;
    if (builder && context && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1
        && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1) {
        const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free);
        if (EVP_PKEY_fromdata_init(context.get()) == 1) {
            EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get());
        }
    }
    return {made, EVP_PKEY_free};
}

} // namespace

KeyTransport::KeyTransport(OpenPgpEngine &engine)
    : m_engine(engine)
{
}

CryptoResult<SecretBytes> KeyTransport::unwrap(
    const EncryptedKey &wrap, const QList<int> &sizes, int &budget, const Accept &accept) const
{
    if (wrap.cipherValue.size() > largestWrap) {
        return cryptoError(Code::TooLarge, u"EncryptedKey"_s);
    }
    if (wrap.method == rsaOaep || wrap.method == rsaOaepMgf1p || wrap.method == rsa15) {
        return unwrapRsa(wrap, sizes, budget, accept);
    }
    if (wrap.method != openPgp) {
        return cryptoError(Code::Unsupported, wrap.method.left(200));
    }
    --budget;
    auto key = m_engine.decrypt(wrap.cipherValue);
    if (key && (!sizes.contains(int(key->size())) || !accept(*key))) {
        return failed();
    }
    return key;
}

CryptoResult<SecretBytes> KeyTransport::unwrapRsa(
    const EncryptedKey &wrap, const QList<int> &sizes, int &budget, const Accept &accept) const
{
    const bool isOaep = wrap.method != rsa15;
    // The older form has only one mask function (XML Encryption 1.1 section 5.5.2).
    const QString mask = wrap.method == rsaOaep ? wrap.mgf : QString();
    if (isOaep && (!RsaPadding::knowsDigest(wrap.digest) || !RsaPadding::knowsMask(mask))) {
        return cryptoError(Code::Unsupported, u"digest or mask of RSA-OAEP"_s);
    }
    const auto keys = m_engine.rsaKeys();
    if (!keys) {
        return std::unexpected(keys.error());
    }
    CryptoError reason{Code::NoKey, u"no RSA key"_s};
    for (const auto &key : candidates(*keys, wrap.keyName)) {
        if (budget <= 0) {
            break;
        }
        --budget;
        auto encoded = m_engine.rsaDecrypt(key, wrap.cipherValue);
        if (!encoded && encoded.error().code != Code::DecryptionFailed) {
            if (encoded.error().code == Code::Cancelled || encoded.error().code == Code::EngineFailure) {
                return std::unexpected(encoded.error());
            }
            reason = encoded.error();
            continue;
        }
        // A block that RSA itself refuses goes the same way as one with a bad padding.
        const auto octets = encoded ? *std::move(encoded) : SecretBytes(key.modulus.size());
        for (const int size : sizes) {
            auto data = isOaep ? RsaPadding::removeOaep(octets, size, wrap.digest, mask, wrap.oaepParams)
                               : std::optional(RsaPadding::removePkcs1(octets, size));
            if (data && accept(*data)) {
                return *std::move(data);
            }
        }
        if (reason.code == Code::NoKey) {
            reason = failed().error();
        }
    }
    return std::unexpected(reason);
}

CryptoResult<EncryptedKey> KeyTransport::wrap(
    const QString &name, const SecretBytes &key, const KeyFingerprint &recipient) const
{
    EncryptedKey wrap;
    wrap.keyName = recipient.toString();
    wrap.carriedKeyName = name;
    const auto rsaKeys = m_engine.rsaKeys();
    if (!rsaKeys) {
        return std::unexpected(rsaKeys.error());
    }
    const auto rsa = std::ranges::find(*rsaKeys, recipient, &RsaKey::fingerprint);
    const bool isRsa = rsa != rsaKeys->end() && !rsa->isPrimary();
    auto value = isRsa ? sealByRsa(key, *rsa, smallestModulusWritten) : m_engine.encrypt(key, {recipient});
    if (!value) {
        return std::unexpected(value.error());
    }
    wrap.method = isRsa ? rsaOaep : openPgp;
    if (isRsa) {
        wrap.digest = sha256;
        wrap.mgf = mgf1Sha256;
    }
    wrap.cipherValue = *std::move(value);
    return wrap;
}

CryptoResult<EncryptedKey> KeyTransport::wrap(
    const QString &name, const SecretBytes &key, const PublishedKey &recipient)
{
    RsaKey numbers;
    numbers.fingerprint = recipient.handle();
    numbers.modulus = recipient.modulus();
    numbers.exponent = recipient.exponent();
    numbers.isUsable = true;
    return sealByRsa(key, numbers, smallestModulusOfOthers).transform([&](QByteArray value) {
        EncryptedKey wrap;
        wrap.method = rsaOaep;
        wrap.digest = sha256;
        wrap.mgf = mgf1Sha256;
        wrap.keyName = recipient.print();
        wrap.carriedKeyName = name;
        wrap.cipherValue = std::move(value);
        return wrap;
    });
}

CryptoResult<QByteArray> KeyTransport::sealByRsa(
    const SecretBytes &key, const RsaKey &recipient, qsizetype smallestModulus)
{
    if (!recipient.isUsable || !isSound(recipient, smallestModulus)) {
        return cryptoError(Code::KeyUnusable, recipient.fingerprint.toString());
    }
    const auto pkey = publicKey(recipient);
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey.get(), nullptr), EVP_PKEY_CTX_free);
    QByteArray block(recipient.modulus.size(), '\0');
    size_t written = size_t(block.size());
    const bool sealed = pkey && context && EVP_PKEY_encrypt_init(context.get()) == 1
        && EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha256()) == 1
        && EVP_PKEY_encrypt(context.get(), reinterpret_cast<unsigned char *>(block.data()), &written,
               reinterpret_cast<const unsigned char *>(key.data()), size_t(key.size()))
            == 1
        && qsizetype(written) == block.size();
    return sealed ? CryptoResult<QByteArray>(block) : cryptoError(Code::EngineFailure, u"RSA-OAEP"_s);
}

CryptoResult<EncryptedKey> KeyTransport::wrapWithCode(
    const QString &name, const SecretBytes &key, const SecretBytes &code) const
{
    auto message = m_engine.encryptWithCode(key, code);
    if (!message) {
        return std::unexpected(message.error());
    }
    EncryptedKey wrap;
    wrap.method = openPgp;
    wrap.cipherValue = *std::move(message);
    wrap.carriedKeyName = name;
    return wrap;
}

CryptoResult<SecretBytes> KeyTransport::unwrapWithCode(
    const EncryptedKey &wrap, int size, const SecretBytes &code) const
{
    if (wrap.method != openPgp || wrap.cipherValue.size() > largestWrap || wrap.carriedKeyName.isEmpty()) {
        return cryptoError(Code::Unsupported, u"not under a passphrase"_s);
    }
    auto key = m_engine.decryptWithCode(wrap.cipherValue, code);
    if (key && key->size() != size) {
        return failed();
    }
    return key;
}

} // namespace letterlock::crypto
