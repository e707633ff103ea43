// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

#include "app/settings/CredentialStore.h"
#include "app/transport/Transport.h"
#include "archive/model/ArchiveError.h"
#include "crypto/base/CryptoError.h"

namespace letterlock::ui {

/// Errors in words: what happened, then what to do next. Codes and details never appear here; they belong under
/// "Details".
class ErrorText {
    Q_DECLARE_TR_FUNCTIONS(letterlock::ui::ErrorText)
public:
    /// `server` is the domain of the account, e.g. "harbour.example".
    static QString of(const app::TransportError &error, const QString &server);
    static QString of(const archive::ArchiveError &error, const QString &server);
    static QString ofBackup(const crypto::CryptoError &error); ///< why a backup could not be opened
    static QString of(const crypto::CryptoError &error);
    static QString of(const app::CredentialError &error);

private:
    static QString ofCondition(const QString &condition, const QString &server);
    static QString keyboardLayout();
};

} // namespace letterlock::ui
