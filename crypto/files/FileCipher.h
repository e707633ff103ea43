// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

#include "crypto/base/CryptoError.h"
#include "crypto/base/SecretBytes.h"

namespace letterlock::crypto {

/// AES-GCM over a file, piece by piece, the tag at the end (XEP-0448, XEP-0454). What opening gave out before finish()
/// said yes is not authenticated: it may be written, but not shown. Others also seal by AES-CBC, which authenticates
/// nothing: there only a hash that came with the key says yes.
class FileCipher {
public:
    enum class Direction { Seal, Open, OpenCbc };
    static constexpr qsizetype tagSize = 16;
    static constexpr qsizetype keySize = 32;
    static constexpr qsizetype nonceSize = 12;
    static constexpr qsizetype pieceSize = 64 * 1024;
    static constexpr qint64 largest = 64LL << 30; ///< octets; GCM repeats its counter soon after

    /// `key` of 16 or 32 octets, `nonce` of 12 or 16, both the longer ones for CBC; anything else fails with the first
    /// piece.
    FileCipher(Direction direction, const SecretBytes &key, QByteArrayView nonce);
    ~FileCipher();
    FileCipher(const FileCipher &) = delete;
    FileCipher &operator=(const FileCipher &) = delete;

    CryptoResult<QByteArray> add(QByteArrayView piece);
    /// Sealing: the tag. Opening: what is left of the text, or DecryptionFailed.
    CryptoResult<QByteArray> finish();

private:
    struct State;
    CryptoResult<QByteArray> pass(QByteArrayView piece);
    CryptoResult<QByteArray> finishCbc();
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::crypto
