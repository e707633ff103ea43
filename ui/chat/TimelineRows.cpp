// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/TimelineRows.h"

#include "ui/chat/MessageRow.h"
#include "ui/chat/TimelineText.h"

namespace letterlock::ui {

QVariant TimelineRows::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole || role == Qt::DisplayRole) {
        const auto row = MessageRow::of(index);
        return TimelineText::sentence(row.message, row.sender, row.replyText);
    }
    return QIdentityProxyModel::data(index, role);
}

} // namespace letterlock::ui
