// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>

#include "app/bootstrap/AppContext.h"
#include "app/settings/FileCredentialStore.h"

namespace letterlock::test {

/// What a test's client starts with: its own folder, its secrets in a sealed file in it.
inline app::AppOptions clientOptions(const QString &profileDir)
{
    app::AppOptions options;
    options.profileDir = profileDir;
    options.credentials = std::make_shared<app::FileCredentialStore>(
        profileDir + QStringLiteral("/secrets.box"), crypto::SecretBytes(QByteArrayView("a passphrase for tests")));
    return options;
}

} // namespace letterlock::test
