// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QString>

#include <memory>

#include "crypto/base/Expected.h"
#include "crypto/base/SecretBytes.h"

namespace letterlock::app {

struct CredentialError {
    enum class Code {
        NoKeyring, ///< no Secret Service here
        Locked, ///< or the person refused to unlock it
        NotFound,
        Failed,
    };
    Code code = Code::Failed;
    QString detail;
};

template <class T> using CredentialResult = crypto::Expected<T, CredentialError>;

/// Secrets of the profile (password, database key, key passphrases) as a port. Never falls back to clear text.
/// Futures finish in the caller's thread. Secrets come in a shared pointer because futures copy.
class CredentialStore {
public:
    virtual ~CredentialStore() = default;
    using Secret = std::shared_ptr<crypto::SecretBytes>;
    virtual QFuture<CredentialResult<Secret>> read(const QString &name) = 0;
    virtual QFuture<CredentialResult<void>> write(const QString &name, const crypto::SecretBytes &secret) = 0;
    virtual QFuture<CredentialResult<void>> remove(const QString &name) = 0;
};

} // namespace letterlock::app
