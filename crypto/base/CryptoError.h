// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "crypto/base/Expected.h"

namespace letterlock::crypto {

/// Why an operation on keys or sealed content failed. `detail` is for the log, in English, and never holds secrets.
struct CryptoError {
    enum class Code {
        MalformedInput, ///< not well-formed, not Base64, wrong shape
        TooLarge, ///< a limit was reached before anything was allocated
        Unsupported, ///< algorithm or construction that is not on the list of REQUIREMENTS section 2
        NoKey, ///< no secret key here opens it
        KeyLocked, ///< the key is here but its passphrase is not, or the person cancelled
        CardMissing, ///< the key is on a card, and that could not be used: not there, no reader, PIN not given
        KeyUnusable, ///< expired, revoked, wrong user id, cannot encrypt or sign
        DecryptionFailed, ///< one answer for every failure after parsing (no oracle)
        BadSignature, ///< signature missing, invalid or by somebody else
        EngineFailure, ///< gpg or gpg-agent could not be used
        Cancelled,
    };
    Code code = Code::EngineFailure;
    QString detail;
};

template <class T> using CryptoResult = Expected<T, CryptoError>;

inline std::unexpected<CryptoError> cryptoError(CryptoError::Code code, QString detail = {})
{
    return std::unexpected(CryptoError{code, std::move(detail)});
}

} // namespace letterlock::crypto
