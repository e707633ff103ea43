// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/GpgmeImport.h"

#include "crypto/openpgp/GpgmeContext.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

using Code = CryptoError::Code;

CryptoResult<QList<KeyFingerprint>> importInto(GpgmeHome::State &home, QByteArrayView keys)
{
    const GpgmeContext context(home.path);
    const GpgmeInput input(keys);
    if (!context.isValid() || !input.get()) {
        return cryptoError(Code::EngineFailure, u"no context"_s);
    }
    const auto error = gpgme_op_import(context.get(), input.get());
    home.forgetSnapshot();
    if (error != 0) {
        return gpgmeError(error, Code::MalformedInput, "import");
    }
    QList<KeyFingerprint> found;
    const auto *result = gpgme_op_import_result(context.get());
    for (auto *status = result ? result->imports : nullptr; status; status = status->next) {
        const auto fingerprint = KeyFingerprint::parse(QString::fromLatin1(status->fpr));
        if (status->result == 0 && fingerprint && !found.contains(*fingerprint)) {
            found.append(*fingerprint);
        }
    }
    if (found.isEmpty()) {
        return cryptoError(Code::MalformedInput, u"no usable key"_s);
    }
    return found;
}

} // namespace letterlock::crypto
