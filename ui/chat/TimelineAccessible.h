// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace letterlock::ui {

/// Makes a TimelineView readable as a list of messages, each with everything that can be done with it as an action.
/// Harmless to call again.
void installTimelineAccessibility();

} // namespace letterlock::ui
