// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>

namespace letterlock::app {

enum class ConnectionState {
    SignedOut,
    Connecting,
    Online,
    Waiting, ///< will try again by itself
    Stopped, ///< needs the person: password, certificate, conflict, no encryption
};

} // namespace letterlock::app

Q_DECLARE_METATYPE(letterlock::app::ConnectionState)
