// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <optional>

#include "app/settings/CredentialStore.h"
#include "crypto/base/Worker.h"

namespace letterlock::app {

/// Secrets in a file of the profile, sealed with a passphrase the person types: for computers without a keyring.
/// The file is replaced as a whole, so a crash leaves the old or the new one. A wrong passphrase answers Locked.
class FileCredentialStore final : public CredentialStore {
public:
    FileCredentialStore(QString file, crypto::SecretBytes passphrase);

    QFuture<CredentialResult<Secret>> read(const QString &name) override;
    QFuture<CredentialResult<void>> write(const QString &name, const crypto::SecretBytes &secret) override;
    QFuture<CredentialResult<void>> remove(const QString &name) override;

private:
    using Secrets = QHash<QString, Secret>;
    CredentialResult<Secrets *> load(); ///< on the worker
    CredentialResult<void> save();

    QString m_file;
    crypto::SecretBytes m_passphrase;
    std::optional<Secrets> m_secrets; ///< touched on the worker only
    crypto::Worker m_worker;
};

} // namespace letterlock::app
