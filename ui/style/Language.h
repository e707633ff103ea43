// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>

namespace letterlock::ui {

/// Puts the words of the interface into a language; what is not translated stays English.
class Language {
public:
    static void install(const QLocale &locale);
};

} // namespace letterlock::ui
