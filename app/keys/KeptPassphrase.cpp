// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/KeptPassphrase.h"

#include "crypto/base/Random.h"

namespace letterlock::app {

KeptPassphrase::KeptPassphrase(CredentialStore &credentials, QString name)
    : m_credentials(credentials)
    , m_name(std::move(name))
{
}

QFuture<KeptPassphrase::Result> KeptPassphrase::read()
{
    return m_credentials.read(m_name);
}

QFuture<KeptPassphrase::Result> KeptPassphrase::readOrMake()
{
    auto promise = std::make_shared<QPromise<Result>>();
    promise->start();
    auto future = promise->future();
    m_waiting.append(promise);
    if (m_waiting.size() > 1) {
        return future;
    }
    read().then(&m_context, [this](const Result &stored) {
        if (stored || stored.error().code != CredentialError::Code::NotFound) {
            tell(stored);
            return;
        }
        const QByteArray text = crypto::randomBytes(32).toBase64(QByteArray::OmitTrailingEquals);
        auto made = std::make_shared<crypto::SecretBytes>(QByteArrayView(text));
        m_credentials.write(m_name, *made).then(&m_context, [this, made](const CredentialResult<void> &kept) {
            tell(kept ? Result(made) : std::unexpected(kept.error()));
        });
    });
    return future;
}

void KeptPassphrase::tell(const Result &result)
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &promise : waiting) {
        promise->addResult(result);
        promise->finish();
    }
}

} // namespace letterlock::app
