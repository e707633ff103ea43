// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/JweCipher.h"

#include <QtEndian>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <cstring>
#include <memory>

namespace letterlock::crypto::JweCipher {

namespace {

template <auto free> struct Deleter {
    template <class T> void operator()(T *object) const { free(object); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Deleter<EVP_CIPHER_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>>;

const unsigned char *bytesOf(const char *text)
{
    return reinterpret_cast<const unsigned char *>(text);
}

unsigned char *bytesOf(char *text)
{
    return reinterpret_cast<unsigned char *>(text);
}

const EVP_MD *digestOf(JweContent content)
{
    return content == JweContent::A256CbcHs512 ? EVP_sha512() : EVP_sha256();
}

SecretBytes deriveOne(JweContent content, const SecretBytes &masterKey, qsizetype size, const QByteArray &purpose)
{
    const auto bigEndian = [](quint32 number) {
        QByteArray bytes(4, '\0');
        qToBigEndian(number, bytes.data());
        return bytes;
    };
    const QByteArray counter = bigEndian(1);
    const QByteArray name = nameOf(content).toLatin1();
    // The two zeros say that neither party has given information of its own.
    const QByteArray other = bigEndian(quint32(size * 8)) + name + bigEndian(0) + bigEndian(0) + purpose;
    const DigestContext context(EVP_MD_CTX_new());
    SecretBytes hash(EVP_MD_get_size(digestOf(content)));
    if (!context || EVP_DigestInit_ex(context.get(), digestOf(content), nullptr) != 1
        || EVP_DigestUpdate(context.get(), counter.constData(), size_t(counter.size())) != 1
        || EVP_DigestUpdate(context.get(), masterKey.data(), size_t(masterKey.size())) != 1
        || EVP_DigestUpdate(context.get(), other.constData(), size_t(other.size())) != 1
        || EVP_DigestFinal_ex(context.get(), bytesOf(hash.data()), nullptr) != 1) {
        qFatal("no key derivation");
    }
    return SecretBytes(hash.view().first(size));
}

const EVP_CIPHER *cbcOf(const SecretBytes &key)
{
    return key.size() == 32 ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
}

Key publicKeyOf(const RsaJwk &jwk)
{
    const Number modulus(BN_bin2bn(bytesOf(jwk.modulus.constData()), int(jwk.modulus.size()), nullptr));
    const Number exponent(BN_bin2bn(bytesOf(jwk.exponent.constData()), int(jwk.exponent.size()), nullptr));
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY *key = nullptr;
    if (!modulus || !exponent || !builder || !context
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
        return {};
    }
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    if (!parameters || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return {};
    }
    return Key(key);
}

} // namespace

ContentKeys derive(JweContent content, const SecretBytes &masterKey)
{
    const qsizetype size = masterKeySize(content);
    return {deriveOne(content, masterKey, size / 2, "Encryption"), deriveOne(content, masterKey, size, "Integrity")};
}

QByteArray integrityValue(JweContent content, const SecretBytes &key, QByteArrayView text)
{
    QByteArray value(EVP_MD_get_size(digestOf(content)), '\0');
    if (!HMAC(digestOf(content), key.data(), int(key.size()), bytesOf(text.data()), size_t(text.size()),
            bytesOf(value.data()), nullptr)) {
        qFatal("no HMAC");
    }
    return value;
}

QByteArray encrypt(const SecretBytes &key, const QByteArray &iv, QByteArrayView plaintext)
{
    const CipherContext context(EVP_CIPHER_CTX_new());
    QByteArray ciphertext((plaintext.size() / blockSize + 1) * blockSize, '\0');
    int written = 0;
    int rest = 0;
    if (!context
        || EVP_EncryptInit_ex(context.get(), cbcOf(key), nullptr, bytesOf(key.data()), bytesOf(iv.constData())) != 1
        || EVP_EncryptUpdate(
               context.get(), bytesOf(ciphertext.data()), &written, bytesOf(plaintext.data()), int(plaintext.size()))
            != 1
        || EVP_EncryptFinal_ex(context.get(), bytesOf(ciphertext.data()) + written, &rest) != 1) {
        qFatal("no AES-CBC");
    }
    return ciphertext;
}

SecretBytes decrypt(const SecretBytes &key, const QByteArray &iv, const QByteArray &ciphertext)
{
    const CipherContext context(EVP_CIPHER_CTX_new());
    SecretBytes plaintext(ciphertext.size());
    int written = 0;
    int rest = 0;
    if (!context
        || EVP_DecryptInit_ex(context.get(), cbcOf(key), nullptr, bytesOf(key.data()), bytesOf(iv.constData())) != 1
        || EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1
        || EVP_DecryptUpdate(context.get(), bytesOf(plaintext.data()), &written, bytesOf(ciphertext.constData()),
               int(ciphertext.size()))
            != 1
        || EVP_DecryptFinal_ex(context.get(), bytesOf(plaintext.data()) + written, &rest) != 1) {
        qFatal("no AES-CBC");
    }
    return plaintext;
}

QByteArray wrapAes(const SecretBytes &wrappingKey, const SecretBytes &key)
{
    const CipherContext context(EVP_CIPHER_CTX_new());
    const auto *cipher = wrappingKey.size() == 32 ? EVP_aes_256_wrap() : EVP_aes_128_wrap();
    QByteArray block(key.size() + 8, '\0');
    int written = 0;
    if (!context) {
        qFatal("no AES key wrap");
    }
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    if (EVP_EncryptInit_ex(context.get(), cipher, nullptr, bytesOf(wrappingKey.data()), nullptr) != 1
        || EVP_EncryptUpdate(context.get(), bytesOf(block.data()), &written, bytesOf(key.data()), int(key.size()))
            != 1) {
        qFatal("no AES key wrap");
    }
    return block;
}

SecretBytes unwrapAes(const SecretBytes &wrappingKey, const QByteArray &block, qsizetype size)
{
    auto instead = SecretBytes::random(size);
    const CipherContext context(EVP_CIPHER_CTX_new());
    if (!context || block.size() != size + 8 || (wrappingKey.size() != 16 && wrappingKey.size() != 32)) {
        return instead;
    }
    const auto *cipher = wrappingKey.size() == 32 ? EVP_aes_256_wrap() : EVP_aes_128_wrap();
    SecretBytes key(block.size());
    int written = 0;
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    const bool opened = EVP_DecryptInit_ex(context.get(), cipher, nullptr, bytesOf(wrappingKey.data()), nullptr) == 1
        && EVP_DecryptUpdate(
               context.get(), bytesOf(key.data()), &written, bytesOf(block.constData()), int(block.size()))
            == 1
        && written == size;
    ERR_clear_error();
    return opened ? SecretBytes(key.view().first(size)) : std::move(instead);
}

QByteArray wrapRsa(JweKeyWrap wrap, const RsaJwk &recipient, const SecretBytes &key)
{
    const auto publicKey = publicKeyOf(recipient);
    const KeyContext context(publicKey ? EVP_PKEY_CTX_new(publicKey.get(), nullptr) : nullptr);
    QByteArray block(recipient.modulus.size(), '\0');
    auto written = size_t(block.size());
    const int padding = wrap == JweKeyWrap::RsaOaep ? RSA_PKCS1_OAEP_PADDING : RSA_PKCS1_PADDING;
    const bool wrapped = context && EVP_PKEY_encrypt_init(context.get()) == 1
        && EVP_PKEY_CTX_set_rsa_padding(context.get(), padding) == 1
        && EVP_PKEY_encrypt(context.get(), bytesOf(block.data()), &written, bytesOf(key.data()), size_t(key.size()))
            == 1
        && written == size_t(block.size());
    ERR_clear_error();
    return wrapped ? block : QByteArray();
}

} // namespace letterlock::crypto::JweCipher
