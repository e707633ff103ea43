// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace letterlock::ui {

/// Shows a link or a file with the program that the desktop has for it. That program gets none of our open pipes:
/// GPGME's are not marked to be closed, and an operation would not end while a viewer holds one of them.
void openExternally(const QUrl &url);

} // namespace letterlock::ui
