// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/settings/CredentialStore.h"

namespace letterlock::app {

/// Secrets in the desktop's keyring, by Qt Keychain, under the service name "letterlock". Where there is no keyring
/// nothing is stored at all.
class KeychainCredentialStore final : public CredentialStore {
public:
    /// `profile` keeps the secrets of several profiles apart; empty is the usual one.
    explicit KeychainCredentialStore(QString profile = {});

    QFuture<CredentialResult<Secret>> read(const QString &name) override;
    QFuture<CredentialResult<void>> write(const QString &name, const crypto::SecretBytes &secret) override;
    QFuture<CredentialResult<void>> remove(const QString &name) override;

private:
    [[nodiscard]] QString key(const QString &name) const;
    QFuture<CredentialResult<Secret>> readOnce(const QString &name);

    QString m_profile;
    QObject m_context;
};

} // namespace letterlock::app
