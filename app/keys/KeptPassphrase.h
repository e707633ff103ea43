// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPromise>

#include "app/settings/CredentialStore.h"

namespace letterlock::app {

/// A random passphrase in the credential store. It is kept before any key depends on it, and however many ask for it at
/// once before there is one, all get the same.
class KeptPassphrase {
public:
    using Result = CredentialResult<CredentialStore::Secret>;

    KeptPassphrase(CredentialStore &credentials, QString name);

    QFuture<Result> read();
    QFuture<Result> readOrMake();

private:
    void tell(const Result &result);

    CredentialStore &m_credentials;
    QString m_name;
    QObject m_context;
    QList<std::shared_ptr<QPromise<Result>>> m_waiting;
};

} // namespace letterlock::app
