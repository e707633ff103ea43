// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace letterlock::ui {

/// What a sealed stanza says it was sealed with (XEP-0380): an own name for the kinds that are known, whatever the
/// sender calls them (O-63); else the sender's name for it, shortened, or the namespace; empty if it says nothing.
QString schemeName(const QByteArray &sealedStanza);

} // namespace letterlock::ui
