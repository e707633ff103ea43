// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>

#include "app/settings/CredentialStore.h"
#include "crypto/base/Worker.h"

namespace letterlock::test {

/// A keyring that lasts as long as the test; `error` makes every operation fail.
class MemoryCredentialStore final : public app::CredentialStore {
public:
    QMap<QString, QByteArray> secrets;
    std::optional<app::CredentialError::Code> error;

    QFuture<app::CredentialResult<Secret>> read(const QString &name) override
    {
        using Result = app::CredentialResult<Secret>;
        if (error || !secrets.contains(name)) {
            return crypto::ready(Result(
                std::unexpected(app::CredentialError{error.value_or(app::CredentialError::Code::NotFound), {}})));
        }
        return crypto::ready(Result(std::make_shared<crypto::SecretBytes>(QByteArrayView(secrets.value(name)))));
    }

    QFuture<app::CredentialResult<void>> write(const QString &name, const crypto::SecretBytes &secret) override
    {
        if (!error) {
            secrets.insert(name, secret.view().toByteArray());
        }
        return done();
    }

    QFuture<app::CredentialResult<void>> remove(const QString &name) override
    {
        if (!error) {
            secrets.remove(name);
        }
        return done();
    }

private:
    [[nodiscard]] QFuture<app::CredentialResult<void>> done() const
    {
        using Result = app::CredentialResult<void>;
        return crypto::ready(error ? Result(std::unexpected(app::CredentialError{*error, {}})) : Result());
    }
};

} // namespace letterlock::test
