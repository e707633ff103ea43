// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings/KeychainCredentialStore.h"

#include <QPromise>

#include <qt6keychain/keychain.h>

#include "crypto/base/Worker.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr auto service = "letterlock"_L1;
const auto checkName = u"keyring-check"_s;

CredentialError describe(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {CredentialError::Code::NotFound, {}};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {CredentialError::Code::Locked, job.errorString()};
    // libsecret gives "other error" when there is no bus or nobody owns the service's name.
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError:
        return {CredentialError::Code::NoKeyring, job.errorString()};
    default:
        return {CredentialError::Code::Failed, job.errorString()};
    }
}

/// Starts a job that deletes itself; `result` makes the answer of a successful one.
template <class T, class Job, class F> QFuture<CredentialResult<T>> run(Job *job, const QString &key, F result)
{
    auto promise = std::make_shared<QPromise<CredentialResult<T>>>();
    promise->start();
    job->setKey(key);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, job, [job, promise, result = std::move(result)] {
        promise->addResult(
            job->error() == QKeychain::NoError ? result() : CredentialResult<T>(std::unexpected(describe(*job))));
        promise->finish();
    });
    job->start();
    return promise->future();
}

} // namespace

KeychainCredentialStore::KeychainCredentialStore(QString profile)
    : m_profile(std::move(profile))
{
}

QString KeychainCredentialStore::key(const QString &name) const
{
    return m_profile.isEmpty() ? name : m_profile + u'/' + name;
}

QFuture<CredentialResult<CredentialStore::Secret>> KeychainCredentialStore::readOnce(const QString &name)
{
    auto *job = new QKeychain::ReadPasswordJob(service);
    return run<Secret>(job, key(name), [job] {
        QByteArray bytes = job->binaryData();
        return CredentialResult<Secret>(std::make_shared<crypto::SecretBytes>(crypto::SecretBytes::taken(bytes)));
    });
}

/// A locked Secret Service says "no such secret". Believed, it would make us write a new one over the old, so writing
/// something else first shows whether it is locked.
QFuture<CredentialResult<CredentialStore::Secret>> KeychainCredentialStore::read(const QString &name)
{
    using Result = CredentialResult<Secret>;
    const auto isAbsent
        = [](const Result &found) { return !found && found.error().code == CredentialError::Code::NotFound; };
    return readOnce(name)
        .then(&m_context,
            [this, name, isAbsent](const Result &found) {
                if (!isAbsent(found)) {
                    return crypto::ready(Result(found));
                }
                return write(checkName, crypto::SecretBytes(QByteArrayView("1")))
                    .then(&m_context,
                        [this, name](const CredentialResult<void> &written) {
                            if (!written) {
                                return crypto::ready(Result(std::unexpected(written.error())));
                            }
                            remove(checkName);
                            return readOnce(name);
                        })
                    .unwrap();
            })
        .unwrap();
}

QFuture<CredentialResult<void>> KeychainCredentialStore::write(const QString &name, const crypto::SecretBytes &secret)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setBinaryData(secret.view().toByteArray());
    return run<void>(job, key(name), [] { return CredentialResult<void>(); });
}

QFuture<CredentialResult<void>> KeychainCredentialStore::remove(const QString &name)
{
    auto *job = new QKeychain::DeletePasswordJob(service);
    return run<void>(job, key(name), [] { return CredentialResult<void>(); });
}

} // namespace letterlock::app
