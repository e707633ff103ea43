// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPainter;
class QStyleOptionHeader;
class QStyleOptionTab;

namespace letterlock::ui {

// Parts of LetterlockStyle: text tabs with a line below the chosen one, and plain table headers.

constexpr int kTabPadding = 4; ///< on either side of a tab's text
constexpr int kTabGap = 22; ///< between two tabs, belongs to the tab before it
constexpr int kTabHeight = 40;

void paintTabShape(QPainter &painter, const QStyleOptionTab &tab);
void paintTabLabel(QPainter &painter, const QStyleOptionTab &tab);
void paintHeaderSection(QPainter &painter, const QStyleOptionHeader &header);
void paintHeaderLabel(QPainter &painter, const QStyleOptionHeader &header);

} // namespace letterlock::ui
