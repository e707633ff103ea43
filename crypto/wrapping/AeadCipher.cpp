// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/AeadCipher.h"

#include <QList>
#include <QStringDecoder>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <memory>

#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr int gcmNonce = 12;
constexpr int gcmTag = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

CipherContext newContext()
{
    return {EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
}

auto bytesOf(const char *text)
{
    return reinterpret_cast<const unsigned char *>(text);
}

auto bytesOf(char *text)
{
    return reinterpret_cast<unsigned char *>(text);
}

const EVP_CIPHER *algorithmOf(const ContentCipher &cipher)
{
    if (cipher.isAuthenticated) {
        return cipher.keySize == 32 ? EVP_aes_256_gcm() : cipher.keySize == 24 ? EVP_aes_192_gcm() : EVP_aes_128_gcm();
    }
    if (cipher.blockSize == 8) {
        return EVP_des_ede3_cbc();
    }
    return cipher.keySize == 32 ? EVP_aes_256_cbc() : cipher.keySize == 24 ? EVP_aes_192_cbc() : EVP_aes_128_cbc();
}

/// Without authentication a wrong key passes the padding now and then; then the text is hardly UTF-8.
bool isUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    return !decoder.hasError() && (text.isEmpty() || !text.contains(QChar::Null));
}

std::unexpected<CryptoError> failed()
{
    return cryptoError(CryptoError::Code::DecryptionFailed, u"sealed content"_s);
}

} // namespace

const QString ContentCipher::aes256Gcm = u"http://www.w3.org/2009/xmlenc11#aes256-gcm"_s;

std::optional<ContentCipher> ContentCipher::byUri(const QString &uri)
{
    constexpr auto xenc = "http://www.w3.org/2001/04/xmlenc#"_L1;
    constexpr auto xenc11 = "http://www.w3.org/2009/xmlenc11#"_L1;
    static const QList<ContentCipher> known{
        {xenc11 + "aes128-gcm"_L1, 16, gcmNonce, 0, true},
        {xenc11 + "aes192-gcm"_L1, 24, gcmNonce, 0, true},
        {xenc11 + "aes256-gcm"_L1, 32, gcmNonce, 0, true},
        {xenc + "aes128-cbc"_L1, 16, 16, 16, false},
        {xenc + "aes192-cbc"_L1, 24, 16, 16, false},
        {xenc + "aes256-cbc"_L1, 32, 16, 16, false},
        {xenc + "tripledes-cbc"_L1, 24, 8, 8, false},
    };
    const auto found = std::ranges::find(known, uri, &ContentCipher::uri);
    return found == known.end() ? std::nullopt : std::optional(*found);
}

CryptoResult<QByteArray> sealContent(const SecretBytes &key, const QByteArray &plaintext)
{
    const auto context = newContext();
    QByteArray value(gcmNonce + plaintext.size() + gcmTag, Qt::Uninitialized);
    fillRandom(value.data(), gcmNonce);
    auto *text = bytesOf(value.data()) + gcmNonce;
    int written = 0;
    int rest = 0;
    if (key.size() != 32 || !context
        || EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytesOf(key.data()), bytesOf(value.data()))
            != 1
        || EVP_EncryptUpdate(context.get(), text, &written, bytesOf(plaintext.constData()), int(plaintext.size())) != 1
        || EVP_EncryptFinal_ex(context.get(), text + written, &rest) != 1
        || EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, gcmTag, text + plaintext.size()) != 1) {
        return cryptoError(CryptoError::Code::EngineFailure, u"AES-GCM"_s);
    }
    return value;
}

CryptoResult<QByteArray> openContent(const ContentCipher &cipher, const SecretBytes &key, const QByteArray &value)
{
    const auto tagSize = cipher.isAuthenticated ? gcmTag : 0;
    const auto textSize = value.size() - cipher.nonceSize - tagSize;
    const auto context = newContext();
    if (key.size() != cipher.keySize || textSize < cipher.blockSize || !context
        || (cipher.blockSize && textSize % cipher.blockSize != 0)) {
        return failed();
    }
    QByteArray text(textSize, '\0');
    const auto *input = bytesOf(value.constData());
    int written = 0;
    int rest = 0;
    QByteArray tag = value.right(tagSize);
    if (EVP_DecryptInit_ex(context.get(), algorithmOf(cipher), nullptr, bytesOf(key.data()), input) != 1
        || EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1
        || (tagSize && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tagSize, tag.data()) != 1)
        || EVP_DecryptUpdate(context.get(), bytesOf(text.data()), &written, input + cipher.nonceSize, int(textSize))
            != 1
        || EVP_DecryptFinal_ex(context.get(), bytesOf(text.data()) + written, &rest) != 1) {
        return failed();
    }
    bool isPadded = true;
    if (cipher.blockSize) {
        // XML Encryption: only the last octet counts, the others of the padding are arbitrary.
        const int padding = quint8(text.back());
        isPadded = padding >= 1 && padding <= cipher.blockSize;
        text.chop(isPadded ? padding : 1);
    }
    if (cipher.isAuthenticated) {
        return text;
    }
    // Both checks always run: a bad padding must not be told from a bad text by its time.
    return isUtf8(text) && isPadded ? CryptoResult<QByteArray>(text) : failed();
}

SecretBytes hkdfSha256(const SecretBytes &ikm, QByteArrayView salt, QByteArrayView purpose, qsizetype size)
{
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free);
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(
        EVP_KDF_CTX_new(kdf.get()), EVP_KDF_CTX_free);
    char digest[] = "SHA256";
    const auto octets = [](const char *name, QByteArrayView bytes) {
        return OSSL_PARAM_construct_octet_string(name, const_cast<char *>(bytes.data()), size_t(bytes.size()));
    };
    OSSL_PARAM parameters[]
        = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0), octets(OSSL_KDF_PARAM_KEY, ikm.view()),
            octets(OSSL_KDF_PARAM_SALT, salt), octets(OSSL_KDF_PARAM_INFO, purpose), OSSL_PARAM_construct_end()};
    SecretBytes derived(size);
    if (!context || EVP_KDF_derive(context.get(), bytesOf(derived.data()), size_t(size), parameters) != 1) {
        qFatal("no key derivation"); // like random numbers: nothing may be sealed without it
    }
    return derived;
}

} // namespace letterlock::crypto
