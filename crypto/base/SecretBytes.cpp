// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/base/SecretBytes.h"

#include "crypto/base/Random.h"

#include <openssl/crypto.h>

#include <cstring>

namespace letterlock::crypto {

SecretBytes::SecretBytes(qsizetype size)
    : m_bytes(std::make_unique<char[]>(size_t(size)))
    , m_size(size)
{
}

SecretBytes::SecretBytes(QByteArrayView bytes)
    : SecretBytes(bytes.size())
{
    if (m_size > 0) {
        std::memcpy(m_bytes.get(), bytes.data(), size_t(m_size));
    }
}

SecretBytes::SecretBytes(SecretBytes &&other) noexcept
    : m_bytes(std::move(other.m_bytes))
    , m_size(std::exchange(other.m_size, 0))
{
}

SecretBytes &SecretBytes::operator=(SecretBytes &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::move(other.m_bytes);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

SecretBytes::~SecretBytes()
{
    wipe();
}

SecretBytes SecretBytes::random(qsizetype size)
{
    SecretBytes bytes(size);
    fillRandom(bytes.data(), size);
    return bytes;
}

SecretBytes SecretBytes::taken(QByteArray &bytes)
{
    SecretBytes secret{QByteArrayView(bytes)};
    OPENSSL_cleanse(bytes.data(), size_t(bytes.size()));
    bytes.clear();
    return secret;
}

SecretBytes SecretBytes::copy() const
{
    return SecretBytes(view());
}

bool SecretBytes::operator==(const SecretBytes &other) const
{
    return m_size == other.m_size && (m_size == 0 || CRYPTO_memcmp(data(), other.data(), size_t(m_size)) == 0);
}

void SecretBytes::wipe()
{
    if (m_bytes) {
        OPENSSL_cleanse(m_bytes.get(), size_t(m_size));
    }
}

} // namespace letterlock::crypto
