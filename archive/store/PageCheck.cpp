// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/store/PageCheck.h"

#include <QFile>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace letterlock::archive {

namespace {

// The format of SQLCipher 4: page = content, IV (16), HMAC-SHA-512 (64) over content, IV and little-endian number.
constexpr qsizetype pageSize = 4096;
constexpr qsizetype saltSize = 16;
constexpr qsizetype macSize = 64;
constexpr unsigned char macSaltMask = 0x3a;
constexpr int macKeyRounds = 2;
constexpr int pagesTried = 64;

crypto::SecretBytes macKey(const crypto::SecretBytes &key, QByteArray salt)
{
    for (char &byte : salt) {
        byte = char(static_cast<unsigned char>(byte) ^ macSaltMask);
    }
    crypto::SecretBytes mac(32);
    PKCS5_PBKDF2_HMAC(key.data(), int(key.size()), reinterpret_cast<const unsigned char *>(salt.constData()),
        int(salt.size()), macKeyRounds, EVP_sha512(), int(mac.size()), reinterpret_cast<unsigned char *>(mac.data()));
    return mac;
}

bool authenticates(const crypto::SecretBytes &mac, const QByteArray &page, quint32 number)
{
    QByteArray input = page.first(pageSize - macSize);
    for (int i = 0; i < 4; ++i) {
        input += char((number >> (8 * i)) & 0xff);
    }
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    HMAC(EVP_sha512(), mac.data(), int(mac.size()), reinterpret_cast<const unsigned char *>(input.constData()),
        size_t(input.size()), digest, &size);
    return size == macSize && CRYPTO_memcmp(digest, page.constData() + pageSize - macSize, macSize) == 0;
}

} // namespace

ArchiveError::Code whyRefused(const QString &path, const crypto::SecretBytes &key)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return ArchiveError::Code::StoreFailed;
    }
    const QByteArray first = file.read(pageSize);
    if (first.size() < pageSize || first.startsWith("SQLite format 3")) {
        return ArchiveError::Code::Damaged;
    }
    const auto mac = macKey(key, first.first(saltSize));
    for (quint32 number = 2; number < 2 + pagesTried; ++number) {
        const QByteArray page = file.read(pageSize);
        if (page.size() < pageSize) {
            break;
        }
        if (authenticates(mac, page, number)) {
            return ArchiveError::Code::Damaged;
        }
    }
    return ArchiveError::Code::WrongKey;
}

} // namespace letterlock::archive
