// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace letterlock::crypto {

Q_DECLARE_LOGGING_CATEGORY(lcCrypto) ///< letterlock.crypto
Q_DECLARE_LOGGING_CATEGORY(lcArchive) ///< letterlock.archive
Q_DECLARE_LOGGING_CATEGORY(lcTransport) ///< letterlock.transport
Q_DECLARE_LOGGING_CATEGORY(lcApp) ///< letterlock.app

} // namespace letterlock::crypto
