// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/RequestKey.h"

#include "crypto/jose/Base64Url.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

template <auto free> struct Deleter {
    template <class T> void operator()(T *object) const { free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Deleter<PKCS8_PRIV_KEY_INFO_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;

QByteArray numberOf(const EVP_PKEY *key, const char *name)
{
    BIGNUM *found = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &found) != 1) {
        return {};
    }
    const Number number(found);
    QByteArray bytes(BN_num_bytes(number.get()), '\0');
    BN_bn2bin(number.get(), reinterpret_cast<unsigned char *>(bytes.data()));
    return bytes;
}

std::optional<RsaJwk> publicHalf(const EVP_PKEY *key)
{
    RsaJwk jwk{{}, numberOf(key, OSSL_PKEY_PARAM_RSA_N), numberOf(key, OSSL_PKEY_PARAM_RSA_E)};
    if (!EVP_PKEY_is_a(key, "RSA") || !jwk.isUsable()) {
        return std::nullopt;
    }
    jwk.kid = QString::fromLatin1(toBase64Url(jwk.thumbprint()));
    return jwk;
}

/// What the private key makes of the block: `size` octets of which `written` count. Nothing if OpenSSL refuses.
SecretBytes decrypted(EVP_PKEY *key, const QByteArray &block, int padding, size_t &written)
{
    const KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
    SecretBytes plain(EVP_PKEY_get_size(key));
    written = size_t(plain.size());
    const bool done = block.size() == plain.size() && context && EVP_PKEY_decrypt_init(context.get()) == 1
        && EVP_PKEY_CTX_set_rsa_padding(context.get(), padding) == 1
        && EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char *>(plain.data()), &written,
               reinterpret_cast<const unsigned char *>(block.constData()), size_t(block.size()))
            == 1;
    ERR_clear_error();
    if (!done) {
        written = 0;
    }
    return plain;
}

/// 1 if `value` is zero, else 0, without a branch.
unsigned isZero(unsigned value)
{
    return 1U ^ ((value | (0U - value)) >> (sizeof(value) * 8 - 1));
}

} // namespace

struct RequestKey::Pair {
    Key key;
};

RequestKey::RequestKey(std::shared_ptr<const Pair> pair, RsaJwk publicKey)
    : m_pair(std::move(pair))
    , m_public(std::move(publicKey))
{
}

CryptoResult<RequestKey> RequestKey::make(int bits)
{
    Key key(EVP_RSA_gen(unsigned(bits)));
    auto half = key ? publicHalf(key.get()) : std::nullopt;
    if (!half) {
        ERR_clear_error();
        return cryptoError(CryptoError::Code::EngineFailure, u"RSA key"_s);
    }
    return RequestKey(std::make_shared<const Pair>(std::move(key)), *std::move(half));
}

CryptoResult<RequestKey> RequestKey::fromDer(const SecretBytes &pkcs8)
{
    const auto *from = reinterpret_cast<const unsigned char *>(pkcs8.data());
    const auto *end = from + pkcs8.size();
    const Pkcs8 info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &from, long(pkcs8.size())));
    Key key(info && from == end ? EVP_PKCS82PKEY(info.get()) : nullptr);
    auto half = key ? publicHalf(key.get()) : std::nullopt;
    ERR_clear_error();
    if (!half) {
        return cryptoError(CryptoError::Code::MalformedInput, u"RSA key"_s);
    }
    return RequestKey(std::make_shared<const Pair>(std::move(key)), *std::move(half));
}

SecretBytes RequestKey::toDer() const
{
    const Pkcs8 info(EVP_PKEY2PKCS8(m_pair->key.get()));
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
    SecretBytes der(qMax(size, 0));
    auto *to = reinterpret_cast<unsigned char *>(der.data());
    if (size <= 0 || i2d_PKCS8_PRIV_KEY_INFO(info.get(), &to) != size) {
        qFatal("no PKCS #8");
    }
    return der;
}

SecretBytes RequestKey::unwrapOaep(const QByteArray &block, qsizetype size) const
{
    auto instead = SecretBytes::random(size);
    size_t written = 0;
    const auto plain = decrypted(m_pair->key.get(), block, RSA_PKCS1_OAEP_PADDING, written);
    return written == size_t(size) ? SecretBytes(plain.view().first(size)) : std::move(instead);
}

SecretBytes RequestKey::unwrapPkcs1(const QByteArray &block, qsizetype size) const
{
    const auto instead = SecretBytes::random(size);
    size_t written = 0;
    // Raw, and the padding judged here: 00 02, octets that are not zero, 00, the key. As its size is known, so is each
    // place, and nothing branches on what stands there.
    const auto plain = decrypted(m_pair->key.get(), block, RSA_NO_PADDING, written);
    const auto keyStart = plain.size() - size;
    if (keyStart < 11) {
        return instead.copy();
    }
    const auto at = [&](qsizetype i) { return unsigned(quint8(plain.data()[i])); };
    unsigned wrong = at(0) | (at(1) ^ 2U) | at(keyStart - 1) | isZero(unsigned(written));
    for (qsizetype i = 2; i < keyStart - 1; ++i) {
        wrong |= isZero(at(i));
    }
    const auto take = char(0U - isZero(wrong)); // all ones if nothing is wrong
    SecretBytes key(size);
    for (qsizetype i = 0; i < size; ++i) {
        key.data()[i] = char((plain.data()[keyStart + i] & take) | (instead.data()[i] & ~take));
    }
    return key;
}

} // namespace letterlock::crypto
