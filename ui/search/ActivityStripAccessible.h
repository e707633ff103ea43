// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace letterlock::ui {

/// Makes ActivityStrip readable as a table: one row per weekday, one column per week. Harmless to call again.
void installActivityStripAccessibility();

} // namespace letterlock::ui
