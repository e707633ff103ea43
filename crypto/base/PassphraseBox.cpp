// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/base/PassphraseBox.h"

#include "crypto/base/Random.h"

#include <openssl/evp.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr QByteArrayView magic("letterlock-box-1\n");
constexpr int saltSize = 16;
constexpr int nonceSize = 12;
constexpr int tagSize = 16;

struct CipherContext {
    CipherContext()
        : context(EVP_CIPHER_CTX_new())
    {
    }
    ~CipherContext() { EVP_CIPHER_CTX_free(context); }
    CipherContext(const CipherContext &) = delete;
    CipherContext &operator=(const CipherContext &) = delete;
    EVP_CIPHER_CTX *context;
};

const unsigned char *octets(const char *bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes);
}

unsigned char *octets(char *bytes)
{
    return reinterpret_cast<unsigned char *>(bytes);
}

SecretBytes stretched(const SecretBytes &passphrase, QByteArrayView salt)
{
    SecretBytes key(32);
    if (EVP_PBE_scrypt(passphrase.data(), size_t(passphrase.size()), octets(salt.data()), size_t(salt.size()), 1 << 15,
            8, 1, 64 << 20, octets(key.data()), size_t(key.size()))
        != 1) {
        qFatal("scrypt failed");
    }
    return key;
}

} // namespace

QByteArray PassphraseBox::seal(const SecretBytes &content, const SecretBytes &passphrase)
{
    const QByteArray salt = randomBytes(saltSize);
    const QByteArray nonce = randomBytes(nonceSize);
    const auto key = stretched(passphrase, salt);
    QByteArray text(content.size(), Qt::Uninitialized);
    QByteArray tag(tagSize, Qt::Uninitialized);
    const CipherContext cipher;
    int written = 0;
    const bool sealed
        = EVP_EncryptInit_ex2(cipher.context, EVP_aes_256_gcm(), octets(key.data()), octets(nonce.data()), nullptr) == 1
        && EVP_EncryptUpdate(cipher.context, octets(text.data()), &written, octets(content.data()), int(content.size()))
            == 1
        && EVP_EncryptFinal_ex(cipher.context, octets(tag.data()), &written) == 1
        && EVP_CIPHER_CTX_ctrl(cipher.context, EVP_CTRL_GCM_GET_TAG, tagSize, tag.data()) == 1;
    if (!sealed) {
        qFatal("AES-GCM failed");
    }
    return magic.toByteArray() + salt + nonce + text + tag;
}

CryptoResult<SecretBytes> PassphraseBox::open(const QByteArray &box, const SecretBytes &passphrase)
{
    constexpr auto least = magic.size() + saltSize + nonceSize + tagSize;
    if (box.size() < least || !box.startsWith(magic)) {
        return cryptoError(CryptoError::Code::MalformedInput, u"not a sealed box"_s);
    }
    const QByteArrayView rest = QByteArrayView(box).sliced(magic.size());
    const auto salt = rest.first(saltSize);
    const auto nonce = rest.sliced(saltSize, nonceSize);
    const auto text = rest.sliced(saltSize + nonceSize).chopped(tagSize);
    QByteArray tag = rest.last(tagSize).toByteArray();
    const auto key = stretched(passphrase, salt);
    SecretBytes content(text.size());
    const CipherContext cipher;
    int written = 0;
    const bool opened
        = EVP_DecryptInit_ex2(cipher.context, EVP_aes_256_gcm(), octets(key.data()), octets(nonce.data()), nullptr) == 1
        && EVP_DecryptUpdate(cipher.context, octets(content.data()), &written, octets(text.data()), int(text.size()))
            == 1
        && EVP_CIPHER_CTX_ctrl(cipher.context, EVP_CTRL_GCM_SET_TAG, tagSize, tag.data()) == 1
        && EVP_DecryptFinal_ex(cipher.context, octets(tag.data()), &written) == 1;
    if (!opened) {
        return cryptoError(CryptoError::Code::DecryptionFailed, u"wrong passphrase or damaged box"_s);
    }
    return content;
}

} // namespace letterlock::crypto
