// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transport/Transport.h"

namespace letterlock::app {

/// What the own server and the own account announce by disco#info, joined; empty where neither answers.
QFuture<QStringList> serverFeatures(Transport &transport);

} // namespace letterlock::app
