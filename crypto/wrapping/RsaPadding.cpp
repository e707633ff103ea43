// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/RsaPadding.h"

#include <QHash>

#include <openssl/evp.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr qsizetype smallestPkcs1Filling = 8;

/// 0xFF where `octet` is zero, else 0; without a branch.
quint8 maskIfZero(quint8 octet)
{
    return quint8((quint32(octet) - 1) >> 24);
}

const EVP_MD *digestOf(const QString &uri)
{
    static const QHash<QString, const EVP_MD *> known{
        {QString(), EVP_sha1()},
        {u"http://www.w3.org/2000/09/xmldsig#sha1"_s, EVP_sha1()},
        {u"http://www.w3.org/2001/04/xmlenc#sha256"_s, EVP_sha256()},
        {u"http://www.w3.org/2001/04/xmlenc#sha384"_s, EVP_sha384()},
        {u"http://www.w3.org/2001/04/xmldsig-more#sha384"_s, EVP_sha384()},
        {u"http://www.w3.org/2001/04/xmlenc#sha512"_s, EVP_sha512()},
    };
    return known.value(uri);
}

const EVP_MD *maskOf(const QString &uri)
{
    static const QHash<QString, const EVP_MD *> known{
        {QString(), EVP_sha1()},
        {u"http://www.w3.org/2009/xmlenc11#mgf1sha1"_s, EVP_sha1()},
        {u"http://www.w3.org/2009/xmlenc11#mgf1sha224"_s, EVP_sha224()},
        {u"http://www.w3.org/2009/xmlenc11#mgf1sha256"_s, EVP_sha256()},
        {u"http://www.w3.org/2009/xmlenc11#mgf1sha384"_s, EVP_sha384()},
        {u"http://www.w3.org/2009/xmlenc11#mgf1sha512"_s, EVP_sha512()},
    };
    return known.value(uri);
}

QByteArray hashed(const EVP_MD *digest, QByteArrayView bytes)
{
    QByteArray result(EVP_MD_get_size(digest), '\0');
    EVP_Digest(
        bytes.data(), size_t(bytes.size()), reinterpret_cast<unsigned char *>(result.data()), nullptr, digest, nullptr);
    return result;
}

/// XORs the mask that `seed` generates (MGF1) into `target`.
void unmask(char *target, qsizetype size, QByteArrayView seed, const EVP_MD *digest)
{
    SecretBytes input(seed.size() + 4);
    std::ranges::copy(seed, input.data());
    quint32 counter = 0;
    for (qsizetype done = 0; done < size; ++counter) {
        for (int i = 0; i < 4; ++i) {
            input.data()[seed.size() + i] = char(counter >> (24 - 8 * i));
        }
        auto block = hashed(digest, input.view());
        const auto octets = SecretBytes::taken(block);
        for (qsizetype i = 0; i < octets.size() && done < size; ++i, ++done) {
            target[done] = char(target[done] ^ octets.data()[i]);
        }
    }
}

} // namespace

SecretBytes RsaPadding::removePkcs1(const SecretBytes &encoded, qsizetype keySize)
{
    auto key = SecretBytes::random(keySize);
    const auto from = encoded.size() - keySize; // 00 02 filling 00 key
    if (from < 3 + smallestPkcs1Filling) {
        return key;
    }
    const auto octets = encoded.view();
    quint8 fault = quint8(quint8(octets[0]) | (quint8(octets[1]) ^ 2) | quint8(octets[from - 1]));
    for (qsizetype i = 2; i < from - 1; ++i) {
        fault |= maskIfZero(quint8(octets[i]));
    }
    const quint8 good = maskIfZero(fault);
    for (qsizetype i = 0; i < keySize; ++i) {
        const auto random = quint8(key.data()[i]);
        key.data()[i] = char((quint8(octets[from + i]) & good) | (random & quint8(~good)));
    }
    return key;
}

std::optional<SecretBytes> RsaPadding::removeOaep(const SecretBytes &encoded, qsizetype keySize,
    const QString &digestUri, const QString &maskUri, QByteArrayView label)
{
    const auto *digest = digestOf(digestUri);
    const auto *mask = maskOf(maskUri);
    if (!digest || !mask) {
        return std::nullopt;
    }
    const auto hashSize = qsizetype(EVP_MD_get_size(digest));
    const auto blockSize = encoded.size() - hashSize - 1; // of: hash of the label, zeros, 01, key
    if (blockSize < hashSize + 1 + keySize) {
        return std::nullopt;
    }
    SecretBytes seed(encoded.view().sliced(1, hashSize));
    SecretBytes block(encoded.view().sliced(1 + hashSize));
    unmask(seed.data(), hashSize, block.view(), mask);
    unmask(block.data(), blockSize, seed.view(), mask);
    const QByteArray labelHash = hashed(digest, label);
    const auto octets = block.view();
    auto fault = quint8(encoded.view()[0]);
    for (qsizetype i = 0; i < hashSize; ++i) {
        fault |= quint8(octets[i] ^ labelHash[i]);
    }
    const auto from = blockSize - keySize;
    for (qsizetype i = hashSize; i < from - 1; ++i) {
        fault |= quint8(octets[i]);
    }
    fault |= quint8(quint8(octets[from - 1]) ^ 1);
    if (fault != 0) {
        return std::nullopt;
    }
    return SecretBytes(octets.sliced(from));
}

bool RsaPadding::knowsDigest(const QString &uri)
{
    return digestOf(uri) != nullptr;
}

bool RsaPadding::knowsMask(const QString &uri)
{
    return maskOf(uri) != nullptr;
}

} // namespace letterlock::crypto
