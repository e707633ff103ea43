// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/base/LogCategories.h"

namespace letterlock::crypto {

Q_LOGGING_CATEGORY(lcCrypto, "letterlock.crypto", QtInfoMsg)
Q_LOGGING_CATEGORY(lcArchive, "letterlock.archive", QtInfoMsg)
Q_LOGGING_CATEGORY(lcTransport, "letterlock.transport", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApp, "letterlock.app", QtInfoMsg)

} // namespace letterlock::crypto
