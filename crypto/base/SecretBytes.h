// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace letterlock::crypto {

/// Bytes that are wiped when they go. Move-only; comparison takes constant time. Never print, log or store one.
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(qsizetype size); ///< zero-filled
    explicit SecretBytes(QByteArrayView bytes); ///< copies; wiping the source is the caller's duty
    SecretBytes(SecretBytes &&other) noexcept;
    SecretBytes &operator=(SecretBytes &&other) noexcept;
    SecretBytes(const SecretBytes &) = delete;
    SecretBytes &operator=(const SecretBytes &) = delete;
    ~SecretBytes();

    static SecretBytes random(qsizetype size); ///< from the system's generator; aborts if there is none
    /// Copies out of a QByteArray and overwrites it. The array must not be shared.
    static SecretBytes taken(QByteArray &bytes);

    [[nodiscard]] SecretBytes copy() const; ///< a deliberate second copy
    [[nodiscard]] char *data() { return m_bytes.get(); }
    [[nodiscard]] const char *data() const { return m_bytes.get(); }
    [[nodiscard]] qsizetype size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    [[nodiscard]] QByteArrayView view() const { return {m_bytes.get(), m_size}; }
    [[nodiscard]] bool operator==(const SecretBytes &other) const;

private:
    void wipe();

    std::unique_ptr<char[]> m_bytes;
    qsizetype m_size = 0;
};

} // namespace letterlock::crypto
